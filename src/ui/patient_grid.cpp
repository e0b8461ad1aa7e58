#include "ui/patient_grid.hpp"

#include <array>
#include <optional>

#include "core/text/fill.hpp"
#include "ui/column_controls.hpp"
#include "ui/columns_dialog.hpp"
#include "ui/patient_cells.hpp"

namespace spico::ui {

namespace {

// What was typed, read once for all rows.
std::optional<TypedSearch> search_of(const Patients& patients) {
  if (patients.typed.is_empty()) return std::nullopt;
  return TypedSearch(patients.typed);
}

struct ColumnShape {
  std::string_view key;
  float min_width, weight;
};
// By PatientColumn. Together as wide as the list in a window of 1280 pixels: what the others can spare, names
// need (names_test.cpp).
constexpr std::array<ColumnShape, kPatientColumnCount> kShapes{{
    {"identity", 264, 3},
    {"birth_date", 100, 0.4F},
    {"sex", 56, 0.2F},
    {"thematiques", 132, 2},
    {"professionals", 122, 0.6F},
    {"updated_at", 104, 0.4F},
    {"tasks", 112, 0.5F},
    {"statut", 84, 0.4F},
    {"next_appointment", 96, 0.4F},
    {"actions", 0, 0},
}};

GridColumn column_of(const Ui& ui, PatientColumn column) {
  const Patients& patients = ui.model().patients;
  const ColumnShape& shape = kShapes[static_cast<std::size_t>(column)];
  // In the HTML version the actions are words.
  constexpr float kActionsInWords = 164;
  const bool actions = column == PatientColumn::kActions;
  const float least = !actions ? shape.min_width : ui.html_face() ? kActionsInWords : actions_width(ui);
  GridColumn shown{.key = shape.key,
                   .label = ui.text(column_label(column)),
                   .min_width = least,
                   .weight = shape.weight,
                   .sortable = !actions,
                   .number = static_cast<std::uint64_t>(column),
                   .width = static_cast<float>(patients.layout.width(column)),
                   .names_row = column == PatientColumn::kIdentity,
                   .focus_key = "header_" + std::string(code(column))};
  const PatientOrder& order = patients.coded.sort;
  if (const auto rank = order.rank(column)) {
    const bool up = order[*rank].direction == Direction::kAscending;
    shown.mark = up ? SortMark::kAscending : SortMark::kDescending;
    if (order.size() > 1) {
      shown.rank = static_cast<int>(*rank) + 1;
      shown.description = fill(ui.text(up ? Text::kColumnsRankUp : Text::kColumnsRankDown),
                               {{"rank", std::to_string(shown.rank)}}) +
                          " ";
    }
  }
  shown.description += ui.text(Text::kColumnsMenuHint);
  return shown;
}

void tell(Ui& ui, const GridResult& result, const std::vector<PatientColumn>& columns) {
  const auto column = [&](int index) { return columns[static_cast<std::size_t>(index)]; };
  if (result.sort_pressed) {
    ui.emit<PatientsEvent>(SortPressed{column(result.sort_pressed->column),
                                       result.sort_pressed->added ? SortWay::kAdded : SortWay::kAlone});
  }
  if (result.menu_wanted) ui.emit<ColumnsEvent>(ColumnMenuOpened{column(*result.menu_wanted)});
  if (result.moved && static_cast<std::size_t>(result.moved->column) != result.moved->position)
    ui.emit<ColumnsEvent>(ColumnMoved{column(result.moved->column), result.moved->position});
  if (result.resized) {
    ui.emit<ColumnsEvent>(with_width(ui, result.widths, static_cast<std::size_t>(result.resized->column),
                                     result.resized->width));
  }
  if (result.copied) ui.emit<PatientsEvent>(RowsCopied{result.copied->copied, result.copied->chosen});
}

}  // namespace

void patient_cards(Ui& ui, const Rect& room, PatientId open) {
  const Patients& patients = ui.model().patients;
  const auto search = search_of(patients);
  const std::vector<GridColumn> columns{{.key = "card",
                                         .label = ui.text(Text::kPatientsColumnIdentity),
                                         .min_width = 0,
                                         .sortable = false,
                                         .names_row = true}};
  const GridSpec spec{.key = "cards",
                      .label = ui.text(Text::kPatientsTitle),
                      .columns = columns,
                      .row_count = patients.shown.size(),
                      .row_height = patient_card_height(ui, room.width),
                      .header = false,
                      .changes = patients.changes,
                      .current_row = open.value,
                      .tsv = [&](std::size_t first, std::size_t count) {
                        return patients_tsv(ui, patients.layout.visible(), first, count);
                      }};
  const auto result = grid(
      ui, spec, room, [&](std::size_t row) { return patients.list.id(patients.shown[row]).value; },
      [&](const GridCell& where) { return patient_card(ui, where, search ? &*search : nullptr); });
  tell(ui, result, {});
  // Anywhere on a card: a finger need not find the name.
  if (result.row_pressed)
    ui.emit<DossierEvent>(PatientPressed{patients.list.id(patients.shown[*result.row_pressed])});
}

void patient_table(Ui& ui, const Rect& room) {
  const Patients& patients = ui.model().patients;
  const auto search = search_of(patients);
  const std::vector<PatientColumn> visible = patients.layout.visible();
  std::vector<GridColumn> columns;
  columns.reserve(visible.size());
  for (const PatientColumn column : visible) columns.push_back(column_of(ui, column));
  const auto open = patients.column_menu ? patients.layout.position(*patients.column_menu) : std::nullopt;
  const auto column = [&](int index) { return visible[static_cast<std::size_t>(index)]; };
  const GridSpec spec{
      .key = "patients",
      .label = ui.text(Text::kPatientsTitle),
      .columns = columns,
      .row_count = patients.shown.size(),
      .row_height = ui.model().settings.kiosk ? measure::kControl : measure::kGridRow,
      .changes = patients.changes,
      .open_menu = open ? static_cast<int>(*open) : -1,
      .menu =
          [&](int index, const Rect& anchor, const std::vector<float>& widths) {
            return column_menu(ui, column(index), anchor, room, widths);
          },
      .content_width = [&](std::size_t row, int index) { return patient_cell_width(ui, row, column(index)); },
      .tsv = [&](std::size_t first, std::size_t count) { return patients_tsv(ui, visible, first, count); }};
  const auto result = grid(
      ui, spec, room, [&](std::size_t row) { return patients.list.id(patients.shown[row]).value; },
      [&](const GridCell& where) {
        return patient_cell(ui, column(where.column), where, search ? &*search : nullptr);
      });
  tell(ui, result, visible);
  // Of the module's second part, which comes once the list is here.
  if (patients.columns_open && ui.model().rest == Rest::kHere) columns_dialog(ui, result.widths);
}

}  // namespace spico::ui
