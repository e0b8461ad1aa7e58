// One patient changed, added or removed: the list is what a new one would be.
#include <doctest/doctest.h>

#include <map>
#include <random>

#include "tests/core/list_support.hpp"

namespace spico {
namespace {

using namespace test;

std::vector<std::uint64_t> ids_of(const PatientList& list, const std::vector<RowNumber>& rows) {
  std::vector<std::uint64_t> ids;
  for (const RowNumber row : rows) ids.push_back(list.id(row).value);
  return ids;
}

// Everything that is read of a row, so that none is left out when a row moves.
void check_row(const PatientList& list, const PatientList& fresh, RowNumber row) {
  RowNumber there = 0;
  REQUIRE(fresh.find(list.id(row), there));
  CHECK(list.display_name(row) == fresh.display_name(there));
  CHECK(list.name_parts(row).family == fresh.name_parts(there).family);
  CHECK(list.name_parts(row).used == fresh.name_parts(there).used);
  CHECK(list.name_parts(row).given == fresh.name_parts(there).given);
  CHECK(list.name_key(row) == fresh.name_key(there));
  CHECK(list.given_key(row) == fresh.given_key(there));
  CHECK(list.birth_date(row) == fresh.birth_date(there));
  CHECK(list.matricule(row) == fresh.matricule(there));
  CHECK(list.sex(row) == fresh.sex(there));
  CHECK(list.thematiques(row) == fresh.thematiques(there));
  CHECK(list.updated_at_ms(row) == fresh.updated_at_ms(there));
  CHECK(list.next_appointment_ms(row) == fresh.next_appointment_ms(there));
  CHECK(list.tasks_open(row) == fresh.tasks_open(there));
  CHECK(list.tasks_late(row) == fresh.tasks_late(there));
  CHECK(list.statut(row) == fresh.statut(there));
  CHECK(list.flags(row) == fresh.flags(there));
  CHECK(list.identity_status(row) == fresh.identity_status(there));
  CHECK(list.has(PatientMark::kFavourite, row) == fresh.has(PatientMark::kFavourite, there));
  CHECK(list.has(PatientMark::kArchived, row) == fresh.has(PatientMark::kArchived, there));
  CHECK(list.circle(row) == fresh.circle(there));
  CHECK(list.has_homonym(row) == fresh.has_homonym(there));
  std::vector<std::uint64_t> others = ids_of(list, list.homonyms_of(row));
  std::vector<std::uint64_t> wanted = ids_of(fresh, fresh.homonyms_of(there));
  std::sort(others.begin(), others.end());
  std::sort(wanted.begin(), wanted.end());
  CHECK(others == wanted);
  CHECK(list.has_homonym(row) == !others.empty());
}

TEST_CASE("any changes in any order leave what a new list would be, in every order and with every homonym") {
  constexpr std::uint32_t kSeed = 7;
  MESSAGE("seed " << kSeed);
  std::mt19937 random(kSeed);
  const auto below = [&](std::size_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  std::size_t homonyms = 0;
  for (int round = 0; round < 25; ++round) {
    std::map<std::uint64_t, Patient> plain;
    PatientList list;
    list.set_people(people(), {});
    // Few days, so that many are born on one.
    const auto somebody = [&](std::uint64_t id) {
      Patient patient = random_patient(random, id);
      if (below(4) != 0) patient.traits.birth_date = {1956, 4, static_cast<std::uint8_t>(below(4))};
      return patient;
    };
    for (std::uint64_t id = 1, last = below(120); id <= last; ++id) {
      plain[id] = somebody(id);
      list.append(plain[id]);
    }
    CodedFilters kept;  // an order that is there while rows change
    kept.archived = YesNoAll::kAll;
    kept.sort = {static_cast<PatientColumn>(below(10)), static_cast<Direction>(below(2))};
    for (std::uint32_t keys = below(3); keys > 0; --keys)
      kept.sort.add({static_cast<PatientColumn>(below(10)), static_cast<Direction>(below(2))});
    CodedFilters by_name = kept;
    by_name.sort = {PatientColumn::kIdentity, Direction::kAscending};
    std::vector<RowNumber> rows, wanted;
    for (int step = 0; step < 60; ++step) {
      if (below(4) == 0) list.select({}, below(2) == 0 ? kept : by_name, rows);
      if (below(4) == 0 && list.size() > 0) (void)list.has_homonym(0);
      const std::uint64_t id = 1 + below(130);
      if (below(3) == 0) {
        CHECK(list.remove({id}) == (plain.erase(id) == 1));
      } else {
        Patient changed = somebody(id);
        // As most events do: everything but the person changes.
        if (plain.contains(id) && below(2) == 0) changed.traits = plain[id].traits;
        plain[id] = changed;
        list.put(changed);
      }
    }
    PatientList fresh;
    fresh.set_people(people(), {});
    for (const auto& [id, patient] : plain) fresh.append(patient);
    REQUIRE(list.size() == plain.size());
    for (RowNumber row = 0; row < list.size(); ++row) {
      check_row(list, fresh, row);
      homonyms += list.has_homonym(row);
    }
    for (int query = 0; query < 30; ++query) {
      TypedFilters typed;
      CodedFilters coded = query % 3 == 0 ? kept : query % 3 == 1 ? by_name : CodedFilters{};
      if (below(2) == 0) typed.name = kTyped[below(std::size(kTyped))];
      list.select(typed, coded, rows);
      fresh.select(typed, coded, wanted);
      CAPTURE(typed.name);
      CAPTURE(round);
      CHECK(ids_of(list, rows) == ids_of(fresh, wanted));
    }
  }
  CHECK(homonyms > 150);
}

TEST_CASE("names that change all day do not pile up") {
  PatientList list;
  Patient patient;
  for (std::uint64_t id = 1; id <= 50; ++id) {
    patient.id = {id};
    patient.traits.birth_name = "TEST " + std::to_string(id);
    patient.professionals = {};
    list.append(patient);
  }
  const std::string long_name(400, 'a');
  for (int change = 0; change < 4'000; ++change) {
    patient.id = {1 + static_cast<std::uint64_t>(change) % 50};
    patient.traits.birth_name = long_name + std::to_string(change);
    list.put(patient);
  }
  const char* const first = list.display_name(0).data();
  const char* least = first;
  const char* most = first;
  for (RowNumber row = 0; row < list.size(); ++row) {
    least = std::min(least, list.display_name(row).data());
    most = std::max(most, list.display_name(row).data());
    CHECK(list.display_name(row).size() > 400);
  }
  CHECK(most - least < 400'000);  // 3.2 MB were written
}

TEST_CASE("the last row, the only row, a row that is not there") {
  PatientList list = list_of({{"A", ""}, {"B", ""}, {"C", ""}});
  CHECK_FALSE(list.remove({9}));
  CHECK(found(list, {}) == std::vector<std::string>{"A", "B", "C"});
  CHECK(list.remove({3}));
  CHECK(found(list, {}) == std::vector<std::string>{"A", "B"});
  CHECK(list.remove({1}));
  CHECK(found(list, {}) == std::vector<std::string>{"B"});
  CHECK(list.remove({2}));
  CHECK_FALSE(list.remove({2}));
  CHECK(found(list, {}).empty());
  Patient patient;
  patient.id = {4};
  patient.traits.birth_name = "D";
  list.put(patient);
  CHECK(found(list, {}) == std::vector<std::string>{"D"});
  patient.traits.birth_name = "E";
  list.put(patient);
  CHECK(found(list, {}) == std::vector<std::string>{"E"});
  CHECK(list.size() == 1);
}

}  // namespace
}  // namespace spico
