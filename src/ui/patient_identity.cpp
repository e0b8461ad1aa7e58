#include "ui/patient_identity.hpp"

#include <algorithm>
#include <cmath>

#include "core/patients/match_marks.hpp"
#include "core/route.hpp"
#include "core/text/fill.hpp"
#include "ui/patient_text.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

constexpr float kLinePitch = 17;  // of a name on two lines, which share a row
constexpr float kSmallestName = 12;

// How a name stands in its room: on one line, or smaller and then on two rather than lose its end.
struct NameLines {
  std::vector<TextSpan> lines;
  TextStyle style;
  float width = 0;  ///< of the longest line
};

// The last gap between words at which both lines fit; else the last hyphen; else the most even lines.
NameLines two_lines(const Ui& ui, std::string_view name, float room, const TextStyle& style) {
  NameLines best{{{0, name.size()}}, style, ui.measure_text(name, style).x};
  if (best.width <= room) return best;
  bool best_is_gap = false;
  for (std::size_t i = 1; i + 1 < name.size(); ++i) {
    const bool is_gap = name[i] == ' ';
    if (!is_gap && name[i] != '-') continue;
    const TextSpan first{0, is_gap ? i : i + 1}, second{i + 1, name.size()};
    const float width = std::max(ui.measure_text(name.substr(0, first.end), style).x,
                                 ui.measure_text(name.substr(second.begin), style).x);
    const bool fits = width <= room;
    if (fits ? is_gap || !best_is_gap : width < best.width) {
      best_is_gap = fits && is_gap;
      best.lines = {first, second};
      best.width = width;
    }
  }
  return best;
}

NameLines lines_of(const Ui& ui, std::string_view name, float room, float height) {
  const TextStyle body{measure::kBody, Weight::kBold, 0};
  const float whole = ui.measure_text(name, body).x;
  if (whole <= room || height < ui.scaled(2 * kLinePitch)) return {{{0, name.size()}}, body, whole};
  NameLines lines = two_lines(ui, name, room, {measure::kSmall, Weight::kBold, 0});
  if (lines.width > room) lines = two_lines(ui, name, room, {kSmallestName, Weight::kBold, 0});
  return lines;
}

// On one line, smaller rather than longer than its room.
NameLines line_above_reason(const Ui& ui, std::string_view name, float room) {
  const auto line = [&](float size) {
    const TextStyle style{size, Weight::kBold, 0};
    return NameLines{{{0, name.size()}}, style, ui.measure_text(name, style).x};
  };
  const NameLines small = line(measure::kSmall);
  return small.width <= room ? small : line(kSmallestName);
}

// What a row was found by and does not show: «autre prénom : [ANN]E», «INS [2 56 04]…».
struct Reason {
  std::string text;
  TextSpan mark;
};
constexpr TextStyle kReasonStyle{12, Weight::kRegular, 0};
constexpr float kReasonHeight = 14;  // of a row, under the name

Reason reason_of(const Ui& ui, RowNumber row, const MatchMarks& marks) {
  Text sentence = Text::kPatientsFoundByHiddenName;
  std::string found = marks.hidden_name;
  TextSpan span = marks.hidden_name_mark;
  if (marks.matricule > 0) {
    sentence = Text::kPatientsFoundByMatricule;
    found = beginning_of(ui.model().patients.list.matricule(row), marks.matricule);
    span = {0, found.size()};
  }
  if (found.empty()) return {};
  const std::string_view before = ui.text(sentence).substr(0, ui.text(sentence).find('{'));
  return {
      fill(ui.text(sentence), {{"found", found}}),
      span.begin == span.end ? TextSpan{} : TextSpan{before.size() + span.begin, before.size() + span.end}};
}

void draw_reason(Ui& ui, const Rect& box, const Reason& reason) {
  const auto place = [&](std::size_t at) {
    return ui.measure_text(std::string_view(reason.text).substr(0, at), kReasonStyle).x;
  };
  const float from = place(reason.mark.begin), to = std::min(box.width, place(reason.mark.end));
  if (from < to) draw_mark(ui, {box.x + from, box.y, to - from, box.height});
  TextStyle style = kReasonStyle;
  style.colour = ui.theme().muted;
  label_in(ui, "reason", box, reason.text, style);
  if (!ui.html_face()) return;
  ui.last_node().look = Look::kMuted;
  if (reason.mark.begin < reason.mark.end)
    ui.last_node().marked = marked_for_page(reason.text, {reason.mark});
}

// With why the row was found: what was typed, marked in the name.
void draw_name(const Ui& ui, const Rect& box, std::string_view name, const NameLines& shape, Colour colour,
               const std::vector<TextSpan>& marks) {
  const bool alone = shape.lines.size() == 1;
  const float pitch = alone ? box.height : ui.scaled(kLinePitch);
  const float marked = alone ? std::min(ui.scaled(22), pitch) : pitch;
  Rect line{box.x, std::round(box.y + (box.height - pitch * static_cast<float>(shape.lines.size())) / 2),
            box.width, pitch};
  for (const TextSpan& part : shape.lines) {
    const std::string_view text = name.substr(part.begin, part.end - part.begin);
    for (const TextSpan& span : marks) {
      if (span.end <= part.begin || span.begin >= part.end) continue;
      const auto place = [&](std::size_t at) {
        return ui.measure_text(text.substr(0, std::clamp(at, part.begin, part.end) - part.begin), shape.style)
            .x;
      };
      const float from = place(span.begin), to = std::min(line.width, place(span.end));
      if (from < to) draw_mark(ui, {line.x + from, line.y + (line.height - marked) / 2, to - from, marked});
    }
    ui.draw_text_in(line, text, {shape.style.size, shape.style.weight, colour});
    line.y += pitch;
  }
}

