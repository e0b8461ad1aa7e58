// The demo patients: the same every time, valid where they say so, difficult where they should be.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/patients/ins.hpp"
#include "core/patients/reference.hpp"
#include "core/patients/traits.hpp"
#include "core/text/fold.hpp"
#include "core/time/paris.hpp"
#include "emserve/demo/generator.hpp"
#include "emserve/text/nfc.hpp"

namespace spico::emserve::demo {
namespace {

constexpr std::int64_t kNowMs = 1'795'358'040'000;  // 22/11/2026 15:34 in Paris
constexpr std::size_t kCount = 5'000;

std::string asset(const std::string& name) {
  std::ifstream file{std::string{SPICO_SOURCE_DIR} + "/assets/demo/" + name};
  REQUIRE(file.is_open());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

const Book& book() {
  static const Book read = [] {
    const std::string people = asset("people.json");
    const std::string places = asset("places.json");
    const std::string circle = asset("circle.json");
    std::string problem;
    const std::optional<Book> found = read_book({people, places, circle}, problem);
    CAPTURE(problem);
    REQUIRE(found.has_value());
    return *found;
  }();
  return read;
}

Generator generator() { return {book(), {.now_ms = kNowMs, .patient_count = kCount}}; }

TEST_CASE("the two patients that are always there") {
  const Generator made = generator();
  const Patient zoe = made.patient(0);
  CHECK(display_name(zoe.traits) == "BÉNAZET Zoé");
  CHECK(format_date(zoe.traits.birth_date) == "07/04/1956");
  CHECK(zoe.traits.sex == Sex::kFemale);
  CHECK(has_right_key(zoe.traits.matricule));
  CHECK(zoe.flags.is_empty());
  CHECK(display_name(made.patient(1).traits) == "TEST Formation");
  for (std::size_t i = 2; i < kCount; ++i) {
    const Patient one = made.patient(i);
    if (one.updated_at_ms >= made.patient(1).updated_at_ms) FAIL("newer than the two first");
    if (fold(one.traits.birth_name) == "benazet") FAIL("another BÉNAZET");
  }
}

TEST_CASE("the same patients every time, in any order, and others for another seed") {
  const Generator made = generator();
  const Generator again = generator();
  const Generator other{book(), {.seed = 7, .now_ms = kNowMs, .patient_count = kCount}};
  int same = 0;
  for (std::size_t i = kCount; i-- > 2;) {
    CHECK(made.patient(i) == again.patient(i));
    same += made.patient(i) == other.patient(i);
  }
  CHECK(same == 0);
  CHECK(made.professionals() == again.professionals());
  // Recorded: changing the generator or its assets changes everyone's training data, and must be meant.
  CHECK(display_name(made.patient(2).traits) + ' ' + format_date(made.patient(2).traits.birth_date) ==
        "PORTAL Romane 07/08/1995");
}

TEST_CASE("every patient is marked, clean and consistent") {
  const Generator made = generator();
  const CivilDate today = paris_time(kNowMs).date;
  std::set<std::uint32_t> professional_ids;
  for (const Professional& one : made.professionals()) professional_ids.insert(one.id.value);
  for (std::size_t i = 0; i < kCount; ++i) {
    const Patient one = made.patient(i);
    const IdentityTraits& traits = one.traits;
    const bool is_right =
        one.test && check_date(traits.birth_date) == DateProblem::kNone && traits.birth_date <= today &&
        one.flags == flags_of(traits, today) && !one.flags.has(PatientFlag::kInsTraitsDiffer) &&
        traits.matricule.is_known() == (traits.ins_authority == InsAuthority::kNirDemo) &&
        (traits.matricule.is_known() ==
         (traits.status == IdentityStatus::kQualified || traits.status == IdentityStatus::kRetrieved)) &&
        clean_text(traits.birth_name) == traits.birth_name &&
        clean_text(traits.given_names) == traits.given_names &&
        first_of(traits.given_names) == traits.first_given_name && traits.birth_place_code.size() == 5 &&
        one.updated_at_ms < kNowMs && one.tasks_late <= one.tasks_open && !one.professionals.empty() &&
        (one.next_appointment_ms == 0 || one.next_appointment_ms > kNowMs);
    if (!is_right) FAIL("patient " << i << ": " << display_name(traits));
    for (const ProfessionalId id : one.professionals) {
      if (professional_ids.count(id.value) == 0) FAIL("patient " << i << " has an unknown professional");
    }
  }
}

TEST_CASE("what real lists hold is there: homonyms, doubtful identities, names of every kind") {
  const Generator made = generator();
  std::map<std::string, int> people;
  std::map<IdentityStatus, int> statuses;
  std::map<Statut, int> statuts;
  std::map<Sex, int> sexes;
  ThematiqueSet all;
  int used_names = 0;
  int wrong_keys = 0;
  int partial_dates = 0;
  int archived = 0;
  int late = 0;
  int appointments = 0;
  int not_ascii = 0;
  int with_mark = 0;
  for (std::size_t i = 0; i < kCount; ++i) {
    const Patient one = made.patient(i);
    ++people[fold(one.traits.birth_name + ' ' + one.traits.first_given_name) +
             format_date(one.traits.birth_date)];
    ++statuses[one.traits.status];
    ++statuts[one.statut];
    ++sexes[one.traits.sex];
    all.bits |= one.thematiques.bits;
    used_names += !one.traits.used_name.empty();
    wrong_keys += one.flags.has(PatientFlag::kInsKeyWrong);
    partial_dates += one.flags.has(PatientFlag::kBirthDateIncomplete);
    archived += one.archived;
    late += one.tasks_late > 0;
    appointments += one.next_appointment_ms != 0;
    not_ascii +=
        std::any_of(one.traits.birth_name.begin(), one.traits.birth_name.end(), [](char c) { return c < 0; });
    with_mark += one.traits.birth_name.find_first_of(" -'") != std::string::npos;
  }
  CHECK(std::count_if(people.begin(), people.end(), [](const auto& one) { return one.second > 1; }) >= 50);
  CHECK(statuses.size() == 4);
  CHECK(statuts.size() == 4);
  CHECK(sexes.size() == 3);
  CHECK(all.size() == static_cast<int>(thematique_entries().size()));
  for (const int count : {used_names, archived, late, appointments, not_ascii, with_mark}) CHECK(count > 100);
  CHECK(wrong_keys > 3);
  CHECK(partial_dates > 3);
  std::set<ProfessionId> professions;
  for (const Professional& one : made.professionals()) professions.insert(one.profession);
  CHECK(professions.size() > 10);
}

TEST_CASE("the circle grows with the patients, within bounds") {
  CHECK(Generator{book(), {.now_ms = kNowMs, .patient_count = 0}}.professionals().size() == 40);
  CHECK(Generator{book(), {.now_ms = kNowMs, .patient_count = 100'000}}.professionals().size() == 600);
}

TEST_CASE("a broken asset is told by its name and place") {
  const std::string people = asset("people.json");
  const std::string places = asset("places.json");
  std::string problem;
  CHECK_FALSE(read_book(
      {people, places, R"({"professions":[["infirmier",26],["none",2]],"structures":["x"]})"}, problem));
  CHECK(problem == "circle.json: professions[1]: out of range");
  CHECK_FALSE(read_book({people, "[", "{}"}, problem));
  CHECK(problem == "places.json: : not valid JSON");
  CHECK_FALSE(read_book({R"({"family_names":["a"],"difficult_family_names":[]})", places, "{}"}, problem));
  CHECK(problem == "people.json: difficult_family_names: missing");
}

}  // namespace
}  // namespace spico::emserve::demo
