#include "ui/discussions_view.hpp"

#include <algorithm>

#include "ui/discussion_dialogs.hpp"
#include "ui/discussion_list.hpp"
#include "ui/discussion_message_dialogs.hpp"
#include "ui/discussion_print.hpp"
#include "ui/remote_view.hpp"
#include "ui/thread_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

constexpr float kBesideFrom = 900;  // room for list and discussion side by side, before Ui::scaled
constexpr float kListWidth = 360;

// What lacks before discussions can be shown: the session, or SPICO itself. False when nothing does.
bool is_waiting_for_spico(Ui& ui, const Rect& room) {
  const auto& view = ui.model().session.view;
  if (view.value && view.value->spico_open) return false;
  const float pad = ui.scaled(20);
  ui.push_column({room.x + pad, room.y + ui.scaled(12), room.width - pad * 2, 0});
  heading(ui, "title", 1, ui.text(Text::kDiscussionsTitle));
  ui.gap(12);
  if (view.failure.is_some()) {
    if (failed(ui, "failed", view.failure)) ui.emit<SessionEvent>(RetrySessionPressed{});
  } else {
    waiting(ui, "opening", ui.text(Text::kSessionOpeningSpico));
  }
  ui.move_to(ui.pop_column());
  return true;
}

// What is left for a discussion that stands alone; beside the list, that one says it.
Rect below_age(Ui& ui, const Rect& room) {
  const float pad = ui.scaled(ui.narrow() ? 12 : 20);
  ui.push_column({room.x + pad, room.y + ui.scaled(8), room.width - pad * 2, 0});
  const bool is_old = age_banner(ui, Text::kDiscussionsStaleOne, Text::kDiscussionsStaleOther);
  const float end = ui.pop_column();
  if (!is_old) return room;
  return {room.x, end, room.width, bottom(room) - end};
}

}  // namespace

void discussions_view(Ui& ui, const Rect& room) {
  if (is_waiting_for_spico(ui, room)) return;
  const bool open = ui.model().screen == Screen::kDiscussion;
  if (open) discussion_print(ui);
  const bool beside = !ui.html_face() && room.width >= ui.scaled(kBesideFrom);
  if (beside) {
    const float width = ui.scaled(kListWidth);
    discussion_list(ui, {room.x, room.y, width, room.height});
    const Rect rest{room.x + width, room.y, room.width - width, room.height};
    ui.line(rest.x, rest.y, rest.x, bottom(rest), edge_colour(ui.theme(), 0.5F));
    if (open) {
      thread_view(ui, rest, ThreadPlace::kBesideList);
    } else {
      ui.push_column({rest.x, rest.y + rest.height / 3, rest.width, 0});
      (void)empty_state(ui, "choose", Pictogram::kBubble, ui.text(Text::kDiscussionsChoose));
      (void)ui.pop_column();
    }
    ui.move_to(std::max(ui.flow_y(), bottom(room)));
  } else if (open) {
    thread_view(ui, below_age(ui, room), ThreadPlace::kAlone);
  } else {
    discussion_list(ui, room);
  }
  discussion_dialogs(ui);
  discussion_message_dialogs(ui);
}

}  // namespace spico::ui
