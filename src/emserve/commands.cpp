#include "emserve/commands.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>

#include "api/json.hpp"
#include "api/server_patients.hpp"
#include "crypto/bytes.hpp"
#include "emserve/auth/clock.hpp"
#include "emserve/auth/passwords.hpp"
#include "emserve/fhir/import.hpp"
#include "emserve/log.hpp"
#include "emserve/progress_bar.hpp"
#include "emserve/store/pool.hpp"

namespace spico::emserve {

const char kAccountHelp[] =
    R"(emserve account: the accounts of a database

usage: emserve account list
       emserve account add IDENTIFIANT --family-name NAME --given-name NAME --profession CODE
                       --email ADDRESS [--phone NUMBER] [--structure NAME] [--commune NAME]
                                               the password is read from the standard input
       emserve account unlock IDENTIFIANT     one-time codes work again after too many wrong ones
       emserve account sign-out IDENTIFIANT   ends every session of the account
       emserve account revoke IDENTIFIANT --patient ID    the account sees this patient no longer

  --data DIR   folder of the database (./.spico)
)";

const char kImportHelp[] =
    R"(emserve import: reads patients from FHIR R4 files (Patient, Bundle, NDJSON; profile FR Core)

usage: emserve import [options] FILE…     - is the standard input

  --data DIR          folder of the database (./.spico); a server may be running on it
  --for IDENTIFIANT   whose patients they become; may be given several times
                      (default: nobody's; with --dev every demo account's)
  --dev               mark the patients as TEST

A patient that was imported before is updated. Exit codes: 0 everything was imported, 3 some records were refused and
reported, 1 nothing could be done, 2 the command line is wrong.
)";

const char kExportHelp[] =
    R"(emserve export: writes the patients that an account sees, one JSON object a line

usage: emserve export --for IDENTIFIANT [--output FILE]

  --data DIR   folder of the database (./.spico)
)";

const char kAuditHelp[] =
    R"(emserve audit: prints the audit log, oldest first, one JSON object a line

usage: emserve audit [--json] [--since HOURS]

  --data DIR      folder of the database (./.spico)
  --since HOURS   only what happened in the last hours
)";

namespace {

constexpr int kSomeRefused = 3;
constexpr std::size_t kPatientsInTransaction = 1000;

std::unique_ptr<Store> open_existing(Arguments& arguments) {
  const std::filesystem::path folder = arguments.take_option("--data").value_or(".spico");
  const std::filesystem::path file = folder / "spico.db";
  if (!std::filesystem::exists(file)) {
    throw std::runtime_error("there is no database in " + folder.string() +
                             ": start a server on it first, or give --data");
  }
  return open_sqlite_store(file);
}

Account account_named(Store& store, std::string_view identifiant) {
  std::optional<Account> account = store.account_by_identifiant(normalised_identifiant(identifiant));
  if (!account) throw std::runtime_error("there is no account " + std::string(identifiant));
  return std::move(*account);
}

void audit_command(Store& store, std::string_view event, AccountId account, std::string detail) {
  AuditLine line;
  line.at_ms = Clock().now_ms();
  line.event = event;
  line.account = account;
  line.detail = std::move(detail);
  store.append_audit(line);
}

std::string required_option(Arguments& arguments, std::string_view name) {
  std::optional<std::string> value = arguments.take_option(name);
  if (!value || value->empty()) throw UsageError(std::string(name) + " is needed");
  return std::move(*value);
}

void add_account(Store& store, Account account) {
  constexpr std::size_t kShortestPassword = 12;
  if (store.account_by_identifiant(account.identifiant)) {
    throw std::runtime_error("there is an account " + account.identifiant + " already");
  }
  if (::isatty(STDIN_FILENO) != 0) std::cerr << "Password: ";
  std::string typed;
  std::getline(std::cin, typed);
  const crypto::SecretText password = normalised_password(typed);
  crypto::wipe(typed.data(), typed.size());
  if (password.size() < kShortestPassword)
    throw std::runtime_error("the password must have 12 characters or more");
  account.password_hash = Passwords().hash(password.view());
  const AccountId id = store.add_account(account, Clock().now_ms());
  audit_command(store, "account_added", id, {});
}

void revoke_access(Store& store, const Account& account, std::string_view patient) {
  const std::optional<std::uint64_t> number = id_from_decimal(patient);
  if (!number) throw UsageError("--patient ID is needed");
  const std::int64_t now_ms = Clock().now_ms();
  if (!store.revoke_access(account.id, {*number}, now_ms)) {
    throw std::runtime_error(account.identifiant + " sees no patient " + std::string(patient));
  }
  AuditLine line;
  line.at_ms = now_ms;
  line.event = "access_revoked";
  line.account = account.id;
  line.patient = {*number};
  store.append_audit(line);
}

void list_accounts(Store& store) {
  for (const Account& account : store.accounts()) {
    std::cout << account.identifiant << '\t' << account.given_name << ' ' << account.family_name << '\t'
              << account.profession << '\t' << account.code_failures << " wrong codes in a row\n";
  }
}

// Writes patients in transactions small enough not to keep a running server waiting.
class ImportWriter {
 public:
  ImportWriter(Store& store, std::vector<AccountId> visible_to, bool are_test)
      : store_(store), visible_to_(std::move(visible_to)), are_test_(are_test) {}

