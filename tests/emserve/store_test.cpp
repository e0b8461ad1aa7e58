// The store: migrations, the append-only audit log, patients and who sees them, a locked or full disk.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "emserve/auth/access.hpp"
#include "emserve/store/migrations.hpp"
#include "emserve/store/sqlite_store.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

Patient example_patient() {
  Patient patient;
  patient.traits.birth_name = "D'ALBRET";
  patient.traits.used_name = "LÉVY";
  patient.traits.given_names = "Zoé Anne";
  patient.traits.first_given_name = "Zoé";
  patient.traits.used_given_name = "Zoé";
  patient.traits.birth_place_code = "2A004";
  patient.traits.birth_place_name = "Ajaccio";
  patient.traits.birth_date = {.year = 1956, .month = 4, .day = 0};
  patient.traits.sex = Sex::kFemale;
  patient.traits.status = IdentityStatus::kQualified;
  patient.traits.ins_authority = InsAuthority::kNir;
  std::string_view("256042A00400123").copy(patient.traits.matricule.characters.data(), 15);
  patient.thematiques.add(ThematiqueId{0});
  patient.thematiques.add(ThematiqueId{6});
  patient.professionals = {{12}, {7}, {300}};
  patient.structures = {{2}};
  patient.updated_at_ms = kStartMs;
  patient.next_appointment_ms = kStartMs + 1000;
  patient.tasks_open = 3;
  patient.tasks_late = 1;
  patient.statut = Statut::kWaiting;
  patient.flags.add(PatientFlag::kInsKeyWrong);
  patient.archived = true;
  patient.test = true;
  return patient;
}

AccountId add_account(Store& store, const std::string& identifiant) {
  Account account;
  account.identifiant = identifiant;
  return store.add_account(account, kStartMs);
}

PatientId put(Store& store, const Patient& patient, std::vector<AccountId> readers,
              std::string_view source = {}) {
  const std::unique_ptr<PatientWriter> writer = store.write_patients(kStartMs);
  const PatientId id = writer->put(patient, source, readers);
  writer->commit();
  return id;
}

std::vector<Patient> list(Store& store, AccountId account) {
  std::vector<Patient> patients;
  const std::unique_ptr<PatientCursor> cursor = store.patients_of(account);
  Patient patient;
  while (cursor->next(patient)) patients.push_back(patient);
  CHECK(cursor->total() == patients.size());
  return patients;
}

std::string bytes_of_database(const TemporaryFolder& folder) {
  std::ostringstream all;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    all << std::ifstream(entry.path(), std::ios::binary).rdbuf();
  }
  return all.str();
}

}  // namespace

TEST_CASE("a new database gets every migration, an existing one none, a newer one is refused") {
  const TemporaryFolder folder;
  {
    SqliteStore store(folder.database());
    store.set_setting("probe", "kept");
  }
  {
    SqliteStore store(folder.database());
    CHECK(store.setting("probe") == "kept");
    CHECK(store.setting("unknown").empty());
    store.connection().execute("PRAGMA user_version = 9999");
  }
  CHECK_THROWS_AS(SqliteStore(folder.database()), StoreError);
}

TEST_CASE("the database is opened as security asks for") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const auto pragma = [&store](const char* sql) {
    Query query = store.connection().query(sql);
    query.step();
    return std::string(query.text(0));
  };
  CHECK(pragma("PRAGMA journal_mode") == "wal");
  CHECK(pragma("PRAGMA foreign_keys") == "1");
  CHECK(pragma("PRAGMA secure_delete") == "1");
  CHECK(pragma("PRAGMA synchronous") == "2");
  CHECK_THROWS_AS(store.set_favourite_patient({77}, {77}, true, kStartMs), StoreError);
}

TEST_CASE("threat 42: the audit log can be added to, never changed or shortened") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  AuditLine line;
  line.at_ms = kStartMs;
  line.event = "probe";
  line.account = {5};
  line.session = {6};
  line.source = crypto::hash(crypto::bytes_of("source"));
  line.patient = {7};
  line.detail = "reason";
  store.append_audit(line);
  CHECK_THROWS_AS(store.connection().execute("UPDATE audit SET event = 'other'"), StoreError);
  CHECK_THROWS_AS(store.connection().execute("DELETE FROM audit"), StoreError);
  int count = 0;
  store.read_audit(0, [&](const AuditLine& found) {
    ++count;
    CHECK(found.event == "probe");
    CHECK(found.account.value == 5);
    CHECK(found.session.value == 6);
    CHECK(found.source == line.source);
    CHECK(found.patient.value == 7);
    CHECK(found.detail == "reason");
  });
  CHECK(count == 1);
  store.read_audit(kStartMs + 1, [&](const AuditLine&) { ++count; });
  CHECK(count == 1);
}

