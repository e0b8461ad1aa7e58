#include "ui/theme.hpp"

namespace spico::ui {

const Theme& light_theme() {
  static const Theme theme{rgb(0xF6F7F9),
                           rgb(0xFFFFFF),
                           rgb(0xEEF1F5),
                           rgb(0x767F8E),
                           rgb(0x1B2330),
                           rgb(0x525D6E),
                           rgb(0x0B5C7A),
                           rgb(0xFFFFFF),
                           rgb(0xB3261E),
                           rgb(0x8A5300),
                           rgb(0x1B6E3C),
                           rgb(0xD4500C),
                           IM_COL32(0x11, 0x16, 0x1D, 0x99)};
  return theme;
}

const Theme& dark_theme() {
  static const Theme theme{rgb(0x11161D),
                           rgb(0x1A212B),
                           rgb(0x242D39),
                           rgb(0x8591A3),
                           rgb(0xEDF1F6),
                           rgb(0xAEB8C6),
                           rgb(0x6CC3E6),
                           rgb(0x0A1A22),
                           rgb(0xFF9A93),
                           rgb(0xF2B45C),
                           rgb(0x7BD49A),
                           rgb(0xFFB184),
                           IM_COL32(0x00, 0x00, 0x00, 0xB0)};
  return theme;
}

ChipColours chip_colours(std::uint32_t background_rgb, std::uint32_t text_rgb, const Theme& theme) {
  if (&theme == &dark_theme()) return {theme.raised, rgb(background_rgb), rgb(background_rgb)};
  return {rgb(background_rgb), rgb(text_rgb), rgb(background_rgb)};
}

Colour with_opacity(Colour colour, float opacity) {
  return (colour & ~IM_COL32_A_MASK) | static_cast<Colour>(opacity * 255.0F) << IM_COL32_A_SHIFT;
}

}  // namespace spico::ui
