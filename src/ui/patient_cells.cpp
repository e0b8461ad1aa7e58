#include "ui/patient_cells.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/patients/match_marks.hpp"
#include "core/patients/reference.hpp"
#include "core/route.hpp"
#include "core/text/fill.hpp"
#include "core/text/tsv.hpp"
#include "ui/clock_text.hpp"
#include "ui/patient_identity.hpp"
#include "ui/patient_text.hpp"
#include "ui/popups.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

// Read out although it has no room to be drawn in.
void record_unseen(Ui& ui, NodeId id, std::string_view name, Look look, const Rect& place) {
  Node node;
  node.id = id;
  node.role = Role::kText;
  node.look = look;
  node.name = name;
  node.state = mirror::kOffscreen;
  node.rect = place;
  ui.record(std::move(node));
}

// Returns where the next thing may stand. What has no room is counted, «+2», and still read out: it is
// recorded without room to be drawn in.
float thematique_chips(Ui& ui, RowNumber row, float x, float end, float centre_y) {
  const float gap = ui.scaled(4), more = ui.scaled(26);
  std::vector<ThematiqueId> all;
  float needed = x - gap;
  ui.model().patients.list.thematiques(row).for_each([&](ThematiqueId id) {
    all.push_back(id);
    needed += gap + chip_width(ui, entry(id).label.in(ui.language()));
  });
  const float last = needed <= end ? end : end - more;
  std::size_t hidden = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string_view label = entry(all[i]).label.in(ui.language());
    if (x + chip_width(ui, label) <= last) {
      x += gap + chip(ui, "chip" + std::to_string(i), label, chip_colours(all[i], ui.theme()), x, centre_y);
      continue;
    }
    ++hidden;
    record_unseen(ui, ui.id("chip", i), label, Look::kChip, {x, centre_y, 1, 1});
  }
  if (hidden == 0) return x;
  const float height = ui.scaled(20);
  label_in(ui, "more_chips", {x, centre_y - height / 2, more, height},
           fill(ui.text(Text::kPatientsMore), {{"count", std::to_string(hidden)}}),
           {measure::kSmall, Weight::kRegular, ui.theme().muted});
  return x + more;
}

void star_button(Ui& ui, RowNumber row, const Rect& box, bool active) {
  const PatientList& list = ui.model().patients.list;
  const bool favourite = list.has(PatientMark::kFavourite, row);
  const ButtonSpec spec{
      .key = "star",
      .label = ui.text(favourite ? Text::kPatientsRemoveFavourite : Text::kPatientsAddFavourite),
      .look = Look::kQuiet,
      .pictogram = favourite ? Pictogram::kStarFilled : Pictogram::kStar,
      .only_pictogram = true,
      .state = active ? 0U : std::uint32_t{mirror::kFocusableByCode},
      .description = list.display_name(row),
      .colour = favourite ? ui.theme().warning : ui.theme().muted};
  if (button(ui, spec, box))
    ui.emit<PatientsEvent>(PatientMarkPressed{PatientMark::kFavourite, list.id(row)});
}

// Discussion, archive and print, which are wanted less often, behind one button. In the order of its items.
void row_menu(Ui& ui, RowNumber row, const Rect& box, bool active) {
  const PatientList& list = ui.model().patients.list;
  const bool archived = list.has(PatientMark::kArchived, row);
  const std::vector<MenuItem> items{
      {.key = "discussion", .label = ui.text(Text::kPatientsOpenDiscussion)},
      {.key = "archive", .label = ui.text(archived ? Text::kPatientsUnarchive : Text::kPatientsArchive)},
      {.key = "print", .label = ui.text(Text::kPatientsPrint)}};
  const auto chosen = menu_button(ui,
                                  {.key = "more",
                                   .label = ui.text(Text::kPatientsRowActions),
                                   .look = Look::kQuiet,
                                   .pictogram = Pictogram::kDots,
                                   .only_pictogram = true,
                                   .state = active ? 0U : std::uint32_t{mirror::kFocusableByCode},
                                   .description = list.display_name(row),
                                   .colour = ui.theme().muted},
                                  items, box);
  if (!chosen) return;
  if (*chosen == 0)
    ui.emit<DiscussionsEvent>(PatientDiscussionsPressed{list.id(row)});
  else if (*chosen == 1)
    ui.emit<PatientsEvent>(PatientMarkPressed{PatientMark::kArchived, list.id(row)});
  else
    ui.emit<DossierEvent>(PrintPatientPressed{list.id(row)});
}

