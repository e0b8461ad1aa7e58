#include "ui/column_controls.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "core/text/fill.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

const Patients& patients_of(const Ui& ui) { return ui.model().patients; }

std::string named(const Ui& ui, Text sentence, PatientColumn column) {
  return fill(ui.text(sentence), {{"column", ui.text(column_label(column))}});
}

bool is_sortable(PatientColumn column) { return column != PatientColumn::kActions; }

struct Entry {
  Text label;
  std::optional<PatientsEvent> event;  ///< none: «Ajuster au contenu», which the grid does
  bool possible = true;
  bool stays = false;         ///< the menu stays open: it is often wanted twice
  bool begins_group = false;  ///< a line above it
};

std::vector<Entry> entries_of(const Ui& ui, PatientColumn column, const std::vector<float>& widths) {
  const ColumnLayout& layout = patients_of(ui).layout;
  const PatientOrder& order = patients_of(ui).coded.sort;
  const std::size_t position = layout.position(column).value_or(0);
  const std::size_t last = layout.visible().size() - 1;
  const auto step = [&](float by) {
    return PatientsEvent{with_width(ui, widths, position, widths[position] + by)};
  };
  std::vector<Entry> entries;
  if (is_sortable(column)) {
    entries.push_back({Text::kColumnsAscending, SortChosen{{column, Direction::kAscending}}});
    entries.push_back({Text::kColumnsDescending, SortChosen{{column, Direction::kDescending}}});
    const bool sorts = order.rank(column).has_value();
    entries.push_back({sorts ? Text::kColumnsLeaveSort : Text::kColumnsAddToSort,
                       SortPressed{column, sorts ? SortWay::kRemoved : SortWay::kAdded},
                       !sorts || order.size() > 1});
  }
  constexpr auto kStep = static_cast<float>(kColumnStep);
  entries.push_back(
      {Text::kColumnsWider, step(kStep), widths[position] < kWidestColumn, true, is_sortable(column)});
  entries.push_back({Text::kColumnsNarrower, step(-kStep), widths[position] > kNarrowestColumn, true});
  entries.push_back({Text::kColumnsFit, std::nullopt, true, true});
  entries.push_back({Text::kColumnsMoveLeft, ColumnMoved{column, position == 0 ? 0 : position - 1},
                     position > 0, true, true});
  entries.push_back({Text::kColumnsMoveRight, ColumnMoved{column, position + 1}, position < last, true});
  entries.push_back(
      {Text::kColumnsHide, ColumnToggled{column}, column != PatientColumn::kIdentity, true, true});
  return entries;
}

// Up, Down, Home, End and Escape; true when the menu shall close.
bool move_in_menu(Ui& ui, NodeId item, std::size_t at, std::size_t count) {
  for (const mirror::KeyPressed& pressed : ui.keys_pressed(item)) {
    std::size_t target = at;
    if (pressed.key == mirror::Key::kDown) target = (at + 1) % count;
    if (pressed.key == mirror::Key::kUp) target = (at + count - 1) % count;
    if (pressed.key == mirror::Key::kHome) target = 0;
    if (pressed.key == mirror::Key::kEnd) target = count - 1;
    if (pressed.key == mirror::Key::kEscape) return true;
    if (target != at) ui.focus(ui.id("item" + std::to_string(target)));
  }
  return false;
}

}  // namespace

ColumnsResized with_width(const Ui& ui, const std::vector<float>& widths, std::size_t position, float width) {
  const auto columns = patients_of(ui).layout.visible();
  ColumnsResized resized;
  for (std::size_t i = 0; i <= position && i < columns.size() && i < widths.size(); ++i) {
    const float wanted = i == position ? width : widths[i];
    resized.widths.push_back({columns[i], static_cast<int>(std::lround(wanted))});
  }
  return resized;
}

