#include "ui/discussion_date.hpp"

#include <algorithm>

#include "core/discussions/discussions.hpp"
#include "core/failure_text.hpp"
#include "core/time/paris.hpp"
#include "ui/date_field.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

void discussion_date(Ui& ui) {
  const Thread& thread = ui.model().discussions.thread;
  if (!thread.date_open) return;
  Node form;
  form.id = ui.id("date_form");
  form.role = Role::kForm;
  form.look = Look::kStack;
  form.name = ui.text(Text::kDiscussionsGoToDate);
  form.keys = mirror::kKeyEscape;
  const NodeId id = form.id;
  const auto pressed = ui.key_pressed(id);
  if (pressed && pressed->key == mirror::Key::kEscape) ui.emit<ThreadEvent>(GoToDateToggled{});
  if (ui.submitted(id)) ui.emit<ThreadEvent>(GoToDateConfirmed{});
  const Scope scope(ui, std::move(form));
  const DateReading reading = parse_typed_date(thread.date);
  const bool wrong = !thread.date.empty() && !reading.ok() && reading.problem != DateProblem::kIncomplete &&
                     reading.problem != DateProblem::kEmpty;
  const bool none = thread.day.value && *thread.day.value == 0;
  const std::string failure = failure_text(ui.language(), thread.day.failure);
  const std::string_view error = wrong  ? ui.text(Text::kDiscussionsDateWrong)
                                 : none ? ui.text(Text::kDiscussionsDateNone)
                                        : std::string_view(failure);
  const CivilDate today = paris_time(ui.model().now_ms).date;
  ui.push_column({ui.flow_x(), ui.flow_y(), std::min(ui.flow_width(), ui.scaled(360)), 0});
  const auto text = date_field(ui, {.field = {.key = "date",
                                              .label = ui.text(Text::kDiscussionsDate),
                                              .value = thread.date,
                                              .placeholder = ui.text(Text::kPatientsBirthDateHint),
                                              .description = ui.text(Text::kPatientsBirthDateHint),
                                              .error = error,
                                              .state = mirror::kNoSpellcheck,
                                              .focus_key = "date"},
                                    .today = today,
                                    .first_year = 2020,
                                    .last = today});
  if (text) ui.emit<ThreadEvent>(GoToDateTyped{*text});
  ui.gap(8);
  const ButtonSpec go{
      .key = "go",
      .label = ui.text(Text::kDiscussionsDateGo),
      .look = Look::kPrimary,
      .state = mirror::kSubmit | (thread.day.is_pending() ? std::uint32_t{mirror::kBusy} : 0U)};
  Rect box = ui.take(ui.scaled(measure::kControl));
  box.width = std::min(box.width, button_width(ui, go));
  (void)button(ui, go, box);
  ui.gap(8);
  ui.move_to(ui.pop_column());
}

}  // namespace spico::ui
