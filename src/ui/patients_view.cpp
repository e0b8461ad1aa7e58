#include <algorithm>
#include <array>
#include <cmath>

#include "core/patients/filter_text.hpp"
#include "core/patients/reference.hpp"
#include "core/text/fill.hpp"
#include "core/time/paris.hpp"
#include "ui/app_view.hpp"
#include "ui/clock_text.hpp"
#include "ui/grid.hpp"
#include "ui/patient_search_view.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

const Patients& patients_of(const Ui& ui) { return ui.model().patients; }

struct ColumnText {
  PatientColumn column;
  std::string_view key;
  Text label;
  float min_width, weight;
};
constexpr std::array<ColumnText, kPatientColumnCount> kColumns{{
    {PatientColumn::kIdentity, "identity", Text::kPatientsColumnIdentity, 220, 3},
    {PatientColumn::kBirthDate, "birth_date", Text::kPatientsColumnBirthDate, 96, 0.4F},
    {PatientColumn::kSex, "sex", Text::kPatientsColumnSex, 56, 0.2F},
    {PatientColumn::kThematiques, "thematiques", Text::kPatientsColumnThematiques, 160, 2},
    {PatientColumn::kProfessionals, "professionals", Text::kPatientsColumnProfessionals, 124, 0.6F},
    {PatientColumn::kUpdatedAt, "updated_at", Text::kPatientsColumnUpdatedAt, 106, 0.4F},
    {PatientColumn::kTasks, "tasks", Text::kPatientsColumnTasks, 118, 0.5F},
    {PatientColumn::kStatut, "statut", Text::kPatientsColumnStatut, 88, 0.4F},
    {PatientColumn::kNextAppointment, "next_appointment", Text::kPatientsColumnNextAppointment, 100, 0.4F},
    {PatientColumn::kActions, "actions", Text::kPatientsColumnActions, 72, 0},
}};

std::string flag_text(const Ui& ui, PatientFlags flags) {
  constexpr std::array kTold{
      std::pair{PatientFlag::kInsKeyWrong, Text::kPatientsFlagInsKey},
      std::pair{PatientFlag::kInsTraitsDiffer, Text::kPatientsFlagInsTraits},
      std::pair{PatientFlag::kBirthInFuture, Text::kPatientsFlagFutureBirth},
      std::pair{PatientFlag::kBirthTooLongAgo, Text::kPatientsFlagOldBirth},
  };
  std::string sentence;
  for (const auto& [flag, key] : kTold) {
    if (!flags.has(flag)) continue;
    if (!sentence.empty()) sentence += ", ";
    sentence += ui.text(key);
  }
  return sentence;
}

std::string tasks_text(const Ui& ui, int open, int late) {
  if (open == 0) return {};
  if (late == 0) return std::to_string(open);
  return fill(ui.text(Text::kPatientsTasksWithLate),
              {{"open", std::to_string(open)}, {"late", std::to_string(late)}});
}

ChipColours test_chip(const Ui& ui) { return {ui.theme().surface, ui.theme().warning, ui.theme().warning}; }

float thematique_chips(Ui& ui, RowNumber row, float x, float end, float centre_y) {
  std::uint64_t number = 0;
  patients_of(ui).list.thematiques(row).for_each([&](ThematiqueId id) {
    const ThematiqueEntry& theme = entry(id);
    const std::string_view label = theme.label.in(ui.language());
    // Chips that do not fit are still read out: they are recorded without room to be drawn in.
    if (x + chip_width(ui, label) > end) {
      Node node;
      node.id = ui.id("chip", number++);
      node.role = Role::kText;
      node.look = Look::kChip;
      node.name = label;
      node.state = mirror::kOffscreen;
      node.rect = {x, centre_y, 1, 1};
      ui.record(std::move(node));
      return;
    }
    x += chip(ui, "chip" + std::to_string(number++), label,
              chip_colours(theme.background_rgb, theme.text_rgb, ui.theme()), x, centre_y) +
         ui.scaled(4);
  });
  return x;
}

void star_button(Ui& ui, RowNumber row, const Rect& box, bool active) {
  const PatientList& list = patients_of(ui).list;
  const bool favourite = list.is_favourite(row);
  const ButtonSpec spec{
      .key = "star",
      .label = ui.text(favourite ? Text::kPatientsRemoveFavourite : Text::kPatientsAddFavourite),
      .look = Look::kQuiet,
      .pictogram = favourite ? Pictogram::kStarFilled : Pictogram::kStar,
      .only_pictogram = true,
      .state = active ? 0U : std::uint32_t{mirror::kFocusableByCode},
      .description = list.display_name(row),
      .colour = favourite ? ui.theme().warning : ui.theme().muted};
  if (button(ui, spec, box)) ui.emit<PatientsEvent>(PatientStarPressed{list.id(row)});
}