bool column_menu(Ui& ui, PatientColumn column, const Rect& header, const Rect& bounds,
                 const std::vector<float>& widths) {
  const auto entries = entries_of(ui, column, widths);
  const float row = ui.scaled(ui.model().settings.kiosk ? measure::kControl : measure::kCompactControl);
  const float gap = ui.scaled(9);
  float height = ui.scaled(8) + row * static_cast<float>(entries.size());
  for (const Entry& entry : entries) height += entry.begins_group ? gap : 0;
  const float width = std::min(bounds.width, ui.scaled(250));
  Rect box{std::clamp(header.x, bounds.x, std::max(bounds.x, right(bounds) - width)), bottom(header) + 2,
           width, height};
  if (bottom(box) > ui.height() - 4) box.y = std::max(4.0F, ui.height() - 4 - height);
  bool fits = false;
  ui.begin_layer("column_menu", box);
  ui.fill(box, ui.theme().surface, measure::kCardRadius);
  ui.outline(box, ui.theme().border, measure::kCardRadius);
  Node menu;
  menu.id = ui.id("menu");
  menu.role = Role::kMenu;
  menu.look = Look::kCard;
  const std::string name = named(ui, Text::kColumnsMenu, column);
  menu.name = name;
  menu.rect = box;
  // It closes when the focus goes on, once it has been in it.
  std::uint64_t& was_inside = ui.roving(menu.id).key;
  if (ui.is_focus_wanted("column_menu")) was_inside = 0;
  bool has_focus = false, escaped = false;
  {
    const Scope scope(ui, std::move(menu));
    ui.push_column(inset(box, ui.scaled(4), ui.scaled(4)));
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const Entry& entry = entries[i];
      if (entry.begins_group) {
        const Rect line = ui.take(gap);
        ui.line(line.x + 4, line.y + gap / 2, right(line) - 4, line.y + gap / 2,
                with_opacity(ui.theme().border, 0.5F));
      }
      const std::string key = "item" + std::to_string(i);
      const ButtonSpec item{.key = key,
                            .label = ui.text(entry.label),
                            .look = Look::kMuted,
                            .state = entry.possible ? 0U : std::uint32_t{mirror::kDisabled},
                            .role = Role::kMenuItem,
                            .focus_key = i == 0 ? "column_menu" : "",
                            .keys = mirror::kKeyArrowsVertical | mirror::kKeyHomeEnd | mirror::kKeyEscape};
      const NodeId id = ui.id(key);
      has_focus = has_focus || ui.focused() == id;
      if (button(ui, item, ui.take(row))) {
        if (entry.event)
          ui.emit<PatientsEvent>(*entry.event);
        else
          fits = true;
        if (!entry.stays) ui.emit<PatientsEvent>(ColumnMenuClosed{});
      }
      escaped = move_in_menu(ui, id, i, entries.size()) || escaped;
    }
    (void)ui.pop_column();
  }
  ui.end_layer();
  const bool left = was_inside != 0 && !has_focus && ui.focused() != 0;
  was_inside = has_focus || (was_inside != 0 && ui.focused() == 0) ? 1 : 0;
  if (escaped)
    ui.emit<PatientsEvent>(ColumnMenuClosed{});
  else if (left || (!ui.html_face() && ui.pointer_went_down_outside(box)))
    ui.emit<PatientsEvent>(ColumnMenuLeft{});
  return fits;
}

void columns_button(Ui& ui, const Rect& line) {
  const ButtonSpec spec{.key = "columns",
                        .label = ui.text(Text::kColumnsTitle),
                        .pictogram = Pictogram::kColumns,
                        .focus_key = "columns"};
  const float width = button_width(ui, spec), height = ui.scaled(measure::kCompactControl);
  const Rect box{right(line) - width, line.y + std::round((line.height - height) / 2), width, height};
  if (button(ui, spec, box)) ui.emit<PatientsEvent>(ColumnsToggled{});
}

namespace {

void dialog_row(Ui& ui, PatientColumn column, const Rect& row, const std::vector<float>& widths) {
  const Patients& patients = patients_of(ui);
  const ColumnLayout& layout = patients.layout;
  const auto position = layout.position(column);
  Node line;
  line.id = ui.id(code(column));
  line.look = Look::kRowOfItems;
  line.rect = row;
  const Scope scope(ui, std::move(line));
  const float side = ui.scaled(measure::kCompactControl);
  const float buttons = side * 5;
  const bool first = column == layout.order().front();
  if (checkbox(ui, "shown", ui.text(column_label(column)), position.has_value(),
               {row.x, row.y, row.width - buttons - ui.scaled(8), row.height},
               column == PatientColumn::kIdentity ? ui.text(Text::kColumnsAlways) : std::string_view{},
               first ? "columns_first" : "")) {
    ui.emit<PatientsEvent>(ColumnToggled{column});
  }
  if (!position) return;
  float x = right(row) - buttons;
  const auto tool = [&](std::string_view key, Text label, Pictogram pictogram, bool possible,
                        PatientsEvent event) {
    const std::string name = named(ui, label, column);
    const ButtonSpec spec{.key = key,
                          .label = name,
                          .look = Look::kQuiet,
                          .pictogram = pictogram,
                          .only_pictogram = true,
                          .state = possible ? 0U : std::uint32_t{mirror::kDisabled}};
    if (button(ui, spec, {x, row.y + std::round((row.height - side) / 2), side, side}))
      ui.emit<PatientsEvent>(std::move(event));
    x += side;
  };
  const std::size_t at = *position;
  const bool known = at < widths.size();
  const float width = known ? widths[at] : 0;
  constexpr auto kStep = static_cast<float>(kColumnStep);
  if (is_sortable(column)) {
    tool("sort", Text::kColumnsSortNamed, Pictogram::kSort, true, SortPressed{column, SortWay::kAdded});
  } else {
    x += side;
  }
  tool("left", Text::kColumnsMoveLeftNamed, Pictogram::kChevronLeft, at > 0,
       ColumnMoved{column, at == 0 ? 0 : at - 1});
  tool("right", Text::kColumnsMoveRightNamed, Pictogram::kChevronRight, at + 1 < layout.visible().size(),
       ColumnMoved{column, at + 1});
  tool("narrower", Text::kColumnsNarrowerNamed, Pictogram::kMinus, known && width > kNarrowestColumn,
       with_width(ui, widths, at, width - kStep));
  tool("wider", Text::kColumnsWiderNamed, Pictogram::kPlus, known && width < kWidestColumn,
       with_width(ui, widths, at, width + kStep));
}

}  // namespace

