// FHIR Patient resources of FR Core: the two public examples, both families of URLs, and every refusal.
#include <doctest/doctest.h>

#include <fstream>

#include "core/patients/ins.hpp"
#include "core/patients/traits.hpp"
#include "emserve/fhir/instant.hpp"
#include "tests/emserve/fhir_support.hpp"

namespace spico::emserve::fhir {
namespace {

std::string file_text(const std::string& name) {
  std::ifstream file{std::string{SPICO_SOURCE_DIR} + "/tests/data/fhir/" + name};
  REQUIRE(file.is_open());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST_CASE("the example with an INS: names of the birth certificate and name in use") {
  const Collected read{file_text("patient-ins-nir.json")};
  CHECK(read.problems.empty());
  REQUIRE(read.patients.size() == 1);
  const Patient& patient = read.patient(0);
  const IdentityTraits& traits = patient.traits;
  CHECK(traits.birth_name == "SAYEH");
  CHECK(traits.used_name.empty());
  CHECK(traits.given_names == "FEIXA SEUMAS");
  CHECK(traits.first_given_name == "FEIXA");
  CHECK(traits.used_given_name == "SEUMAS");
  CHECK(display_name(traits) == "SAYEH SEUMAS");
  CHECK(traits.sex == Sex::kMale);
  CHECK(traits.birth_date == CivilDate{1962, 12, 27});
  CHECK(traits.birth_place_code == "65217");
  CHECK(traits.birth_place_name == "HAUTAGET");
  CHECK(traits.matricule.text() == "162126587913677");
  CHECK(traits.ins_authority == InsAuthority::kNirTest);
  CHECK(traits.status == IdentityStatus::kValidated);
  CHECK(patient.flags.is_empty());
  CHECK(patient.test);  // its register is that of test identities
  CHECK(patient.updated_at_ms == 1'662'124'282'000);
  CHECK(read.patients[0].source_key == "urn:oid:1.2.250.1.71.4.2.2.1123321123|85d23799c1");
}

TEST_CASE("the example whose matricule is wrong: stored as it is, and flagged") {
  const Collected read{file_text("patient-selfiesante.json")};
  CHECK(read.problems.empty());
  REQUIRE(read.patients.size() == 1);
  const Patient& patient = read.patient(0);
  const IdentityTraits& traits = patient.traits;
  CHECK(display_name(traits) == "SELFIESANTE Martine");
  CHECK(traits.sex == Sex::kFemale);
  CHECK(traits.birth_date == CivilDate{1955, 5, 15});
  CHECK(traits.birth_place_code == "01019");
  CHECK(traits.birth_place_name.empty());
  CHECK(traits.matricule.text() == "179125612113516");
  CHECK(expected_key(traits.matricule) == 15);
  CHECK(traits.ins_authority == InsAuthority::kNir);
  CHECK(traits.status == IdentityStatus::kValidated);
  CHECK(patient.flags.has(PatientFlag::kInsKeyWrong));
  CHECK(patient.flags.has(PatientFlag::kInsTraitsDiffer));
  CHECK_FALSE(patient.test);
  CHECK(read.patients[0].source_key == "Patient/f32ace62-4040-44df-9281-4c6844902777");
}

TEST_CASE("FR Core as it is today: URLs of hl7.fr, list of given names, code of the commune") {
  const Collected read{R"({"resourceType":"Patient",
    "meta":{"lastUpdated":"2026-11-20T10:00:00+01:00","profile":["https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-ins"]},
    "extension":[
      {"url":"https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability","extension":[
        {"url":"identityStatus","valueCoding":{"system":"https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-identity-status","code":"QUAL"}}]},
      {"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{"city":"Ajaccio","extension":[
        {"url":"https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-address-insee-code","valueCoding":{"code":"2A004"}}]}}],
    "identifier":[
      {"type":{"coding":[{"code":"NH"}]},"system":"urn:oid:1.2.250.1.213.1.4.8","value":"180012A00412391"},
      {"use":"temp","system":"urn:oid:1.2.250.1.213.1.4.9","value":"256042A00412300"},
      {"use":"official","system":"urn:oid:1.2.250.1.213.1.4.8","value":"256042A00412397"},
      {"use":"old","system":"urn:oid:1.2.250.1.213.1.4.8","value":"broken"}],
    "name":[
      {"use":"official","family":"Be\u0301nazet","given":["Zoe\u0301"],"extension":[
        {"url":"https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-birth-list-given-name","valueString":"Zoé Marie-Louise"}]},
      {"use":"usual","family":"Martin","given":["Zoé"]}],
    "gender":"female","birthDate":"1956-04-07"})"};
  CHECK(read.problems.empty());
  REQUIRE(read.patients.size() == 1);
  const IdentityTraits& traits = read.patient(0).traits;
  CHECK(traits.birth_name == "Bénazet");  // composed
  CHECK(traits.used_name == "Martin");
  CHECK(traits.given_names == "Zoé Marie-Louise");
  CHECK(traits.first_given_name == "Zoé");
  CHECK(traits.used_given_name.empty());
  CHECK(display_name(traits) == "BÉNAZET (MARTIN) Zoé");
  CHECK(traits.birth_place_code == "2A004");
  CHECK(traits.birth_place_name == "Ajaccio");
  CHECK(traits.matricule.text() == "256042A00412397");
  CHECK(traits.ins_authority == InsAuthority::kNir);
  CHECK(traits.status == IdentityStatus::kQualified);
  CHECK(read.patient(0).updated_at_ms == 1'795'165'200'000);
}

