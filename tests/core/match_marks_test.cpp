// What is marked in a row that was found.
#include "core/patients/match_marks.hpp"

#include <doctest/doctest.h>

#include <random>

#include "core/patients/ins.hpp"
#include "core/text/utf8.hpp"
#include "tests/core/list_support.hpp"

namespace spico {
namespace {

using namespace test;

PatientList list_with(const IdentityTraits& traits) {
  PatientList list;
  Patient patient;
  patient.id = {1};
  patient.traits = traits;
  list.append(patient);
  return list;
}

IdentityTraits named(const char* family, const char* given) {
  IdentityTraits traits;
  traits.birth_name = family;
  traits.given_names = given;
  traits.first_given_name = given;
  traits.birth_date = {1956, 4, 7};
  return traits;
}

/// «MARIE [LO]UISE».
std::string hidden(const MatchMarks& marks) {
  const auto [begin, end] = marks.hidden_name_mark;
  const std::string& name = marks.hidden_name;
  if (begin == end) return name;
  return name.substr(0, begin) + "[" + name.substr(begin, end - begin) + "]" + name.substr(end);
}

/// «[BÉN]AZET [Zo]é».
std::string marked(const PatientList& list, RowNumber row, const TypedFilters& typed) {
  std::string out;
  std::size_t at = 0;
  const std::string name(list.display_name(row));
  for (const TextSpan& span : match_marks(list, row, TypedSearch(typed)).name) {
    out += name.substr(at, span.begin - at) + "[" + name.substr(span.begin, span.end - span.begin) + "]";
    at = span.end;
  }
  return out + name.substr(at);
}

TEST_CASE("what was typed is marked, in whole letters") {
  struct Row {
    const char *family, *given, *typed, *wanted;
  };
  for (const Row& row : {Row{"BÉNAZET", "Zoé", "ben zo", "[BÉN]AZET [Zo]é"},
                         Row{"BÉNAZET", "Zoé", "zoe", "BÉNAZET [Zoé]"},
                         Row{"BÉNAZET", "Zoé", "", "BÉNAZET Zoé"},
                         Row{"MARTIN", "Marie", "mar", "[MAR]TIN [Mar]ie"},
                         Row{"MARTIN", "Marie", "m mar marti", "[MARTI]N [Mar]ie"},
                         Row{"ŒUVRARD", "Lætitia", "o la", "[Œ]UVRARD [Læ]titia"},
                         Row{"ŒUVRARD", "Lætitia", "oe lae", "[Œ]UVRARD [Læ]titia"},
                         Row{"ŒUVRARD", "Lætitia", "oeu laet", "[ŒU]VRARD [Læt]itia"},
                         Row{"L’HÔTE", "Jean-Noël", "lho", "[L’HÔ]TE Jean-Noël"},
                         Row{"L’HÔTE", "Jean-Noël", "l", "[L]’HÔTE Jean-Noël"},
                         Row{"L’HÔTE", "Jean-Noël", "hote noel", "L’[HÔTE] Jean-[Noël]"},
                         Row{"L’HÔTE", "Jean-Noël", "jeann", "L’HÔTE [Jean-N]oël"},
                         Row{"DE LA FONTAINE", "Anne", "delaf", "[DE LA F]ONTAINE Anne"},
                         Row{"DE LA FONTAINE", "Anne", "la de", "[DE] [LA] FONTAINE Anne"},
                         Row{"BE\u0301NAZET", "Zoe\u0301", "be zoe", "[BE\u0301]NAZET [Zoe\u0301]"},
                         Row{"BE\u0301\u0323NAZET", "Z", "be", "[BE\u0301\u0323]NAZET Z"},
                         Row{"GROß", "Jo", "gros", "[GROS]S Jo"},
                         Row{"X", "Großmann", "gros", "X [Groß]mann"},
                         Row{"X", "ﬁore", "f", "X [ﬁ]ore"},
                         Row{"IŞIK", "İbrahim", "isi i", "[IŞI]K [İ]brahim"},
                         Row{"ΓΙΏΡΓΟΣ", "Άννα", "γιω αν", "[ΓΙΏ]ΡΓΟΣ [Άν]να"},
                         Row{"أحمد", "مُحَمَّد", "محم", "أحمد [مُحَمَّ]د"},
                         Row{"KO\u200BVAC", "A", "kova", "[KO\u200BVA]C A"},
                         Row{"", "Zoé", "zo", "[Zo]é"},
                         Row{"TEST 3", "Luc", "3", "TEST [3] Luc"}}) {
    const PatientList list = list_with(named(row.family, row.given));
    TypedFilters typed;
    typed.name = row.typed;
    CAPTURE(typed.name);
    CHECK(marked(list, 0, typed) == row.wanted);
  }
}

TEST_CASE("a used name, a given name that is not shown, «Prénom», a birth date, a matricule") {
  IdentityTraits traits = named("BÉNAZET", "Zoé");
  traits.used_name = "Martin";
  traits.given_names = "Zoé Marie-Louise Flore";
  traits.matricule = *parse_matricule("256043155500142");
  const PatientList list = list_with(traits);
  const auto marks = [&](const char* name, const char* given = "", const char* birth = "") {
    const TypedSearch search({name, given, birth});
    const MatchMarks found_marks = match_marks(list, 0, search);
    return marked(list, 0, {name, given, birth}) + (marks_birth_date(list, 0, search) ? " +naissance" : "") +
           (found_marks.matricule > 0 ? " +" + beginning_of(traits.matricule, found_marks.matricule)
                                      : std::string{}) +
           (found_marks.hidden_name.empty() ? std::string{} : " +" + hidden(found_marks));
  };
  CHECK(marks("mart z") == "BÉNAZET ([MART]IN) [Z]oé");
  CHECK(marks("benazet louise") == "[BÉNAZET] (MARTIN) Zoé +MARIE [LOUISE]");
  CHECK(marks("lo") == "BÉNAZET (MARTIN) Zoé +MARIE [LO]UISE");
  CHECK(marks("marielo") == "BÉNAZET (MARTIN) Zoé +MARIE LOUISE");
  CHECK(marks("flor lo") == "BÉNAZET (MARTIN) Zoé +[FLOR]E");
  CHECK(marks("", "zo") == "BÉNAZET (MARTIN) [Zo]é");
  CHECK(marks("", "mart") == "BÉNAZET (MARTIN) Zoé");
  CHECK(marks("", "mari") == "BÉNAZET (MARTIN) Zoé +[MARI]E LOUISE");
  CHECK(marks("ben 1956") == "[BÉN]AZET (MARTIN) Zoé +naissance");
  CHECK(marks("ben 2 56 04") == "[BÉN]AZET (MARTIN) Zoé +2 56 04");
  CHECK(marks("25604315550") == "BÉNAZET (MARTIN) Zoé +2 56 04 31 555 0");
  CHECK(marks("1957") == "BÉNAZET (MARTIN) Zoé");
  CHECK(marks("", "", "07/04") == "BÉNAZET (MARTIN) Zoé +naissance");
  CHECK(marks("", "", "08/04") == "BÉNAZET (MARTIN) Zoé");
  traits.birth_date = {};
  CHECK_FALSE(marks_birth_date(list_with(traits), 0, TypedSearch({"1956", "", "1956"})));
}

TEST_CASE("marks of any name: in order, whole characters, and each at the beginning of a typed word") {
  constexpr std::uint32_t kSeed = 13;
  MESSAGE("seed " << kSeed);
  std::mt19937 random(kSeed);
  const std::vector<std::string> pieces{"a",    "é", "e\u0301", "œ", "ß", "-", "’", " ", "i",      "İ",
                                        "\xC3", "ل", "\u0651",  "n", "T", "1", "ﬃ", "x", "\u200B", "😀"};
  const auto name = [&] {
    std::string out;
    for (std::size_t i = random() % 12; i > 0; --i) out += pieces[random() % pieces.size()];
    return out;
  };
  const auto letters = [](std::string text) {
    text = fold(text);
    std::erase(text, ' ');
    return text;
  };
  std::size_t marks_seen = 0;
  for (int round = 0; round < 20'000; ++round) {
    IdentityTraits traits = named(name().c_str(), name().c_str());
    if (random() % 3 == 0) traits.used_name = name();
    const PatientList list = list_with(traits);
    const std::string shown(list.display_name(0));
    const TypedFilters typed{name().substr(0, random() % 8), "", ""};
    const TypedSearch search(typed);
    const MatchMarks found_marks = match_marks(list, 0, search);
    CAPTURE(shown);
    CAPTURE(typed.name);
    std::size_t at = 0;
    for (const TextSpan& span : found_marks.name) {
      CHECK(span.begin >= at);
      CHECK(span.end > span.begin);
      REQUIRE(span.end <= shown.size());
      const std::string rest = letters(shown.substr(span.begin));
      bool begins_typed = false;
      std::vector<std::string> words = search.name_words;
      for (const TypedNumber& number : search.numbers)
        words.insert(words.end(), number.words.begin(), number.words.end());
      for (const std::string& word : words) begins_typed = begins_typed || rest.starts_with(word);
      CHECK(begins_typed);
      // No accent is left behind: what follows a mark begins something of its own.
      std::size_t behind = span.end;
      if (behind < shown.size()) {
        const char32_t next = next_character(shown, behind);
        CHECK(next != 0x301);
        CHECK(next != 0x651);
      }
      at = span.end + 1;
      ++marks_seen;
    }
    std::vector<RowNumber> rows;
    CodedFilters coded;
    list.select(typed, coded, rows);
    if (!rows.empty() && !search.name_words.empty())
      CHECK((!found_marks.name.empty() || !found_marks.hidden_name.empty()));
  }
  CHECK(marks_seen > 1'000);
}

}  // namespace
}  // namespace spico
