// What is typed into «Nom»: difficult names, dates and matricules in one bar, and the order of what is found.
#include <doctest/doctest.h>

#include <random>

#include "core/patients/ins.hpp"
#include "core/patients/typed_search.hpp"
#include "tests/core/list_support.hpp"

namespace spico {
namespace {

using namespace test;

std::vector<std::string> found_by(const PatientList& list, std::string name) {
  TypedFilters typed;
  typed.name = std::move(name);
  return found(list, typed);
}

struct Born {
  const char* family;
  const char* given;
  CivilDate birth;
  const char* matricule;
};

PatientList list_born(const std::vector<Born>& people) {
  PatientList list;
  for (const Born& born : people) {
    Patient patient;
    patient.id = {list.size() + 1};
    patient.traits.birth_name = born.family;
    patient.traits.given_names = patient.traits.first_given_name = born.given;
    patient.traits.birth_date = born.birth;
    patient.traits.matricule = parse_matricule(born.matricule).value_or(Matricule{});
    list.append(patient);
  }
  return list;
}

TEST_CASE("names as they are really written, however they are typed") {
  struct Row {
    const char* family;
    const char* given;
    std::vector<const char*> typed;
  };
  const std::vector<Row> rows{
      {"d'ARTAGNAN", "Ida", {"dartagnan", "d artagnan", "d’artagnan", "artagnan", "D'ARTAGNAN ida", "d'art"}},
      {"DE LA TOUR", "Éva", {"de la tour", "delatour", "la tour", "tour eva", "tour de la", "DE-LA-TOUR"}},
      {"LE GALL", "Yann", {"le gall", "legall", "gall", "gall le", "yann legall"}},
      {"VON BÜLOW", "Käthe", {"von bulow", "vonbulow", "bülow", "BULOW Kathe"}},
      {"MARTIN-DURAND", "Léa", {"martin durand", "martin-durand", "martindurand", "durand martin", "durand"}},
      {"LOPEZ GARCIA", "Inès", {"lopez garcia", "garcia lopez", "garcia", "lopez", "ines garcia"}},
      {"ŒUVRARD", "Lætitia", {"oeuvrard", "œuv", "Œuvrard laetitia", "oe laeti", "LÆTITIA"}},
      {"L’HÔTE", "Noël", {"l'hote", "l’hôte", "lhote", "hote", "l`hote", "noël l hote"}},
      {"SAINT\u2011EXUPÉRY", "Zélie", {"saint-exupery", "saint exupery", "saintexupery", "exupéry"}},
      {"DOS\u00A0SANTOS", "Rui", {"dos santos", "dossantos", "santos", "dos\u202Fsantos", "rui\u00A0dos"}},
      {"IŞIK", "İbrahim", {"ışık", "isik", "IŞIK", "ibrahim", "İBRAHİM isik"}},
      {"BE\u0301GUE\u0301", "Zoe\u0308", {"bégué", "begue", "be\u0301gue\u0301", "zoë", "zoe"}},
      {"NAÏT", "Maël", {"nai\u0308t", "nait", "NAÏT mae\u0308l"}},
      {"ΠΑΠΑΔΌΠΟΥΛΟΣ", "Γιώργος", {"παπαδοπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ", "γιωργοσ", "παπ"}},
      {"أحمد", "مُحَمَّد", {"احمد", "محمد", "أحمد", "احمد محمد"}},
      {"GROẞ", "Jürgen", {"gross", "groß", "GROSS jurgen"}},
      {"KO\u200BVAC", "Ana", {"kovac", "ko\u200Bvac", "\uFEFFkovac", "kov\u00ADac"}},
      {"ﬁORE", "Ugo", {"fiore", "fi", "ﬁore"}},
  };
  std::vector<std::pair<std::string, std::string>> names;
  for (const Row& row : rows) names.emplace_back(row.family, row.given);
  const PatientList list = list_of(names);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const char* const typed : rows[i].typed) {
      CAPTURE(std::string{typed});
      const std::vector<std::string> names_found = found_by(list, typed);
      CHECK(std::find(names_found.begin(), names_found.end(), list.display_name(static_cast<RowNumber>(i))) !=
            names_found.end());
      CHECK(names_found.size() <= 2);
    }
  }
}