TEST_CASE("a patient comes back as it was put") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId account = add_account(store, "a");
  Patient patient = example_patient();
  patient.id = put(store, patient, {account});
  CHECK(list(store, account) == std::vector<Patient>{patient});
  Patient bare;
  bare.id = put(store, bare, {account});
  CHECK(list(store, account).back() == bare);
}

TEST_CASE("the list is newest first, equal dates by id, with the stars of the one who asks") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId account = add_account(store, "a");
  const AccountId other = add_account(store, "b");
  std::vector<PatientId> ids;
  for (const std::int64_t updated_at_ms : {5, 9, 9, 1}) {
    Patient patient;
    patient.updated_at_ms = updated_at_ms;
    ids.push_back(put(store, patient, {account, other}));
  }
  store.set_favourite_patient(account, ids[2], true, kStartMs);
  store.set_favourite_patient(account, ids[2], true, kStartMs);
  const std::vector<Patient> patients = list(store, account);
  REQUIRE(patients.size() == 4);
  CHECK(patients[0].id == ids[1]);
  CHECK(patients[1].id == ids[2]);
  CHECK(patients[2].id == ids[0]);
  CHECK(patients[3].id == ids[3]);
  CHECK(patients[1].favourite);
  CHECK_FALSE(patients[0].favourite);
  CHECK_FALSE(list(store, other)[1].favourite);
  store.set_favourite_patient(account, ids[2], false, kStartMs);
  CHECK_FALSE(list(store, account)[1].favourite);
}

TEST_CASE("threat 21: the list and may() agree on who sees whom") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId first = add_account(store, "a");
  const AccountId second = add_account(store, "b");
  const PatientId of_first = put(store, {}, {first});
  const PatientId of_both = put(store, {}, {first, second});
  const PatientId of_nobody = put(store, {}, {});
  CHECK(list(store, first).size() == 2);
  CHECK(list(store, second).size() == 1);
  for (const Action action : {Action::kRead, Action::kStar}) {
    CHECK(may(store, first, action, of_first));
    CHECK(may(store, first, action, of_both));
    CHECK_FALSE(may(store, second, action, of_first));
    CHECK(may(store, second, action, of_both));
    CHECK_FALSE(may(store, first, action, of_nobody));
    CHECK_FALSE(may(store, first, action, {999}));
    CHECK_FALSE(may(store, first, action, {0}));
    CHECK_FALSE(may(store, {0}, action, of_first));
  }
}

TEST_CASE("threat 21: over the API another's patient is answered as one that does not exist") {
  TestServer server;
  PatientId hidden;
  {
    const StoreLease store = server.stores.lend();
    hidden = put(*store, example_patient(), {store->account_by_identifiant("demo-medecin")->id});
  }
  TestBrowser browser(server);
  browser.sign_in_strongly("demo-infirmiere");
  browser.post("/api/spico/open");
  const auto star = [&browser](const std::string& id) {
    return browser.put("/api/spico/patients/" + id + "/favourite", R"({"favourite":true})");
  };
  const Response refused = star(to_decimal(hidden.value));
  const Response unknown = star("123456789");
  CHECK(outcome_of(refused) == "404 unknown_patient");
  CHECK(refused.body == unknown.body);
  for (const char* id : {"0", "-1", "1x", "99999999999999999999", "%20"})
    CHECK(star(id).body == unknown.body);
  CHECK(server.audit_events().back() == "patient_refused star");
  Response response = browser.get("/api/spico/patients");
  std::string chunk;
  CHECK(response.stream->next(chunk) == BodyStream::Step::kEnd);
  const auto line_of = [](const std::string& id) { return "{\"id\":\"" + id + "\",\"birth_name\""; };
  CHECK(chunk.find(line_of(to_decimal(hidden.value))) == std::string::npos);
  CHECK(chunk.find(line_of("1")) != std::string::npos);
}

TEST_CASE("a record that is imported again updates its patient and keeps what the coordination added") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId account = add_account(store, "a");
  const AccountId later = add_account(store, "b");
  const std::int64_t revision = store.event_bounds().last;
  const PatientId id = put(store, example_patient(), {account}, "system|1");
  CHECK(store.event_bounds().last > revision);
  Patient again;
  again.traits.birth_name = "CHANGÉ";
  CHECK(put(store, again, {later}, "system|1") == id);
  CHECK(put(store, again, {later}, "system|2") != id);
  const std::vector<Patient> patients = list(store, account);
  REQUIRE(patients.size() == 1);
  CHECK(patients[0].traits.birth_name == "CHANGÉ");
  CHECK(patients[0].professionals == example_patient().professionals);
  CHECK(patients[0].tasks_open == 3);
  CHECK(list(store, later).size() == 2);
}

TEST_CASE("a writer that is not committed leaves nothing") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId account = add_account(store, "a");
  { store.write_patients(kStartMs)->put(example_patient(), {}, std::vector{account}); }
  CHECK(list(store, account).empty());
  CHECK(store.event_bounds().last == 0);
}

