#include "ui/message_item.hpp"

#include <algorithm>
#include <cmath>

#include "core/discussions/attachment_text.hpp"
#include "core/discussions/discussions.hpp"
#include "core/failure_text.hpp"
#include "core/patients/reference.hpp"
#include "core/text/fill.hpp"
#include "core/time/paris.hpp"
#include "ui/discussion_attachments.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

std::string member_name(const Ui& ui, ProfessionalId id) {
  const Member* const member = find_member(ui.model().discussions, id);
  return member == nullptr ? std::string(ui.text(Text::kDiscussionsSomebody)) : member->name;
}

std::string member_words(const Ui& ui, ProfessionalId id) {
  const Member* const member = find_member(ui.model().discussions, id);
  if (member == nullptr) return std::string(ui.text(Text::kDiscussionsSomebody));
  return fill(ui.text(Text::kDiscussionsBy),
              {{"name", member->name}, {"profession", entry(member->profession).label.in(ui.language())}});
}

std::string happening_text(const Ui& ui, const Message& message) {
  const std::string author = member_name(ui, message.author);
  switch (message.kind) {
    case MessageKind::kJoined:
      return fill(ui.text(Text::kDiscussionsJoined),
                  {{"author", author}, {"name", member_name(ui, message.member)}});
    case MessageKind::kLeft:
      return fill(ui.text(Text::kDiscussionsLeft), {{"name", author}});
    case MessageKind::kRenamed:
      return fill(ui.text(Text::kDiscussionsRenamed), {{"name", author}, {"title", message.text}});
    case MessageKind::kCreated:
    case MessageKind::kText:
      break;
  }
  return fill(ui.text(Text::kDiscussionsCreated), {{"name", author}});
}

std::string quote_text(const Ui& ui, const MessageQuote& quote) {
  if (!quote.text.empty()) return quote.text;
  return quote.attachments > 0 ? attachments_text(ui.language(), quote.attachments)
                               : std::string(ui.text(Text::kDiscussionsWithdrawn));
}

