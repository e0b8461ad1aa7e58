#include "ui/thread_view.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/discussions/discussions.hpp"
#include "core/failure_text.hpp"
#include "core/route.hpp"
#include "core/text/fill.hpp"
#include "ui/composer_view.hpp"
#include "ui/discussion_date.hpp"
#include "ui/message_item.hpp"
#include "ui/patient_text.hpp"
#include "ui/popups.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

constexpr float kGuess = 84;     // height of a message that was never measured
constexpr float kBeyond = 400;   // pixels above and below the box in which messages are there already
constexpr float kEndNear = 24;   // so near the end it stays in sight
constexpr float kAimAbove = 60;  // room above a message that is brought into sight
constexpr std::size_t kHtmlPage = 50;

// --- the head

void patient_line(Ui& ui, const DiscussionPatient& patient) {
  std::string name = patient.name;
  if (patient.birth_date.is_known())
    name += ", " + fill(ui.text(Text::kDiscussionsBorn), {{"date", format_date(patient.birth_date)}});
  const std::string address = dossier_address(patient.id);
  ButtonSpec link{.key = "patient",
                  .label = name,
                  .look = Look::kQuiet,
                  .pictogram = Pictogram::kFolder,
                  .description = ui.text(Text::kDiscussionsOpenPatient),
                  .role = Role::kLink,
                  .href = address};
  Rect line = ui.take(ui.scaled(measure::kCompactControl));
  const float chip_room = patient.test ? chip_width(ui, ui.text(Text::kPatientsTest)) + ui.scaled(8) : 0;
  Rect box = line;
  // The page of the patient says when they were born.
  if (button_width(ui, link) > line.width - chip_room) link.label = patient.name;
  const bool beside = button_width(ui, link) <= line.width - chip_room;
  box.width = std::min(line.width, button_width(ui, link));
  if (button(ui, link, box)) ui.emit<DossierEvent>(PatientPressed{patient.id});
  if (patient.test && !beside) {
    line = ui.take(ui.scaled(measure::kCompactControl));
    box.width = 0;
  }
  if (patient.test)
    chip(ui, "test", ui.text(Text::kPatientsTest), test_chip(ui), right(box) + ui.scaled(8),
         line.y + line.height / 2);
}

