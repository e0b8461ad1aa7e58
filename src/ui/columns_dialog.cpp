#include "ui/columns_dialog.hpp"

#include <cmath>
#include <string>

#include "ui/column_controls.hpp"
#include "ui/popups.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

void dialog_row(Ui& ui, PatientColumn column, const Rect& row, const std::vector<float>& widths) {
  const Patients& patients = ui.model().patients;
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
    ui.emit<ColumnsEvent>(ColumnToggled{column});
  }
  if (!position) return;
  float x = right(row) - buttons;
  const auto tool = [&](std::string_view key, Text label, Pictogram pictogram, bool possible, Event event) {
    const std::string name = about_column(ui, label, column);
    const ButtonSpec spec{.key = key,
                          .label = name,
                          .look = Look::kQuiet,
                          .pictogram = pictogram,
                          .only_pictogram = true,
                          .state = possible ? 0U : std::uint32_t{mirror::kDisabled}};
    if (button(ui, spec, {x, row.y + std::round((row.height - side) / 2), side, side}))
      ui.emit_event(std::move(event));
    x += side;
  };
  const std::size_t at = *position;
  const bool known = at < widths.size();
  const float width = known ? widths[at] : 0;
  constexpr auto kStep = static_cast<float>(kColumnStep);
  if (is_sortable(column)) {
    tool("sort", Text::kColumnsSortNamed, Pictogram::kSort, true,
         PatientsEvent{SortPressed{column, SortWay::kAdded}});
  } else {
    x += side;
  }
  tool("left", Text::kColumnsMoveLeftNamed, Pictogram::kChevronLeft, at > 0,
       ColumnsEvent{ColumnMoved{column, at == 0 ? 0 : at - 1}});
  tool("right", Text::kColumnsMoveRightNamed, Pictogram::kChevronRight, at + 1 < layout.visible().size(),
       ColumnsEvent{ColumnMoved{column, at + 1}});
  tool("narrower", Text::kColumnsNarrowerNamed, Pictogram::kMinus, known && width > kNarrowestColumn,
       ColumnsEvent{with_width(ui, widths, at, width - kStep)});
  tool("wider", Text::kColumnsWiderNamed, Pictogram::kPlus, known && width < kWidestColumn,
       ColumnsEvent{with_width(ui, widths, at, width + kStep)});
}

}  // namespace

void columns_dialog(Ui& ui, const std::vector<float>& widths) {
  bool closed = false;
  {
    const ModalDialog dialog(
        ui, {.key = "columns_dialog", .name = ui.text(Text::kColumnsTitle), .width = 480, .height = 620});
    closed = dialog.is_left();
    heading(ui, "title", 2, ui.text(Text::kColumnsTitle));
    ui.gap(4);
    paragraph(ui, "hint", ui.text(Text::kColumnsHint), {measure::kSmall, Weight::kRegular, ui.theme().muted},
              Role::kText, Look::kMuted);
    ui.gap(12);
    const float row = ui.scaled(measure::kCompactControl + 2);
    for (const PatientColumn column : ui.model().patients.layout.order())
      dialog_row(ui, column, ui.take(row), widths);
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
    if (button(ui, reset, {line.x, line.y, reset_width, line.height})) ui.emit<ColumnsEvent>(ColumnsReset{});
    closed = button(ui, close, {right(line) - close_width, line.y, close_width, line.height}) || closed;
  }
  if (closed) ui.emit<ColumnsEvent>(ColumnsToggled{});
}

}  // namespace spico::ui