namespace {

constexpr float kBubbleEdge = 12, kTop = 8;       // inside a bubble, before Ui::scaled
constexpr float kWidest = 620, kNarrowest = 120;  // of a bubble
constexpr float kQuoteEdge = 12;                  // what stands left of a quotation
constexpr float kDay = 40, kNew = 32, kUrgent = 28;
constexpr std::int64_t kOneBreathMs = 5 * 60'000;  // messages of one author so close have one head

const TextStyle kText{measure::kBody, Weight::kRegular, 0};
const TextStyle kHead{measure::kSmall, Weight::kBold, 0};
const TextStyle kMeta{measure::kSmall, Weight::kRegular, 0};

// «Aujourd'hui», «Hier», or the date.
std::string day_text(const Ui& ui, std::int64_t at_ms) {
  constexpr std::int64_t kDayMs = 24 * 3'600'000;
  const CivilDate day = paris_time(at_ms).date;
  if (day == paris_time(ui.model().now_ms).date) return std::string(ui.text(Text::kDiscussionsToday));
  if (day == paris_time(ui.model().now_ms - kDayMs).date)
    return std::string(ui.text(Text::kDiscussionsYesterday));
  return format_date(day);
}

void join(std::string& text, std::string_view part) {
  if (!text.empty()) text += " · ";
  text += part;
}

// «10:42 · modifié · Envoyé», later «Lu par 3 sur 5 · Vu : Mathieu TEST»
std::string meta_text(const Ui& ui, const Message& message) {
  const Discussions& discussions = ui.model().discussions;
  std::string meta = format_time(message.at_ms);
  if (message.edited_at_ms && !message.withdrawn) join(meta, ui.text(Text::kDiscussionsEdited));
  if (is_mine(discussions, message)) {
    const ReadBy by = read_by(discussions, message);
    join(meta, by.read == 0 ? std::string(ui.text(Text::kDiscussionsSentState))
                            : fill(ui.text(Text::kDiscussionsReadBy),
                                   {{"read", std::to_string(by.read)}, {"of", std::to_string(by.of)}}));
  }
  if (message.filed && !message.withdrawn)
    join(meta, fill(ui.text(Text::kDiscussionsFiled), {{"name", member_name(ui, message.filed->by)}}));
  if (message.seen_by.empty()) return meta;
  std::string names;
  for (const ProfessionalId id : message.seen_by) {
    if (!names.empty()) names += ", ";
    names += member_name(ui, id);
  }
  join(meta, fill(ui.text(Text::kDiscussionsSeenBy), {{"names", names}}));
  return meta;
}

float wrapped(const Ui& ui, std::string_view text, const TextStyle& style, float width) {
  if (text.empty()) return 0;
  const float height = ui.measure_text(text, style, width).y;
  const float line = ui.scaled(style.size) * measure::kLineHeight;
  // What the page paints itself, in other fonts than ours, may break elsewhere and take a line more.
  return ui.can_draw(text) || height < line * 1.5F ? height : height + line;
}

std::string quote_head(const Ui& ui, const MessageQuote& quote) {
  return fill(ui.text(Text::kDiscussionsInReplyTo), {{"name", member_name(ui, quote.author)}});
}

float quote_height(const Ui& ui, const std::optional<MessageQuote>& quote, float width) {
  if (!quote) return 0;
  const float inner = width - ui.scaled(kQuoteEdge);
  return wrapped(ui, quote_head(ui, *quote), kHead, inner) +
         wrapped(ui, quote_text(ui, *quote), kMeta, inner) + ui.scaled(8);
}

float width_of_files(const Ui& ui, const Message& message) {
  return attachments_width(ui, message.attachments);
}
float width_of_files(const Ui& ui, const OutgoingMessage& message) { return files_width(ui, message.files); }
float height_of_files(const Ui& ui, const Message& message, float width) {
  return attachments_height(ui, message.attachments, width);
}
float height_of_files(const Ui& ui, const OutgoingMessage& message, float width) {
  return files_height(ui, message.files, width);
}
void draw_files(Ui& ui, const Message& message, const Rect& box) {
  message_attachments(ui, message.attachments, box);
}
void draw_files(Ui& ui, const OutgoingMessage& message, const Rect& box) {
  outgoing_files(ui, message.files, box);
}

// Widths and heights of a bubble, from its texts; its files are either on their way or have come.
template <typename Sent>
void measure_bubble(const Ui& ui, MessageShape& shape, const std::optional<MessageQuote>& quote, bool urgent,
                    const Sent& sent, float width) {
  const float most = std::min({width * (width < ui.scaled(520) ? 0.9F : 0.78F), ui.scaled(kWidest),
                               width - actions_side(ui) - ui.scaled(kBesideBubble)}) -
                     ui.scaled(kBubbleEdge * 2);
  float widest = std::max(ui.scaled(kNarrowest), ui.measure_text(shape.text, kText, most).x);
  widest = std::max(widest, ui.measure_text(shape.meta, kMeta).x);
  if (!shape.head.empty()) widest = std::max(widest, ui.measure_text(shape.head, kHead).x);
  if (urgent) widest = std::max(widest, chip_width(ui, ui.text(Text::kDiscussionsUrgent)));
  if (quote) {
    const float quoted = std::max(ui.measure_text(quote_head(ui, *quote), kHead).x,
                                  ui.measure_text(quote_text(ui, *quote), kMeta).x);
    widest = std::max(widest, quoted + ui.scaled(kQuoteEdge) + 1);
  }
  widest = std::max(widest, width_of_files(ui, sent));
  // Of what the page paints the width is an estimate.
  constexpr float kSpare = 1.15F;
  if (!ui.can_draw(shape.text)) widest = std::max(widest, ui.measure_text(shape.text, kText).x * kSpare);
  if (quote && !ui.can_draw(quote->text)) widest = most;
  shape.inner_width = std::ceil(std::min(most, widest + 1));
  shape.head_height = wrapped(ui, shape.head, kHead, shape.inner_width);
  shape.urgent_height = urgent ? ui.scaled(kUrgent) : 0;
  shape.quote_height = quote_height(ui, quote, shape.inner_width);
  shape.text_height = wrapped(ui, shape.text, kText, shape.inner_width);
  shape.files_height = height_of_files(ui, sent, shape.inner_width);
  shape.meta_height = wrapped(ui, shape.meta, kMeta, shape.inner_width);
  shape.height = shape.above + ui.scaled(kTop * 2) + shape.head_height + shape.urgent_height +
                 shape.quote_height + shape.text_height + shape.files_height + shape.meta_height +
                 ui.scaled(8);
}

// A text at a place.
void text_at(Ui& ui, std::string_view key, Rect box, std::string_view text, TextStyle style,
             Role role = Role::kText, Look look = Look::kPlain) {
  Node node;
  node.id = ui.id(key);
  node.role = role;
  node.look = look;
  node.name = text;
  node.rect = box;
  ui.draw_text({box.x, box.y}, text, style, box.width);
  ui.record(std::move(node));
}

// A line with words in its middle.
void separator(Ui& ui, std::string_view key, const Rect& box, std::string_view text, Colour colour) {
  const TextStyle style{measure::kSmall, Weight::kBold, colour};
  const float width = ui.measure_text(text, style).x, middle = box.y + box.height / 2;
  const float start = box.x + (box.width - width) / 2;
  ui.line(box.x, middle, start - ui.scaled(12), middle, with_opacity(colour, 0.4F));
  ui.line(start + width + ui.scaled(12), middle, right(box), middle, with_opacity(colour, 0.4F));
  label_in(ui, key, {start, box.y, width + 1, box.height}, text, style);
}

void quote_block(Ui& ui, const MessageQuote& quote, const Rect& box) {
  ui.fill({box.x, box.y, ui.scaled(3), box.height - ui.scaled(8)}, ui.theme().accent, 1);
  const float x = box.x + ui.scaled(kQuoteEdge), width = box.width - ui.scaled(kQuoteEdge);
  const std::string head = quote_head(ui, quote);
  const float height = wrapped(ui, head, kHead, width);
  text_at(ui, "quote_head", {x, box.y, width, height}, head, {kHead.size, kHead.weight, ui.theme().text},
          Role::kText, Look::kInline);
  text_at(ui, "quote", {x, box.y + height, width, box.height - height - ui.scaled(8)}, quote_text(ui, quote),
          {kMeta.size, kMeta.weight, ui.theme().muted}, Role::kText, Look::kMuted);
}

struct BubbleLook {
  bool urgent = false, faded = false, refused = false;
};

template <typename Sent>
void bubble(Ui& ui, const MessageShape& shape, const std::optional<MessageQuote>& quote, BubbleLook look,
            const Sent& sent, const Rect& box) {
  const Theme& theme = ui.theme();
  const Rect around = bubble_of(ui, shape, box);
  const Colour edge = look.refused || look.urgent ? theme.danger : edge_colour(theme, 0.6F);
  ui.fill(around, shape.mine ? with_opacity(theme.accent, 0.13F) : theme.surface, measure::kCardRadius);
  ui.outline(around, edge, measure::kCardRadius, look.refused || look.urgent ? 2.0F : 1.0F);
  // The page lays out the HTML version: there a bubble is an element.
  std::optional<Scope> element;
  if (ui.html_face()) {
    Node node;
    node.id = ui.id("bubble");
    node.look = Look::kBubble;
    node.rect = around;
    element.emplace(ui, std::move(node));
  }
  const float x = around.x + ui.scaled(kBubbleEdge);
  float y = around.y + ui.scaled(kTop);
  const auto next = [&](float height) {
    const Rect line{x, y, shape.inner_width, height};
    y += height;
    return line;
  };
  if (!shape.head.empty())
    text_at(ui, "head", next(shape.head_height), shape.head, {kHead.size, kHead.weight, theme.accent},
            Role::kText, Look::kInline);
  if (look.urgent) {
    const Rect line = next(shape.urgent_height);
    chip(ui, "urgent", ui.text(Text::kDiscussionsUrgent), urgent_chip_colours(theme), line.x,
         line.y + ui.scaled(12));
  }
  if (quote) quote_block(ui, *quote, next(shape.quote_height));
  if (!shape.text.empty())
    text_at(ui, "text", next(shape.text_height), shape.text,
            {kText.size, kText.weight, look.faded ? theme.muted : theme.text});
  draw_files(ui, sent, next(shape.files_height));
  text_at(ui, "meta", next(shape.meta_height), shape.meta,
          {kMeta.size, kMeta.weight, look.refused ? theme.danger : theme.muted}, Role::kText,
          look.refused ? Look::kError : Look::kMuted);
}

void begin_item(Ui& ui, std::string_view key, std::uint64_t number, const MessageShape& shape,
                const Rect& box) {
  Node item;
  item.id = ui.id(key, number);
  item.role = Role::kListItem;
  item.look = shape.mine ? Look::kOwnBubble : Look::kBubble;
  item.rect = box;
  ui.begin_node(std::move(item));
}

}  // namespace