void actions(Ui& ui, const Discussion& discussion, const Rect& box) {
  const std::vector<MenuItem> items{
      {.key = "add", .label = ui.text(Text::kDiscussionsAddMember)},
      {.key = "mute", .label = ui.text(discussion.muted ? Text::kDiscussionsUnmute : Text::kDiscussionsMute)},
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
  else
    ui.emit<ThreadEvent>(LeavePressed{});
}

std::string member_count(const Ui& ui, std::int64_t count) {
  return fill(ui.text(count == 1 ? Text::kDiscussionsMembersOne : Text::kDiscussionsMembersOther),
              {{"count", std::to_string(count)}});
}

void back_link(Ui& ui) {
  const ButtonSpec back{.key = "back",
                        .label = ui.text(Text::kDiscussionsBack),
                        .look = Look::kQuiet,
                        .pictogram = Pictogram::kChevronLeft,
                        .role = Role::kLink,
                        .href = "#/discussions"};
  Rect box = ui.take(ui.scaled(measure::kControl));
  box.width = std::min(box.width, button_width(ui, back));
  if (button(ui, back, box)) ui.emit<DiscussionsEvent>(DiscussionsPressed{});
}

void head(Ui& ui, const Discussion& discussion, ThreadPlace place) {
  if (place == ThreadPlace::kAlone) back_link(ui);
  const std::string count = member_count(ui, discussion.members);
  ButtonSpec members{.key = "members",
                     .label = count,
                     .pictogram = Pictogram::kPerson,
                     .state = mirror::kHasDialog,
                     .description = ui.text(Text::kDiscussionsMembers),
                     .focus_key = "members"};
  const float side = ui.scaled(measure::kControl);
  const float least = ui.scaled(120);  // of the title beside them
  members.only_pictogram = button_width(ui, members) + side * 2 + least > ui.flow_width();
  const float controls =
      (members.only_pictogram ? side : button_width(ui, members)) + (ui.scaled(8) + side) * 2;
  const float top = ui.flow_y();
  const bool beside = place == ThreadPlace::kBesideList;
  ui.push_column({ui.flow_x(), top, std::max(least, ui.flow_width() - controls - ui.scaled(12)), 0});
  // Whoever opens it hears whose it is; the list beside it has the heading of the page.
  heading(ui, "discussion", beside ? 2 : 1, discussion.title, {}, "discussion");
  if (discussion.patient && !ui.narrow()) patient_line(ui, *discussion.patient);
  const float end = std::max(ui.pop_column(), top + side);
  Rect button_box{ui.flow_x() + ui.flow_width() - controls, top, controls - (side + ui.scaled(8)) * 2, side};
  if (button(ui, members, button_box)) ui.emit<ThreadEvent>(MembersToggled{});
  button_box = {right(button_box) + ui.scaled(8), top, side, side};
  const bool date_open = ui.model().discussions.thread.date_open;
  if (button(ui,
             {.key = "go_to_date",
              .label = ui.text(Text::kDiscussionsGoToDate),
              .pictogram = Pictogram::kCalendar,
              .only_pictogram = true,
              .state = mirror::kHasExpanded | (date_open ? std::uint32_t{mirror::kExpanded} : 0U),
              .focus_key = "go_to_date",
              .tooltip = ui.text(Text::kDiscussionsGoToDate)},
             button_box))
    ui.emit<ThreadEvent>(GoToDateToggled{});
  actions(ui, discussion, {right(button_box) + ui.scaled(8), top, side, side});
  ui.move_to(end);
  if (discussion.patient && ui.narrow()) patient_line(ui, *discussion.patient);
  ui.gap(8);
  discussion_date(ui);
}

// --- the messages

class Messages {
 public:
  Messages(Ui& ui, const Rect& box)
      : ui_(ui),
        box_(box),
        thread_(ui.model().discussions.thread),
        scroller_(ui.id("messages", thread_.id.value)),
        list_(ui.tall_list(scroller_)),
        first_(std::max<MessageNumber>(1, thread_.messages.first())),
        edge_(ui.scaled(ui.narrow() ? 12 : 20)) {
    width_ = box.width - edge_ * 2 - ui.scrollbar_width();
  }

  void draw() {
    take_over();
    if (ui_.html_face())
      draw_page();
    else
      draw_window();
  }

 private:
  [[nodiscard]] MessageNumber number(std::size_t item) const {
    return first_ + static_cast<MessageNumber>(item);
  }
  [[nodiscard]] const Message* message(std::size_t item) const {
    return message_at(ui_.model().discussions, number(item));
  }
  [[nodiscard]] std::size_t count() const {
    const MessageNumber messages = thread_.messages.count() - first_ + 1;
    return thread_.is_counted ? static_cast<std::size_t>(std::max<MessageNumber>(0, messages)) : 0;
  }

  // What the model and the page have changed since the last frame.
  void take_over() {
    if (list_.width != width_ || list_.heights.count() > count()) {
      list_.heights.reset(count(), ui_.scaled(kGuess));
      list_.width = width_;
    }
    list_.heights.grow(count());
    outgoing_height_ = 0;
    for (const OutgoingMessage* const waiting : outgoing_messages(ui_.model().discussions))
      outgoing_height_ += shape_of(ui_, *waiting, width_).height;
    if (count() == 0) return;
    list_.anchor = std::min(list_.anchor, count() - 1);
    const float offset = ui_.scroll_offset(scroller_).y;
    if (std::abs(offset - list_.offset) >= 1) {
      const double y = static_cast<double>(offset) - top_;
      list_.anchor = first_here(y);
      list_.anchor_hidden = y - list_.heights.top(list_.anchor);
      list_.at_end = offset + box_.height >= static_cast<float>(total()) - ui_.scaled(kEndNear);
    }
    if (list_.start_count == thread_.start_count || thread_.start == 0) return;
    list_.start_count = thread_.start_count;
    list_.anchor = static_cast<std::size_t>(
        std::clamp<MessageNumber>(thread_.start - first_, 0, static_cast<MessageNumber>(count()) - 1));
    list_.anchor_hidden = -static_cast<double>(ui_.scaled(kAimAbove));
    list_.at_end = thread_.start >= thread_.messages.count() && thread_.new_from == 0;
  }

  // What is read is what has come: what is still on its way may turn out higher or lower than it was guessed,
  // and so may the message after it, which says its day and author only if the one before does not.
  [[nodiscard]] std::size_t first_here(double y) const {
    const std::size_t first = list_.heights.at(std::max(0.0, y));
    const double end = y + static_cast<double>(box_.height);
    std::optional<std::size_t> best;
    for (std::size_t item = first; item < count() && list_.heights.top(item) < end; ++item) {
      if (message(item) == nullptr) continue;
      if (item == 0 || message(item - 1) != nullptr) return item;
      if (!best) best = item;
    }
    return best.value_or(first);
  }

  [[nodiscard]] double total() const {
    return top_ + list_.heights.total() + static_cast<double>(outgoing_height_ + ui_.scaled(8));
  }
  [[nodiscard]] double wanted_offset() const {
    const double most = std::max(0.0, total() - static_cast<double>(box_.height));
    if (list_.at_end || count() == 0) return most;
    return std::clamp(top_ + list_.heights.top(list_.anchor) + list_.anchor_hidden, 0.0, most);
  }

  struct Window {
    std::size_t first = 0, last = 0;  // last not included
  };
  [[nodiscard]] Window window(double offset, double beyond) const {
    if (count() == 0) return {};
    const double from = offset - top_ - beyond;
    const double to = offset - top_ + static_cast<double>(box_.height) + beyond;
    return {list_.heights.at(std::max(0.0, from)), list_.heights.at(std::max(0.0, to)) + 1};
  }

  // Heights become known as messages come into sight; a few rounds settle them, because each may bring others
  // into sight.
  double measure() {
    double offset = wanted_offset();
    for (int round = 0; round < 4; ++round) {
      const auto [from, last] = window(offset, static_cast<double>(ui_.scaled(kBeyond)));
      for (std::size_t item = from; item < last; ++item) {
        const Message* const here = message(item);
        if (here == nullptr) continue;
        list_.heights.set(item, shape_of(ui_, *here, item > 0 ? message(item - 1) : nullptr, width_).height);
      }
      const double next = wanted_offset();
      if (std::abs(next - offset) < 1) return next;
      offset = next;
    }
    return offset;
  }

  void draw_window() {
    const double offset = std::round(measure());
    ui_.set_content_height(scroller_, static_cast<float>(total()));
    list_.offset = static_cast<float>(offset);
    if (std::abs(ui_.scroll_offset(scroller_).y - list_.offset) >= 1)
      ui_.scroll_to(scroller_, {0, list_.offset});
    Node node;
    node.id = scroller_;
    node.role = Role::kList;
    node.look = Look::kScroller;
    node.name = ui_.text(Text::kDiscussionsMessages);
    node.state = mirror::kFocusable;
    node.rect = box_;
    const Interaction state = ui_.interact(scroller_, box_);
    if (state.ring) ui_.focus_ring(inset(box_, 4, 4), measure::kRadius);
    ui_.begin_scroll(std::move(node));
    const auto [from, last] = window(offset, static_cast<double>(ui_.scaled(kBeyond)));
    const auto [seen_from, seen_last] = window(offset, 0);
    const bool pinned = list_.pinned > 0 && list_.pinned <= count() &&
                        (list_.pinned - 1 < from || list_.pinned - 1 >= last) && has_focus(list_.pinned - 1);
    if (pinned && list_.pinned - 1 < from) draw_item(list_.pinned - 1, offset);
    for (std::size_t item = from; item < last; ++item) draw_item(item, offset);
    if (pinned && list_.pinned - 1 >= last) draw_item(list_.pinned - 1, offset);
    draw_outgoing(box_.y + static_cast<float>(top_ + list_.heights.total() - offset));
    ui_.end_scroll(static_cast<float>(total()));
    tell_shown(seen_from, seen_last);
  }

  // The HTML version turns pages: its list is as long as what it shows. The newest page has between one
  // length and two: a message that comes never takes away all that was being read.
  void draw_page() {
    const std::size_t pages = std::max<std::size_t>(1, count() / kHtmlPage);
    if (list_.at_end && count() > 0) list_.anchor = count() - 1;
    const std::size_t page = std::min(pages - 1, list_.anchor / kHtmlPage);
    const std::size_t from = page * kHtmlPage, last = page + 1 == pages ? count() : from + kHtmlPage;
    const auto turn = [&](std::string_view key, Text label, bool possible, std::size_t target) {
      const ButtonSpec spec{
          .key = key, .label = ui_.text(label), .state = possible ? 0U : std::uint32_t{mirror::kDisabled}};
      if (!button(ui_, spec) || !possible) return;
      list_.anchor = target * kHtmlPage;
      list_.at_end = target + 1 == pages;
      ui_.unsettle();
    };
    if (pages > 1) turn("previous", Text::kPatientsPreviousPage, page > 0, page - 1);
    {
      Node node;
      node.id = scroller_;
      node.role = Role::kList;
      node.name = ui_.text(Text::kDiscussionsMessages);
      const Scope scope(ui_, std::move(node));
      for (std::size_t item = from; item < last; ++item) draw_item(item, 0);
      if (page + 1 == pages) draw_outgoing(0);
    }
    if (pages > 1) turn("next", Text::kPatientsNextPage, page + 1 < pages, page + 1);
    tell_shown(from, last);
  }

  void draw_item(std::size_t item, double offset) {
    const Message* const here = message(item);
    if (here == nullptr) {
      placeholder(item, place_of(item, offset, list_.heights.height(item)));
      return;
    }
    const MessageShape shape = shape_of(ui_, *here, item > 0 ? message(item - 1) : nullptr, width_);
    const Rect box = place_of(item, offset, shape.height);
    begin_message(ui_, *here, shape, box);
    if (!shape.happening && !here->withdrawn) message_menu(*here, item, shape, box);
    ui_.end_node();
  }

  // In the HTML version one below the other, for the page to lay out.
  [[nodiscard]] Rect place_of(std::size_t item, double offset, float height) {
    if (ui_.html_face()) return ui_.take(height);
    return {box_.x + edge_, box_.y + static_cast<float>(top_ + list_.heights.top(item) - offset), width_,
            list_.heights.height(item)};
  }

  void placeholder(std::size_t item, const Rect& box) {
    Node node;
    node.id = ui_.id("loading", static_cast<std::uint64_t>(number(item)));
    node.role = Role::kListItem;
    node.look = Look::kSkeleton;
    node.name = ui_.text(Text::kDiscussionsMessageLoading);
    node.rect = box;
    const BarColours colours = skeleton_colours(ui_.theme());
    const Rect bar = inset(box, 0, ui_.scaled(10));
    ui_.fill({bar.x, bar.y, bar.width * 0.5F, bar.height}, colours.fill, measure::kCardRadius);
    node.state = mirror::kOffscreen;
    ui_.record(std::move(node));
  }

  [[nodiscard]] NodeId menu_id(std::size_t item) const {
    const Message* const here = message(item);
    if (here == nullptr) return 0;
    return Ui::id_within(ui_.id_in(scroller_, "message", here->id.value), "actions");
  }
  [[nodiscard]] bool has_focus(std::size_t item) const {
    return ui_.focused() != 0 && ui_.focused() == menu_id(item);
  }

  // «Autres actions» beside the bubble.
  std::optional<std::size_t> actions_of(const MessageShape& shape, std::string_view description,
                                        const std::vector<MenuItem>& items, const Rect& box) {
    const Rect bubble = bubble_of(ui_, shape, box);
    const float side = actions_side(ui_), gap = ui_.scaled(kBesideBubble);
    const float x = shape.mine ? bubble.x - side - gap : right(bubble) + gap;
    return menu_button(ui_,
                       {.key = "actions",
                        .label = ui_.text(Text::kPatientsRowActions),
                        .look = Look::kQuiet,
                        .pictogram = Pictogram::kDots,
                        .only_pictogram = true,
                        .description = description,
                        .colour = ui_.theme().muted},
                       items, {x, bubble.y, side, side});
  }

  void message_menu(const Message& message, std::size_t item, const MessageShape& shape, const Rect& box) {
    enum class Act : std::uint8_t { kReply, kQuoted, kSeen, kEdit, kWithdraw };
    const Discussions& discussions = ui_.model().discussions;
    std::vector<MenuItem> items{{.key = "reply", .label = ui_.text(Text::kDiscussionsReply)}};
    std::vector<Act> acts{Act::kReply};
    if (message.reply_to) {
      items.push_back({.key = "quoted", .label = ui_.text(Text::kDiscussionsToQuoted)});
      acts.push_back(Act::kQuoted);
    }
    if (!is_mine(discussions, message)) {
      items.push_back({.key = "seen",
                       .label = ui_.text(has_seen(discussions, message) ? Text::kDiscussionsSeenUndo
                                                                        : Text::kDiscussionsSeen)});
      acts.push_back(Act::kSeen);
    }
    if (may_change(discussions, message, ui_.model().now_ms)) {
      items.push_back({.key = "edit", .label = ui_.text(Text::kDiscussionsEdit)});
      items.push_back({.key = "withdraw", .label = ui_.text(Text::kDiscussionsWithdraw)});
      acts.insert(acts.end(), {Act::kEdit, Act::kWithdraw});
    }
    const std::string_view words = shape.text.empty() && !message.attachments.empty()
                                       ? std::string_view(message.attachments.front().name)
                                       : std::string_view(shape.text).substr(0, shape.text.find('\n'));
    const auto chosen = actions_of(shape, words, items, box);
    if (has_focus(item)) list_.pinned = item + 1;
    if (!chosen) return;
    switch (acts[*chosen]) {
      case Act::kReply:
        return ui_.emit<OutboxEvent>(ReplyPressed{message.number});
      case Act::kQuoted:
        return ui_.emit<ThreadEvent>(QuotePressed{message.reply_to->number});
      case Act::kSeen:
        return ui_.emit<ThreadEvent>(SeenPressed{message.number});
      case Act::kEdit:
        return ui_.emit<ThreadEvent>(EditPressed{message.number});
      case Act::kWithdraw:
        return ui_.emit<ThreadEvent>(WithdrawPressed{message.number});
    }
  }

  void draw_outgoing(float y) {
    for (const OutgoingMessage* const waiting : outgoing_messages(ui_.model().discussions)) {
      const MessageShape shape = shape_of(ui_, *waiting, width_);
      const Rect box =
          ui_.html_face() ? ui_.take(shape.height) : Rect{box_.x + edge_, y, width_, shape.height};
      y += shape.height;
      begin_message(ui_, *waiting, shape, box);
      if (may_take_back(ui_.model().discussions, *waiting)) outgoing_menu(*waiting, shape, box);
      ui_.end_node();
    }
  }

  void outgoing_menu(const OutgoingMessage& waiting, const MessageShape& shape, const Rect& box) {
    const std::vector<MenuItem> items{{.key = "take_back", .label = ui_.text(Text::kDiscussionsTakeBack)},
                                      {.key = "drop", .label = ui_.text(Text::kDiscussionsDrop)}};
    const auto chosen = actions_of(shape, shape.meta, items, box);
    if (!chosen) return;
    if (*chosen == 0)
      ui_.emit<OutboxEvent>(TakeBackPressed{waiting.client_id});
    else
      ui_.emit<OutboxEvent>(DropPressed{waiting.client_id});
  }

  void tell_shown(std::size_t from, std::size_t last) {
    if (count() == 0 || from >= last) return;
    const MessageSpan span{number(from), number(last - 1)};
    if (wants_to_know(ui_.model().discussions, span)) ui_.emit<ThreadEvent>(MessagesShown{span});
  }

  Ui& ui_;
  Rect box_;
  const Thread& thread_;
  NodeId scroller_;
  TallList& list_;
  MessageNumber first_;
  float edge_, width_ = 0, outgoing_height_ = 0;
  double top_ = 8;
};

}  // namespace

