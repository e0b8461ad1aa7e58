// Search folding: whatever way a name is written, it is found.
#include "core/text/fold.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/text/letter_case.hpp"
#include "core/text/utf8.hpp"

namespace spico {
namespace {

struct Folded {
  const char* text;
  const char* expected;
};

TEST_CASE("the ways names are written") {
  for (const Folded& one : {
           Folded{"BÉNAZET Zoé", "benazet zoe"},
           Folded{"benazet zoe", "benazet zoe"},
           Folded{"BE\u0301NAZET Zoe\u0301", "benazet zoe"},  // combining accents
           Folded{"Jean-Noël", "jean noel"},
           Folded{"Jean\u2011Noël", "jean noel"},  // no-break hyphen
           Folded{"Jean\u2010Noël", "jean noel"},
           Folded{"Jean\u00ADNoël", "jeannoel"},  // soft hyphen is no hyphen
           Folded{"Jean\u200BNoël", "jeannoel"},  // zero-width space
           Folded{"L'HÔTE", "l hote"},
           Folded{"L\u2019HÔTE", "l hote"},
           Folded{"L\u02BCHÔTE", "l hote"},
           Folded{"D\u2018Estaing", "d estaing"},
           Folded{"  de\u00A0La\u202FFontaine  ", "de la fontaine"},
           Folded{"Œuvrard", "oeuvrard"},
           Folded{"LÆTITIA", "laetitia"},
           Folded{"Lætitia", "laetitia"},
           Folded{"Straße", "strasse"},
           Folded{"STRA\u1E9EE", "strasse"},
           Folded{"İbrahim", "ibrahim"},
           Folded{"IŞIK", "isik"},
           Folded{"ışık", "isik"},
           Folded{"Ñuñez", "nunez"},
           Folded{"Øyvind Åström", "oyvind astrom"},
           Folded{"Łukasz Wałęsa", "lukasz walesa"},
           Folded{"Đặng Thị Hồng", "dang thi hong"},
           Folded{"Þór Guðrún", "thor gudrun"},
           Folded{"ŸVES ÿ", "yves y"},
           Folded{"ﬁacre ﬀ", "fiacre ff"},
           Folded{"ＢＥＮＡＺＥＴ", "benazet"},  // full width
           Folded{"ΓΙΏΡΓΟΣ Γιώργος", "γιωργοσ γιωργοσ"},
           Folded{"Ёлкина Йосиф", "елкина иосиф"},
           Folded{"أحمد", "احمد"},
           Folded{"Ǆ ǆ", "dz dz"},
           Folded{"n°3, 2e (bis)", "n 3 2e bis"},
           Folded{"", ""},
           Folded{" -'’ ", ""},
           Folded{"a\xFFz", "a z"},  // not UTF-8
       }) {
    CAPTURE(std::string{one.text});
    CHECK(fold(one.text) == one.expected);
  }
}

TEST_CASE("characters that the table uses as marks are characters like others in a text") {
  CHECK(fold("\uE000\uE003") == "\uE000\uE003");
  CHECK(fold("a\uFFFEb") == "a\uFFFEb");
}

TEST_CASE("folding twice changes nothing, for every character") {
  int wrong = 0;
  for (char32_t character = 1; character <= 0x10FFFF; ++character) {
    if (character >= 0xD800 && character <= 0xDFFF) continue;
    std::string text;
    append_character(text, character);
    const std::string once = fold(text);
    const bool stable = fold(once) == once && is_utf8(once);
    if (!stable) MESSAGE("U+" << static_cast<unsigned>(character));
    wrong += !stable;
  }
  CHECK(wrong == 0);
}

TEST_CASE("case and accents never matter, for every Latin, Greek, Cyrillic and Armenian letter") {
  int wrong = 0;
  for (char32_t character = 0x41; character < 0x590; ++character) {
    std::string text = "a";
    append_character(text, character);
    text += 'z';
    const std::string folded = fold(text);
    if (folded != fold(upper_case(text))) {
      ++wrong;
      MESSAGE("U+" << static_cast<unsigned>(character));
    }
  }
  CHECK(wrong == 0);
}

std::string search_words(std::string_view text) {
  std::string words;
  append_search_words(words, text);
  return words;
}

TEST_CASE("search words: also as one what people type as one") {
  CHECK(search_words("BÉNAZET") == " benazet");
  CHECK(search_words("L’HÔTE") == " l hote lhote");
  CHECK(search_words("Jean-Pierre Marie") == " jean pierre jeanpierre marie");
  CHECK(search_words("Le Guen") == " le guen leguen");
  CHECK(search_words("DE LA FONTAINE") == " de la fontaine delafontaine");
  CHECK(search_words("D'ARTAGNAN-LEBRUN") == " d artagnan lebrun dartagnanlebrun");
  CHECK(search_words("MARTIN DUPONT") == " martin dupont");
  CHECK(search_words("").empty());
  CHECK(search_words(" - ").empty());
}

TEST_CASE("capitals keep their accents") {
  CHECK(upper_case("Bénazet") == "BÉNAZET");
  CHECK(upper_case("d’œuvre-lætitia ÿ") == "D’ŒUVRE-LÆTITIA Ÿ");
  CHECK(upper_case("Weiß") == "WEISS");
  CHECK(upper_case("ışık") == "IŞIK");
  CHECK(upper_case("γιώργος ёлка") == "ΓΙΏΡΓΟΣ ЁЛКА");
  CHECK(upper_case("e\u0301 123") == "E\u0301 123");
  CHECK(upper_case("\xFF") == "\uFFFD");
}

TEST_CASE("UTF-8: what is one character and what is not") {
  CHECK(is_utf8("aé€😀"));
  for (const char* const text : {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80",
                                 "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
    CHECK_FALSE(is_utf8(text));
  }
  int wrong = 0;
  for (char32_t character = 0; character <= 0x10FFFF; ++character) {
    if (character >= 0xD800 && character <= 0xDFFF) continue;
    std::string text;
    append_character(text, character);
    std::size_t at = 0;
    wrong += next_character(text, at) != character || at != text.size();
  }
  CHECK(wrong == 0);
}

}  // namespace
}  // namespace spico
