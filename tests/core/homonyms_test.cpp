// Who may be taken for whom.
#include "core/patients/homonyms.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>

#include "core/patients/ins.hpp"
#include "core/text/utf8.hpp"
#include "tests/core/list_support.hpp"

namespace spico {
namespace {

using namespace test;

std::u32string characters(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) out += next_character(text, at);
  return out;
}

// The distance of the books: insert, delete, replace, exchange neighbours (each letter touched once).
std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

bool plain_near(std::string_view a, std::string_view b) {
  const std::u32string left = characters(a), right = characters(b);
  return std::min(left.size(), right.size()) >= 5 && distance(left, right) <= 1;
}

// The families and given names of one person, put together in every way, by the rule of the header.
bool plain_homonyms(const IdentityTraits& a, const IdentityTraits& b) {
  if (a.birth_date != b.birth_date) return false;
  const auto names = [](const IdentityTraits& traits) {
    std::vector<std::string> families, givens, all;
    for (const std::string& family : {traits.birth_name, traits.used_name})
      if (!fold(family).empty()) families.push_back(fold(family));
    for (const std::string& given : {std::string(display_given_name(traits)), traits.first_given_name})
      if (!fold(given).empty()) givens.push_back(fold(given));
    if (families.empty()) families.emplace_back();
    if (givens.empty()) givens.emplace_back();
    for (const std::string& family : families)
      for (const std::string& given : givens) all.push_back(family + " " + given);
    return all;
  };
  const auto joined = [](const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += word;
    return out;
  };
  for (const std::string& left : names(a)) {
    for (const std::string& right : names(b)) {
      std::vector<std::string> left_words = split(left), right_words = split(right);
      const std::string left_letters = joined(left_words), right_letters = joined(right_words);
      if (left_letters.empty() || right_letters.empty()) continue;
      if (left_letters == right_letters) return true;
      if (!a.birth_date.is_known()) continue;
      if (plain_near(left_letters, right_letters)) return true;
      std::sort(left_words.begin(), left_words.end());
      std::sort(right_words.begin(), right_words.end());
      if (left_words == right_words) return true;
    }
  }
  return false;
}

TEST_CASE("near: one letter more, less or other, two exchanged, in five letters or more") {
  struct Pair {
    const char *a, *b;
  };
  for (const Pair& pair : std::vector<Pair>{{"martinluc", "martinlucas"},
                                            {"dupont", "dubond"},
                                            {"abcd", "abc"},
                                            {"abcd", "abxd"},
                                            {"abcdef", "badcef"},
                                            {"abcdef", "bcadef"},
                                            {"abcd", "abcde"},
                                            {"", ""},
                                            {"", "a"}})
    CHECK_FALSE(are_near(pair.a, pair.b));
  for (const Pair& pair : std::vector<Pair>{{"benazetzoe", "benazetzoe"},
                                            {"dupont", "dupond"},
                                            {"dupont", "dupontt"},
                                            {"dupont", "upont"},
                                            {"dupont", "dupotn"},
                                            {"dupont", "udpont"},
                                            {"annan", "annann"},
                                            {"γιωργος", "γιωργας"},
                                            {"γιωργος", "γιωρογς"},
                                            {"abcdeа", "abcdeb"}})  // Cyrillic
    CHECK(are_near(pair.a, pair.b));
  std::mt19937 random(4);
  const std::vector<std::string> letters{"a", "b", "é", "δ", "γ", "ا", "n", "😀"};
  std::size_t near = 0;
  for (int round = 0; round < 60'000; ++round) {
    std::vector<std::string> text;
    for (std::size_t i = 3 + random() % 6; i > 0; --i) text.push_back(letters[random() % letters.size()]);
    std::vector<std::string> other = text;
    for (std::size_t change = random() % 3; change > 0 && !other.empty(); --change) {
      const std::size_t at = random() % other.size();
      const std::size_t kind = random() % 4;
      if (kind == 0) other.erase(other.begin() + static_cast<std::ptrdiff_t>(at));
      if (kind == 1)
        other.insert(other.begin() + static_cast<std::ptrdiff_t>(at), letters[random() % letters.size()]);
      if (kind == 2) other[at] = letters[random() % letters.size()];
      if (kind == 3 && at + 1 < other.size()) std::swap(other[at], other[at + 1]);
    }
    std::string a, b;
    for (const std::string& letter : text) a += letter;
    for (const std::string& letter : other) b += letter;
    CAPTURE(a);
    CAPTURE(b);
    CHECK(are_near(a, b) == plain_near(a, b));
    near += are_near(a, b);
  }
  CHECK(near > 10'000);
}

TEST_CASE("homonyms as people meet them") {
  struct Person {
    const char *birth, *used, *given;
    CivilDate date;
  };
  const std::vector<Person> all{{"BÉNAZET", "", "Zoé", {1956, 4, 7}},       // 0
                                {"Benazet", "", "ZOE", {1956, 4, 7}},       // 1: as 0
                                {"BENAZET", "", "Zoé", {1956, 4, 8}},       // another day
                                {"BENAZER", "", "Zoé", {1956, 4, 7}},       // 3: near 0
                                {"ZOÉ", "", "Benazet", {1956, 4, 7}},       // 4: changed places
                                {"MARTIN", "DUPUY", "Anne", {1960, 1, 1}},  // 5
                                {"DUPUY", "MARTIN", "Anne", {1960, 1, 1}},  // 6: swapped
                                {"DUPUY", "", "Anne", {1960, 1, 1}},        // 7: one of the two only
                                {"JEAN-PIERRE", "", "Luc", {1970, 5, 5}},   // 8
                                {"Pierre Jean", "", "Luc", {1970, 5, 5}},   // 9: other order
                                {"LI", "", "Bo", {1980, 2, 2}},             // 10: short and one letter apart
                                {"LI", "", "Ba", {1980, 2, 2}},             // 11
                                {"SANS", "", "Date", {}},                   // 12
                                {"SANS", "", "Date", {}},                   // 13
                                {"SANS", "", "Dati", {}},                   // 14: near is not enough
                                {"", "", "", {1956, 4, 7}},                 // 15
                                {"", "", "", {1956, 4, 7}}};                // 16
  PatientList list;
  for (const Person& person : all) {
    Patient patient;
    patient.id = {list.size() + 1};
    patient.traits.birth_name = person.birth;
    patient.traits.used_name = person.used;
    patient.traits.given_names = patient.traits.first_given_name = person.given;
    patient.traits.birth_date = person.date;
    list.append(patient);
  }
  using Rows = std::vector<RowNumber>;
  const std::map<RowNumber, Rows> wanted{{0, {1, 3, 4}}, {1, {0, 3, 4}}, {3, {0, 1}}, {4, {0, 1}},
                                         {5, {6, 7}},    {6, {5, 7}},    {7, {5, 6}}, {8, {9}},
                                         {9, {8}},       {12, {13}},     {13, {12}}};
  for (RowNumber row = 0; row < list.size(); ++row) {
    CAPTURE(row);
    const auto found_rows = wanted.find(row);
    CHECK(list.homonyms_of(row) == (found_rows == wanted.end() ? Rows{} : found_rows->second));
    CHECK(list.has_homonym(row) == (found_rows != wanted.end()));
  }
}

TEST_CASE("two records with one matricule are a warning, whatever their names, birth dates and keys") {
  PatientList list;
  const auto add = [&](const char* name, CivilDate date, std::string_view matricule) {
    Patient patient;
    patient.id = {list.size() + 1};
    patient.traits.birth_name = name;
    patient.traits.birth_date = date;
    if (!matricule.empty()) patient.traits.matricule = *parse_matricule(matricule);
    list.append(patient);
    return patient;
  };
  add("BÉNAZET", {1956, 4, 7}, "256043155500193");
  Patient other = add("VIDAL", {1960, 1, 1}, "256043155500194");  // another key
  add("ROUX", {1960, 1, 1}, "256043155500293");
  add("SANS", {1970, 1, 1}, "");
  add("AVEC", {1970, 1, 1}, "");
  CHECK(list.has_homonym(0));
  CHECK(list.has_homonym(1));
  for (const RowNumber row : {2U, 3U, 4U}) CHECK_FALSE(list.has_homonym(row));
  CHECK(list.homonyms_of(0) == std::vector<RowNumber>{1});
  CHECK(list.share_matricule(0, 1));
  CHECK_FALSE(list.share_matricule(3, 4));
  // Live: one is corrected, and becomes wrong again.
  other.traits.matricule = *parse_matricule("260013155500193");
  list.put(other);
  for (RowNumber row = 0; row < list.size(); ++row) CHECK_FALSE(list.has_homonym(row));
  other.traits.matricule = *parse_matricule("256043155500193");
  list.put(other);
  RowNumber row = 0;
  REQUIRE(list.find({1}, row));
  CHECK(list.has_homonym(row));
  REQUIRE(list.find(other.id, row));
  CHECK(list.has_homonym(row));
}

TEST_CASE("homonyms of days with few and with many births: as comparing each with each") {
  constexpr std::uint32_t kSeed = 9;
  MESSAGE("seed " << kSeed);
  std::mt19937 random(kSeed);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  const std::vector<std::string> families{"MARTIN", "MARTEN", "BERNARD", "BERNRAD",      "DE LA TOUR",
                                          "TOUR",   "LOPEZ",  "ΓΙΏΡΓΟΣ", "GARCIA LOPEZ", "L’HÔTE"};
  const std::vector<std::string> given{"Anne", "Anna", "Luc", "Lucas", "Jean-Paul", "Paul Jean", "Zoé", ""};
  std::size_t marked = 0, unmarked = 0;
  for (int round = 0; round < 30; ++round) {
    const std::size_t days = 1 + below(6);
    std::vector<Patient> plain(20 + below(150));
    PatientList list;
    for (std::size_t i = 0; i < plain.size(); ++i) {
      IdentityTraits& traits = plain[i].traits;
      plain[i].id = {i + 1};
      traits.birth_name = families[below(families.size())];
      // Typing mistakes anywhere.
      for (std::size_t mistakes = below(5); mistakes > 0; --mistakes) {
        const std::size_t at = below(traits.birth_name.size());
        if (static_cast<unsigned char>(traits.birth_name[at]) < 0x80)
          traits.birth_name[at] = static_cast<char>('A' + below(26));
      }
      if (below(5) == 0) traits.used_name = families[below(families.size())];
      traits.first_given_name = traits.given_names = given[below(given.size())];
      if (below(5) == 0) traits.used_given_name = given[below(given.size())];
      traits.birth_date = {1950, 1, static_cast<std::uint8_t>(below(days))};
      if (below(12) == 0) traits.birth_date = {};
      list.append(plain[i]);
    }
    for (RowNumber row = 0; row < plain.size(); ++row) {
      std::vector<RowNumber> others;
      for (RowNumber other = 0; other < plain.size(); ++other) {
        if (other != row && plain_homonyms(plain[row].traits, plain[other].traits)) others.push_back(other);
      }
      CAPTURE(round);
      CAPTURE(list.display_name(row));
      CHECK(list.homonyms_of(row) == others);
      CHECK(list.has_homonym(row) == !others.empty());
      ++(others.empty() ? unmarked : marked);
    }
  }
  CHECK(marked > 200);
  CHECK(unmarked > 200);
}

TEST_CASE("thousands on one day, all the same or all nearly so, cost no square") {
  for (const bool same : {true, false}) {
    PatientList list;
    for (std::uint64_t id = 1; id <= 20'000; ++id) {
      Patient patient;
      patient.id = {id};
      patient.traits.birth_date = {1956, 1, 1};
      patient.traits.birth_name = "MARTIN";
      std::string letters = "AAAA";
      for (std::size_t i = 0; i < letters.size() && !same; ++i)
        letters[i] = static_cast<char>('A' + (id >> (i * 4U)) % 16);
      patient.traits.first_given_name = patient.traits.given_names = letters;
      list.append(patient);
    }
    std::size_t marked = 0;
    for (RowNumber row = 0; row < list.size(); ++row) marked += list.has_homonym(row);
    CHECK(marked == list.size());
    CHECK(list.remove({1}));
    CHECK(list.has_homonym(0));
  }
}

}  // namespace
}  // namespace spico