void identity_cell(Ui& ui, RowNumber row, const Rect& box) {
  const PatientList& list = patients_of(ui).list;
  const float centre = box.y + box.height / 2;
  const float test = list.is_test(row) ? chip_width(ui, ui.text(Text::kPatientsTest)) + ui.scaled(8) : 0;
  const std::string flags = flag_text(ui, list.flags(row));
  const float warning = flags.empty() ? 0 : ui.scaled(24);
  const TextStyle style{measure::kBody, Weight::kBold, 0};
  const float room = box.width - ui.scaled(16) - test - warning;
  const float width = std::min(room, ui.measure_text(list.display_name(row), style).x);
  label_in(ui, "name", {box.x + ui.scaled(8), box.y, width, box.height}, list.display_name(row), style);
  float x = box.x + ui.scaled(8) + width + ui.scaled(8);
  if (test > 0) x += chip(ui, "test", ui.text(Text::kPatientsTest), test_chip(ui), x, centre) + ui.scaled(8);
  if (!flags.empty()) {
    const Rect icon{x, centre - ui.scaled(9), ui.scaled(18), ui.scaled(18)};
    draw_pictogram(ui, Pictogram::kWarning, icon, ui.theme().danger);
    Node node;
    node.id = ui.id("flags");
    node.role = Role::kImage;
    node.name = flags;
    node.rect = icon;
    ui.record(std::move(node));
  }
}

void professionals_cell(Ui& ui, RowNumber row, const Rect& box) {
  const PatientList& list = patients_of(ui).list;
  const auto circle = list.circle(row);
  const float height = ui.scaled(24), width = ui.scaled(36), gap = ui.scaled(4);
  const float more = ui.scaled(28);
  auto fitting =
      static_cast<std::size_t>(std::max(1.0F, std::floor((box.width - ui.scaled(12)) / (width + gap))));
  if (fitting < circle.size()) {
    fitting = static_cast<std::size_t>(
        std::max(1.0F, std::floor((box.width - ui.scaled(12) - more) / (width + gap))));
  }
  Rect avatar{box.x + ui.scaled(8), box.y + std::round((box.height - height) / 2), width, height};
  std::string names;
  for (std::size_t i = 0; i < circle.size(); ++i) {
    const Professional& person = list.professionals()[circle[i]];
    const ProfessionEntry& profession = entry(person.profession);
    if (!names.empty()) names += ", ";
    names += person.name + " (" + std::string(profession.label.in(ui.language())) + ")";
    if (i >= fitting) continue;
    ui.fill(avatar, ui.theme().raised, height / 2);
    ui.outline(avatar, with_opacity(ui.theme().border, 0.6F), height / 2);
    label_in(ui, "avatar" + std::to_string(i), avatar, profession.letters,
             {12, Weight::kBold, ui.theme().text}, 0.5F);
    avatar.x += width + gap;
  }
  if (circle.size() > fitting) {
    label_in(ui, "more", {avatar.x, box.y, more, box.height},
             fill(ui.text(Text::kPatientsMore), {{"count", std::to_string(circle.size() - fitting)}}),
             {measure::kSmall, Weight::kRegular, ui.theme().muted});
  }
  ui.open_node().description = names;
}

std::string cell_view(Ui& ui, const GridCell& where) {
  const Patients& patients = patients_of(ui);
  const PatientList& list = patients.list;
  const RowNumber row = patients.shown[where.row];
  const Rect inner = inset(where.box, ui.scaled(8), 0);
  const auto plain = [&](std::string text, Colour colour = 0) {
    ui.draw_text_in(inner, text, {measure::kSmall, Weight::kRegular, colour == 0 ? ui.theme().text : colour});
    return text;
  };
  switch (kColumns[static_cast<std::size_t>(where.column)].column) {
    case PatientColumn::kIdentity:
      identity_cell(ui, row, where.box);
      return {};
    case PatientColumn::kBirthDate:
      return plain(format_date(list.birth_date(row)));
    case PatientColumn::kSex:
      ui.open_node().description = sex_word(ui, list.sex(row));
      return plain(std::string(sex_letter(ui, list.sex(row))));
    case PatientColumn::kThematiques:
      thematique_chips(ui, row, inner.x, right(inner), where.box.y + where.box.height / 2);
      return {};
    case PatientColumn::kProfessionals:
      professionals_cell(ui, row, where.box);
      return {};
    case PatientColumn::kUpdatedAt:
      return plain(moment_text(list.updated_at_ms(row), ui.model().now_ms));
    case PatientColumn::kTasks:
      return plain(tasks_text(ui, list.tasks_open(row), list.tasks_late(row)),
                   list.tasks_late(row) > 0 ? ui.theme().danger : 0);
    case PatientColumn::kStatut:
      return plain(std::string(entry(list.statut(row)).label.in(ui.language())));
    case PatientColumn::kNextAppointment:
      return plain(list.next_appointment_ms(row) == 0
                       ? std::string{}
                       : moment_text(list.next_appointment_ms(row), ui.model().now_ms));
    case PatientColumn::kActions: {
      const float side = std::min(where.box.height - 8, ui.scaled(36));  // its ring stays in the row
      star_button(ui, row, {inner.x, where.box.y + (where.box.height - side) / 2, side, side}, where.active);
      return {};
    }
  }
  return {};
}

