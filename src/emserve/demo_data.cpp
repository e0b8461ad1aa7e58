#include "emserve/demo_data.hpp"

#include <stdexcept>
#include <vector>

#include <vector>
#include "emserve/demo/demo_patients.hpp"

#include "emserve/demo/demo_patients.hpp"

namespace spico::emserve {
namespace {

struct DemoAccount {
  std::string_view identifiant, family_name, given_name, profession, email, phone;
  enum class Terms : std::uint8_t { kAccepted, kNew } terms;
};

// Phone numbers from the range that the regulator keeps for fiction.
constexpr std::array<DemoAccount, 4> kAccounts = {{
    {"demo-infirmiere", "TEST", "Inès", "infirmier", "demo-infirmiere@chu-example.fr", "+33639981042",
     DemoAccount::Terms::kAccepted},
    {"demo-medecin", "TEST", "Mathieu", "medecin", "demo-medecin@chu-example.fr", "+33639981057",
     DemoAccount::Terms::kAccepted},
    {"demo-coordination", "TEST", "Camille", "coordinateur", "demo-coordination@dac-example.fr",
     "+33639981063", DemoAccount::Terms::kAccepted},
    {"demo-nouveau", "TEST", "Noé", "assistant_service_social", "demo-nouveau@ccas-example.fr",
     "+33639981078", DemoAccount::Terms::kNew},
}};

constexpr std::string_view kPatientsSetting = "demo_patients";

void make_accounts(const DemoRequest& request) {
  for (const DemoAccount& demo : kAccounts) {
    if (request.store.account_by_identifiant(demo.identifiant)) continue;
    Account account;
    account.identifiant = demo.identifiant;
    account.family_name = demo.family_name;
    account.given_name = demo.given_name;
    account.profession = demo.profession;
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

}  // namespace

std::array<std::string_view, 4> demo_identifiants() {
  std::array<std::string_view, 4> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kAccounts[i].identifiant;
  return names;
}

void make_demo_data(const DemoRequest& request) {
  make_accounts(request);
  const std::string present = request.store.setting(kPatientsSetting);
  const std::string wanted = std::to_string(request.options.demo_patients);
  if (present.empty()) {
    make_patients(request);
    request.store.set_setting(kPatientsSetting, wanted);
    return;
  }
  if (request.options.demo_patients_given && present != wanted) {
    throw std::runtime_error("the database in " + request.options.data.string() + " has " + present +
                             " demo patients, not " + wanted + ": say --demo-patients " + present +
                             ", choose another folder with --data, or delete this one");
  }
}

}  // namespace spico::emserve