TEST_CASE("a list that is being read stays as it was, and does not keep a writer waiting") {
  const TemporaryFolder folder;
  SqliteStore reader(folder.database());
  SqliteStore writer(folder.database());
  const AccountId account = add_account(reader, "a");
  for (int i = 0; i < 3; ++i) put(writer, example_patient(), {account});
  const std::unique_ptr<PatientCursor> cursor = reader.patients_of(account);
  Patient patient;
  REQUIRE(cursor->next(patient));
  put(writer, example_patient(), {account});
  int rest = 0;
  while (cursor->next(patient)) ++rest;
  CHECK(rest == 2);
  CHECK(cursor->total() == 3);
}

TEST_CASE("threat 3: no cookie and no code can be read in the files of the database") {
  TestServer server;
  TestBrowser browser(server);
  browser.begin_sign_in();
  browser.send_code();
  const std::string code = server.last_code();
  const std::string pending = browser.cookie();
  browser.try_code(code);
  const std::string bytes = bytes_of_database(server.folder);
  CHECK(bytes.find("demo-infirmiere") != std::string::npos);
  for (const std::string& cookie : {pending, browser.cookie()}) {
    const std::string value = cookie.substr(cookie.find('=') + 1);
    const auto secret = crypto::from_base64url(value);
    REQUIRE(secret.has_value());
    CHECK(bytes.find(value) == std::string::npos);
    CHECK(bytes.find(std::string(secret->begin(), secret->end())) == std::string::npos);
  }
  const std::string plain_hash = [&code] {
    const Digest digest = crypto::hash(crypto::bytes_of(code));
    return std::string(digest.begin(), digest.end());
  }();
  CHECK(bytes.find(plain_hash) == std::string::npos);
}

TEST_CASE("a locked database is 503 with a time to come back; reading goes on") {
  TestServer server;
  TestBrowser browser(server);
  browser.sign_in_weakly();
  SqliteStore other(server.folder.database());
  {
    const WriteTransaction held(other.connection());
    browser.is_active = false;
    CHECK(browser.get("/api/pass/portal").status == 200);
    const Response busy =
        browser.put("/api/pass/portal/tiles/spico-dossiers/favourite", R"({"favourite":true})");
    CHECK(outcome_of(busy) == "503 busy");
    CHECK_FALSE(header_of(busy, "Retry-After").empty());
  }
  CHECK(browser.put("/api/pass/portal/tiles/spico-dossiers/favourite", R"({"favourite":true})").status ==
        200);
}

TEST_CASE("a full disk is 503, and the server goes on when there is room again") {
  TestServer server;
  TestBrowser browser(server);
  {
    const StoreLease lease = server.stores.lend();
    auto& store = dynamic_cast<SqliteStore&>(*lease);
    store.connection().execute("VACUUM");
    store.connection().execute("PRAGMA max_page_count = 1");
  }
  // The audit line of each refused sign-in needs room at some point.
  Response response = browser.try_password("nobody-0", "code", "wrong");
  for (int i = 1; i < 200 && response.status != 503; ++i) {
    response = browser.try_password("nobody-" + std::to_string(i), "code", "wrong");
    server.clock.advance(3'600'000);
  }
  CHECK(outcome_of(response) == "503 busy");
  CHECK(header_of(response, "Retry-After") == "30");
  CHECK(browser.get("/api/session").status == 200);
  {
    const StoreLease lease = server.stores.lend();
    dynamic_cast<SqliteStore&>(*lease).connection().execute("PRAGMA max_page_count = 1000000");
  }
  CHECK(browser.sign_in_weakly().status == 200);
}

TEST_CASE("at most so many stores are lent at once") {
  const TemporaryFolder folder;
  StorePool pool(folder.database(), 2);
  const StoreLease first = pool.lend();
  {
    const StoreLease second = pool.lend();
    CHECK_THROWS_AS(pool.lend(), StoreError);
  }
  CHECK_NOTHROW(pool.lend());
}

TEST_CASE(
    "the pepper is kept beside the database, readable by its owner only, and the same at the next start") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "pepper.key";
  const Digest first = Pepper::load_or_create(file).of_source("127.0.0.1");
  CHECK(Pepper::load_or_create(file).of_source("127.0.0.1") == first);
  const auto permissions = std::filesystem::status(file).permissions();
  CHECK((permissions & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
        std::filesystem::perms::none);
  const Pepper pepper = Pepper::load_or_create(file);
  CHECK(pepper.of_code({1}, "123456") != pepper.of_code({2}, "123456"));
  CHECK(pepper.of_source("x") != pepper.of_destination("x"));
  std::ofstream(file) << "short";
  CHECK_THROWS(Pepper::load_or_create(file));
}

}  // namespace spico::emserve::test