// A phone shows two lines a patient: who, then what matters next.
std::string card_view(Ui& ui, const GridCell& where) {
  const PatientList& list = patients_of(ui).list;
  const RowNumber row = patients_of(ui).shown[where.row];
  const float star = ui.scaled(measure::kControl);
  const Rect top{where.box.x, where.box.y + ui.scaled(6), where.box.width - star,
                 where.box.height / 2 - ui.scaled(6)};
  const Rect below{where.box.x + ui.scaled(8), where.box.y + where.box.height / 2,
                   where.box.width - star - ui.scaled(8), where.box.height / 2 - ui.scaled(6)};
  const std::string birth =
      format_date(list.birth_date(row)) + "  " + std::string(sex_letter(ui, list.sex(row)));
  const TextStyle small{measure::kSmall, Weight::kRegular, ui.theme().text};
  const float birth_width = ui.measure_text(birth, small).x + ui.scaled(8);
  identity_cell(ui, row, {top.x, top.y, top.width - birth_width, top.height});
  label_in(ui, "birth", {right(top) - birth_width, top.y, birth_width, top.height}, birth, small, 1);
  const float x =
      thematique_chips(ui, row, below.x, right(below) - ui.scaled(90), below.y + below.height / 2);
  if (list.next_appointment_ms(row) != 0) {
    label_in(ui, "appointment", {x, below.y, right(below) - x, below.height},
             moment_text(list.next_appointment_ms(row), ui.model().now_ms),
             {measure::kSmall, Weight::kRegular, ui.theme().muted}, 1);
  }
  star_button(ui, row, {right(where.box) - star, where.box.y + (where.box.height - star) / 2, star, star},
              where.active);
  return {};
}

void list_view(Ui& ui, const Rect& room) {
  const Patients& patients = patients_of(ui);
  std::vector<GridColumn> columns;
  int sorted = -1;
  if (ui.narrow() && !ui.html_face()) {
    columns.push_back({"card", ui.text(Text::kPatientsColumnIdentity), 0, 1, false});
  } else {
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      const ColumnText& column = kColumns[i];
      // In the HTML version the actions are words.
      constexpr float kActionsInWords = 160;
      const bool words = ui.html_face() && column.column == PatientColumn::kActions;
      columns.push_back({column.key, ui.text(column.label), words ? kActionsInWords : column.min_width,
                         column.weight, column.column != PatientColumn::kActions});
      if (column.column == patients.coded.sort.column) sorted = static_cast<int>(i);
    }
  }
  const bool cards = columns.size() == 1;
  const GridSpec spec{.key = "patients",
                      .label = ui.text(Text::kPatientsTitle),
                      .columns = columns,
                      .row_count = patients.shown.size(),
                      .row_height = cards                       ? measure::kTouchRow
                                    : ui.model().settings.kiosk ? measure::kControl
                                                                : measure::kGridRow,
                      .sorted_column = sorted,
                      .mark = patients.coded.sort.direction == Direction::kAscending ? SortMark::kAscending
                                                                                     : SortMark::kDescending,
                      .header = !cards};
  const auto result = grid(
      ui, spec, room, [&](std::size_t row) { return patients.list.id(patients.shown[row]).value; },
      [&](const GridCell& where) { return cards ? card_view(ui, where) : cell_view(ui, where); });
  if (result.sort_pressed)
    ui.emit<PatientsEvent>(SortPressed{kColumns[static_cast<std::size_t>(*result.sort_pressed)].column});
}

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
  std::string filters;
  for (const std::string& filter :
       filter_texts(ui.language(), patients.typed, patients.coded, patients.list)) {
    if (!filters.empty()) filters += " ; ";
    filters += filter;
  }
  line("filters", filters.empty() ? std::string(ui.text(Text::kPatientsPrintAll))
                                  : fill(ui.text(Text::kPatientsPrintFilters), {{"filters", filters}}));
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
      list_view(ui, ui.take(std::max(rest, ui.scaled(240))));
    }
  } else if (!patients.stream.failure.is_some()) {
    waiting(ui, "waiting", ui.text(Text::kPatientsLoading));
  }
  ui.gap(12);
  ui.move_to(ui.pop_column());
}

}  // namespace spico::ui
