#include "ui/portal_tile.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/widgets.hpp"

namespace spico::ui {

TileResult portal_tile(Ui& ui, const Tile& tile, const std::optional<Badge>& count, bool greyed,
                       const Rect& box) {
  const Theme& theme = ui.theme();
  Node item;
  item.id = ui.id(tile.id);
  item.role = Role::kListItem;
  item.look = Look::kTile;
  item.rect = box;
  const Scope scope(ui, std::move(item));

  std::string description = tile.description;
  if (count) description += " " + count->label;
  if (tile.external) description += " (" + std::string(ui.text(Text::kPortalExternal)) + ")";
  if (greyed) description += " " + std::string(ui.text(Text::kPortalStrongRequired));
  const NodeId link = ui.id("link");
  const Interaction state = ui.interact(link, box);
  ui.fill(box, greyed ? theme.raised : theme.surface, measure::kCardRadius);
  ui.outline(box, state.hovered && !greyed ? theme.accent : edge_colour(theme, 0.5F), measure::kCardRadius,
             state.hovered && !greyed ? 2.0F : 1.0F);
  const float pad = ui.scaled(16);
  const float icon = ui.scaled(28);
  const Colour ink = greyed ? theme.disabled : theme.accent;
  draw_pictogram(ui, greyed ? Pictogram::kLock : pictogram_of_tile(tile.icon),
                 {box.x + pad, box.y + pad, icon, icon}, ink);
  const float star = ui.scaled(measure::kControl);
  Node node;
  node.id = link;
  node.role = Role::kLink;
  node.look = Look::kTile;
  node.name = tile.name;
  node.description = description;
  node.href = tile.target;
  node.state =
      mirror::kFocusable | (greyed ? mirror::kDisabled : 0U) | (tile.external ? mirror::kNewTab : 0U);
  node.rect = box;
  ui.record(std::move(node));
  const TextStyle name_style{measure::kBody, Weight::kBold, greyed ? theme.disabled : theme.text};
  const float name_width = box.width - pad - icon - ui.scaled(12) - star;
  const ImVec2 name_extent = ui.measure_text(tile.name, name_style, name_width);
  const float head = std::max(icon, name_extent.y);
  ui.draw_text({box.x + pad + icon + ui.scaled(12), box.y + pad + std::round((head - name_extent.y) / 2)},
               tile.name, name_style, name_width);
  ui.push_column({box.x + pad, box.y + pad + head + ui.scaled(8), box.width - pad * 2, 0});
  // What the picture says is in the link's description already; sighted readers and find-in-page get the text
  // itself.
  paragraph(ui, "description",
            greyed ? ui.text(Text::kPortalStrongRequired) : std::string_view(tile.description),
            {measure::kSmall, Weight::kRegular, theme.muted}, Role::kText, Look::kMuted);
  (void)ui.pop_column();
  if (count) badge(ui, "badge", std::to_string(count->count), box.x + pad, bottom(box) - ui.scaled(20));
  if (state.ring) ui.focus_ring(box, measure::kCardRadius);

  const ButtonSpec favourite{
      .key = "star",
      .label = ui.text(tile.favourite ? Text::kPortalRemoveFavourite : Text::kPortalAddFavourite),
      .look = Look::kQuiet,
      .pictogram = tile.favourite ? Pictogram::kStarFilled : Pictogram::kStar,
      .only_pictogram = true,
      .description = tile.name,
      .colour = tile.favourite ? theme.warning : theme.muted,
      .tooltip = ui.text(tile.favourite ? Text::kPortalRemoveFavourite : Text::kPortalAddFavourite)};
  const bool star_pressed = button(ui, favourite, {right(box) - star - 2, box.y + 2, star, star});
  return {state.clicked, star_pressed};
}

}  // namespace spico::ui
