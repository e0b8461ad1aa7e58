// The stream of patients in pieces of any size, cut, wrong, endless (openapi.yaml, get_patients).
#include "api/client_patients.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/patients/reference.hpp"

namespace spico::api {
namespace {

constexpr Ticket kListTicket = static_cast<Ticket>(8);

const std::string kHead =
    R"({"total":2,"revision":7,"professionals":[{"id":"4","name":"TEST Infirmière","profession":"infirmier"}],"structures":[{"id":"9","name":"MSP TEST"}]})"
    "\n";
const std::string kZoe =
    R"({"id":"1","birth_name":"BÉNAZET","used_name":"MARTIN","given_names":"Zoé Anne","first_given_name":"Zoé","used_given_name":"Zo","sex":"F",)"
    R"("birth_date":"1956-04-07","birth_place_code":"65217","birth_place_name":"Juillan","ins":"256046521712314","ins_kind":"NIR","identity_status":"qualifiee",)"
    R"("thematiques":["icope","no_such_theme"],"professionals":["4"],"structures":["9"],"statut":"en_attente","updated_at":1795356840000,"tasks_open":3,"tasks_late":1,)"
    R"("next_appointment":1795400000000,"favourite":true,"archived":true,"changed":true,"test":true,"flags":["ins_key","no_such_flag"]})"
    "\n";
const std::string kShort = R"({"id":"2","sex":"I","statut":"actif","updated_at":0})"
                           "\n";
const std::string kEnd = R"({"end":true,"count":2})"
                         "\n";
const std::string kWhole = kHead + kZoe + kShort + kEnd;

struct Read {
  std::size_t heads = 0, total = 0;
  std::vector<Patient> patients;
  std::vector<Professional> professionals;
  std::vector<Structure> structures;
};

void take(PatientStreamReader& reader, Read& read, std::size_t most_lines = 1000) {
  for (const Event& event : reader.read(most_lines)) {
    const auto* group = std::get_if<PatientsEvent>(&event);
    REQUIRE(group != nullptr);
    if (const auto* head = std::get_if<PatientStreamStarted>(group)) {
      CHECK(head->ticket == kListTicket);
      ++read.heads;
      read.total = head->total;
      read.professionals = head->professionals;
      read.structures = head->structures;
    } else if (const auto* rows = std::get_if<PatientRowsArrived>(group)) {
      CHECK(rows->ticket == kListTicket);
      CHECK(read.heads == 1);
      read.patients.insert(read.patients.end(), rows->patients.begin(), rows->patients.end());
    } else {
      FAIL("another event");
    }
  }
}

void append(PatientStreamReader& reader, std::string_view text) {
  reader.append({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

Failure read_all(const std::string& body, Read& read) {
  PatientStreamReader reader(kListTicket);
  append(reader, body);
  for (int i = 0; i < 100 && reader.has_lines() && !reader.is_broken(); ++i) take(reader, read);
  return reader.finish();
}

Failure::Kind verdict(const std::string& body) {
  Read read;
  return read_all(body, read).kind;
}

TEST_CASE("a whole stream: every member in its place") {
  Read read;
  CHECK_FALSE(read_all(kWhole, read).is_some());
  CHECK(read.heads == 1);
  CHECK(read.total == 2);
  REQUIRE(read.professionals.size() == 1);
  CHECK(read.professionals[0].id == ProfessionalId{4});
  CHECK(read.professionals[0].name == "TEST Infirmière");
  CHECK(read.professionals[0].profession == *profession_from_code("infirmier"));
  REQUIRE(read.structures.size() == 1);
  CHECK(read.structures[0].name == "MSP TEST");
  REQUIRE(read.patients.size() == 2);
  const Patient& zoe = read.patients[0];
  CHECK(zoe.id == PatientId{1});
  CHECK(zoe.traits.birth_name == "BÉNAZET");
  CHECK(zoe.traits.used_name == "MARTIN");
  CHECK(zoe.traits.given_names == "Zoé Anne");
  CHECK(zoe.traits.first_given_name == "Zoé");
  CHECK(zoe.traits.used_given_name == "Zo");
  CHECK(zoe.traits.sex == Sex::kFemale);
  CHECK(zoe.traits.birth_date == CivilDate{1956, 4, 7});
  CHECK(zoe.traits.birth_place_code == "65217");
  CHECK(zoe.traits.birth_place_name == "Juillan");
  CHECK(zoe.traits.matricule.text() == "256046521712314");
  CHECK(zoe.traits.ins_authority != InsAuthority::kNone);
  CHECK(zoe.traits.status == IdentityStatus::kQualified);
  // What a newer server may add is left out, the rest of the list stays.
  CHECK(zoe.thematiques.size() == 1);
  CHECK(zoe.thematiques.has(*thematique_from_code("icope")));
  CHECK(zoe.professionals == std::vector<ProfessionalId>{{4}});
  CHECK(zoe.structures == std::vector<StructureId>{{9}});
  CHECK(zoe.statut == Statut::kWaiting);
  CHECK(zoe.updated_at_ms == 1'795'356'840'000);
  CHECK(zoe.tasks_open == 3);
  CHECK(zoe.tasks_late == 1);
  CHECK(zoe.next_appointment_ms == 1'795'400'000'000);
  CHECK(zoe.favourite);
  CHECK(zoe.archived);
  CHECK(zoe.changed);
  CHECK(zoe.test);
  CHECK(zoe.flags.has(PatientFlag::kInsKeyWrong));
  Patient bare;
  bare.id = {2};
  CHECK(read.patients[1] == bare);
}

TEST_CASE("cut into two pieces at every byte, and into single bytes, it is the same stream") {
  Read expected;
  REQUIRE_FALSE(read_all(kWhole, expected).is_some());
  for (std::size_t at = 0; at <= kWhole.size(); ++at) {
    CAPTURE(at);
    PatientStreamReader reader(kListTicket);
    Read read;
    append(reader, std::string_view(kWhole).substr(0, at));
    take(reader, read);
    append(reader, std::string_view(kWhole).substr(at));
    take(reader, read);
    CHECK_FALSE(reader.finish().is_some());
    CHECK(read.patients == expected.patients);
    CHECK(read.heads == 1);
  }
  PatientStreamReader reader(kListTicket);
  Read read;
  for (const char byte : kWhole) {
    append(reader, {&byte, 1});
    take(reader, read);
  }
  CHECK_FALSE(reader.finish().is_some());
  CHECK(read.patients == expected.patients);
}

TEST_CASE("never more lines than the budget at once, and none is lost") {
  PatientStreamReader reader(kListTicket);
  append(reader, kWhole);
  Read read;
  int calls = 0;
  while (reader.has_lines() && calls < 20) {
    const std::size_t before = read.patients.size();
    take(reader, read, 1);
    CHECK(read.patients.size() <= before + 1);
    ++calls;
  }
  CHECK(calls == 4);
  CHECK(read.patients.size() == 2);
  CHECK_FALSE(reader.finish().is_some());
}

TEST_CASE("a stream that stops anywhere before its last line was cut") {
  for (std::size_t at = 0; at + 1 < kWhole.size(); ++at) {
    CAPTURE(at);
    CHECK(verdict(kWhole.substr(0, at)) != Failure::Kind::kNone);
  }
  CHECK(verdict(kHead + kZoe + kShort) == Failure::Kind::kCut);
  CHECK(verdict(kHead + kZoe) == Failure::Kind::kCut);
  CHECK(verdict(kHead) == Failure::Kind::kCut);
}

TEST_CASE("a count that is not the number of patients is no complete list") {
  CHECK(verdict(kHead + kZoe + kEnd) != Failure::Kind::kNone);
  CHECK(verdict(kHead + kZoe + kShort + "{\"end\":true,\"count\":3}\n") != Failure::Kind::kNone);
  CHECK(verdict(kHead + kZoe + kShort + "{\"end\":true,\"count\":0}\n") != Failure::Kind::kNone);
  CHECK(verdict("{\"total\":0,\"revision\":1,\"professionals\":[],\"structures\":[]}\n{\"end\":true,"
                "\"count\":0}\n") == Failure::Kind::kNone);
}

TEST_CASE("a line that is no patient is malformed; those before it were good") {
  for (const char* line :
       {"", "garbage", "null", "[]", "{}", "{\"id\":1}", "{\"id\":\"1\"", "\xFF",
        "{\"id\":\"3\",\"sex\":\"F\"}", "{\"id\":\"0\",\"sex\":\"F\",\"statut\":\"actif\",\"updated_at\":1}",
        "{\"id\":\"3\",\"sex\":7,\"statut\":\"actif\",\"updated_at\":1}",
        "{\"id\":\"3\",\"sex\":\"F\",\"statut\":null,\"updated_at\":1}",
        "{\"id\":\"3\",\"sex\":\"F\",\"statut\":\"actif\",\"updated_at\":1,\"ins\":\"256046521712314\"}",
        "{\"id\":\"3\",\"sex\":\"F\",\"statut\":\"actif\",\"updated_at\":\"hier\"}",
        "{\"id\":\"3\",\"sex\":\"F\",\"statut\":\"actif\",\"updated_at\":1,\"birth_date\":\"1956-13-40\"}",
        "{\"id\":\"3\",\"sex\":\"F\",\"statut\":\"actif\",\"updated_at\":1,\"birth_name\":7}",
        "{\"id\":\"3\",\"sex\":\"F\",\"statut\":\"actif\",\"updated_at\":1,\"thematiques\":\"icope\"}",
        "{\"id\":\"3\",\"sex\":\"F\",\"statut\":\"actif\",\"updated_at\":1,\"tasks_open\":-1}",
        "{\"id\":\"3\",\"sex\":\"F\",\"statut\":\"actif\",\"updated_at\":1,\"favourite\":\"yes\"}"}) {
    CAPTURE(std::string{line});
    Read read;
    const Failure failure = read_all(kHead + kZoe + line + "\n" + kShort + kEnd, read);
    CHECK(failure.kind == Failure::Kind::kMalformed);
    CHECK(read.patients.size() <= 1);
  }
}

TEST_CASE("codes of a newer server cost nobody the list, and claim nothing") {
  const std::string newer =
      R"({"id":"3","birth_name":"ESSAI","sex":"X","ins":"256046521712314","ins_kind":"NIX","identity_status":"certaine",)"
      R"("statut":"parti","updated_at":1})"
      "\n";
  for (const bool kind_first : {false, true}) {
    CAPTURE(kind_first);
    std::string line = newer;
    const std::string ins = R"("ins":"256046521712314",)", kind = R"("ins_kind":"NIX",)";
    if (kind_first) line.replace(line.find(ins), ins.size() + kind.size(), kind + ins);
    Read read;
    CHECK_FALSE(read_all(kHead + kZoe + line + kEnd, read).is_some());
    REQUIRE(read.patients.size() == 2);
    const Patient& patient = read.patients[1];
    CHECK(patient.traits.birth_name == "ESSAI");
    CHECK(patient.traits.sex == Sex::kUnknown);
    CHECK(patient.traits.status == IdentityStatus::kProvisional);
    CHECK(patient.traits.ins_authority == InsAuthority::kNone);
    CHECK_FALSE(patient.traits.matricule.is_known());
    CHECK(patient.statut == Statut::kUnknown);
  }
}

TEST_CASE("no text is longer than the server takes in, and a list keeps no more than people need") {
  const auto named = [](std::size_t bytes) {
    return R"({"id":"3","birth_name":")" + std::string(bytes, 'A') +
           R"(","sex":"F","statut":"actif","updated_at":1})" + "\n";
  };
  CHECK(verdict(kHead + kZoe + named(4 * kLongestTraitBytes) + kEnd) == Failure::Kind::kNone);
  CHECK(verdict(kHead + kZoe + named(4 * kLongestTraitBytes + 1) + kEnd) == Failure::Kind::kMalformed);

  std::string wide = R"({"id":"3","sex":"F","statut":"actif","updated_at":1,"professionals":["1")";
  for (int i = 0; i < 100'000; ++i) wide += R"(,"1")";
  wide += "]}\n";
  const std::string head = "{\"total\":30,\"revision\":1,\"professionals\":[],\"structures\":[]}\n";
  PatientStreamReader reader(kListTicket);
  append(reader, head);
  Read read;
  for (int i = 0; i < 30 && !reader.is_broken(); ++i) {
    append(reader, wide);
    take(reader, read);
  }
  CHECK(reader.is_broken());
  CHECK(read.patients.size() < 4);
  CHECK(reader.finish().kind == Failure::Kind::kMalformed);
}

TEST_CASE("a head that is not one is malformed") {
  for (const char* head : {"{}", "{\"total\":-1,\"revision\":1,\"professionals\":[],\"structures\":[]}",
                           "{\"total\":\"2\",\"revision\":1,\"professionals\":[],\"structures\":[]}",
                           "{\"total\":2,\"revision\":1,\"professionals\":{},\"structures\":[]}", "<html>"}) {
    CAPTURE(std::string{head});
    CHECK(verdict(std::string(head) + "\n" + kZoe + kShort + kEnd) == Failure::Kind::kMalformed);
  }
  CHECK(verdict(kZoe + kShort + kEnd) == Failure::Kind::kMalformed);
}

TEST_CASE("anything after the last line is malformed") {
  CHECK(verdict(kWhole + kShort) == Failure::Kind::kMalformed);
  CHECK(verdict(kWhole + kEnd) == Failure::Kind::kMalformed);
  CHECK(verdict(kWhole + "x\n") == Failure::Kind::kMalformed);
  CHECK(verdict(kWhole + "x") != Failure::Kind::kNone);
}

TEST_CASE("a megabyte without an end of line is not kept for ever") {
  PatientStreamReader reader(kListTicket);
  append(reader, kHead);
  Read read;
  take(reader, read);
  const std::string piece(64 * 1024, 'x');
  bool broken = false;
  for (int i = 0; i < 32 && !broken; ++i) {
    append(reader, piece);
    take(reader, read);
    broken = reader.is_broken();
  }
  CHECK(broken);
  CHECK(reader.finish().kind == Failure::Kind::kMalformed);
}

TEST_CASE("after a broken line nothing more is read") {
  PatientStreamReader reader(kListTicket);
  append(reader, kHead + "garbage\n" + kZoe);
  Read read;
  take(reader, read);
  CHECK(reader.is_broken());
  append(reader, kShort + kEnd);
  take(reader, read);
  CHECK(read.patients.empty());
  CHECK(reader.finish().kind == Failure::Kind::kMalformed);
}

TEST_CASE("ten thousand rows in small pieces") {
  std::string body = "{\"total\":10000,\"revision\":1,\"professionals\":[],\"structures\":[]}\n";
  for (int i = 1; i <= 10'000; ++i)
    body +=
        "{\"id\":\"" + std::to_string(i) +
        "\",\"birth_name\":\"ESSAI\",\"sex\":\"H\",\"statut\":\"sorti\",\"updated_at\":" + std::to_string(i) +
        "}\n";
  body += "{\"end\":true,\"count\":10000}\n";
  PatientStreamReader reader(kListTicket);
  Read read;
  for (std::size_t at = 0; at < body.size(); at += 1009) {
    append(reader, std::string_view(body).substr(at, 1009));
    take(reader, read, 7);
  }
  for (int i = 0; i < 10'000 && reader.has_lines(); ++i) take(reader, read, 7);
  CHECK_FALSE(reader.finish().is_some());
  REQUIRE(read.patients.size() == 10'000);
  CHECK(read.patients[9'999].id == PatientId{10'000});
}

}  // namespace
}  // namespace spico::api