MessageShape shape_of(const Ui& ui, const Message& message, const Message* before, float width) {
  const Discussions& discussions = ui.model().discussions;
  MessageShape shape;
  shape.happening = message.kind != MessageKind::kText;
  shape.mine = !shape.happening && is_mine(discussions, message);
  const bool same_day = before != nullptr && paris_time(before->at_ms).date == paris_time(message.at_ms).date;
  if (!same_day) shape.day = day_text(ui, message.at_ms);
  shape.is_new = discussions.thread.new_from == message.number;
  shape.above = (same_day ? 0 : ui.scaled(kDay)) + (shape.is_new ? ui.scaled(kNew) : 0);
  if (shape.happening) {
    shape.text = happening_text(ui, message) + " " + format_time(message.at_ms);
    shape.inner_width = width;
    shape.text_height = wrapped(ui, shape.text, kMeta, width);
    shape.height = shape.above + shape.text_height + ui.scaled(12);
    return shape;
  }
  const bool goes_on = same_day && before->kind == MessageKind::kText && before->author == message.author &&
                       message.at_ms - before->at_ms < kOneBreathMs;
  if (!goes_on && !shape.mine) shape.head = member_words(ui, message.author);
  shape.text = message.withdrawn ? std::string(ui.text(Text::kDiscussionsWithdrawn)) : message.text;
  shape.meta = meta_text(ui, message);
  measure_bubble(ui, shape, message.withdrawn ? std::nullopt : message.reply_to,
                 message.urgent && !message.withdrawn, message, width);
  return shape;
}

