#include <algorithm>
#include <array>
#include <cmath>

#include "core/patients/filter_sentence.hpp"
#include "core/patients/reference.hpp"
#include "core/text/fill.hpp"
#include "core/time/paris.hpp"
#include "ui/app_view.hpp"
#include "ui/column_controls.hpp"
#include "ui/grid.hpp"
#include "ui/patient_cells.hpp"
#include "ui/patient_search_view.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

const Patients& patients_of(const Ui& ui) { return ui.model().patients; }

struct ColumnShape {
  std::string_view key;
  float min_width, weight;
};
// By PatientColumn.
constexpr std::array<ColumnShape, kPatientColumnCount> kShapes{{
    {"identity", 220, 3},
    {"birth_date", 96, 0.4F},
    {"sex", 60, 0.2F},
    {"thematiques", 156, 2},
    {"professionals", 124, 0.6F},
    {"updated_at", 106, 0.4F},
    {"tasks", 118, 0.5F},
    {"statut", 88, 0.4F},
    {"next_appointment", 100, 0.4F},
    {"actions", kActionsWidth, 0},
}};

GridColumn column_of(const Ui& ui, PatientColumn column) {
  const Patients& patients = patients_of(ui);
  const ColumnShape& shape = kShapes[static_cast<std::size_t>(column)];
  // In the HTML version the actions are words.
  constexpr float kActionsInWords = 160;
  const bool words = ui.html_face() && column == PatientColumn::kActions;
  GridColumn shown{.key = shape.key,
                   .label = ui.text(column_label(column)),
                   .min_width = words ? kActionsInWords : shape.min_width,
                   .weight = shape.weight,
                   .sortable = column != PatientColumn::kActions,
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
  if (result.menu_wanted) ui.emit<PatientsEvent>(ColumnMenuOpened{column(*result.menu_wanted)});
  if (result.moved && static_cast<std::size_t>(result.moved->column) != result.moved->position)
    ui.emit<PatientsEvent>(ColumnMoved{column(result.moved->column), result.moved->position});
  if (result.resized) {
    ui.emit<PatientsEvent>(with_width(ui, result.widths, static_cast<std::size_t>(result.resized->column),
                                      result.resized->width));
  }
  if (result.copied) ui.emit<PatientsEvent>(RowsCopied{result.copied->copied, result.copied->chosen});
}

void cards_view(Ui& ui, const Rect& room) {
  const Patients& patients = patients_of(ui);
  const std::vector<GridColumn> columns{{.key = "card",
                                         .label = ui.text(Text::kPatientsColumnIdentity),
                                         .min_width = 0,
                                         .sortable = false,
                                         .names_row = true}};
  const GridSpec spec{.key = "patients",
                      .label = ui.text(Text::kPatientsTitle),
                      .columns = columns,
                      .row_count = patients.shown.size(),
                      .row_height = measure::kTouchRow,
                      .header = false,
                      .tsv = [&](std::size_t first, std::size_t count) {
                        return patients_tsv(ui, patients.layout.visible(), first, count);
                      }};
  const auto result = grid(
      ui, spec, room, [&](std::size_t row) { return patients.list.id(patients.shown[row]).value; },
      [&](const GridCell& where) { return patient_card(ui, where); });
  tell(ui, result, {});
}

void list_view(Ui& ui, const Rect& room) {
  const Patients& patients = patients_of(ui);
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
      .open_menu = open ? static_cast<int>(*open) : -1,
      .menu =
          [&](int index, const Rect& anchor, const std::vector<float>& widths) {
            return column_menu(ui, column(index), anchor, room, widths);
          },
      .content_width = [&](std::size_t row, int index) { return patient_cell_width(ui, row, column(index)); },
      .tsv = [&](std::size_t first, std::size_t count) { return patients_tsv(ui, visible, first, count); }};
  const auto result = grid(
      ui, spec, room, [&](std::size_t row) { return patients.list.id(patients.shown[row]).value; },
      [&](const GridCell& where) { return patient_cell(ui, column(where.column), where); });
  tell(ui, result, visible);
  if (patients.columns_open) columns_dialog(ui, result.widths);
}

bool has_columns(const Ui& ui) { return !ui.narrow() || ui.html_face(); }