// Something is new about this patient. Returns its width.
float changed_dot(Ui& ui, float x, float centre_y) {
  const float side = ui.scaled(8);
  const Rect dot{x, centre_y - side / 2, side, side};
  ui.fill(dot, ui.theme().accent, side / 2);
  sign(ui, "changed", ui.text(Text::kPatientsChanged), dot, Look::kMuted);
  return side + ui.scaled(6);
}

// «Camille TEST (infirmière), …»
std::string circle_text(const Ui& ui, RowNumber row) {
  const PatientList& list = ui.model().patients.list;
  std::string names;
  for (const std::uint32_t position : list.circle(row)) {
    const Professional& person = list.professionals()[position];
    if (!names.empty()) names += ", ";
    names += person.name + " (" + std::string(entry(person.profession).label.in(ui.language())) + ")";
  }
  return names;
}

constexpr float kAvatarWidth = 36, kAvatarGap = 4;

void professionals_cell(Ui& ui, RowNumber row, const Rect& box) {
  const PatientList& list = ui.model().patients.list;
  const auto circle = list.circle(row);
  const float height = ui.scaled(24), width = ui.scaled(kAvatarWidth), gap = ui.scaled(kAvatarGap);
  const float more = ui.scaled(28);
  auto fitting =
      static_cast<std::size_t>(std::max(1.0F, std::floor((box.width - ui.scaled(12)) / (width + gap))));
  if (fitting < circle.size()) {
    fitting = static_cast<std::size_t>(
        std::max(1.0F, std::floor((box.width - ui.scaled(12) - more) / (width + gap))));
  }
  Rect avatar{box.x + ui.scaled(8), box.y + std::round((box.height - height) / 2), width, height};
  for (std::size_t i = 0; i < std::min(circle.size(), fitting); ++i) {
    const ProfessionEntry& profession = entry(list.professionals()[circle[i]].profession);
    draw_avatar(ui, "avatar" + std::to_string(i), profession.letters, avatar);
    avatar.x += width + gap;
  }
  if (circle.size() > fitting) {
    label_in(ui, "more", {avatar.x, box.y, more, box.height},
             fill(ui.text(Text::kPatientsMore), {{"count", std::to_string(circle.size() - fitting)}}),
             {measure::kSmall, Weight::kRegular, ui.theme().muted});
  }
  ui.open_node().description = circle_text(ui, row);
}

// What a cell says in plain text; of the columns that draw more than a text, what they mean.
std::string plain_text(const Ui& ui, RowNumber row, PatientColumn column) {
  const PatientList& list = ui.model().patients.list;
  switch (column) {
    case PatientColumn::kIdentity: {
      std::string name(list.display_name(row));
      if (list.has(PatientMark::kTest, row)) name.append(" ").append(ui.text(Text::kPatientsTest));
      return name;
    }
    case PatientColumn::kBirthDate:
      return format_date(list.birth_date(row));
    case PatientColumn::kSex:
      return std::string(sex_letter(ui, list.sex(row)));
    case PatientColumn::kThematiques: {
      std::string labels;
      list.thematiques(row).for_each([&](ThematiqueId id) {
        if (!labels.empty()) labels += ", ";
        labels += entry(id).label.in(ui.language());
      });
      return labels;
    }
    case PatientColumn::kProfessionals:
      return circle_text(ui, row);
    case PatientColumn::kUpdatedAt:
      return moment_text(list.updated_at_ms(row), ui.model().now_ms);
    case PatientColumn::kTasks:
      return tasks_text(ui, list.tasks_open(row), list.tasks_late(row));
    case PatientColumn::kStatut:
      return std::string(statut_label(list.statut(row), ui.language()));
    case PatientColumn::kNextAppointment:
      return list.next_appointment_ms(row) == 0
                 ? std::string{}
                 : moment_text(list.next_appointment_ms(row), ui.model().now_ms);
    case PatientColumn::kActions:
      break;
  }
  return {};
}

}  // namespace