std::string outgoing_state_text(const Ui& ui, const OutgoingMessage& message) {
  std::string state(ui.text(message.state == OutgoingState::kWaiting   ? Text::kDiscussionsWaiting
                            : message.state == OutgoingState::kSending ? Text::kDiscussionsSending
                                                                       : Text::kDiscussionsRefused));
  if (message.state == OutgoingState::kRefused && message.reason.is_some())
    join(state, refusal_text(ui.language(), message.reason));
  return state;
}

MessageShape shape_of(const Ui& ui, const OutgoingMessage& message, float width) {
  MessageShape shape;
  shape.mine = true;
  shape.text = message.text;
  shape.meta = format_time(message.at_ms);
  join(shape.meta, outgoing_state_text(ui, message));
  measure_bubble(ui, shape, message.reply_to, message.urgent, message, width);
  return shape;
}

float actions_side(const Ui& ui) {
  return ui.scaled(ui.model().settings.kiosk || ui.narrow() ? measure::kControl : 32);
}

Rect bubble_of(const Ui& ui, const MessageShape& shape, const Rect& box) {
  const float width = shape.inner_width + ui.scaled(kBubbleEdge * 2);
  return {shape.mine ? right(box) - width : box.x, box.y + shape.above, width,
          shape.height - shape.above - ui.scaled(8)};
}

void begin_message(Ui& ui, const Message& message, const MessageShape& shape, const Rect& box) {
  begin_item(ui, "message", message.id.value, shape, box);
  ui.open_node().position = static_cast<std::int32_t>(message.number);
  ui.open_node().set_size = static_cast<std::int32_t>(ui.model().discussions.thread.messages.count());
  if (ui.model().discussions.thread.start == message.number) {
    ui.open_node().state |= mirror::kFocusableByCode;
    ui.answers_focus("aimed", ui.open_node().id);
  }
  float y = box.y;
  if (!shape.day.empty()) {
    separator(ui, "day", {box.x, y, box.width, ui.scaled(kDay)}, shape.day, ui.theme().muted);
    y += ui.scaled(kDay);
  }
  if (shape.is_new) {
    separator(ui, "new", {box.x, y, box.width, ui.scaled(kNew)}, ui.text(Text::kDiscussionsNewMessages),
              ui.theme().accent);
    y += ui.scaled(kNew);
  }
  if (shape.happening) {
    text_at(ui, "text", {box.x, y, box.width, shape.text_height}, shape.text,
            {kMeta.size, kMeta.weight, ui.theme().muted}, Role::kText, Look::kMuted);
    return;
  }
  bubble(ui, shape, message.withdrawn ? std::nullopt : message.reply_to,
         {.urgent = message.urgent && !message.withdrawn, .faded = message.withdrawn}, message, box);
}

void begin_message(Ui& ui, const OutgoingMessage& message, const MessageShape& shape, const Rect& box) {
  begin_item(ui, "outgoing", std::hash<std::string_view>{}(message.client_id), shape, box);
  if (ui.html_face()) ui.open_node().state |= mirror::kInSight;
  bubble(ui, shape, message.reply_to,
         {.urgent = message.urgent, .refused = message.state == OutgoingState::kRefused}, message, box);
}

}  // namespace spico::ui
