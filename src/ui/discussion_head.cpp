#include "ui/discussion_head.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/discussions/discussions.hpp"
#include "core/route.hpp"
#include "core/text/fill.hpp"
#include "ui/patient_text.hpp"
#include "ui/popups.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

// «BÉNAZET Zoé, né(e) le 07/04/1956»
std::string patient_words(const Ui& ui, const DiscussionPatient& patient) {
  std::string words = patient.name;
  if (patient.birth_date.is_known())
    words += ", " + fill(ui.text(Text::kDiscussionsBorn), {{"date", format_date(patient.birth_date)}});
  return words;
}

void patient_link(Ui& ui, const DiscussionPatient& patient, ButtonSpec link, const Rect& box) {
  const std::string address = dossier_address(patient.id);
  link.description = ui.text(Text::kDiscussionsOpenPatient);
  link.role = Role::kLink;
  link.href = address;
  if (button(ui, link, box)) ui.emit<DossierEvent>(PatientPressed{patient.id});
}

void patient_line(Ui& ui, const DiscussionPatient& patient) {
  const std::string words = patient_words(ui, patient);
  ButtonSpec link{.key = "patient", .label = words, .look = Look::kQuiet, .pictogram = Pictogram::kFolder};
  Rect line = ui.take(ui.scaled(measure::kCompactControl));
  const float chip_room = patient.test ? chip_width(ui, ui.text(Text::kPatientsTest)) + ui.scaled(8) : 0;
  Rect box = line;
  // The composer says when they were born.
  if (button_width(ui, link) > line.width - chip_room) link.label = patient.name;
  const bool beside = button_width(ui, link) <= line.width - chip_room;
  box.width = std::min(line.width, button_width(ui, link));
  if (!ui.narrow()) box.x -= ui.scaled(kButtonInset);
  patient_link(ui, patient, link, box);
  if (patient.test && !beside) {
    line = ui.take(ui.scaled(measure::kCompactControl));
    box.width = 0;
  }
  if (patient.test)
    chip(ui, "test", ui.text(Text::kPatientsTest), test_chip(ui), right(box) + ui.scaled(8),
         line.y + line.height / 2);
}

void more_menu(Ui& ui, const Discussion& discussion, const Rect& box) {
  const std::vector<MenuItem> items{
      {.key = "add", .label = ui.text(Text::kDiscussionsAddMember)},
      {.key = "mute", .label = ui.text(discussion.muted ? Text::kDiscussionsUnmute : Text::kDiscussionsMute)},
      {.key = "print", .label = ui.text(Text::kDiscussionsPrintThread)},
      {.key = "leave", .label = ui.text(Text::kDiscussionsLeave), .begins_group = true}};
  const auto chosen = menu_button(ui,
                                  {.key = "more",
                                   .label = ui.text(Text::kPatientsRowActions),
                                   .pictogram = Pictogram::kDots,
                                   .only_pictogram = true,
                                   .focus_key = "add_member"},
                                  items, box, &box);
  ui.answers_focus("leave", ui.id("more"));
  if (!chosen) return;
  if (*chosen == 0)
    ui.emit<DirectoryEvent>(AddMemberPressed{});
  else if (*chosen == 1)
    ui.emit<ThreadEvent>(MutePressed{});
  else if (*chosen == 2)
    ui.emit<ThreadEvent>(PrintThreadPressed{});
  else
    ui.emit<ThreadEvent>(LeavePressed{});
}

std::string member_count(const Ui& ui, std::int64_t count) {
  return fill(ui.text(count == 1 ? Text::kDiscussionsMembersOne : Text::kDiscussionsMembersOther),
              {{"count", std::to_string(count)}});
}

ButtonSpec members_spec(const Ui& ui, std::string_view count) {
  return {.key = "members",
          .label = count,
          .pictogram = Pictogram::kPerson,
          .state = mirror::kHasDialog,
          .description = ui.text(Text::kDiscussionsMembers),
          .focus_key = "members"};
}

// Members, date and menu, from this place on; the first one is as wide as `place`.
void controls(Ui& ui, const Discussion& discussion, const ButtonSpec& members, const Rect& place) {
  const float side = place.height, space = ui.scaled(8);
  if (button(ui, members, place)) ui.emit<ThreadEvent>(MembersToggled{});
  const Rect date{right(place) + space, place.y, side, side};
  const bool date_open = ui.model().discussions.thread.date_open;
  if (button(ui,
             {.key = "go_to_date",
              .label = ui.text(Text::kDiscussionsGoToDate),
              .pictogram = Pictogram::kCalendar,
              .only_pictogram = true,
              .state = mirror::kHasExpanded | (date_open ? std::uint32_t{mirror::kExpanded} : 0U),
              .focus_key = "go_to_date",
              .tooltip = ui.text(Text::kDiscussionsGoToDate)},
             date))
    ui.emit<ThreadEvent>(GoToDateToggled{});
  more_menu(ui, discussion, {right(date) + space, place.y, side, side});
}