TEST_CASE("statuses, in either system and under either name") {
  struct Known {
    const char* url;
    const char* part;
    const char* code;
    IdentityStatus status;
  };
  for (const Known& one :
       {Known{"https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability",
              "identityReliability", "PROV", IdentityStatus::kProvisional},
        Known{"https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability",
              "identityStatus", "RECUP", IdentityStatus::kRetrieved},
        Known{"http://interopsante.org/fhir/StructureDefinition/fr-core-ident-reliability",
              "identityReliability", "VALI", IdentityStatus::kValidated},
        Known{"http://interopsante.org/fhir/StructureDefinition/fr-core-ident-reliability",
              "identityReliability", "DOUT", IdentityStatus::kProvisional},
        Known{"http://example.org/StructureDefinition/fr-core-ident-reliability", "identityReliability",
              "VALI", IdentityStatus::kProvisional}}) {
    const Collected read{patient_text("Dupont", std::string{R"(,"extension":[{"url":")"} + one.url +
                                                    R"(","extension":[{"url":")" + one.part +
                                                    R"(","valueCoding":{"code":")" + one.code + R"("}}]}])")};
    REQUIRE(read.patients.size() == 1);
    CHECK(read.patient(0).traits.status == one.status);
  }
}

struct Kept {
  const char* rest;
  void (*check)(const Patient&);
};

TEST_CASE("what a resource may leave out or say in several ways") {
  const std::string plain =
      R"({"resourceType":"Patient","name":[{"family":"Dupont","given":["Ada","Marie"]}])";
  for (
      const Kept& one : {
          Kept{"", [](const Patient& p) { CHECK(p.traits.birth_name == "Dupont"); }},
          Kept{"", [](const Patient& p) { CHECK(p.traits.given_names == "Ada Marie"); }},
          Kept{"", [](const Patient& p) { CHECK(p.traits.sex == Sex::kUnknown); }},
          Kept{"", [](const Patient& p) { CHECK(p.flags.has(PatientFlag::kBirthDateMissing)); }},
          Kept{"", [](const Patient& p) { CHECK(p.updated_at_ms == kNowMs); }},
          Kept{R"(,"birthDate":"1956-04")",
               [](const Patient& p) {
                 CHECK(p.traits.birth_date == CivilDate{1956, 4, 0});
               }},
          Kept{R"(,"birthDate":"1956")",
               [](const Patient& p) { CHECK(p.flags.has(PatientFlag::kBirthDateIncomplete)); }},
          Kept{R"(,"birthDate":"2026-11-23")",
               [](const Patient& p) { CHECK(p.flags.has(PatientFlag::kBirthInFuture)); }},
          Kept{R"(,"birthDate":"1890-01-01")",
               [](const Patient& p) { CHECK(p.flags.has(PatientFlag::kBirthTooLongAgo)); }},
          Kept{R"(,"gender":"other")", [](const Patient& p) { CHECK(p.traits.sex == Sex::kUnknown); }},
          Kept{R"(,"active":false)", [](const Patient& p) { CHECK(p.archived); }},
          Kept{R"(,"deceasedBoolean":true)", [](const Patient& p) { CHECK(p.statut == Statut::kLeft); }},
          Kept{R"(,"deceasedDateTime":"2024")", [](const Patient& p) { CHECK(p.statut == Statut::kLeft); }},
          Kept{R"(,"meta":{"tag":[{"code":"HTEST"}]})", [](const Patient& p) { CHECK(p.test); }},
          Kept{R"(,"identifier":[{"system":"urn:oid:1.2.250.1.213.1.4.11","value":"2 56 04 2A 004 123 97"}])",
               [](const Patient& p) { CHECK(p.traits.ins_authority == InsAuthority::kNirDemo); }},
          Kept{
              R"(,"identifier":[{"system":"urn:x","value":"whatever"}],"birthDate":null,"unknown":[{"deep":1}])",
              [](const Patient& p) { CHECK_FALSE(p.traits.matricule.is_known()); }},
      }) {
    CAPTURE(std::string{one.rest});
    const Collected read{plain + one.rest + "}"};
    CHECK(read.problems.empty());
    REQUIRE(read.patients.size() == 1);
    one.check(read.patient(0));
  }
}

struct Refusal {
  const char* resource;
  const char* problem;
};

