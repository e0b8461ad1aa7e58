// The list of patients against a plain one: every search, filter and sorting gives what reading all rows one
// by one would.
#include "core/patients/patient_list.hpp"

#include <doctest/doctest.h>

#include "tests/core/list_support.hpp"

namespace spico {
namespace {

using namespace test;

TEST_CASE("search, filters and order agree with reading every row") {
  std::mt19937 random(2);
  std::size_t matches = 0;
  for (int round = 0; round < 40; ++round) {
    Both both(random, 1 + random() % 200);
    for (int query = 0; query < 60; ++query) {
      TypedFilters typed;
      CodedFilters coded;
      const auto below = [&](std::size_t limit) { return static_cast<std::uint32_t>(random() % limit); };
      if (below(2) == 0) typed.name = kTyped[below(std::size(kTyped))];
      if (below(4) == 0) typed.given_name = kTyped[below(std::size(kTyped))];
      if (below(3) == 0) typed.birth_date = kBirths[below(std::size(kBirths))];
      if (below(3) == 0) coded.sexes = static_cast<std::uint8_t>(below(8));
      if (below(3) == 0) coded.statuts = static_cast<std::uint8_t>(below(16));
      if (below(4) == 0) coded.thematiques.add(static_cast<ThematiqueId>(below(8)));
      if (below(4) == 0) coded.professionals = {{1 + below(7)}, {1 + below(7)}};
      if (below(4) == 0) coded.structures = {{1 + below(4)}};
      if (below(3) == 0) coded.tasks = static_cast<TasksChoice>(below(4));
      if (below(3) == 0) coded.favourites = static_cast<YesNoAll>(below(3));
      coded.archived = static_cast<YesNoAll>(below(3));
      if (below(3) != 0)
        coded.sort = {static_cast<PatientColumn>(below(10)), static_cast<Direction>(below(2))};
      for (std::uint32_t keys = below(3); keys > 0; --keys)
        coded.sort.add({static_cast<PatientColumn>(below(10)), static_cast<Direction>(below(2))});
      CAPTURE(round);
      CAPTURE(query);
      CAPTURE(typed.name);
      CAPTURE(typed.given_name);
      CAPTURE(typed.birth_date);
      CAPTURE(static_cast<int>(coded.sort[0].column));
      CAPTURE(coded.sort.size());
      std::vector<RowNumber> rows{99, 98};
      if (below(3) == 0) {
        // Typed letter by letter, as people do: each search may go on from the one before.
        TypedFilters so_far = typed;
        for (std::size_t length = 1; length < typed.name.size(); ++length) {
          if ((static_cast<unsigned char>(typed.name[length]) & 0xC0U) == 0x80U) continue;
          so_far.name = typed.name.substr(0, length);
          CAPTURE(so_far.name);
          both.list.select(so_far, coded, rows);
          CHECK(rows == plain_select(both.plain, so_far, coded));
        }
      }
      both.list.select(typed, coded, rows);
      CHECK(rows == plain_select(both.plain, typed, coded));
      matches += rows.size();
      // Stars and rows that arrive later count at once.
      if (below(4) == 0) {
        Patient& patient = both.plain[below(both.plain.size())];
        patient.favourite = !patient.favourite;
        CHECK(both.list.set_mark(PatientMark::kFavourite, patient.id,
                                 patient.favourite ? YesNoAll::kYes : YesNoAll::kNo));
      }
      if (below(6) == 0) {
        both.plain.push_back(random_patient(random, both.plain.size() + 1));
        both.list.append(both.plain.back());
      }
    }
  }
  CHECK(matches > 10'000);
}

TEST_CASE("what was appended is what is read") {
  std::mt19937 random(5);
  Both both(random, 300);
  REQUIRE(both.list.size() == 300);
  for (RowNumber row = 0; row < 300; ++row) {
    const Patient& patient = both.plain[row];
    CHECK(both.list.id(row) == patient.id);
    CHECK(both.list.display_name(row) == display_name(patient.traits));
    CHECK(both.list.birth_date(row) == patient.traits.birth_date);
    CHECK(both.list.sex(row) == patient.traits.sex);
    CHECK(both.list.thematiques(row) == patient.thematiques);
    CHECK(both.list.updated_at_ms(row) == patient.updated_at_ms);
    CHECK(both.list.next_appointment_ms(row) == patient.next_appointment_ms);
    CHECK(both.list.tasks_open(row) == patient.tasks_open);
    CHECK(both.list.tasks_late(row) == patient.tasks_late);
    CHECK(both.list.statut(row) == patient.statut);
    CHECK(both.list.has(PatientMark::kFavourite, row) == patient.favourite);
    CHECK(both.list.has(PatientMark::kArchived, row) == patient.archived);
    CHECK(both.list.has(PatientMark::kTest, row) == patient.test);
    std::vector<ProfessionalId> circle;
    for (const std::uint32_t position : both.list.circle(row))
      circle.push_back(both.list.professionals()[position].id);
    CHECK(circle == patient.professionals);
    RowNumber there = 0;
    CHECK(both.list.find(patient.id, there));
    CHECK(there == row);
  }
  RowNumber nowhere = 0;
  CHECK_FALSE(both.list.find(PatientId{301}, nowhere));
  CHECK_FALSE(both.list.set_mark(PatientMark::kFavourite, PatientId{301}, YesNoAll::kYes));
}

TEST_CASE("difficult names are found however they are typed") {
  const PatientList list = list_of({{"BÉNAZET", "Zoé"},
                                    {"L’HÔTE", "Jean-Noël"},
                                    {"DE LA FONTAINE", "Anne"},
                                    {"LE GUEN", "Yann"},
                                    {"ŒUVRARD", "Lætitia"},
                                    {"N’DIAYE", "Aïssatou"},
                                    {"ŁUKASZEWSKI", "Łucja"},
                                    {"MARTIN", "Marie-Louise Anne"},
                                    {"TEST", "Formation"}});
  struct Row {
    const char* typed;
    const char* name;
  };
  for (const Row& row : {Row{"benazet zoe", "BÉNAZET Zoé"},
                         Row{"ZOÉ bénazet", "BÉNAZET Zoé"},
                         Row{"bena z", "BÉNAZET Zoé"},
                         Row{"be\u0301nazet", "BÉNAZET Zoé"},
                         Row{"benazet,zoe", "BÉNAZET Zoé"},
                         Row{"benazet  -  zoe", "BÉNAZET Zoé"},
                         Row{"l'hote", "L’HÔTE Jean-Noël"},
                         Row{"l’hôte", "L’HÔTE Jean-Noël"},
                         Row{"lhote", "L’HÔTE Jean-Noël"},
                         Row{"hote", "L’HÔTE Jean-Noël"},
                         Row{"jean noel", "L’HÔTE Jean-Noël"},
                         Row{"noel lhote jean", "L’HÔTE Jean-Noël"},
                         Row{"jeannoel", "L’HÔTE Jean-Noël"},
                         Row{"delafontaine", "DE LA FONTAINE Anne"},
                         Row{"fontaine", "DE LA FONTAINE Anne"},
                         Row{"leguen", "LE GUEN Yann"},
                         Row{"guen", "LE GUEN Yann"},
                         Row{"oeuvrard laetitia", "ŒUVRARD Lætitia"},
                         Row{"œuv", "ŒUVRARD Lætitia"},
                         Row{"ndiaye aissatou", "N’DIAYE Aïssatou"},
                         Row{"lukaszewski", "ŁUKASZEWSKI Łucja"},
                         Row{"marielouise", "MARTIN Marie-Louise"},
                         Row{"martin anne", "MARTIN Marie-Louise"},
                         Row{"louise", "MARTIN Marie-Louise"}}) {
    CAPTURE(std::string{row.typed});
    TypedFilters typed;
    typed.name = row.typed;
    CHECK(found(list, typed) == std::vector<std::string>{row.name});
  }
  for (const char* nobody :
       {"enazet", "azet", "benazetz", "benazet zoe zoey", "hôteL’", "louisemarie", "oe uvrard", "99/99"}) {
    CAPTURE(std::string{nobody});
    TypedFilters typed;
    typed.name = nobody;
    CHECK(found(list, typed).empty());
  }
  for (const char* everybody : {"", "   ", "-", "’", ".,;"}) {
    TypedFilters typed;
    typed.name = everybody;
    CHECK(found(list, typed).size() == list.size());
  }
}

TEST_CASE("«Prénom» looks at given names only, «Nom» at both") {
  const PatientList list = list_of({{"MARTIN", "Paul"}, {"PAUL", "Martin"}});
  TypedFilters typed;
  typed.given_name = "paul";
  CHECK(found(list, typed) == std::vector<std::string>{"MARTIN Paul"});
  typed.given_name = "";
  typed.name = "paul";
  CHECK(found(list, typed).size() == 2);
  typed.name = "martin";
  typed.given_name = "martin";
  CHECK(found(list, typed) == std::vector<std::string>{"PAUL Martin"});
}

TEST_CASE("a birth date filters while it is typed") {
  PatientList list;
  const auto add = [&](const char* name, CivilDate date) {
    Patient patient;
    patient.id = {list.size() + 1};
    patient.traits.birth_name = name;
    patient.traits.birth_date = date;
    list.append(patient);
  };
  add("A", {1956, 4, 7});
  add("B", {1956, 4, 17});
  add("C", {1907, 4, 1});
  add("D", {1956, 4, 0});  // day unknown
  add("E", {});            // nothing known
  const auto names = [&](const char* text) {
    TypedFilters typed;
    typed.birth_date = text;
    std::string out;
    for (const std::string& each : found(list, typed)) out += each;
    std::sort(out.begin(), out.end());
    return out;
  };
  CHECK(names("") == "ABCDE");
  // "Parts of a date that are unknown match anything": D and E stay as long as nothing contradicts them.
  CHECK(names("07/04/1956") == "ADE");
  CHECK(names("07041956") == "ADE");
  CHECK(names("7/4/1956") == "ADE");
  CHECK(names("1956-04-07") == "ADE");
  CHECK(names("17/04/1956") == "BDE");
  CHECK(names("04/1956") == "ABDE");
  CHECK(names("07/04/1957") == "E");
  for (const char* prefix : {"0", "07", "07/", "07/0", "07/04", "07/04/", "07/04/1", "07/04/19", "07/04/195",
                             "070", "0704", "07041", "0704195"}) {
    CAPTURE(std::string{prefix});
    CHECK(names(prefix).find('A') != std::string::npos);
  }
  CHECK(names("07/04/19").find('B') == std::string::npos);
  CHECK(names("18/").find('A') == std::string::npos);
  CHECK(names("32/01/1956").empty());
  CHECK(names("abc").empty());
}

TEST_CASE("one family stands together when sorted by identity") {
  const PatientList list = list_of({{"MARTIN", "Zoé"},
                                    {"MARTIN DUPONT", "Albert"},
                                    {"Martin", "Anne"},
                                    {"MARTINEZ", "Luc"},
                                    {"ÉMILE", "Paul"},
                                    {"FABRE", "Ida"}});
  CodedFilters coded;
  coded.sort = {PatientColumn::kIdentity, Direction::kAscending};
  CHECK(found(list, {}, coded) == std::vector<std::string>{"ÉMILE Paul", "FABRE Ida", "MARTIN Anne",
                                                           "MARTIN Zoé", "MARTIN DUPONT Albert",
                                                           "MARTINEZ Luc"});
  coded.sort = {PatientColumn::kIdentity, Direction::kDescending};
  CHECK(found(list, {}, coded).front() == "MARTINEZ Luc");
  CHECK(found(list, {}, coded).back() == "ÉMILE Paul");
}

TEST_CASE("a cleared list is a new one, with as many rows as before or not") {
  PatientList list = list_of({{"BÉNAZET", "Zoé"}, {"AUBERT", "Luc"}});
  CodedFilters coded;
  coded.sort = {PatientColumn::kIdentity, Direction::kAscending};
  CHECK(found(list, {}, coded) == std::vector<std::string>{"AUBERT Luc", "BÉNAZET Zoé"});
  list.clear();
  CHECK(list.size() == 0);
  CHECK(list.professionals().empty());
  CHECK(found(list, {}, coded).empty());
  for (const char* name : {"A", "B"}) {
    Patient patient;
    patient.id = {list.size() + 7};
    patient.traits.birth_name = name;
    list.append(patient);
  }
  CHECK(found(list, {}, coded) == std::vector<std::string>{"A", "B"});
}

TEST_CASE("a professional that the head of the stream does not name is left out of a circle") {
  PatientList list;
  list.set_people({{{4}, "TEST", ProfessionId{0}}}, {});
  Patient patient;
  patient.id = {1};
  patient.professionals = {{9}, {4}};
  list.append(patient);
  CHECK(list.circle(0) == std::vector<std::uint32_t>{0});
}

}  // namespace
}  // namespace spico