std::string patient_cell(Ui& ui, PatientColumn column, const GridCell& where, const TypedSearch* search) {
  const PatientList& list = ui.model().patients.list;
  const RowNumber row = ui.model().patients.shown[where.row];
  const Rect inner = inset(where.box, ui.scaled(8), 0);
  switch (column) {
    case PatientColumn::kIdentity:
      identity_cell(ui, row, where.box, where.active, search);
      return {};
    case PatientColumn::kThematiques:
      thematique_chips(ui, row, inner.x, right(inner), where.box.y + where.box.height / 2);
      return {};
    case PatientColumn::kProfessionals:
      professionals_cell(ui, row, where.box);
      return {};
    case PatientColumn::kActions: {
      // The ring stays in the row; in a kiosk a finger comes first.
      const float side =
          ui.model().settings.kiosk ? where.box.height : std::min(where.box.height - 8, ui.scaled(28));
      const float top = where.box.y + (where.box.height - side) / 2;
      star_button(ui, row, {inner.x, top, side, side}, where.active);
      row_menu(ui, row, {inner.x + side + ui.scaled(4), top, side, side}, where.active);
      return {};
    }
    case PatientColumn::kSex:
      ui.open_node().description = sex_word(ui, list.sex(row));
      break;
    case PatientColumn::kUpdatedAt:
      if (list.has(PatientMark::kChanged, row)) {
        const float width = changed_dot(ui, inner.x, inner.y + inner.height / 2);
        label_in(ui, "text", {inner.x + width, inner.y, inner.width - width, inner.height},
                 plain_text(ui, row, column), {measure::kSmall, Weight::kBold, ui.theme().text});
        return {};
      }
      break;
    default:
      break;
  }
  std::string text = plain_text(ui, row, column);
  if (column == PatientColumn::kBirthDate && search != nullptr && marks_birth_date(list, row, *search)) {
    const float width = ui.measure_text(text, {measure::kSmall, Weight::kRegular, 0}).x;
    draw_mark(ui, {inner.x, inner.y + (inner.height - ui.scaled(20)) / 2, std::min(width, inner.width),
                   ui.scaled(20)});
    if (ui.html_face()) ui.open_node().marked = marked_for_page(text, {{0, text.size()}});
  }
  const bool late = column == PatientColumn::kTasks && list.tasks_late(row) > 0;
  if (late && ui.html_face()) ui.open_node().look = Look::kError;
  ui.draw_text_in(inner, text,
                  {measure::kSmall, Weight::kRegular, late ? ui.theme().danger : ui.theme().text});
  return text;
}

float actions_width(const Ui& ui) {
  constexpr float kInKiosk = measure::kControl * 2 + 20, kElsewhere = 76;
  return ui.model().settings.kiosk ? kInKiosk : kElsewhere;
}

float patient_cell_width(const Ui& ui, std::size_t shown, PatientColumn column) {
  const PatientList& list = ui.model().patients.list;
  const RowNumber row = ui.model().patients.shown[shown];
  const float edges = ui.scaled(16);
  switch (column) {
    case PatientColumn::kIdentity: {
      float width = ui.measure_text(list.display_name(row), {measure::kBody, Weight::kBold, 0}).x;
      if (list.has(PatientMark::kTest, row))
        width += chip_width(ui, ui.text(Text::kPatientsTest)) + ui.scaled(8);
      if (!warnings_of(ui, row).empty()) width += ui.scaled(24);
      return width + edges;
    }
    case PatientColumn::kThematiques: {
      float width = edges;
      list.thematiques(row).for_each([&](ThematiqueId id) {
        width += chip_width(ui, entry(id).label.in(ui.language())) + ui.scaled(4);
      });
      return width;
    }
    case PatientColumn::kProfessionals:
      return static_cast<float>(list.circle(row).size()) * (kAvatarWidth + kAvatarGap) * ui.scaled(1) +
             ui.scaled(12);
    case PatientColumn::kActions:
      return ui.scaled(actions_width(ui));
    default:
      return ui.measure_text(plain_text(ui, row, column), {measure::kSmall, Weight::kRegular, 0}).x + edges;
  }
}

std::string patients_tsv(const Ui& ui, const std::vector<PatientColumn>& columns, std::size_t first,
                         std::size_t count) {
  std::string tsv;
  std::vector<std::string> cells;
  const auto line = [&](auto&& cell_of) {
    cells.clear();
    for (const PatientColumn column : columns) {
      if (column != PatientColumn::kActions) cells.push_back(cell_of(column));
    }
    append_tsv_line(tsv, cells);
  };
  line([&](PatientColumn column) { return std::string(ui.text(column_label(column))); });
  for (std::size_t i = first; i < first + count; ++i)
    line([&](PatientColumn column) { return plain_text(ui, ui.model().patients.shown[i], column); });
  return tsv;
}

