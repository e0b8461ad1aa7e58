// Contrast of every pair of colours that meets on a screen, in every theme, and the same colours in
// style.css. accessibility.md §3, check 5; WCAG 2.2 (1.4.3, 1.4.11) and its definition of relative luminance.
#include "ui/theme.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/patients/reference.hpp"

namespace spico::ui {
namespace {

double luminance(Colour colour) {
  const auto channel = [&](int shift) {
    const double value = ((colour >> shift) & 255U) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(IM_COL32_R_SHIFT) + 0.7152 * channel(IM_COL32_G_SHIFT) +
         0.0722 * channel(IM_COL32_B_SHIFT);
}

double contrast(Colour a, Colour b) {
  const double one = luminance(a), other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

std::string hex(Colour colour) {
  char text[8];
  std::snprintf(text, sizeof text, "#%02X%02X%02X", (colour >> IM_COL32_R_SHIFT) & 255U,
                (colour >> IM_COL32_G_SHIFT) & 255U, (colour >> IM_COL32_B_SHIFT) & 255U);
  return text;
}

struct Named {
  const char* name;
  SystemPreferences system;
  ThemeChoice choice;
};
constexpr Named kThemes[] = {{"light", {false, false}, ThemeChoice::kSystem},
                             {"dark", {true, false}, ThemeChoice::kSystem},
                             {"light, contrast", {false, false}, ThemeChoice::kContrast},
                             {"dark, contrast", {true, false}, ThemeChoice::kContrast}};

TEST_CASE("check 5: text at least 5.5:1, in high contrast 7:1, controls and focus 3:1, in every theme") {
  for (const Named& named : kThemes) {
    CAPTURE(named.name);
    const Theme& theme = theme_for(named.system, named.choice);
    const double least = theme.contrast ? 7 : 5.5;
    for (const Colour paper : {theme.background, theme.surface, theme.raised}) {
      for (const Colour ink : {theme.text, theme.muted, theme.accent, theme.danger, theme.warning,
                               theme.success, theme.disabled}) {
        CAPTURE(hex(paper));
        CAPTURE(hex(ink));
        CHECK(contrast(paper, ink) >= least);
      }
      CHECK(contrast(paper, theme.border) >= 3);
      CHECK(contrast(paper, theme.focus) >= 3);
    }
    CHECK(contrast(theme.accent, theme.on_accent) >= least);
    for (const Colour ink : {theme.text, theme.accent})
      CHECK(contrast(theme.mark, ink) >= (theme.contrast ? 7 : 4.5));
    // What sets a card off from its paper is quiet, but in high contrast a border as any other.
    if (theme.contrast) CHECK(edge_colour(theme, 0.4F) == theme.border);
    CHECK(contrast(urgent_chip_colours(theme).background, urgent_chip_colours(theme).text) >= least);
    // On an accent button it is the gap, in the surface colour, that carries the ring.
    CHECK(contrast(theme.accent, theme.surface) >= 3);
    CHECK(theme.ring >= (theme.contrast ? 3 : 2));
  }
}

TEST_CASE("check 5: every thematic chip, in every theme") {
  std::size_t chips = 0;
  for (const Named& named : kThemes) {
    const Theme& theme = theme_for(named.system, named.choice);
    for (std::size_t i = 0; i < thematique_entries().size(); ++i) {
      CAPTURE(named.name);
      CAPTURE(std::string(thematique_entries()[i].label.french));
      const ChipColours colours = chip_colours(static_cast<ThematiqueId>(i), theme);
      CHECK(contrast(colours.background, colours.text) >= 4.5);
      ++chips;
    }
  }
  CHECK(chips > 4);
}

TEST_CASE("bars that stand for content are seen in every theme, in high contrast as any control (3:1)") {
  for (const Named& named : kThemes) {
    CAPTURE(named.name);
    const Theme& theme = theme_for(named.system, named.choice);
    const BarColours bar = skeleton_colours(theme);
    for (const Colour paper : {theme.background, theme.surface}) {
      CAPTURE(hex(paper));
      const double seen = std::max(contrast(paper, bar.fill), contrast(paper, bar.outline));
      CHECK(seen >= (theme.contrast ? 3 : 1.05));
    }
  }
}

TEST_CASE("the choice stands over the system, but never takes contrast away") {
  CHECK_FALSE(theme_for({true, false}, ThemeChoice::kLight).dark);
  CHECK(theme_for({false, false}, ThemeChoice::kDark).dark);
  CHECK(theme_for({true, false}, ThemeChoice::kSystem).dark);
  CHECK(theme_for({false, true}, ThemeChoice::kDark).contrast);
  CHECK(theme_for({false, true}, ThemeChoice::kDark).dark);
  CHECK(theme_for({true, false}, ThemeChoice::kContrast).dark);
}

constexpr SystemColours kForced{rgb(0x202020), rgb(0xFFFFFE), rgb(0x75E9FC), rgb(0x8EE3F0), rgb(0xA6A6A6)};

TEST_CASE("check 26: under forced colours every role has one of the system's, whatever theme was chosen") {
  for (const ThemeChoice choice : {ThemeChoice::kSystem, ThemeChoice::kLight, ThemeChoice::kContrast}) {
    const Theme theme = theme_for({true, true, kForced}, choice);
    for (const Colour paper : {theme.background, theme.surface, theme.raised, theme.on_accent})
      CHECK(hex(paper) == "#202020");
    for (const Colour ink :
         {theme.text, theme.muted, theme.border, theme.danger, theme.warning, theme.success})
      CHECK(hex(ink) == "#FFFFFE");
    CHECK(hex(theme.accent) == "#75E9FC");
    CHECK(hex(theme.focus) == "#8EE3F0");
    CHECK(hex(theme.mark) == "#8EE3F0");
    CHECK(hex(theme.disabled) == "#A6A6A6");
    CHECK(theme.contrast);
    CHECK(theme.ring == 3);
    // A chip's colours are nobody's: its word stands on the canvas, within an edge.
    for (std::size_t i = 0; i < thematique_entries().size(); ++i) {
      const ChipColours chip = chip_colours(static_cast<ThematiqueId>(i), theme);
      CHECK(hex(chip.background) == "#202020");
      CHECK(hex(chip.text) == "#FFFFFE");
      CHECK(hex(chip.border) == "#FFFFFE");
    }
  }
  // One that is missing might be the paper of another: then ours stay, in high contrast.
  for (std::size_t missing = 0; missing < kForced.size(); ++missing) {
    SystemColours some = kForced;
    some[missing] = 0;
    const Theme theme = theme_for({true, true, some}, ThemeChoice::kSystem);
    CHECK(hex(theme.surface) == "#000000");
    CHECK(hex(theme.text) == "#FFFFFF");
    CHECK(theme.contrast);
  }
}

std::string sheet(const char* name) {
  std::ifstream file(SPICO_SOURCE_DIR "/shell/" + std::string(name));
  std::stringstream whole;
  whole << file.rdbuf();
  return whole.str();
}

TEST_CASE("html_version.css has the colours of every thématique under its tone") {
  const std::string css = sheet("html_version.css");
  for (std::size_t i = 0; i < thematique_entries().size(); ++i) {
    const auto thematique = static_cast<ThematiqueId>(i);
    const unsigned tone = chip_colours(thematique, theme_for({false, false}, ThemeChoice::kSystem)).tone;
    const std::string rule = "[data-tone='" + std::to_string(tone) +
                             "'] { --light: " + hex(rgb(entry(thematique).background_rgb)) +
                             "; --ink: " + hex(rgb(entry(thematique).text_rgb)) + "; }";
    CAPTURE(rule);
    CHECK(css.find(rule) != std::string::npos);
  }
  // «Message urgent» has a tone that is none of theirs.
  CHECK(thematique_entries().size() < kUrgentTone);
  CHECK(css.find("[data-tone='" + std::to_string(kUrgentTone) + "'] { background: var(--danger)") !=
        std::string::npos);
}

TEST_CASE("check 26: what the page paints under forced colours has the same roles") {
  const std::string css = sheet("style.css");
  const auto begin = css.find("@media (forced-colors: active)");
  REQUIRE(begin != std::string::npos);
  const std::string forced = css.substr(begin, css.find("\n}", begin) - begin);
  for (const char* const role :
       {"--background: Canvas;", "--surface: Canvas;", "--raised: Canvas;", "--text: CanvasText;",
        "--border: CanvasText;", "--muted: CanvasText;", "--accent: LinkText;", "--on-accent: Canvas;",
        "--danger: CanvasText;", "--warning: CanvasText;", "--success: CanvasText;", "--focus: Highlight;"}) {
    CAPTURE(role);
    CHECK(forced.find(role) != std::string::npos);
  }
}

TEST_CASE("style.css has the same colours") {
  const std::string css = sheet("style.css");
  struct Token {
    const char* name;
    Colour Theme::*role;
  };
  constexpr Token kTokens[] = {
      {"background", &Theme::background}, {"surface", &Theme::surface},     {"raised", &Theme::raised},
      {"border", &Theme::border},         {"text", &Theme::text},           {"muted", &Theme::muted},
      {"accent", &Theme::accent},         {"on-accent", &Theme::on_accent}, {"danger", &Theme::danger},
      {"warning", &Theme::warning},       {"success", &Theme::success},     {"focus", &Theme::focus}};
  const auto pair_of = [&](const Token& token, bool contrast) {
    const ThemeChoice choice = contrast ? ThemeChoice::kContrast : ThemeChoice::kSystem;
    return "--" + std::string(token.name) + ": light-dark(" +
           hex(theme_for({false, false}, choice).*token.role) + ", " +
           hex(theme_for({true, false}, choice).*token.role) + ")";
  };
  for (const Token& token : kTokens) {
    CAPTURE(pair_of(token, false));
    CHECK(css.find(pair_of(token, false)) != std::string::npos);
  }
  // Bars before the module as in skeleton_colours.
  CHECK(css.find("--bar: var(--raised)") != std::string::npos);
  CHECK(css.find("border: 1px solid var(--bar)") != std::string::npos);
  const std::size_t edged = css.find("--bar: var(--border)");
  REQUIRE(edged != std::string::npos);
  CHECK(css.find("--bar: var(--border)", edged + 1) != std::string::npos);
  for (const std::size_t i : {0U, 4U, 6U, 7U, 8U, 9U, 10U}) {
    const std::string wanted = pair_of(kTokens[i], true);
    CAPTURE(wanted);
    const std::size_t first = css.find(wanted);
    REQUIRE(first != std::string::npos);
    // By choice, and again by the system's wish.
    CHECK(css.find(wanted, first + 1) != std::string::npos);
  }
}

}  // namespace
}  // namespace spico::ui
