// The list of patients against a plain one: every search, filter and sorting gives what reading all rows one
// by one would.
#include "core/patients/patient_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/patients/reference.hpp"
#include "core/patients/traits.hpp"
#include "core/text/fold.hpp"
#include "core/time/typed_date.hpp"

namespace spico {
namespace {

const char* const kFamilyNames[] = {"BÉNAZET",
                                    "Bénazet",
                                    "L’HÔTE",
                                    "D'ESTAING-TEST",
                                    "DE LA FONTAINE",
                                    "LE GUEN",
                                    "Martin",
                                    "MARTIN",
                                    "MARTIN DUPONT",
                                    "Martin-Dupont",
                                    "ŒUVRARD",
                                    "N'DIAYE",
                                    "ŁUKASZEWSKI",
                                    "O’BRIEN",
                                    "أحمد",
                                    "ΓΙΏΡΓΟΣ",
                                    "X",
                                    "",
                                    "VAN DEN BERG",
                                    "NUÑEZ"};
const char* const kGivenNames[] = {"Zoé",    "Jean-Noël", "Jean Noël", "Marie-Louise Anne",
                                   "Anaïs",  "Paul",      "paul",      "Zoé Martin",
                                   "Éloïse", "",          "Noël",      "Lætitia"};
const char* const kTyped[] = {
    "",          "benazet zoe",  "zoe BENAZET", "ben zo",        "l'hote",   "lhote",   "hote",
    "jean noel", "jeannoel",     "noel",        "martin",        "m",        "dup mar", "oeuv",
    "œuvrard",   "delafontaine", "la de",       "leguen",        "zzz",      "x",       "’ - ",
    "احمد",      "γιωργος",      "z m",         "martin martin", "  paul  ", "nunez",   "ndiaye",
    "van berg",  "vandenberg"};
const char* const kBirths[] = {"",    "0",      "07", "07/04", "07/04/1956", "7/4/56",    "1956",
                               "195", "041956", "99", "abc",   "29/02",      "1956-04-07"};

Patient random_patient(std::mt19937& random, std::uint64_t id) {
  const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  Patient out;
  out.id = {id};
  out.traits.birth_name = kFamilyNames[below(std::size(kFamilyNames))];
  if (below(4) == 0) out.traits.used_name = kFamilyNames[below(std::size(kFamilyNames))];
  out.traits.given_names = kGivenNames[below(std::size(kGivenNames))];
  out.traits.first_given_name = first_of(out.traits.given_names);
  if (below(5) == 0) out.traits.used_given_name = kGivenNames[below(std::size(kGivenNames))];
  out.traits.sex = static_cast<Sex>(below(3));
  out.traits.birth_date = {static_cast<std::int16_t>(1950 + below(10)), static_cast<std::uint8_t>(below(13)),
                           0};
  if (out.traits.birth_date.month != 0) out.traits.birth_date.day = static_cast<std::uint8_t>(below(29));
  if (below(20) == 0) out.traits.birth_date = {};
  if (below(8) == 0) out.traits.birth_date = {1956, 4, 7};
  for (std::uint32_t i = 0; i < 8; ++i) {
    if (below(4) == 0) out.thematiques.add(static_cast<ThematiqueId>(i));
  }
  for (std::uint32_t i = below(4); i > 0; --i) {
    const ProfessionalId professional{1 + below(6)};
    if (std::find(out.professionals.begin(), out.professionals.end(), professional) ==
        out.professionals.end())
      out.professionals.push_back(professional);
  }
  if (below(2) == 0) out.structures.push_back({1 + below(3)});
  out.updated_at_ms = 1'795'000'000'000 + below(20) * 60'000;  // many equal ones
  out.next_appointment_ms = below(3) == 0 ? 0 : 1'796'000'000'000 + below(10) * 60'000;
  out.tasks_open = static_cast<std::uint16_t>(below(4));
  out.tasks_late = static_cast<std::uint16_t>(below(out.tasks_open + 1U));
  out.statut = static_cast<Statut>(below(4));
  out.favourite = below(4) == 0;
  out.archived = below(4) == 0;
  return out;
}

std::vector<Professional> people() {
  std::vector<Professional> out;
  for (std::uint32_t id = 6; id >= 1; --id)
    out.push_back({{id}, "TEST " + std::to_string(id), ProfessionId{0}});
  return out;
}

// The rule of the header, row by row.
bool has_words(const std::string& words, std::string_view typed) {
  const std::string folded = fold(typed);
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    if (words.find(" " + folded.substr(at, end - at)) == std::string::npos) return false;
    at = end + 1;
  }
  return true;
}

bool agrees(YesNoAll wanted, bool actual) {
  return wanted == YesNoAll::kAll || (wanted == YesNoAll::kYes) == actual;
}

bool passes(const Patient& patient, const TypedFilters& typed, const CodedFilters& coded) {
  const std::string family = family_search_words(patient.traits);
  const std::string given = given_search_words(patient.traits);
  const TypedDatePattern birth(typed.birth_date);
  const auto any = [](const auto& wanted, const auto& there) {
    return wanted.empty() || std::any_of(there.begin(), there.end(), [&](const auto& each) {
             return std::find(wanted.begin(), wanted.end(), each) != wanted.end();
           });
  };
  return has_words(family + given, typed.name) && has_words(given, typed.given_name) &&
         (birth.is_empty() || birth.matches(patient.traits.birth_date)) &&
         (coded.sexes == 0 || (coded.sexes & bit_of(patient.traits.sex)) != 0) &&
         (coded.statuts == 0 || (coded.statuts & bit_of(patient.statut)) != 0) &&
         (coded.thematiques.is_empty() || coded.thematiques.intersects(patient.thematiques)) &&
         any(coded.professionals, patient.professionals) && any(coded.structures, patient.structures) &&
         agrees(coded.tasks, patient.tasks_open > 0) && agrees(coded.favourites, patient.favourite) &&
         agrees(coded.archived, patient.archived);
}

// Below 0 when `a` stands before `b` in ascending order.
int compare(PatientColumn column, const Patient& a, const Patient& b) {
  const auto three_way = [](const auto& left, const auto& right) {
    return left < right ? -1 : right < left ? 1 : 0;
  };
  switch (column) {
    case PatientColumn::kIdentity:
      return three_way(std::pair{family_search_words(a.traits), given_search_words(a.traits)},
                       std::pair{family_search_words(b.traits), given_search_words(b.traits)});
    case PatientColumn::kBirthDate:
      return three_way(a.traits.birth_date, b.traits.birth_date);
    case PatientColumn::kSex:
      return three_way(a.traits.sex, b.traits.sex);
    case PatientColumn::kThematiques:
      return three_way(a.thematiques.bits, b.thematiques.bits);
    case PatientColumn::kProfessionals:
      return three_way(a.professionals.size(), b.professionals.size());
    case PatientColumn::kTasks:
      return three_way(std::pair{a.tasks_late, a.tasks_open}, std::pair{b.tasks_late, b.tasks_open});
    case PatientColumn::kStatut:
      return three_way(a.statut, b.statut);
    case PatientColumn::kNextAppointment:
      return three_way(a.next_appointment_ms, b.next_appointment_ms);
    case PatientColumn::kUpdatedAt:
    case PatientColumn::kActions:
      return three_way(a.updated_at_ms, b.updated_at_ms);
  }
  return 0;
}

std::vector<RowNumber> plain_select(const std::vector<Patient>& patients, const TypedFilters& typed,
                                    const CodedFilters& coded) {
  std::vector<RowNumber> rows;
  for (RowNumber row = 0; row < patients.size(); ++row) {
    if (passes(patients[row], typed, coded)) rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(), [&](RowNumber left, RowNumber right) {
    const Patient& a = patients[left];
    const Patient& b = patients[right];
    for (const PatientSort& key : coded.sort) {
      if (key.column == PatientColumn::kNextAppointment &&
          (a.next_appointment_ms == 0) != (b.next_appointment_ms == 0))
        return b.next_appointment_ms == 0;
      const int compared = compare(key.column, a, b);
      if (compared != 0) return key.direction == Direction::kAscending ? compared < 0 : compared > 0;
    }
    return a.updated_at_ms > b.updated_at_ms;
  });
  return rows;
}

struct Both {
  std::vector<Patient> plain;
  PatientList list;