TEST_CASE("«Nom» takes a birth date or the beginning of a matricule, alone or beside a name") {
  const PatientList list = list_born({{"BÉNAZET", "Zoé", {1956, 4, 7}, "256043155500142"},
                                      {"BÉNAZET", "Ida", {1957, 4, 7}, ""},
                                      {"SANTONI", "Ange", {1962, 12, 3}, "162122A00400117"},
                                      {"TEST 3", "Luc", {1980, 1, 1}, ""},
                                      {"SANSDATE", "Eve", {}, ""}});
  const auto is = [&](const char* typed, const std::vector<std::string>& expected) {
    CAPTURE(std::string{typed});
    std::vector<std::string> names = found_by(list, typed);
    std::sort(names.begin(), names.end());
    CHECK(names == expected);
  };
  const std::string zoe = "BÉNAZET Zoé", ida = "BÉNAZET Ida", ange = "SANTONI Ange", eve = "SANSDATE Eve";
  for (const char* const typed :
       {"benazet 1956", "1956 benazet", "benazet 07041956", "07/04/1956 benazet", "benazet, 07.04.1956",
        "benazet (1956)", "ben 04/1956 zo", "benazet-1956", "benazet 07 04 1956", "benazet １９５６",
        "benazet 07\u202F04\u202F1956", "1956\u200B benazet", "zoe 2 56 04", "25604", "2 56 04 31 555 001 42",
        "2\u00A056\u00A004 31", "256043155500142", "bénazet 07/04/1956"})
    is(typed, {zoe});
  // As in «Date de naissance»: who has no birth date stays.
  is("07/04/1956", {zoe, eve});
  is("1956", {zoe, eve});
  is("07/04/", {ida, zoe, eve});
  // Corsica.
  for (const char* const typed :
       {"16212 2A", "1 62 12 2a 004", "162122A", "162122a00400117", "1 62 12 2", "santoni 1 62 12 2A"})
    is(typed, {ange});
  is("162122B", {});
  is("2A", {});
  // Four characters of a matricule say too little, and are no date either.
  is("2 56 0", {});
  is("2560431555001421", {});
  is("benazet 1999", {});
  is("25604 santoni", {});
  // A digit may belong to a name.
  is("test 3", {"TEST 3 Luc"});
  is("test3", {});
}

TEST_CASE("what «Nom» is read as") {
  const auto read = [](const char* text) {
    TypedFilters typed;
    typed.name = text;
    const TypedSearch search(typed);
    std::string out;
    for (const std::string& word : search.name_words) out += word + '|';
    for (const TypedNumber& number : search.numbers)
      out += "#" + number.text + (number.matricule.empty() ? "" : "=" + number.matricule) + '|';
    return out;
  };
  CHECK(read("") == "");
  CHECK(read("  -  ' ") == "");
  CHECK(read("BÉNAZET, Zoé") == "benazet|zoe|");
  CHECK(read("benazet 1956") == "benazet|#1956|");
  CHECK(read("07/04/1956") == "#07/04/1956=07041956|");
  CHECK(read("07/") == "#07/|");
  CHECK(read("07/04/ zoe") == "zoe|#07/04|");
  CHECK(read("1956 zoe 25604") == "zoe|#1956|#25604=25604|");
  CHECK(read("1 62 12 2a 004") == "#1 62 12 2a 004=162122A004|");
  CHECK(read("2a 1 62") == "2a|#1 62|");
  CHECK(read("3e etage b2") == "3e|etage|b2|");
  CHECK(read("12345678901234567") == "#12345678901234567|");
}

TEST_CASE("whole names first, then beginnings, then words inside, each newest first; not in another order") {
  const PatientList list = list_of({{"SAINT-MARTIN", "Paul"},
                                    {"MARTINEZ", "Luc"},
                                    {"MARTIN", "Zoé"},
                                    {"DE MARTIN", "Éva"},
                                    {"AUBERT", "Martin"},
                                    {"MARTIN DUPONT", "Ida"},
                                    {"MARTIN", "Anne"}});
  CHECK(found_by(list, "martin") == std::vector<std::string>{"MARTIN Zoé", "AUBERT Martin", "MARTIN Anne",
                                                             "MARTINEZ Luc", "MARTIN DUPONT Ida",
                                                             "SAINT-MARTIN Paul", "DE MARTIN Éva"});
  CHECK(found_by(list, "MARTIN a") == std::vector<std::string>{"AUBERT Martin", "MARTIN Anne"});
  CHECK(found_by(list, "anne martin") == std::vector<std::string>{"MARTIN Anne"});
  CHECK(found_by(list, "m")[5] == "SAINT-MARTIN Paul");
  CHECK(found_by(list, "demartin") == std::vector<std::string>{"DE MARTIN Éva"});
  CHECK(found_by(list, "martin 1956").front() == "MARTIN Zoé");
  TypedFilters typed;
  typed.name = "martin";
  CodedFilters coded;
  coded.sort = {PatientColumn::kIdentity, Direction::kAscending};
  CHECK(found(list, typed, coded).front() == "AUBERT Martin");
  CHECK(found(list, typed, coded).back() == "SAINT-MARTIN Paul");
  typed = {};
  typed.given_name = "ma";
  CHECK(found(list, typed) == std::vector<std::string>{"AUBERT Martin"});
}