void columns_dialog(Ui& ui, const std::vector<float>& widths) {
  const auto& order = patients_of(ui).layout.order();
  const float pad = ui.scaled(20);
  const float row = ui.scaled(measure::kCompactControl + 2);
  const float rows = row * static_cast<float>(order.size());
  const float width = std::min(ui.width() - ui.scaled(16), ui.scaled(480));
  const TextStyle small{measure::kSmall, Weight::kRegular, ui.theme().muted};
  const float hint = ui.measure_text(ui.text(Text::kColumnsHint), small, width - pad * 2).y;
  const float around = pad * 2 + ui.scaled(28 + 4 + 12 + 12 + measure::kControl) + hint;
  // Below the header: the main area, which holds it, cuts what leaves it.
  const float top = ui.scaled(measure::kHeader) + 8, room = ui.height() - top - 8;
  const float seen = std::min(rows, std::max(row * 2, room - around));
  const float height = around + seen;
  const Rect box{std::round((ui.width() - width) / 2), top + std::max(0.0F, std::round((room - height) / 2)),
                 width, height};
  ui.begin_layer("columns", {0, 0, ui.width(), ui.height()});
  ui.fill({0, 0, ui.width(), ui.height()}, ui.theme().veil);
  ui.fill(box, ui.theme().surface, measure::kCardRadius);
  ui.outline(box, ui.theme().border, measure::kCardRadius);
  Node node;
  node.id = ui.id("columns_dialog");
  node.role = Role::kDialog;
  node.look = Look::kCard;
  node.name = ui.text(Text::kColumnsTitle);
  node.state = mirror::kModal;
  node.keys = mirror::kKeyEscape;
  node.rect = box;
  bool closed = ui.key_pressed(node.id).has_value() || (!ui.html_face() && ui.pointer_went_down_outside(box));
  {
    const Scope scope(ui, std::move(node));
    ui.push_column(inset(box, pad, pad));
    heading(ui, "title", 2, ui.text(Text::kColumnsTitle));
    ui.gap(4);
    paragraph(ui, "hint", ui.text(Text::kColumnsHint), small, Role::kText, Look::kMuted);
    ui.gap(12);
    Node list;
    list.id = ui.id("list");
    list.look = Look::kStack;
    list.rect = ui.take(seen);
    ui.begin_scroll(std::move(list));
    for (const PatientColumn column : order) dialog_row(ui, column, ui.take(row), widths);
    ui.end_scroll();
    ui.gap(12);
    const Rect line = ui.take(ui.scaled(measure::kControl));
    Node ends;
    ends.id = ui.id("ends");
    ends.look = Look::kToolbar;
    ends.rect = line;
    const Scope beside(ui, std::move(ends));
    const ButtonSpec reset{.key = "reset", .label = ui.text(Text::kColumnsReset)};
    const ButtonSpec close{.key = "close", .label = ui.text(Text::kCommonClose), .look = Look::kPrimary};
    const float reset_width = button_width(ui, reset), close_width = button_width(ui, close);
    if (button(ui, reset, {line.x, line.y, reset_width, line.height})) ui.emit<PatientsEvent>(ColumnsReset{});
    closed = button(ui, close, {right(line) - close_width, line.y, close_width, line.height}) || closed;
    (void)ui.pop_column();
  }
  ui.end_layer();
  if (closed) ui.emit<PatientsEvent>(ColumnsToggled{});
}

}  // namespace spico::ui