  explicit Both(std::mt19937& random, std::size_t count) {
    list.set_people(people(), {{{1}, "MSP TEST"}, {{2}, "CPTS TEST"}, {{3}, "DAC TEST"}});
    for (std::size_t i = 0; i < count; ++i) {
      plain.push_back(random_patient(random, i + 1));
      list.append(plain.back());
    }
  }
};

std::vector<std::string> found(const PatientList& list, const TypedFilters& typed,
                               const CodedFilters& coded = {}) {
  std::vector<RowNumber> rows;
  list.select(typed, coded, rows);
  std::vector<std::string> names;
  for (const RowNumber row : rows) names.emplace_back(list.display_name(row));
  return names;
}

PatientList list_of(const std::vector<std::pair<std::string, std::string>>& names) {
  PatientList list;
  std::uint64_t id = 0;
  for (const auto& [family, given] : names) {
    Patient patient;
    patient.id = {++id};
    patient.traits.birth_name = family;
    patient.traits.given_names = given;
    patient.traits.first_given_name = first_of(patient.traits.given_names);
    patient.traits.birth_date = {1956, 4, 7};
    patient.updated_at_ms = 1'795'000'000'000 - static_cast<std::int64_t>(id);
    list.append(patient);
  }
  return list;
}

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
      if (below(3) == 0) coded.tasks = static_cast<YesNoAll>(below(3));
      if (below(3) == 0) coded.favourites = static_cast<YesNoAll>(below(3));
      coded.archived = static_cast<YesNoAll>(below(3));
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
      both.list.select(typed, coded, rows);
      CHECK(rows == plain_select(both.plain, typed, coded));
      matches += rows.size();
      // Stars and rows that arrive later count at once.
      if (below(4) == 0) {
        Patient& patient = both.plain[below(both.plain.size())];
        patient.favourite = !patient.favourite;
        CHECK(both.list.set_favourite(patient.id, patient.favourite ? YesNoAll::kYes : YesNoAll::kNo));
      }
      if (below(6) == 0) {
        both.plain.push_back(random_patient(random, both.plain.size() + 1));
        both.list.append(both.plain.back());
      }
    }
  }
  CHECK(matches > 10'000);
}

