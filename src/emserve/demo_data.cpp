#include "emserve/demo_data.hpp"

#include <stdexcept>
#include <vector>

#include "emserve/demo/demo_directory.hpp"
#include "emserve/demo/demo_discussions.hpp"
#include "emserve/demo/demo_patients.hpp"

namespace spico::emserve {
namespace {

struct DemoAccount {
  std::string_view identifiant, family_name, given_name, profession, structure, commune, email, phone;
  enum class Terms : std::uint8_t { kAccepted, kNew } terms;
};

// Phone numbers from the range that the regulator keeps for fiction; structures of assets/demo/circle.json.
constexpr std::array<DemoAccount, 4> kAccounts = {{
    {"demo-infirmiere", "TEST", "Inès", "infirmier", "MSP des Trois Ponts (TEST)", "Foix",
     "demo-infirmiere@chu-example.fr", "+33639981042", DemoAccount::Terms::kAccepted},
    {"demo-medecin", "TEST", "Mathieu", "medecin", "MSP des Trois Ponts (TEST)", "Foix",
     "demo-medecin@chu-example.fr", "+33639981057", DemoAccount::Terms::kAccepted},
    {"demo-coordination", "TEST", "Camille", "coordinateur", "DAC des Deux Vallées (TEST)", "Saint-Gaudens",
     "demo-coordination@dac-example.fr", "+33639981063", DemoAccount::Terms::kAccepted},
    {"demo-nouveau", "TEST", "Noé", "assistant_service_social", "CCAS de la Bastide (TEST)",
     "Villefranche-de-Rouergue", "demo-nouveau@ccas-example.fr", "+33639981078", DemoAccount::Terms::kNew},
}};

constexpr std::string_view kPatientsSetting = "demo_patients";
constexpr std::string_view kProfessionalsSetting = "demo_professionals";
constexpr std::string_view kDiscussionsSetting = "demo_discussions";

void make_accounts(const DemoRequest& request) {
  for (const DemoAccount& demo : kAccounts) {
    if (request.store.account_by_identifiant(demo.identifiant)) continue;
    Account account;
    account.identifiant = demo.identifiant;
    account.family_name = demo.family_name;
    account.given_name = demo.given_name;
    account.profession = demo.profession;
    account.structure = demo.structure;
    account.commune = demo.commune;
    account.email = demo.email;
    account.phone = demo.phone;
    account.password_hash = request.passwords.hash(kDemoPassword);
    account.test = true;
    const AccountId id = request.store.add_account(account, request.now_ms);
    if (demo.terms == DemoAccount::Terms::kNew) continue;
    for (const TermsDocument document : {TermsDocument::kPass, TermsDocument::kSpico}) {
      request.store.accept(id, document, request.texts.terms_version(document), request.now_ms);
    }
  }
}

void make_patients(const DemoRequest& request) {
  std::vector<AccountId> readers;
  for (const std::string_view identifiant : demo_identifiants()) {
    readers.push_back(request.store.account_by_identifiant(identifiant)->id);
  }
  demo::write_demo_patients(request.store, {.count = static_cast<std::size_t>(request.options.demo_patients),
                                            .visible_to = readers,
                                            .now_ms = request.now_ms,
                                            .progress = request.progress});
}

struct Made {
  std::string_view setting, option, what;
  int wanted;
  bool is_given;  // on the command line
};

// Makes it once for each database.
template <typename Make>
void make_once(const DemoRequest& request, const Made& made, Make make) {
  const std::string present = request.store.setting(made.setting);
  const std::string wanted = std::to_string(made.wanted);
  if (present.empty()) {
    make(request);
    request.store.set_setting(made.setting, wanted);
    return;
  }
  if (!made.is_given || present == wanted) return;
  throw std::runtime_error("the database in " + request.options.data.string() + " has " + present + " demo " +
                           std::string(made.what) + ", not " + wanted + ": say " + std::string(made.option) +
                           " " + present + ", choose another folder with --data, or delete this one");
}

}  // namespace

std::array<std::string_view, 4> demo_identifiants() {
  std::array<std::string_view, 4> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kAccounts[i].identifiant;
  return names;
}

void make_demo_data(const DemoRequest& request) {
  const Options& options = request.options;
  make_accounts(request);
  make_once(request,
            {.setting = kPatientsSetting,
             .option = "--demo-patients",
             .what = "patients",
             .wanted = options.demo_patients,
             .is_given = options.demo_patients_given},
            make_patients);
  make_once(request,
            {.setting = kProfessionalsSetting,
             .option = "--demo-professionals",
             .what = "professionals",
             .wanted = options.demo_professionals,
             .is_given = options.demo_professionals_given},
            [](const DemoRequest& one) {
              demo::write_demo_directory(one.store, static_cast<std::size_t>(one.options.demo_professionals),
                                         one.now_ms);
            });
  make_once(
      request,
      {.setting = kDiscussionsSetting, .option = {}, .what = "discussions", .wanted = 1, .is_given = false},
      [](const DemoRequest& one) { demo::write_demo_discussions(one.store, one.examiner, one.now_ms); });
}

}  // namespace spico::emserve