TEST_CASE("words and a number in any order and with any signs between them: as each asked alone") {
  constexpr std::uint32_t kSeed = 11;
  MESSAGE("seed " << kSeed);
  std::mt19937 random(kSeed);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  const std::vector<std::string> words{"ben", "martin", "zoé", "l’h", "m", "de", "jean", "noel", "van", "p"};
  const std::vector<std::string> numbers{"1956",       "07/04/1956", "07041956", "04/1956",
                                         "2 56 04",    "25604",      "1 5",      "7.4.1956",
                                         "1 56 04 31", "0",          "1950",     "256043155500142"};
  const std::vector<std::string> gaps{" ", "  ", ", ", "; ", "\u00A0", " - ", " (", "/"};
  std::size_t matches = 0;
  for (int round = 0; round < 20; ++round) {
    Both both(random, 150);
    PatientList list;
    for (Patient& patient : both.plain) {
      if (below(3) == 0) patient.traits.matricule = *parse_matricule("256043155500142");
      if (below(5) == 0) patient.traits.matricule = *parse_matricule("156043155500142");
      list.append(patient);
    }
    for (int query = 0; query < 100; ++query) {
      const std::string number = numbers[below(numbers.size())];
      std::vector<std::string> parts;
      for (std::size_t i = below(3); i > 0; --i) parts.push_back(words[below(words.size())]);
      TypedFilters only_words;
      for (const std::string& part : parts) only_words.name += part + " ";
      // Slashes, hyphens and spaces belong to a number at its end, so it stands last or before a word.
      parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(below(parts.size() + 1)), number);
      TypedFilters typed;
      for (std::size_t i = 0; i < parts.size(); ++i)
        typed.name += (i == 0 ? "" : gaps[below(gaps.size())]) + parts[i];
      CodedFilters coded;
      coded.archived = YesNoAll::kAll;
      coded.sort = {PatientColumn::kUpdatedAt, Direction::kAscending};
      std::string digits;
      for (const char c : number) digits += c >= '0' && c <= '9' ? std::string(1, c) : "";
      std::vector<RowNumber> rows, expected;
      list.select(only_words, coded, expected);
      std::erase_if(expected, [&](RowNumber row) {
        const IdentityTraits& traits = both.plain[row].traits;
        const bool is_matricule = digits.size() >= 5 && traits.matricule.text().starts_with(digits);
        return !is_matricule && !TypedDatePattern(number).matches(traits.birth_date);
      });
      CAPTURE(typed.name);
      list.select(typed, coded, rows);
      CHECK(rows == expected);
      matches += rows.size();
    }
  }
  CHECK(matches > 1'000);
}

TEST_CASE("any bytes and names without an end: nothing breaks, nothing takes long") {
  std::string long_name, hyphens, marks = "e";
  for (int i = 0; i < 10'000; ++i) {
    long_name += static_cast<char>('a' + i % 7);
    hyphens += i % 2 == 0 ? 'a' : '-';
    marks += "\u0301";
  }
  std::mt19937 random(3);
  std::vector<std::pair<std::string, std::string>> names{
      {long_name, hyphens}, {hyphens, long_name}, {marks, "\u202Eabc\u202C"}, {"\u200B", "\u200D"}, {"", ""}};
  for (int i = 0; i < 200; ++i) {
    std::string bytes;
    for (int at = 0; at < 40; ++at) bytes += static_cast<char>(random());
    names.emplace_back(bytes, bytes.substr(7));
  }
  const PatientList list = list_of(names);
  for (const std::string& typed :
       {long_name, hyphens, marks, hyphens.substr(0, 200), std::string("a a a a a a"),
        std::string("\xFF\xC3 1\x80"), std::string("\u202E"), std::string(200, '1'),
        std::string("1/1/1/1/1/1/1/1")})
    CHECK(found_by(list, typed).size() <= list.size());
  CHECK(found_by(list, long_name).size() == 2);
  CHECK(found_by(list, "é").size() >= 1);
  CHECK(found_by(list, "e abc").size() == 1);
}

}  // namespace
}  // namespace spico
