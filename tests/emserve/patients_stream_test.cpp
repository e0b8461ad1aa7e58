// GET /api/spico/patients: its lines, in chunks that a slow client can take one by one.
#include <doctest/doctest.h>

#include "api/server_patients.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

std::string read_all(BodyStream& stream, int& chunks) {
  std::string all;
  for (chunks = 1;; ++chunks) {
    std::string chunk;
    const BodyStream::Step step = stream.next(chunk);
    REQUIRE(step != BodyStream::Step::kCut);
    all += chunk;
    if (step == BodyStream::Step::kEnd) return all;
  }
}

}  // namespace

TEST_CASE("the stream begins with its total and ends with its count, whatever its length") {
  TestServer server;
  {
    const StoreLease store = server.stores.lend();
    const AccountId account = store->account_by_identifiant("demo-infirmiere")->id;
    const std::unique_ptr<PatientWriter> writer = store->write_patients(kStartMs);
    Patient patient;
    patient.traits.birth_name = std::string(100, 'N');
    for (int i = 0; i < 2000; ++i) writer->put(patient, {}, std::vector{account});
    writer->commit();
  }
  TestBrowser browser(server);
  browser.sign_in_strongly();
  browser.post("/api/spico/open");
  Response response = browser.get("/api/spico/patients");
  CHECK(header_of(response, "Content-Type") == "application/x-ndjson");
  REQUIRE(response.stream != nullptr);
  int chunks = 0;
  const std::string all = read_all(*response.stream, chunks);
  CHECK(chunks > 3);
  CHECK(std::count(all.begin(), all.end(), '\n') == 2012 + 2);
  CHECK(all.starts_with(R"({"total":2012,"revision":)"));
  CHECK(all.ends_with("{\"end\":true,\"count\":2012}\n"));
  CHECK(server.audit_events().back() == "patients_listed");
}

TEST_CASE("a line holds what is known and nothing that is empty") {
  std::string line;
  Patient patient;
  patient.id = {42};
  patient.updated_at_ms = 1;
  api::append_patient_line(line, patient);
  CHECK(line ==
        "{\"id\":\"42\",\"sex\":\"I\",\"identity_status\":\"provisoire\",\"statut\":\"actif\",\"updated_at\":"
        "1}\n");

  line.clear();
  patient.traits.birth_name = "O\"NEIL\\\n";
  patient.traits.birth_date = {.year = 1956, .month = 4, .day = 0};
  patient.thematiques.add(ThematiqueId{0});
  patient.professionals = {{7}};
  patient.tasks_open = 2;
  patient.favourite = patient.archived = patient.test = true;
  patient.flags.add(PatientFlag::kInsKeyWrong);
  patient.flags.add(PatientFlag::kBirthInFuture);
  api::append_patient_line(line, patient);
  CHECK(line ==
        "{\"id\":\"42\",\"birth_name\":\"O\\\"NEIL\\\\\\n\",\"sex\":\"I\",\"birth_date\":\"1956-04\","
        "\"identity_status\":\"provisoire\",\"thematiques\":[\"icope\"],\"professionals\":[\"7\"],"
        "\"statut\":\"actif\",\"updated_at\":1,\"tasks_open\":2,\"favourite\":true,\"archived\":true,"
        "\"test\":true,\"flags\":[\"ins_key\",\"future_birth\"]}\n");
}

}  // namespace spico::emserve::test