std::string count_sentence(const Ui& ui) {
  const Patients& patients = patients_of(ui);
  if (patients.stream.is_pending() && patients.loading.started) {
    return fill(ui.text(Text::kPatientsArriving), {{"count", std::to_string(patients.list.size())},
                                                   {"total", std::to_string(patients.loading.announced)}});
  }
  const std::size_t count = patients.shown.size();
  const Text key = count == 0   ? Text::kPatientsCountNone
                   : count == 1 ? Text::kPatientsCountOne
                                : Text::kPatientsCountOther;
  return fill(ui.text(key), {{"count", std::to_string(count)}});
}

// What a printed list says of itself; on the screen nobody sees it.
void print_header(Ui& ui) {
  const Patients& patients = patients_of(ui);
  const Ui::Unseen unseen(ui, true);
  const auto line = [&](std::string_view key, std::string sentence) {
    Node node;
    node.id = ui.id(key);
    node.role = Role::kText;
    node.look = Look::kPrint;
    node.name = std::move(sentence);
    ui.record(std::move(node));
  };
  const bool filtered = !filter_parts(ui.language(), patients.typed, patients.coded, patients.list).empty();
  line("filters", filtered ? fill(ui.text(Text::kPatientsPrintFilters),
                                  {{"filters", filter_sentence(ui.language(), patients.typed, patients.coded,
                                                               patients.list)}})
                           : std::string(ui.text(Text::kPatientsPrintAll)));
  const std::int64_t now_ms = ui.model().now_ms;
  const auto& user = ui.model().session.view.value->user;
  line("printed_by",
       fill(ui.text(Text::kPatientsPrintedBy), {{"name", user ? user->display_name : std::string{}},
                                                {"day", format_day(now_ms)},
                                                {"time", format_time(now_ms)}}));
  if (patients.shown.size() > kMostPrintedRows) {
    line("limit", fill(ui.text(Text::kPatientsPrintLimit), {{"limit", std::to_string(kMostPrintedRows)}}));
  }
}

}  // namespace

void patients_view(Ui& ui, const Rect& room) {
  const Patients& patients = patients_of(ui);
  const float pad = ui.narrow() ? ui.scaled(12) : ui.scaled(20);
  ui.push_column({room.x + pad, room.y + ui.scaled(12), room.width - pad * 2, 0});
  const float top = ui.flow_y();
  heading(ui, "title", 1, ui.text(Text::kPatientsTitle));
  const auto& view = ui.model().session.view.value;
  if (!view || !view->spico_open) {
    ui.gap(12);
    if (ui.model().session.view.failure.is_some()) {
      if (failed(ui, "failed", ui.model().session.view.failure)) ui.emit<SessionEvent>(RetrySessionPressed{});
    } else {
      waiting(ui, "opening", ui.text(Text::kSessionOpeningSpico));
    }
    ui.move_to(ui.pop_column());
    return;
  }
  if (has_columns(ui)) columns_button(ui, {ui.flow_x(), top, ui.flow_width(), ui.flow_y() - top});
  const Rect beside = patient_search_view(ui);
  ui.gap(8);
  if (patients.stream.failure.is_some()) {
    if (failed(ui, "failed", patients.stream.failure)) ui.emit<PatientsEvent>(RetryPatientsPressed{});
    ui.gap(8);
  }
  if (patients.loading.started) {
    const TextStyle bold{measure::kBody, Weight::kBold, ui.theme().text};
    const std::string count = count_sentence(ui);
    if (ui.measure_text(count, bold).x <= beside.width) {
      label_in(ui, "count", beside, count, bold, patients.search_open ? 0.0F : 1.0F);
    } else {
      paragraph(ui, "count", count, bold);
      ui.gap(8);
    }
    if (ui.model().printing) print_header(ui);
    if (patients.shown.empty() && !patients.stream.is_pending()) {
      (void)empty_state(ui, "empty", Pictogram::kSearch,
                        ui.text(patients.list.size() == 0 ? Text::kPatientsNobody : Text::kPatientsNoMatch));
    } else {
      // The grid takes the rest of the room, and never less than a few rows: the page scrolls then.
      const float rest = bottom(room) - ui.flow_y() - ui.scaled(12);
      const Rect list = ui.take(std::max(rest, ui.scaled(240)));
      if (has_columns(ui))
        list_view(ui, list);
      else
        cards_view(ui, list);
    }
  } else if (!patients.stream.failure.is_some()) {
    waiting(ui, "waiting", ui.text(Text::kPatientsLoading));
  }
  ui.gap(12);
  ui.move_to(ui.pop_column());
}

}  // namespace spico::ui
