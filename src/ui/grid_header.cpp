#include "ui/grid_header.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/patients/column_layout.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

constexpr float kEdge = 24;  // of the pointer's target (WCAG 2.5.8)

// The first columns as wide as `fixed` says, then those with a width of their own; the others share the rest.
std::vector<float> shared_widths(const Ui& ui, const GridSpec& spec, float room, std::vector<float> fixed) {
  std::vector<float> widths = std::move(fixed);
  const std::size_t from = widths.size();
  float taken = 0, weights = 0;
  for (std::size_t i = 0; i < spec.columns.size(); ++i) {
    const GridColumn& column = spec.columns[i];
    if (i >= from) widths.push_back(ui.scaled(column.width > 0 ? column.width : column.min_width));
    taken += widths[i];
    if (i >= from && column.width <= 0) weights += column.weight;
  }
  const float rest = std::max(0.0F, room - taken);
  for (std::size_t i = from; i < widths.size(); ++i) {
    const bool shares = spec.columns[i].width <= 0 && weights > 0;
    widths[i] = std::floor(widths[i] + (shares ? rest * spec.columns[i].weight / weights : 0));
  }
  return widths;
}

}  // namespace

GridHeader::GridHeader(Ui& ui, const GridSpec& spec, float room, NodeId grid, NodeId body)
    : ui_(ui), spec_(spec), grid_(grid), body_(body), settled_(shared_widths(ui, spec, room, {})) {
  widths_ = settled_;
  if (!spec.header) return;
  for (std::size_t i = 0; i < settled_.size(); ++i) {
    const auto drag = ui.drag(edge_id(i));
    if (!drag) continue;
    // What stands before the edge keeps its width, what stands behind shares what is left.
    std::vector<float> fixed(settled_.begin(), settled_.begin() + static_cast<std::ptrdiff_t>(i));
    fixed.push_back(dragged_width(i, drag->dx));
    widths_ = shared_widths(ui, spec, room, std::move(fixed));
  }
}

std::vector<float> GridHeader::settled_widths() const {
  std::vector<float> widths;
  for (const float width : settled_) widths.push_back(width / ui_.scaled(1));
  return widths;
}

float GridHeader::dragged_width(std::size_t index, float dx) const {
  return std::round(
      std::clamp(settled_[index] + dx, ui_.scaled(kNarrowestColumn), ui_.scaled(kWidestColumn)));
}

NodeId GridHeader::edge_id(std::size_t index) const {
  return ui_.id_in(grid_, "edge", spec_.columns[index].number);
}

void GridHeader::draw(const Rect& box, const std::function<float(int)>& fitting, GridResult& result) {
  box_ = box;
  ui_.fill(box, ui_.theme().raised, measure::kRadius);
  Node row;
  row.id = ui_.id("header", 0);
  row.role = Role::kRow;
  row.row_index = 1;
  row.rect = box;
  const Scope scope(ui_, std::move(row));
  ui_.push_clip(box);
  float x = box.x - std::round(ui_.scroll_offset(body_).x);
  for (std::size_t i = 0; i < spec_.columns.size(); ++i) {
    cell(static_cast<int>(i), {x, box.y, widths_[i], box.height}, fitting, result);
    x += widths_[i];
  }
  ui_.pop_clip();
  ui_.line(box.x, bottom(box), right(box), bottom(box), edge_colour(ui_.theme(), 0.6F));
}

void GridHeader::cell(int index, const Rect& box, const std::function<float(int)>& fitting,
                      GridResult& result) {
  const GridColumn& column = this->column(index);
  const bool has_menu = index == spec_.open_menu && spec_.menu;
  Node node;
  node.id = ui_.id(column.key, 0);
  const NodeId id = node.id;
  node.role = Role::kColumnHeader;
  node.column_index = index + 1;
  node.rect = box;
  node.keys = mirror::kKeyMenu | mirror::kKeyArrowsVertical;
  if (column.mark != SortMark::kNone && column.rank <= 1)
    node.state = column.mark == SortMark::kAscending ? mirror::kSortAscending : mirror::kSortDescending;
  if (!column.sortable) {
    node.name = column.label;
    node.look = Look::kDraggable;
    ui_.answers_focus(column.focus_key, id);
  } else if (has_menu || column.rank > 0) {
    // What else stands in it is not its name.
    node.labelled_by = Ui::id_within(id, "sort", 0);
  }
  for (const mirror::KeyPressed& pressed : ui_.keys_pressed(id)) {
    const bool alt_down = pressed.key == mirror::Key::kDown && (pressed.modifiers & mirror::kAlt) != 0;
    if (pressed.key == mirror::Key::kMenu || alt_down)
      result.menu_wanted = index;
    else if (pressed.key == mirror::Key::kDown)
      left_downwards_ = index;
  }
  const Scope scope(ui_, std::move(node));
  // The edge lies over the header's end, so a press there is the edge's.
  const Rect edge_box = edge_target(index, box);
  ui_.let_drag(edge_id(static_cast<std::size_t>(index)), edge_box);
  if (column.sortable) {
    sort_button(index, box, result);
  } else {
    (void)ui_.interact(id, box);
    ui_.let_drag(id, box);
    label(column, box);
    if (const auto drag = ui_.drag(id)) {
      if (drag->moved) show_drop(index, box, *drag);
      if (drag->moved && drag->ended) result.moved = {index, position_at(index, drag->x)};
    }
  }
  edge(index, box, edge_box, fitting, result);
  if (has_menu && spec_.menu(index, box, settled_widths())) result.resized = {index, fitting(index)};
}