TEST_CASE("what is refused, where and why, without a word of the data") {
  for (
      const Refusal& one : {
          Refusal{R"({"name":[{"family":"Secret"}]})", "line 1, resourceType: missing"},
          Refusal{R"({"resourceType":"Patient"})", "line 1, name: the patient has no name"},
          Refusal{R"({"resourceType":"Patient","name":[{"family":" ","given":[""]}]})",
                  "line 1, name: the patient has no name"},
          Refusal{R"({"resourceType":"Patient","name":{"family":"Secret"}})", "line 1, name: wrong type"},
          Refusal{R"({"resourceType":"Patient","name":[{"family":"Secret"},{"family":5}]})", ""},
          Refusal{R"({"resourceType":"Patient","name":[{"use":"official","family":5}]})",
                  "line 1, name[0].family: wrong type"},
          Refusal{R"({"resourceType":"Patient","name":[{"family":"Secret","given":"Ada"}]})",
                  "line 1, name[0].given: wrong type"},
          Refusal{R"({"resourceType":"Patient","name":[{"family":"Secret"}],"birthDate":"07/04/1956"})",
                  "line 1, birthDate: not a date such as 1956-04-07"},
          Refusal{R"({"resourceType":"Patient","name":[{"family":"Secret"}],"birthDate":"1956-02-30"})",
                  "line 1, birthDate: the date does not exist"},
          Refusal{R"({"resourceType":"Patient","name":[{"family":"Secret"}],"birthDate":19560407})",
                  "line 1, birthDate: wrong type"},
          Refusal{R"({"resourceType":"Patient","name":[{"family":"Secret"}],"gender":"F"})",
                  "line 1, gender: unknown code"},
          Refusal{
              R"({"resourceType":"Patient","name":[{"family":"Secret"}],"meta":{"lastUpdated":"yesterday"}})",
              "line 1, meta.lastUpdated: not a date and time such as 2026-11-22T15:34:00+01:00"},
          Refusal{
              R"({"resourceType":"Patient","name":[{"family":"Secret"}],"identifier":[{},{"system":"urn:oid:1.2.250.1.213.1.4.8","value":"123"}]})",
              "line 1, identifier[1].value: not a matricule INS of 13 characters and a key of 2 digits"},
          Refusal{R"({"resourceType":"Patient","resourceType":"Patient"})", "line 1: a member appears twice"},
          Refusal{R"({"resourceType":"Patient",})", "line 1: not valid JSON"},
          Refusal{R"(["resourceType"])", "line 1: wrong type"},
      }) {
    CAPTURE(std::string{one.resource});
    const Collected read{one.resource};
    const std::string expected = one.problem;
    if (expected.empty()) {
      CHECK(read.patients.size() == 1);  // only the first name of a kind is read
      continue;
    }
    CHECK(read.patients.empty());
    CHECK(read.problems == std::vector<std::string>{expected});
  }
  const Collected long_name{patient_text(std::string(500, 'x'))};
  CHECK(long_name.problems == std::vector<std::string>{"line 1, name[0].family: the text is too long"});
  // A page takes no longer text of a list: neither one that is put together, nor one that grows when it is
  // composed.
  const auto names = [](const char* use, const std::string& family, const std::string& given) {
    return R"({"resourceType":"Patient","name":[{"use":")" + std::string(use) + R"(","family":")" + family +
           R"(","given":[)" + given + "]}]}";
  };
  const std::string half = '"' + std::string(250, 'x') + '"';
  for (const char* const use : {"official", "usual"}) {
    const Collected joined{names(use, "Dupont", half + "," + half)};
    CHECK(joined.problems == std::vector<std::string>{"line 1, name[0].given: the text is too long"});
    CHECK(Collected{names(use, "Dupont", half)}.patients.size() == 1);
  }
  std::string composed;
  for (int i = 0; i < 80; ++i) composed += "\u0958";  // one character, in NFC two of three bytes each
  const Collected grown{names("official", composed, "\"Ada\"")};
  CHECK(grown.problems == std::vector<std::string>{"line 1, name[0].family: the text is too long"});
}

TEST_CASE("instants") {
  CHECK(parse_instant("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_instant("2022-03-16T14:54:15.801+01:00") == 1'647'438'855'801);
  CHECK(parse_instant("2022-03-16T14:54:15.8+01:00") == 1'647'438'855'800);
  CHECK(parse_instant("2022-03-16T13:54:15.80199Z") == 1'647'438'855'801);
  CHECK(parse_instant("2022-03-16T08:24:15-05:30") == 1'647'438'855'000);
  CHECK(parse_instant("2016-12-31T23:59:60Z") == 1'483'228'799'000);
  for (const char* const text :
       {"", "2022-03-16", "2022-03-16T14:54Z", "2022-03-16T14:54:15", "2022-03-16 14:54:15Z",
        "2022-02-30T14:54:15Z", "2022-03-16T24:00:00Z", "2022-03-16T14:60:00Z", "2022-03-16T14:54:15.Z",
        "2022-03-16T14:54:15+1:00", "2022-03-16T14:54:15+01:0", "2022-03-16T14:54:15+15:00",
        "2022-03-16T14:54:15Zx", "2022-03"}) {
    CAPTURE(std::string{text});
    CHECK_FALSE(parse_instant(text).has_value());
  }
}

}  // namespace
}  // namespace spico::emserve::fhir
