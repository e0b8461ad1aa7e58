#include "ui/column_controls.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "core/text/fill.hpp"
#include "ui/popups.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

std::string about_column(const Ui& ui, Text sentence, PatientColumn column) {
  return fill(ui.text(sentence), {{"column", ui.text(column_label(column))}});
}

bool is_sortable(PatientColumn column) { return column != PatientColumn::kActions; }

namespace {

struct Entry {
  std::string_view key;
  Text label;
  std::optional<Event> event;  ///< none: «Ajuster au contenu», which the grid does
  bool possible = true;
  bool stays = false;         ///< the menu stays open: it is often wanted twice
  bool begins_group = false;  ///< a line above it
};

std::vector<Entry> entries_of(const Ui& ui, PatientColumn column, const std::vector<float>& widths) {
  const ColumnLayout& layout = ui.model().patients.layout;
  const PatientOrder& order = ui.model().patients.coded.sort;
  const std::size_t position = layout.position(column).value_or(0);
  const std::size_t last = layout.visible().size() - 1;
  const auto step = [&](float by) {
    return ColumnsEvent{with_width(ui, widths, position, widths[position] + by)};
  };
  std::vector<Entry> entries;
  if (is_sortable(column)) {
    entries.push_back(
        {"ascending", Text::kColumnsAscending, PatientsEvent{SortChosen{{column, Direction::kAscending}}}});
    entries.push_back({"descending", Text::kColumnsDescending,
                       PatientsEvent{SortChosen{{column, Direction::kDescending}}}});
    const bool sorts = order.rank(column).has_value();
    entries.push_back({"sort", sorts ? Text::kColumnsLeaveSort : Text::kColumnsAddToSort,
                       PatientsEvent{SortPressed{column, sorts ? SortWay::kRemoved : SortWay::kAdded}},
                       !sorts || order.size() > 1});
  }
  constexpr auto kStep = static_cast<float>(kColumnStep);
  entries.push_back({"wider", Text::kColumnsWider, step(kStep), widths[position] < kWidestColumn, true,
                     is_sortable(column)});
  entries.push_back(
      {"narrower", Text::kColumnsNarrower, step(-kStep), widths[position] > kNarrowestColumn, true});
  entries.push_back({"fit", Text::kColumnsFit, std::nullopt, true, true});
  entries.push_back({"left", Text::kColumnsMoveLeft,
                     ColumnsEvent{ColumnMoved{column, position == 0 ? 0 : position - 1}}, position > 0, true,
                     true});
  entries.push_back({"right", Text::kColumnsMoveRight, ColumnsEvent{ColumnMoved{column, position + 1}},
                     position < last, true});
  entries.push_back({"hide", Text::kColumnsHide, ColumnsEvent{ColumnToggled{column}},
                     column != PatientColumn::kIdentity, true, true});
  return entries;
}

}  // namespace

ColumnsResized with_width(const Ui& ui, const std::vector<float>& widths, std::size_t position, float width) {
  const auto columns = ui.model().patients.layout.visible();
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
  std::vector<MenuItem> items;
  for (const Entry& entry : entries) {
    items.push_back({.key = entry.key,
                     .label = ui.text(entry.label),
                     .possible = entry.possible,
                     .begins_group = entry.begins_group});
  }
  const std::string name = about_column(ui, Text::kColumnsMenu, column);
  const MenuResult result = menu(ui,
                                 {.key = "menu",
                                  .name = name,
                                  .anchor = header,
                                  .bounds = bounds,
                                  .from_left = true,
                                  .compact = true,
                                  .focus_key = "column_menu"},
                                 items);
  bool fits = false;
  if (result.pressed) {
    const Entry& entry = entries[*result.pressed];
    if (entry.event)
      ui.emit_event(*entry.event);
    else
      fits = true;
    if (!entry.stays) ui.emit<ColumnsEvent>(ColumnMenuClosed{});
  }
  if (result.escaped)
    ui.emit<ColumnsEvent>(ColumnMenuClosed{});
  else if (result.left)
    ui.emit<ColumnsEvent>(ColumnMenuLeft{});
  return fits;
}

void columns_button(Ui& ui, const Rect& line) {
  const ButtonSpec spec{.key = "columns",
                        .label = ui.text(Text::kColumnsTitle),
                        .pictogram = Pictogram::kColumns,
                        .focus_key = "columns"};
  const float width = button_width(ui, spec), height = ui.scaled(measure::kCompactControl);
  const Rect box{right(line) - width, line.y + std::round((line.height - height) / 2), width, height};
  if (button(ui, spec, box)) ui.emit<ColumnsEvent>(ColumnsToggled{});
}

}  // namespace spico::ui
