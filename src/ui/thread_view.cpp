#include "ui/thread_view.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "core/discussions/discussions.hpp"
#include "core/failure_text.hpp"
#include "core/text/fill.hpp"
#include "core/text/grouped_count.hpp"
#include "ui/composer_view.hpp"
#include "ui/discussion_date.hpp"
#include "ui/discussion_head.hpp"
#include "ui/remote_view.hpp"
#include "ui/thread_messages.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

constexpr float kLeast = 200, kLeastNarrow = 96;               // of the box, in a window that is too low
constexpr std::size_t kLongTitle = 90, kLongTitleNarrow = 60;  // characters: more than two or three lines
constexpr MessageNumber kFew = 10;  // messages that are looked over without a way to their end

// The way to the end, for who reads further up. It has a line of its own: it must cover no message.
void end_button(Ui& ui) {
  const MessageNumber unseen = unseen_count(ui.model().discussions);
  const std::string label =
      unseen == 0
          ? std::string(ui.text(Text::kDiscussionsToEnd))
          : fill(ui.text(unseen == 1 ? Text::kDiscussionsNewBelowOne : Text::kDiscussionsNewBelowOther),
                 {{"count", std::to_string(unseen)}});
  const ButtonSpec spec{.key = "to_end", .label = label, .pictogram = Pictogram::kChevronDown};
  ui.gap(4);
  Rect box = ui.take(ui.scaled(measure::kCompactControl));
  const float width = std::min(box.width, button_width(ui, spec));
  box.x += std::round((box.width - width) / 2);
  box.width = width;
  if (button(ui, spec, box)) ui.emit<ThreadEvent>(EndPressed{});
}

// Around title, members and menu. The HTML version keeps it in sight above the messages, unless a long title
// would leave them too little room.
Node head_node(const Ui& ui, std::string_view title) {
  Node node;
  node.id = ui.id("head");
  const bool is_long = length_of(title) > (ui.narrow() ? kLongTitleNarrow : kLongTitle);
  node.look = is_long ? Look::kRowOfItems : Look::kHeader;
  return node;
}

// Messages that go to paper are on their way.
void print_waiting(Ui& ui, const PrintProgress& print) {
  const auto number = [&](MessageNumber value) {
    return grouped_count(ui.language(), static_cast<std::size_t>(value));
  };
  progress(ui, "print",
           fill(ui.text(Text::kDiscussionsPrintProgress),
                {{"here", number(print.here)}, {"of", number(print.of)}}),
           static_cast<float>(print.here) / static_cast<float>(print.of));
  ui.gap(4);
  const ButtonSpec stop{.key = "print_give_up", .label = ui.text(Text::kDiscussionsPrintGiveUp)};
  Rect box = ui.take(ui.scaled(measure::kControl));
  box.width = std::min(box.width, button_width(ui, stop));
  if (button(ui, stop, box)) ui.emit<ThreadEvent>(PrintThreadGivenUp{});
  ui.gap(8);
}

}  // namespace

void thread_view(Ui& ui, const Rect& room, ThreadPlace place) {
  const Discussions& discussions = ui.model().discussions;
  const Discussion* const discussion = open_discussion(discussions);
  const Thread& thread = discussions.thread;
  const float pad = ui.scaled(ui.narrow() ? 12 : 20);
  bool ends_below = false;  // the end of the messages is out of sight
  ui.push_column({room.x + pad, room.y + ui.scaled(8), room.width - pad * 2, 0});
  const bool is_gone = thread.page.failure.code == "unknown_discussion";
  if (discussion == nullptr) {
    // The same element as the title that will stand here.
    const Scope head(ui, head_node(ui, {}));
    if (place == ThreadPlace::kAlone) discussion_back(ui);
    heading(ui, "discussion", place == ThreadPlace::kAlone ? 1 : 2, ui.text(Text::kDiscussionsTitle), {},
            "discussion");
    ui.gap(8);
  }
  if (is_gone)
    banner(ui, "gone", failure_text(ui.language(), thread.page.failure), Tone::kDanger);
  else if (thread.page.failure.is_some() && failed(ui, "thread_failed", thread.page.failure))
    ui.emit<ThreadEvent>(RetryThreadPressed{});
  if (discussion == nullptr) {
    if (!thread.page.failure.is_some())
      waiting(ui, "thread_waiting", ui.text(Text::kDiscussionsThreadLoading));
    ui.move_to(ui.pop_column());
    return;
  }
  {
    const Scope head(ui, head_node(ui, discussion->title));
    discussion_head(ui, *discussion, place);
    // The HTML version is scrolled by the browser: where the end is, what stays in sight leads to it.
    const bool many = thread.is_counted && thread.messages.count() - thread.messages.first() >= kFew;
    if (ui.html_face() && many) end_button(ui);
  }
  discussion_date(ui);
  if (thread.paging.failure.is_some() && failed(ui, "paging_failed", thread.paging.failure))
    ui.emit<ThreadEvent>(RetryThreadPressed{});
  if (const auto print = print_progress(discussions)) print_waiting(ui, *print);
  const NodeId scroller = ui.id("messages", thread.id.value);
  TallList& list = ui.tall_list(scroller);
  if (ui.html_face()) {
    thread_messages(ui, {room.x, ui.flow_y(), room.width, 0});
  } else {
    const float rest = bottom(room) - ui.flow_y() - list.height_below - ui.scaled(12);
    const Rect taken = ui.take(std::max(rest, ui.scaled(ui.narrow() ? kLeastNarrow : kLeast)));
    thread_messages(ui, {room.x, taken.y, room.width, taken.height});
    ends_below = !list.at_end && ui.content_height(scroller) > taken.height;
  }
  const float below = ui.flow_y();
  if (ends_below) end_button(ui);
  {
    Node foot;
    foot.id = ui.id("foot");
    foot.look = Look::kStack;
    const Scope scope(ui, std::move(foot));
    composer_view(ui);
  }
  if (std::abs(ui.flow_y() - below - list.height_below) >= 1) {
    list.height_below = ui.flow_y() - below;
    ui.unsettle();
  }
  ui.gap(12);
  ui.move_to(ui.pop_column());
}

}  // namespace spico::ui
