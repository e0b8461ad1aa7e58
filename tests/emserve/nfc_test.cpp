// Text that enters the server: composed, visible, with plain spaces.
#include "emserve/text/nfc.hpp"

#include <doctest/doctest.h>

#include <string>

namespace spico::emserve {
namespace {

TEST_CASE("composed, trimmed, without what cannot be seen") {
  CHECK(clean_text("Be\u0301nazet") == "B\u00E9nazet");
  CHECK(clean_text("\u1100\u1161") == "\uAC00");
  CHECK(clean_text("  Zoé \t\n Marie  ") == "Zoé Marie");
  CHECK(clean_text("Zo\u202Eé\u2066") == "Zoé");
  CHECK(clean_text("e\u202A\u0301") == "\u00E9");
  CHECK(clean_text("Jean\u00A0Noël") == "Jean\u00A0Noël");
  CHECK(clean_text("a\x01\x7F\u0085z") == "a z");
  CHECK(clean_text("").value().empty());
  CHECK(clean_text(" \n").value().empty());
  CHECK(clean_text("أحمد 👩‍⚕️") == "أحمد 👩‍⚕️");
}

TEST_CASE("a text of several lines keeps its lines and its spaces, and nothing that cannot be seen") {
  CHECK(clean_lines("a\r\nb\rc\nd\u2028e\u2029f") == "a\nb\nc\nd\ne\nf");
  CHECK(clean_lines("\n \r\n  a  b\n\n c \n\t ") == "a  b\n\n c");
  CHECK(clean_lines("a\tb\x01\x7F\u0085z") == "a bz");
  CHECK(clean_lines("e\u202A\u0301") == "\u00E9");
  CHECK(clean_lines("").value().empty());
  CHECK(clean_lines(" \n\t\r").value().empty());
  CHECK_FALSE(clean_lines("a\n\xC3").has_value());
}

TEST_CASE("what is not UTF-8 is refused") {
  CHECK_FALSE(clean_text("a\xFF").has_value());
  CHECK_FALSE(clean_text("\xC3").has_value());
  CHECK_FALSE(clean_text("\xED\xA0\x80").has_value());
}

}  // namespace
}  // namespace spico::emserve