void GridHeader::label(const GridColumn& column, const Rect& box) {
  const bool sorted = column.mark != SortMark::kNone;
  const float icon = sorted ? ui_.scaled(14) : 0;
  const TextStyle style{measure::kSmall, Weight::kBold, ui_.theme().text};
  // A long header takes two lines rather than lose its end.
  const float room = box.width - ui_.scaled(12) - icon;
  const ImVec2 extent = ui_.measure_text(column.label, style, room);
  if (extent.y > box.height || extent.x > room + 1) {
    ui_.draw_text_in({box.x + ui_.scaled(8), box.y, room, box.height}, column.label, style);
  } else {
    ui_.draw_text({box.x + ui_.scaled(8), std::round(box.y + (box.height - extent.y) / 2)}, column.label,
                  style, room);
  }
  if (!sorted) return;
  // The rank stands under the arrow: beside it the label would lose its room.
  const float x = box.x + ui_.scaled(10) + std::min(extent.x, room);
  const float lift = column.rank > 0 ? ui_.scaled(8) : 0;
  draw_pictogram(ui_, column.mark == SortMark::kAscending ? Pictogram::kSortUp : Pictogram::kSortDown,
                 {x, std::round(box.y + (box.height - icon) / 2 - lift), icon, icon}, ui_.theme().accent);
  if (column.rank > 0) {
    label_in(ui_, "rank", {x, std::round(box.y + box.height / 2 - ui_.scaled(2)), icon, ui_.scaled(18)},
             std::to_string(column.rank), {12, Weight::kBold, ui_.theme().accent}, 0.5F);
  }
}

void GridHeader::sort_button(int index, const Rect& box, GridResult& result) {
  const GridColumn& column = this->column(index);
  const NodeId id = ui_.id("sort", 0);
  const Interaction state = ui_.interact(id, box);
  ui_.let_drag(id, box);
  const auto drag = ui_.drag(id);
  if (state.hovered && !drag) ui_.fill(box, with_opacity(ui_.theme().accent, 0.08F));
  if (state.ring) ui_.focus_ring(inset(box, 6, 6), measure::kRadius);
  // The grid itself never has the focus: its place in the memory is free for the header that has it.
  std::uint64_t& last = ui_.roving(grid_).key;
  if (state.focused && last != id) newly_focused_ = index;
  if (state.focused || last == id) last = state.focused ? id : 0;
  Node button;
  button.id = id;
  button.role = Role::kButton;
  button.look = Look::kDraggable;
  button.name = column.label;
  button.description = column.description;
  button.state = mirror::kFocusable;
  if (column.mark != SortMark::kNone)
    button.state |= column.mark == SortMark::kAscending ? mirror::kSortAscending : mirror::kSortDescending;
  button.rect = box;
  ui_.record(std::move(button));
  ui_.answers_focus(column.focus_key, id);
  label(column, box);
  const std::uint8_t modifiers = ui_.press_modifiers(id);
  if (state.clicked && (modifiers & mirror::kDragged) == 0)
    result.sort_pressed = {index, (modifiers & mirror::kShift) != 0};
  if (!drag || !drag->moved) return;
  show_drop(index, box, *drag);
  if (drag->ended) result.moved = {index, position_at(index, drag->x)};
}

Rect GridHeader::edge_target(int index, const Rect& box) const {
  const bool last = index + 1 == static_cast<int>(spec_.columns.size());
  const float width = ui_.scaled(kEdge);
  return {right(box) - (last ? width : width / 2), box.y, width, box.height};
}

void GridHeader::edge(int index, const Rect& box, const Rect& target,
                      const std::function<float(int)>& fitting, GridResult& result) {
  const NodeId id = edge_id(static_cast<std::size_t>(index));
  const Interaction state = ui_.interact(id, target);
  const auto drag = ui_.drag(id);
  const bool lit = state.hovered || drag;
  const float x = right(box) - 1;
  ui_.fill(
      {x, box.y + (lit ? 0 : ui_.scaled(14)), lit ? 2.0F : 1.0F, box.height - (lit ? 0 : ui_.scaled(28))},
      lit ? ui_.theme().accent : edge_colour(ui_.theme(), 0.6F));
  Node node;
  node.id = id;
  node.look = Look::kHandle;
  node.rect = target;
  ui_.record(std::move(node));
  if (drag && drag->ended && std::abs(drag->dx) >= 1)
    result.resized = {index, dragged_width(static_cast<std::size_t>(index), drag->dx) / ui_.scaled(1)};
  const std::uint8_t modifiers = ui_.press_modifiers(id);
  if ((modifiers & mirror::kDouble) != 0 && (modifiers & mirror::kDragged) == 0)
    result.resized = {index, fitting(index)};
}

// Where a moved header would come to stand: behind the others whose middle lies before the pointer.
std::size_t GridHeader::position_at(int moved, float x) const {
  float left = box_.x - std::round(ui_.scroll_offset(body_).x);
  std::size_t position = 0;
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    if (static_cast<int>(i) != moved && left + widths_[i] / 2 < x) ++position;
    left += widths_[i];
  }
  return position;
}

void GridHeader::show_drop(int index, const Rect& box, const Ui::Drag& drag) {
  ui_.fill(box, with_opacity(ui_.theme().accent, 0.16F));
  // The line stands where the header would come to lie.
  const auto position = static_cast<int>(position_at(index, drag.x));
  const int before = position + (position > index ? 1 : 0);
  float x = box_.x - std::round(ui_.scroll_offset(body_).x);
  for (int i = 0; i < before; ++i) x += widths_[static_cast<std::size_t>(i)];
  if (position == index) return;
  ui_.pop_clip();
  ui_.push_clip({box_.x, box_.y, box_.width, box_.height});
  ui_.fill({std::clamp(x - 1.5F, box_.x, right(box_) - 3), box_.y, 3, box_.height}, ui_.theme().accent);
}

}  // namespace spico::ui