TEST_CASE("typed letter by letter, the rows that are left are those of a whole search") {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    const Both both(random, 150);
    for (const char* word : kTyped) {
      const std::string whole = word;
      TypedFilters typed;
      CodedFilters coded;
      coded.sort = {static_cast<PatientColumn>(random() % 10), Direction::kDescending};
      std::vector<RowNumber> rows, expected;
      both.list.select(typed, coded, rows);
      std::string& field = random() % 2 == 0 ? typed.name : typed.given_name;
      for (std::size_t length = 1; length <= whole.size(); ++length) {
        const bool inside_letter =
            length < whole.size() && (static_cast<unsigned char>(whole[length]) & 0xC0) == 0x80;
        if (inside_letter) continue;
        field = whole.substr(0, length);
        CAPTURE(field);
        both.list.narrow(typed, coded, rows);
        both.list.select(typed, coded, expected);
        CHECK(rows == expected);
      }
    }
  }
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
    CHECK(both.list.is_favourite(row) == patient.favourite);
    CHECK(both.list.is_archived(row) == patient.archived);
    CHECK(both.list.is_test(row) == patient.test);
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
  CHECK_FALSE(both.list.set_favourite(PatientId{301}, YesNoAll::kYes));
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
       {"enazet", "azet", "benazetz", "benazet zoe zoey", "hôteL’", "louisemarie", "oe uvrard", "0"}) {
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