  void keep(fhir::ImportedPatient&& imported) {
    if (!writer_) writer_ = store_.write_patients(Clock().now_ms());
    if (are_test_) imported.patient.test = true;  // those of a test register are marked already
    writer_->put(imported.patient, imported.source_key, visible_to_);
    if (++pending_ >= kPatientsInTransaction) flush();
  }

  void flush() {
    if (writer_) writer_->commit();
    writer_.reset();
    pending_ = 0;
  }

 private:
  Store& store_;
  std::vector<AccountId> visible_to_;
  bool are_test_;
  std::unique_ptr<PatientWriter> writer_;
  std::size_t pending_ = 0;
};

std::vector<AccountId> readers_of_import(Store& store, Arguments& arguments, bool is_dev) {
  std::vector<AccountId> readers;
  while (const std::optional<std::string> identifiant = arguments.take_option("--for")) {
    readers.push_back(account_named(store, *identifiant).id);
  }
  if (!readers.empty()) return readers;
  if (!is_dev) {
    std::cerr << "Nobody will see these patients: give --for IDENTIFIANT.\n";
    return readers;
  }
  for (const Account& account : store.accounts()) {
    if (account.test) readers.push_back(account.id);
  }
  return readers;
}

}  // namespace

int run_account(Arguments& arguments) {
  const std::unique_ptr<Store> store = open_existing(arguments);
  Account account;
  account.family_name = arguments.take_option("--family-name").value_or("");
  account.given_name = arguments.take_option("--given-name").value_or("");
  account.profession = arguments.take_option("--profession").value_or("");
  account.email = arguments.take_option("--email").value_or("");
  account.phone = arguments.take_option("--phone").value_or("");
  account.structure = arguments.take_option("--structure").value_or("");
  account.commune = arguments.take_option("--commune").value_or("");
  const std::string patient = arguments.take_option("--patient").value_or("");
  const std::vector<std::string> words = arguments.take_rest();
  const std::string action = words.empty() ? "" : words[0];
  if (action == "list" && words.size() == 1) {
    list_accounts(*store);
    return 0;
  }
  if (words.size() != 2) throw UsageError("say list, add, unlock, sign-out or revoke, and which account");
  account.identifiant = normalised_identifiant(words[1]);
  if (action == "add") {
    if (account.family_name.empty() || account.given_name.empty() || account.profession.empty() ||
        account.email.empty()) {
      throw UsageError("--family-name, --given-name, --profession and --email are needed");
    }
    add_account(*store, std::move(account));
  } else if (action == "unlock") {
    const AccountId id = account_named(*store, words[1]).id;
    store->clear_code_failures(id);
    audit_command(*store, "account_unlocked", id, {});
  } else if (action == "sign-out") {
    const AccountId id = account_named(*store, words[1]).id;
    const int count = store->end_sessions_of(id, SessionEnd::kElsewhere, Clock().now_ms());
    audit_command(*store, "account_signed_out", id, std::to_string(count));
    std::cout << count << " sessions ended\n";
  } else if (action == "revoke") {
    revoke_access(*store, account_named(*store, words[1]), patient);
  } else {
    throw UsageError("unknown action " + action);
  }
  return 0;
}

