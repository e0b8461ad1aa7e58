// Our own pictograms, drawn with lines and shapes: no icon font, so nothing leaks into names. For ui/ only.
#pragma once

#include <cstdint>

#include "ui/ui.hpp"

namespace spico::ui {

enum class Pictogram : std::uint8_t {
  kNone,
  kStar,
  kStarFilled,
  kEye,
  kEyeCrossed,
  kCheck,
  kChevronDown,
  kChevronUp,
  kChevronLeft,
  kChevronRight,
  kBell,
  kPerson,
  kFolder,
  kHome,
  kSearch,
  kCross,
  kLock,
  kExternal,
  kWarning,
  kInformation,
  kFullScreen,
  kSortUp,
  kSortDown,
  kSort,
  kColumns,
  kCalendar,
  kPlus,
  kMinus,
  kDots,
  kBubble,
  kSpico
};

/// Centred in the box, drawn in the square that fits.
void draw_pictogram(const Ui& ui, Pictogram pictogram, const Rect& box, Colour colour);

/// "dossier", "discussion", … of the portal's catalogue; kExternal for an unknown one.
[[nodiscard]] Pictogram pictogram_of_tile(std::string_view icon);

}  // namespace spico::ui
