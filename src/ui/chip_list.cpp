#include "ui/chip_list.hpp"

#include <algorithm>

#include "core/text/fill.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

// The next one that can be given up, else the one before, else what stands behind the list.
NodeId next_focus(const Ui& ui, NodeId list, const std::vector<Chip>& chips, std::size_t removed,
                  NodeId after_last) {
  const auto button_of = [&](std::size_t i) {
    return Ui::id_within(ui.id_in(list, "chip", chips[i].number), "remove");
  };
  for (std::size_t i = removed + 1; i < chips.size(); ++i) {
    if (chips[i].removable) return button_of(i);
  }
  for (std::size_t i = removed; i > 0; --i) {
    if (chips[i - 1].removable) return button_of(i - 1);
  }
  return after_last;
}

}  // namespace

std::optional<std::size_t> chip_list(Ui& ui, std::string_view key, std::string_view label,
                                     const std::vector<Chip>& chips, NodeId after_last) {
  if (chips.empty()) return std::nullopt;
  Node node;
  node.id = ui.id(key);
  node.role = Role::kList;
  node.look = Look::kRowOfItems;
  node.name = label;
  const Scope scope(ui, std::move(node));
  const Theme& theme = ui.theme();
  const float height = ui.scaled(ui.model().settings.kiosk ? measure::kControl : 32);
  const float gap = ui.scaled(6), pad = ui.scaled(12);
  const TextStyle style{measure::kSmall, Weight::kRegular, theme.text};
  std::optional<std::size_t> removed;
  Rect line = ui.take(height);
  float x = line.x;
  for (std::size_t i = 0; i < chips.size(); ++i) {
    const Chip& chip = chips[i];
    const float cross = chip.removable ? height : pad;
    const float width = std::min(line.width, ui.measure_text(chip.name, style).x + pad + cross + 2);
    if (x > line.x && x + width > right(line) + 0.5F) {
      ui.gap(6);
      line = ui.take(height);
      x = line.x;
    }
    const Rect box{x, line.y, width, height};
    x += width + gap;
    ui.fill(box, theme.raised, height / 2);
    ui.outline(box, edge_colour(theme, 0.6F), height / 2);
    Node item;
    item.id = ui.id("chip", chip.number);
    item.role = Role::kListItem;
    item.look = Look::kChip;
    item.rect = box;
    const Scope chip_scope(ui, std::move(item));
    label_in(ui, "name", {box.x + pad, box.y, width - pad - cross, height}, chip.name, style);
    if (!chip.removable) continue;
    const std::string remove = fill(ui.text(Text::kCommonRemoveChoice), {{"name", chip.name}});
    const ButtonSpec button_spec{.key = "remove",
                                 .label = remove,
                                 .look = Look::kQuiet,
                                 .pictogram = Pictogram::kCross,
                                 .only_pictogram = true,
                                 .colour = theme.muted};
    if (!button(ui, button_spec, inset({right(box) - height, box.y, height, height}, 2, 2))) continue;
    removed = i;
    if (const NodeId next = next_focus(ui, scope.id(), chips, i, after_last); next != 0) ui.focus(next);
  }
  return removed;
}

}  // namespace spico::ui