MatchMarks marks_of(const Ui& ui, RowNumber row, const TypedSearch* search) {
  return search == nullptr ? MatchMarks{} : match_marks(ui.model().patients.list, row, *search);
}

// The name leads to the patient's page.
void name_link(Ui& ui, RowNumber row, const Rect& box, const NameLines& shape, bool active,
               const MatchMarks& marks) {
  const PatientList& list = ui.model().patients.list;
  Node link;
  link.id = ui.id("name");
  const Interaction state = ui.interact(link.id, box);
  // Where letters of other fonts stand, only the page knows: what was found is not marked among them.
  draw_name(ui, box, list.display_name(row), shape, state.hovered ? ui.theme().accent : ui.theme().text,
            ui.can_draw(list.display_name(row)) ? marks.name : std::vector<TextSpan>{});
  if (state.ring) ui.focus_ring(inset(box, 0, std::min(8.0F, (box.height - 20) / 2)), measure::kRadius);
  link.role = Role::kLink;
  link.look = Look::kQuiet;
  link.name = list.display_name(row);
  if (ui.html_face()) link.marked = marked_for_page(link.name, marks.name);
  link.href = dossier_address(list.id(row));
  link.state = active ? mirror::kFocusable : mirror::kFocusableByCode;
  link.rect = box;
  ui.record(std::move(link));
  if (state.clicked) ui.emit<DossierEvent>(PatientPressed{list.id(row)});
}

// Where the name stands, and below it why the row was found: nothing wide where there is no room for that.
struct IdentityPlaces {
  NameLines shape;
  Rect name, reason;
};

IdentityPlaces places_of(const Ui& ui, std::string_view name, const Reason& reason, const Rect& box,
                         float room) {
  IdentityPlaces places;
  places.shape = lines_of(ui, name, room, box.height);
  places.name = {box.x + ui.scaled(8), box.y, std::min(room, places.shape.width), box.height};
  if (reason.text.empty()) return places;
  const NameLines above = line_above_reason(ui, name, room);
  if (above.width > room && !ui.html_face()) return places;
  const float below = ui.scaled(kReasonHeight);
  places.shape = above;
  places.name.width = std::min(room, above.width);
  places.name.height -= below;
  places.reason = {places.name.x, bottom(places.name) - 1,
                   std::min(room, std::ceil(ui.measure_text(reason.text, kReasonStyle).x)), below};
  return places;
}

}  // namespace

float draw_test_chip(Ui& ui, float x, float centre_y) {
  return chip(ui, "test", ui.text(Text::kPatientsTest), test_chip(ui), x, centre_y) + ui.scaled(8);
}

void draw_mark(const Ui& ui, const Rect& box) { ui.fill(box, ui.theme().mark, 3); }

std::string marked_for_page(std::string_view text, const std::vector<TextSpan>& marks) {
  std::vector<mirror::Stretch> stretches;
  for (const TextSpan& span : marks) stretches.push_back({span.begin, span.end});
  return mirror::marked_text(text, stretches);
}

std::string warnings_of(const Ui& ui, RowNumber row) {
  const Patients& patients = ui.model().patients;
  std::string warnings = flag_text(ui, patients.list.flags(row));
  // Who is alike is known once everybody is there.
  if (patients.loading.complete && patients.list.has_homonym(row)) {
    if (!warnings.empty()) warnings += ", ";
    warnings += ui.text(Text::kPatientsHomonym);
  }
  return warnings;
}

void identity_cell(Ui& ui, RowNumber row, const Rect& box, bool active, const TypedSearch* search,
                   TestChip place) {
  const PatientList& list = ui.model().patients.list;
  const float centre = box.y + box.height / 2;
  const bool marked = list.has(PatientMark::kTest, row) && place == TestChip::kBeside;
  const float test = marked ? chip_width(ui, ui.text(Text::kPatientsTest)) + ui.scaled(8) : 0;
  const std::string flags = warnings_of(ui, row);
  const MatchMarks marks = marks_of(ui, row, search);
  const Reason reason = reason_of(ui, row, marks);
  const float warning = flags.empty() ? 0 : ui.scaled(24);
  const float room = box.width - ui.scaled(16) - test - warning;
  const IdentityPlaces places = places_of(ui, list.display_name(row), reason, box, room);
  name_link(ui, row, places.name, places.shape, active, marks);
  if (places.reason.width > 0)
    draw_reason(ui, places.reason, reason);
  else
    ui.open_node().description = reason.text;
  float x = places.name.x + std::max(places.name.width, places.reason.width) + ui.scaled(8);
  if (marked) x += draw_test_chip(ui, x, centre);
  if (!flags.empty()) {
    const Rect icon{x, centre - ui.scaled(9), ui.scaled(18), ui.scaled(18)};
    draw_pictogram(ui, Pictogram::kWarning, icon, ui.theme().danger);
    sign(ui, "flags", flags, icon, Look::kError);
  }
}

}  // namespace spico::ui