void wide_head(Ui& ui, const Discussion& discussion, ThreadPlace place) {
  if (place == ThreadPlace::kAlone) discussion_back(ui);
  const std::string count = member_count(ui, discussion.members);
  ButtonSpec members = members_spec(ui, count);
  const float side = ui.scaled(measure::kControl);
  const float least = ui.scaled(120);  // of the title beside them
  members.only_pictogram = button_width(ui, members) + side * 2 + least > ui.flow_width();
  const float first = members.only_pictogram ? side : button_width(ui, members);
  const float all = first + (ui.scaled(8) + side) * 2;
  const float top = ui.flow_y();
  ui.push_column({ui.flow_x(), top, std::max(least, ui.flow_width() - all - ui.scaled(12)), 0});
  // Whoever opens it hears whose it is; the list beside it has the heading of the page.
  heading(ui, "discussion", place == ThreadPlace::kBesideList ? 2 : 1, discussion.title, {}, "discussion");
  if (discussion.patient && !ui.narrow()) patient_line(ui, *discussion.patient);
  const float end = std::max(ui.pop_column(), top + side);
  controls(ui, discussion, members, {ui.flow_x() + ui.flow_width() - all, top, first, side});
  ui.move_to(end);
  if (discussion.patient && ui.narrow()) patient_line(ui, *discussion.patient);
}

// Whole, unless it were half of a phone's window.
void narrow_title(Ui& ui, std::string_view title) {
  const TextStyle style{measure::kSection, Weight::kBold, ui.theme().text};
  const float line = std::ceil(ui.scaled(style.size) * measure::kLineHeight);
  const float wanted = ui.measure_text(title, style, ui.flow_width()).y;
  Node node;
  node.id = ui.id("discussion");
  node.role = Role::kHeading;
  node.level = 1;
  node.name = title;
  node.rect = ui.take(std::min(wanted, line * 5));
  node.state = mirror::kFocusableByCode;
  ui.draw_text_in(node.rect, title, style);
  const NodeId id = ui.record(std::move(node)).id;
  ui.answers_focus("h1", id);
  ui.answers_focus("discussion", id);
}

// On a phone what is read and written needs the room: buttons in one line, and the patient in the composer.
void narrow_head(Ui& ui, const Discussion& discussion) {
  const float side = ui.scaled(measure::kControl), space = ui.scaled(8);
  Rect line = ui.take(side);
  const ButtonSpec back{.key = "back",
                        .label = ui.text(Text::kDiscussionsBack),
                        .look = Look::kQuiet,
                        .pictogram = Pictogram::kChevronLeft,
                        .only_pictogram = true,
                        .role = Role::kLink,
                        .href = "#/discussions"};
  if (button(ui, back, {line.x, line.y, side, side})) ui.emit<DiscussionsEvent>(DiscussionsPressed{});
  float left = line.x + side + space;
  if (discussion.patient) {
    const std::string words = patient_words(ui, *discussion.patient);
    patient_link(ui, *discussion.patient,
                 {.key = "patient",
                  .label = words,
                  .look = Look::kQuiet,
                  .pictogram = Pictogram::kFolder,
                  .only_pictogram = true},
                 {left, line.y, side, side});
    left += side + space;
  }
  const float all = side * 3 + space * 2;
  if (left + all > right(line)) {
    ui.gap(4);
    line = ui.take(side);
  }
  const std::string count = member_count(ui, discussion.members);
  ButtonSpec members = members_spec(ui, count);
  members.only_pictogram = true;
  controls(ui, discussion, members, {right(line) - all, line.y, side, side});
  ui.gap(4);
  narrow_title(ui, discussion.title);
}

}  // namespace

void discussion_back(Ui& ui) {
  const ButtonSpec back{.key = "back",
                        .label = ui.text(Text::kDiscussionsBack),
                        .look = Look::kQuiet,
                        .pictogram = Pictogram::kChevronLeft,
                        .role = Role::kLink,
                        .href = "#/discussions"};
  Rect box = ui.take(ui.scaled(measure::kControl));
  box.width = std::min(box.width, button_width(ui, back));
  if (!ui.narrow()) box.x -= ui.scaled(kButtonInset);
  if (button(ui, back, box)) ui.emit<DiscussionsEvent>(DiscussionsPressed{});
}

void discussion_head(Ui& ui, const Discussion& discussion, ThreadPlace place) {
  // The HTML version is laid out by the page, which scrolls as a whole.
  if (ui.narrow() && place == ThreadPlace::kAlone && !ui.html_face())
    narrow_head(ui, discussion);
  else
    wide_head(ui, discussion, place);
  ui.gap(8);
}

void patient_reminder(Ui& ui, const DiscussionPatient& patient) {
  Node around;
  around.id = ui.id("about");
  around.look = Look::kRowOfItems;
  const Scope scope(ui, std::move(around));
  const std::string words = patient_words(ui, patient);
  const TextStyle style{measure::kSmall, Weight::kBold, ui.theme().text};
  const float chip_room = patient.test ? chip_width(ui, ui.text(Text::kPatientsTest)) + ui.scaled(8) : 0;
  const float width = std::ceil(ui.measure_text(words, style).x) + 1;
  const bool beside = width + chip_room <= ui.flow_width();
  const float height = ui.scaled(24);  // of a chip
  const Rect first{ui.flow_x(), ui.flow_y(), beside ? width : ui.flow_width(), height};
  if (beside) ui.move_to(bottom(first));
  if (beside)
    label_in(ui, "patient", first, words, style);
  else
    paragraph(ui, "patient", words, style);
  if (patient.test) {
    const Rect place = beside ? Rect{right(first) + ui.scaled(8), first.y, 0, height} : ui.take(height);
    chip(ui, "test", ui.text(Text::kPatientsTest), test_chip(ui), place.x, place.y + height / 2);
  }
  ui.gap(4);
}

}  // namespace spico::ui
