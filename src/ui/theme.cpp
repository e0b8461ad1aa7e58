#include "ui/theme.hpp"

#include <algorithm>

namespace spico::ui {

namespace {

constexpr Theme kLight{.background = rgb(0xF6F7F9),
                       .surface = rgb(0xFFFFFF),
                       .raised = rgb(0xEEF1F5),
                       .border = rgb(0x767F8E),
                       .text = rgb(0x1B2330),
                       .muted = rgb(0x525D6E),
                       .accent = rgb(0x0B5C7A),
                       .on_accent = rgb(0xFFFFFF),
                       .danger = rgb(0xB3261E),
                       .warning = rgb(0x8A5300),
                       .success = rgb(0x1B6E3C),
                       .focus = rgb(0xD4500C),
                       .disabled = rgb(0x525D6E),
                       .mark = rgb(0xFFE9A3),
                       .veil = IM_COL32(0x11, 0x16, 0x1D, 0x99),
                       .ring = 2,
                       .dark = false,
                       .contrast = false};

constexpr Theme kDark{.background = rgb(0x11161D),
                      .surface = rgb(0x1A212B),
                      .raised = rgb(0x242D39),
                      .border = rgb(0x8591A3),
                      .text = rgb(0xEDF1F6),
                      .muted = rgb(0xAEB8C6),
                      .accent = rgb(0x6CC3E6),
                      .on_accent = rgb(0x0A1A22),
                      .danger = rgb(0xFF9A93),
                      .warning = rgb(0xF2B45C),
                      .success = rgb(0x7BD49A),
                      .focus = rgb(0xFFB184),
                      .disabled = rgb(0xAEB8C6),
                      .mark = rgb(0x4A3D10),
                      .veil = IM_COL32(0x00, 0x00, 0x00, 0xB0),
                      .ring = 2,
                      .dark = true,
                      .contrast = false};

// Two colours and one accent; what warns keeps its own, and its words. Text has 7:1 at least (WCAG 1.4.6).
constexpr Theme high_contrast(Theme theme, Colour paper, Colour ink, Colour accent, Colour on_accent) {
  theme.background = theme.surface = theme.raised = paper;
  theme.border = theme.text = theme.muted = theme.disabled = ink;
  theme.accent = accent;
  theme.on_accent = on_accent;
  theme.ring = 3;
  theme.contrast = true;
  return theme;
}

constexpr Theme with_darker_tones(Theme theme) {
  theme.danger = rgb(0x9C1C15);
  theme.warning = rgb(0x754600);
  theme.success = rgb(0x155C31);
  return theme;
}

constexpr Theme kLightContrast =
    with_darker_tones(high_contrast(kLight, rgb(0xFFFFFF), rgb(0x000000), rgb(0x00456B), rgb(0xFFFFFF)));
constexpr Theme kDarkContrast =
    high_contrast(kDark, rgb(0x000000), rgb(0xFFFFFF), rgb(0x9BDCFF), rgb(0x000000));

// Links are sure to be read on the canvas, so what is filled with their colour bears the canvas's.
Theme forced_theme(const Theme& theme, const SystemColours& system) {
  Theme forced =
      high_contrast(theme, system[kCanvas], system[kCanvasText], system[kLinkText], system[kCanvas]);
  forced.danger = forced.warning = forced.success = forced.text;
  forced.focus = system[kHighlight];
  forced.disabled = system[kGrayText];
  forced.mark = with_opacity(system[kHighlight], 0.3F);
  return forced;
}

}  // namespace

Theme theme_for(SystemPreferences system, ThemeChoice choice) {
  const bool chosen = choice == ThemeChoice::kLight || choice == ThemeChoice::kDark;
  const bool dark = chosen ? choice == ThemeChoice::kDark : system.dark;
  const bool contrast = system.contrast || choice == ThemeChoice::kContrast;
  const Theme& theme = contrast ? (dark ? kDarkContrast : kLightContrast) : dark ? kDark : kLight;
  const bool forced = std::find(system.forced.begin(), system.forced.end(), 0U) == system.forced.end();
  return forced ? forced_theme(theme, system.forced) : theme;
}

ChipColours chip_colours(ThematiqueId thematique, const Theme& theme) {
  const ThematiqueEntry& given = entry(thematique);
  const auto tone = static_cast<std::uint8_t>(static_cast<unsigned>(thematique) + 1);
  const Colour light = rgb(given.background_rgb);
  if (theme.contrast) return {theme.surface, theme.text, theme.border, tone};
  if (theme.dark) return {theme.raised, light, light, tone};
  return {light, rgb(given.text_rgb), light, tone};
}

ChipColours urgent_chip_colours(const Theme& theme) {
  return {theme.danger, theme.surface, theme.danger, kUrgentTone};
}

BarColours skeleton_colours(const Theme& theme) {
  return {theme.raised, theme.contrast ? theme.border : theme.raised};
}

Colour edge_colour(const Theme& theme, float opacity) {
  return theme.contrast ? theme.border : with_opacity(theme.border, opacity);
}

Colour with_opacity(Colour colour, float opacity) {
  return (colour & ~IM_COL32_A_MASK) | static_cast<Colour>(opacity * 255.0F) << IM_COL32_A_SHIFT;
}

}  // namespace spico::ui