// Kept all the same: which of them is wrong, only a person can tell. The list and the records say it too.
void tell_shared_matricules(Store& store) {
  constexpr std::size_t kMost = 20;
  const auto groups = store.patients_of_one_matricule(kMost + 1);
  for (std::size_t i = 0; i < std::min(groups.size(), kMost); ++i) {
    std::cerr << "one INS number for several patients:";
    for (const PatientId patient : groups[i]) std::cerr << ' ' << patient.value;
    std::cerr << '\n';
  }
  if (groups.size() > kMost) std::cerr << "and further INS numbers of several patients\n";
}

int run_import(Arguments& arguments) {
  const bool is_dev = arguments.take_switch("--dev");
  const std::unique_ptr<Store> store = open_existing(arguments);
  const std::vector<AccountId> readers = readers_of_import(*store, arguments, is_dev);
  fhir::ImportOptions options;
  for (const std::string& file : arguments.take_rest()) options.files.emplace_back(file);
  if (options.files.empty()) throw UsageError("no file was given");
  options.now_ms = Clock().now_ms();

  ImportWriter writer(*store, readers, is_dev);
  ProgressBar bar;
  fhir::ImportCallbacks callbacks;
  callbacks.keep = [&writer](fhir::ImportedPatient&& imported) { writer.keep(std::move(imported)); };
  callbacks.problem = [](const std::string& file, const fhir::Problem& problem) {
    std::cerr << file << ": " << fhir::describe(problem) << '\n';
  };
  callbacks.progress = [&bar](std::uint64_t done, std::uint64_t total) { bar.show(done, total); };
  const fhir::ImportReport report = fhir::import_files(options, callbacks);
  writer.flush();
  for (const std::string& file : report.unreadable_files) std::cerr << file << ": cannot be read\n";
  audit_command(
      *store, "import", {},
      std::to_string(report.patients) + " patients, " + std::to_string(report.problems) + " refused");
  std::cout << report.patients << " patients imported, " << report.problems << " records refused, "
            << report.other_resources << " other resources left aside\n";
  tell_shared_matricules(*store);
  if (report.problems == 0 && report.unreadable_files.empty() && report.is_complete) return 0;
  return report.patients > 0 ? kSomeRefused : 1;
}

int run_export(Arguments& arguments) {
  const std::unique_ptr<Store> store = open_existing(arguments);
  const Account account = account_named(*store, required_option(arguments, "--for"));
  const std::string file = arguments.take_option("--output").value_or("-");
  arguments.expect_nothing_more();
  std::ofstream to_file;
  if (file != "-") to_file.open(file, std::ios::binary);
  std::ostream& out = file == "-" ? std::cout : to_file;
  audit_command(*store, "export", account.id, {});
  const std::unique_ptr<PatientCursor> cursor = store->patients_of(account.id);
  Patient patient;
  std::string line;
  while (cursor->next(patient)) {
    line.clear();
    api::append_patient_line(line, patient);
    out << line;
  }
  out.flush();
  if (!out) throw std::runtime_error("cannot write " + file);
  return 0;
}

int run_audit(Arguments& arguments) {
  const std::unique_ptr<Store> store = open_existing(arguments);
  arguments.take_switch("--json");
  const std::optional<std::int64_t> hours = arguments.take_number("--since", 1, 1'000'000);
  arguments.expect_nothing_more();
  const std::int64_t since_ms = hours ? Clock().now_ms() - *hours * 3'600'000 : 0;
  std::string text;
  store->read_audit(since_ms, [&text](const AuditLine& line) {
    text.clear();
    api::JsonWriter json(text);
    json.begin_object()
        .member("id", line.id)
        .member("at", line.at_ms)
        .member("time", iso_time(line.at_ms))
        .member("event", line.event);
    if (line.account.value != 0) json.member("user", std::to_string(line.account.value));
    if (line.session.value != 0) json.member("session", line.session.value);
    if (line.source) json.member("source", crypto::to_hex(crypto::ByteView(*line.source).first(8)));
    if (!line.patient.is_none()) json.member("patient", to_decimal(line.patient.value));
    if (!line.detail.empty()) json.member("reason", line.detail);
    json.end_object();
    std::cout << text << '\n';
  });
  return 0;
}

}  // namespace spico::emserve
