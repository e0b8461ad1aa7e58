// One tile of the portal: a list item that holds its link and its star; text and badge describe the link. For
// portal_view.
#pragma once

#include <optional>

#include "core/portal/portal.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

inline constexpr float kTileHeight = 148;  // before Ui::scaled

struct TileResult {
  bool pressed = false, star_pressed = false;
};
/// `greyed`: it cannot be opened as one is signed in; a press explains why.
[[nodiscard]] TileResult portal_tile(Ui& ui, const Tile& tile, const std::optional<Badge>& count, bool greyed,
                                     const Rect& box);

}  // namespace spico::ui
