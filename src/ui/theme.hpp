// Colours and measures by role (the tokens of the design), in light and dark, each also in high contrast. For
// ui/ only; shell/style.css has the same colours for the HTML version (a test compares them).
#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>

#include "core/patients/reference.hpp"
#include "core/theme_choice.hpp"

namespace spico::ui {

using Colour = ImU32;

struct Theme {
  Colour background, surface, raised, border, text, muted, accent, on_accent, danger, warning, success, focus;
  Colour disabled;  ///< of what cannot be pressed now
  Colour mark;      ///< behind what a search has found
  Colour veil;      ///< over what a dialog makes inert
  float ring;       ///< thickness of the focus ring, CSS pixels
  bool dark, contrast;
};

/// The system's own colours while it forces them on pages (Windows' high contrast): the page tells them by
/// these places. 0: not known.
enum SystemColour : std::uint8_t {
  kCanvas,
  kCanvasText,
  kLinkText,
  kHighlight,
  kGrayText,
  kSystemColourCount
};
using SystemColours = std::array<Colour, kSystemColourCount>;

/// What the system asks for: prefers-color-scheme, and prefers-contrast or forced colours.
struct SystemPreferences {
  bool dark = false, contrast = false;
  SystemColours forced{};
};

/// Once all forced colours are known there are no others.
[[nodiscard]] Theme theme_for(SystemPreferences system, ThemeChoice choice);

struct ChipColours {
  Colour background, text, border;
  std::uint8_t tone = 0;  ///< its place in the list of thématiques, from 1, or one below; 0: none of them
};
/// Colours of assets/referentiels.json are given for the light theme; the dark one turns them round, high
/// contrast leaves them out. The HTML version knows them by `tone`.
[[nodiscard]] ChipColours chip_colours(ThematiqueId thematique, const Theme& theme);
/// Of «Message urgent».
inline constexpr std::uint8_t kUrgentTone = 9;
/// Of «TEST».
inline constexpr std::uint8_t kTestTone = 10;
[[nodiscard]] ChipColours urgent_chip_colours(const Theme& theme);

struct BarColours {
  Colour fill, outline;
};
/// Of the bars that stand where content will be: quiet, but where surfaces have one colour they have an edge.
[[nodiscard]] BarColours skeleton_colours(const Theme& theme);

/// 0xRRGGBB, opaque.
[[nodiscard]] constexpr Colour rgb(std::uint32_t hex) {
  return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255);
}
/// The same colour with another opacity, 0…1.
[[nodiscard]] Colour with_opacity(Colour colour, float opacity);
/// Of cards, tiles and lines between: quiet, but in high contrast as strong as any border.
[[nodiscard]] Colour edge_colour(const Theme& theme, float opacity);

/// CSS pixels at the reader's default text size; Ui::scaled() applies the size they chose.
namespace measure {
inline constexpr float kBody = 16, kSmall = 14, kSection = 20, kTitle = 26;
inline constexpr float kLineHeight = 1.4F;
inline constexpr float kControl = 44, kCompactControl = 36, kGridRow = 36, kTouchRow = 64;
inline constexpr float kRadius = 6, kCardRadius = 10;
inline constexpr float kHeader = 56, kRail = 88, kBottomBar = 60;
}  // namespace measure

}  // namespace spico::ui