void thread_view(Ui& ui, const Rect& room, ThreadPlace place) {
  const Discussions& discussions = ui.model().discussions;
  const Discussion* const discussion = open_discussion(discussions);
  const Thread& thread = discussions.thread;
  const float pad = ui.scaled(ui.narrow() ? 12 : 20);
  ui.push_column({room.x + pad, room.y + ui.scaled(8), room.width - pad * 2, 0});
  const bool is_gone = thread.page.failure.code == "unknown_discussion";
  if (discussion == nullptr) {
    // The same element as the title that will stand here.
    if (place == ThreadPlace::kAlone) back_link(ui);
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
  head(ui, *discussion, place);
  if (thread.paging.failure.is_some() && failed(ui, "paging_failed", thread.paging.failure))
    ui.emit<ThreadEvent>(RetryThreadPressed{});
  TallList& list = ui.tall_list(ui.id("messages", thread.id.value));
  if (ui.html_face()) {
    Messages(ui, {room.x, ui.flow_y(), room.width, 0}).draw();
  } else {
    const float rest = bottom(room) - ui.flow_y() - list.height_below - ui.scaled(12);
    const Rect taken = ui.take(std::max(rest, ui.scaled(200)));
    Messages(ui, {room.x, taken.y, room.width, taken.height}).draw();
  }
  const float below = ui.flow_y();
  composer_view(ui);
  if (std::abs(ui.flow_y() - below - list.height_below) >= 1) {
    list.height_below = ui.flow_y() - below;
    ui.unsettle();
  }
  ui.gap(12);
  ui.move_to(ui.pop_column());
}

}  // namespace spico::ui
