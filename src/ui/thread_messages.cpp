#include "ui/thread_messages.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/discussions/discussions.hpp"
#include "core/text/fill.hpp"
#include "ui/message_item.hpp"
#include "ui/popups.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

constexpr float kGuess = 84;     // height of a message that was never measured
constexpr float kBeyond = 400;   // pixels above and below the box in which messages are there already
constexpr float kEndNear = 24;   // so near the end it stays in sight
constexpr float kAimAbove = 60;  // room above a message that is brought into sight
constexpr std::size_t kHtmlPage = 50;

// «12 17»: the numbers of the first and the last message in sight; nothing when there is none.
MessageSpan span_of(std::string_view told) {
  MessageSpan span;
  const char* const end = told.data() + told.size();
  const auto first = std::from_chars(told.data(), end, span.from);
  if (first.ec != std::errc{} || first.ptr == end) return {};
  const auto last = std::from_chars(first.ptr + 1, end, span.to);
  return last.ec == std::errc{} && last.ptr == end ? span : MessageSpan{};
}

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
    // The HTML version is a page anew each time it is opened.
    const bool opened = ui_.html_face() && thread_.listed.is_empty() && thread_.shown.is_empty();
    if ((list_.start_count == thread_.start_count && !opened) || thread_.start == 0) return;
    list_.start_count = thread_.start_count;
    list_.anchor = static_cast<std::size_t>(
        std::clamp<MessageNumber>(thread_.start - first_, 0, static_cast<MessageNumber>(count()) - 1));
    list_.anchor_hidden = -static_cast<double>(ui_.scaled(kAimAbove));
    list_.at_end = thread_.start_is_end;
    list_.brought = list_.anchor + 1;
  }

  // Whoever sees the last message is at the end, however they came there: the next ones come into sight too.
  void find_end(double offset) {
    if (list_.at_end || count() == 0) return;
    const double most = std::max(0.0, total() - static_cast<double>(box_.height));
    if (offset < most - 1) return;
    for (std::size_t item = window(offset, 0).first; item < count(); ++item) {
      if (message(item) == nullptr) return;  // its height is only guessed
    }
    list_.at_end = true;
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
    find_end(offset);
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
    if (count() > 0 && seen_from < seen_last) tell_shown({number(seen_from), number(seen_last - 1)}, {});
  }

  // A page of the HTML version, and how many there are. The newest page has between one length and two: a
  // message that comes never takes away all that was being read.
  struct Page {
    std::size_t number, count, from, last;  // last not included
    [[nodiscard]] bool is_last() const { return number + 1 == count; }
  };
  [[nodiscard]] Page page_shown() const {
    const std::size_t pages = std::max<std::size_t>(1, count() / kHtmlPage);
    const std::size_t page = std::min(pages - 1, list_.anchor / kHtmlPage);
    const std::size_t from = page * kHtmlPage;
    return {page, pages, from, page + 1 == pages ? count() : from + kHtmlPage};
  }
  // What was told of another page came too late: its reader has turned that one since.
  [[nodiscard]] bool is_of_page(const MessageSpan& span) const {
    if (span.is_empty() || count() == 0) return true;
    const Page page = page_shown();
    return page.from < page.last && span.to >= number(page.from) && span.from <= number(page.last - 1);
  }

  // The HTML version is scrolled as a page, by the browser: what of it is in sight, the page tells as the
  // value of the list. What comes while the end is in sight is brought into sight; of several only the first,
  // so that nothing is passed over.
  [[nodiscard]] MessageSpan hear_sight() {
    MessageSpan seen = thread_.shown;
    if (thread_.listed.is_empty()) {  // nothing of it has been on this page yet
      list_.counted = count();
      if (!seen.is_empty())
        list_.brought = list_.at_end ? count() : list_.anchor + 1;  // in the drawn version
    }
    const std::string* const told = ui_.value_changed(scroller_);
    if (told != nullptr && is_of_page(span_of(*told))) {
      seen = span_of(*told);
      if (!seen.is_empty() && count() > 0) {
        list_.anchor = static_cast<std::size_t>(
            std::clamp<MessageNumber>(seen.from - first_, 0, static_cast<MessageNumber>(count()) - 1));
        list_.anchor_hidden = 0;
        list_.at_end = seen.to >= number(list_.counted) - 1;
        // Once it is there the reader goes where they want.
        if (list_.brought > 0 && seen.has(number(list_.brought - 1))) list_.brought = 0;
      }
    }
    if (list_.counted > 0 && count() > list_.counted && list_.at_end) list_.brought = list_.counted + 1;
    list_.counted = count();
    return seen;
  }

  // It turns pages: its list is as long as what it shows.
  void draw_page() {
    const MessageSpan seen = hear_sight();
    if (list_.at_end && count() > 0) list_.anchor = count() - 1;
    const Page page = page_shown();
    const auto turn = [&](std::string_view key, Text label, bool possible, std::size_t target) {
      const ButtonSpec spec{
          .key = key, .label = ui_.text(label), .state = possible ? 0U : std::uint32_t{mirror::kDisabled}};
      if (!button(ui_, spec) || !possible) return;
      list_.anchor = target * kHtmlPage;
      list_.at_end = false;
      // Read on where the other page ended.
      list_.brought = target < page.number ? page.from : page.last + 1;
      ui_.unsettle();
    };
    if (page.count > 1) turn("previous", Text::kPatientsPreviousPage, page.number > 0, page.number - 1);
    {
      Node node;
      node.id = scroller_;
      node.role = Role::kList;
      node.look = Look::kBubble;  // by which the page knows whose sight it tells
      node.name = ui_.text(Text::kDiscussionsMessages);
      const Scope scope(ui_, std::move(node));
      for (std::size_t item = page.from; item < page.last; ++item) draw_item(item, 0);
      if (page.is_last()) draw_outgoing(0);
    }
    if (page.count > 1) turn("next", Text::kPatientsNextPage, !page.is_last(), page.number + 1);
    if (page.from < page.last) tell_shown(seen, {number(page.from), number(page.last - 1)});
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
    if (ui_.html_face() && item + 1 == list_.brought) ui_.open_node().state |= mirror::kInSight;
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
    enum class Act : std::uint8_t { kReply, kQuoted, kSeen, kReaders, kEntry, kTakeOut, kEdit, kWithdraw };
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
    if (is_mine(discussions, message) && read_by(discussions, message).of > 0) {
      items.push_back({.key = "readers", .label = ui_.text(Text::kDiscussionsReaders)});
      acts.push_back(Act::kReaders);
    }
    if (may_put_into_dossier(discussions, message)) {
      items.push_back({.key = "entry", .label = ui_.text(Text::kDiscussionsEntry)});
      acts.push_back(Act::kEntry);
    }
    if (may_take_out_of_dossier(discussions, message)) {
      items.push_back({.key = "take_out", .label = ui_.text(Text::kDiscussionsTakeOut)});
      acts.push_back(Act::kTakeOut);
    }
    if (may_change(discussions, message, server_time_ms(ui_.model().session, ui_.model().now_ms))) {
      items.push_back({.key = "edit", .label = ui_.text(Text::kDiscussionsEdit)});
      items.push_back({.key = "withdraw", .label = ui_.text(Text::kDiscussionsWithdraw)});
      acts.insert(acts.end(), {Act::kEdit, Act::kWithdraw});
    }
    const std::string_view words = shape.text.empty() && !message.attachments.empty()
                                       ? std::string_view(message.attachments.front().name)
                                       : std::string_view(shape.text).substr(0, shape.text.find('\n'));
    const auto chosen = actions_of(shape, words, items, box);
    if (thread_.dialog.number == message.number) ui_.answers_focus("message_menu", ui_.id("actions"));
    if (has_focus(item)) list_.pinned = item + 1;
    if (!chosen) return;
    switch (acts[*chosen]) {
      case Act::kReply:
        return ui_.emit<OutboxEvent>(ReplyPressed{message.number});
      case Act::kQuoted:
        return ui_.emit<ThreadEvent>(QuotePressed{message.reply_to->number});
      case Act::kSeen:
        return ui_.emit<MessageEvent>(SeenPressed{message.number});
      case Act::kReaders:
        return ui_.emit<MessageEvent>(ReadersPressed{message.number});
      case Act::kEntry:
        return ui_.emit<MessageEvent>(EntryPressed{message.number});
      case Act::kTakeOut:
        return ui_.emit<MessageEvent>(EntryRemovalPressed{message.number});
      case Act::kEdit:
        return ui_.emit<MessageEvent>(EditPressed{message.number});
      case Act::kWithdraw:
        return ui_.emit<MessageEvent>(WithdrawPressed{message.number});
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
    if (thread_.dialog.client_id == waiting.client_id) ui_.answers_focus("message_menu", ui_.id("actions"));
    if (!chosen) return;
    if (*chosen == 0)
      ui_.emit<OutboxEvent>(TakeBackPressed{waiting.client_id});
    else
      ui_.emit<OutboxEvent>(DropPressed{waiting.client_id});
  }

  void tell_shown(MessageSpan seen, MessageSpan listed) {
    if (wants_to_know(ui_.model().discussions, seen, listed))
      ui_.emit<ThreadEvent>(MessagesShown{seen, listed});
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

void thread_messages(Ui& ui, const Rect& box) { Messages(ui, box).draw(); }

}  // namespace spico::ui