namespace {

constexpr float kCardHeight = 70, kStackedCardHeight = 92;  // before Ui::scaled

// Birth and sex, TEST, and that something is new. Returns where the next thing may stand.
float card_birth(Ui& ui, RowNumber row, const Rect& line, const TypedSearch* search) {
  const PatientList& list = ui.model().patients.list;
  const std::string date = format_date(list.birth_date(row));
  const std::string birth = date + "  " + std::string(sex_letter(ui, list.sex(row)));
  const TextStyle small{measure::kSmall, Weight::kRegular, ui.theme().text};
  const float width = ui.measure_text(birth, small).x, centre = line.y + line.height / 2;
  const bool found = search != nullptr && marks_birth_date(list, row, *search);
  if (found) draw_mark(ui, {line.x, centre - ui.scaled(10), ui.measure_text(date, small).x, ui.scaled(20)});
  label_in(ui, "birth", {line.x, line.y, width, line.height}, birth, small);
  if (found && ui.html_face()) ui.last_node().marked = marked_for_page(birth, {{0, date.size()}});
  float x = line.x + width + ui.scaled(8);
  if (list.has(PatientMark::kTest, row)) x += draw_test_chip(ui, x, centre);
  if (list.has(PatientMark::kChanged, row)) x += changed_dot(ui, x, centre);
  return x;
}

// «2 tâches en retard», in fewer words or only read out where there is no room. Returns where the next thing
// may stand.
float late_tasks(Ui& ui, RowNumber row, float x, float end, const Rect& line) {
  const int late = ui.model().patients.list.tasks_late(row);
  if (late == 0) return x;
  const std::string count = std::to_string(late);
  const std::string whole = fill(
      ui.text(late == 1 ? Text::kPatientsLateTasksOne : Text::kPatientsLateTasksOther), {{"count", count}});
  const TextStyle style{measure::kSmall, Weight::kRegular, ui.theme().danger};
  for (const std::string& text : {whole, fill(ui.text(Text::kPatientsLateTasksShort), {{"count", count}})}) {
    const float width = std::ceil(ui.measure_text(text, style).x);
    if (x + width > end) continue;
    label_in(ui, "late", {x, line.y, width, line.height}, text, style);
    return x + width + ui.scaled(8);
  }
  record_unseen(ui, ui.id("late"), whole, Look::kPlain, {x, line.y, 1, 1});
  return x;
}

// Whole or not at all: half a date is none.
void card_appointment(Ui& ui, RowNumber row, float x, const Rect& line) {
  const std::int64_t at_ms = ui.model().patients.list.next_appointment_ms(row);
  if (at_ms == 0) return;
  const std::string moment = moment_text(at_ms, ui.model().now_ms);
  const TextStyle quiet{measure::kSmall, Weight::kRegular, ui.theme().muted};
  if (x + ui.measure_text(moment, quiet).x <= right(line))
    label_in(ui, "appointment", {x, line.y, right(line) - x, line.height}, moment, quiet, 1);
}

}  // namespace

float patient_card_height(const Ui& ui, float width) {
  constexpr float kActionsBesideFrom = 350;
  return width < ui.scaled(kActionsBesideFrom) ? kStackedCardHeight : kCardHeight;
}

// The name, which nothing may cut short, then birth, sex and what matters.
std::string patient_card(Ui& ui, const GridCell& where, const TypedSearch* search) {
  const PatientList& list = ui.model().patients.list;
  const RowNumber row = ui.model().patients.shown[where.row];
  const bool stacked = where.box.height > ui.scaled(kCardHeight) + 1;
  const float side = ui.scaled(measure::kControl), actions = stacked ? side : side * 2;
  const Rect top{where.box.x, where.box.y + ui.scaled(4), where.box.width - actions, ui.scaled(36)};
  const Rect below{where.box.x + ui.scaled(8), bottom(top), top.width - ui.scaled(8), ui.scaled(26)};
  const float centre = below.y + below.height / 2;
  identity_cell(ui, row, top, where.active, search, TestChip::kElsewhere);
  float x = card_birth(ui, row, below, search);
  if (stacked) {
    (void)thematique_chips(ui, row, x, right(below), centre);
    const Rect last{below.x, bottom(below), below.width, ui.scaled(22)};
    card_appointment(ui, row, late_tasks(ui, row, last.x, right(last), last), last);
  } else {
    const float some_chips = list.thematiques(row).is_empty() ? 0 : ui.scaled(26);
    x = late_tasks(ui, row, x, right(below) - some_chips, below);
    const float appointment = list.next_appointment_ms(row) == 0 ? 0 : ui.scaled(90);
    x = thematique_chips(ui, row, x, right(below) - appointment, centre);
    card_appointment(ui, row, x, below);
  }
  Rect action{right(top), where.box.y + (where.box.height - (stacked ? side * 2 : side)) / 2, side, side};
  star_button(ui, row, action, where.active);
  (stacked ? action.y : action.x) += side;
  row_menu(ui, row, action, where.active);
  return {};
}

}  // namespace spico::ui
