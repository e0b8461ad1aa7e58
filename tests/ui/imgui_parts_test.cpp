// What stands for the C library's formatting in Dear ImGui (platform/imgui/imgui_parts.cpp): the forms that
// it uses.
#include <doctest/doctest.h>

#include <array>
#include <cstdarg>
#include <string>

#include <imgui.h>
#include <imgui_internal.h>

extern "C" int spico_scan(const char* text, const char* format, ...);

namespace {

std::string formatted(const char* format, ...) {
  std::array<char, 64> buffer{};
  va_list arguments;
  va_start(arguments, format);
  const int length = ImFormatStringV(buffer.data(), buffer.size(), format, arguments);
  va_end(arguments);
  const std::string text(buffer.data());
  CHECK(length == static_cast<int>(text.size()));
  return text;
}

}  // namespace

TEST_CASE("names of windows are formatted as Dear ImGui writes them") {
  CHECK(formatted("plain") == "plain");
  CHECK(formatted("%s/%s_%08X", "page", "list", 0x2AFu) == "page/list_000002AF");
  CHECK(formatted("##Popup_%08x", 0xFFFFFFFFu) == "##Popup_FFFFFFFF");
  CHECK(formatted("%s###Menu_%02d", "a", 7) == "a###Menu_07");
  CHECK(formatted("%.*s|", 2, "abc") == "ab|");
  CHECK(formatted("%*s%.*s|", 3, "", 2, "abc") == "   ab|");
  CHECK(formatted("%d %5d %u", -12, 34, 56u) == "-12    34 56");
  CHECK(formatted("<U+%.4X>", 0x1Fu) == "<U+001F>");
  CHECK(formatted("100 %%") == "100 %%");  // not used: as it is written
}

TEST_CASE("what does not fit is counted and cut, and ends") {
  std::array<char, 4> buffer{'x', 'x', 'x', 'x'};
  CHECK(ImFormatString(buffer.data(), buffer.size(), "%s", "abcdef") == 6);
  CHECK(std::string(buffer.data()) == "abc");
  CHECK(ImFormatString(nullptr, 0, "%s", "abcdef") == 6);
}

TEST_CASE("numbers are read out of fixed texts") {
  int a = -1, b = -1;
  CHECK(spico_scan("#version 300 es", "#version %d", &a) == 1);
  CHECK(a == 300);
  CHECK(spico_scan("3.10 Mesa", "%d.%d", &a, &b) == 2);
  CHECK((a == 3 && b == 10));
  CHECK(spico_scan("Pos=-5,6", "Pos=%i,%i", &a, &b) == 2);
  CHECK((a == -5 && b == 6));
  CHECK(spico_scan("Size=1", "Pos=%i", &a) == 0);
  CHECK(spico_scan("OpenGL", "%d.%d", &a, &b) == 0);
}
