#include "ui/composer_view.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "core/discussions/attachment_text.hpp"
#include "core/discussions/discussions.hpp"
#include "core/failure_text.hpp"
#include "core/text/fill.hpp"
#include "ui/discussion_attachments.hpp"
#include "ui/discussion_head.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

constexpr float kFieldHeight = 76;        // before Ui::scaled
constexpr float kMostLines = 4;           // of a field that grows
constexpr std::size_t kFewLeft = 500;     // characters: from here on they are counted
constexpr std::size_t kMostMentions = 6;  // members who may be mentioned

// A phone shows one line, and more as they are written: the rest of its room is for the messages.
float field_height(const Ui& ui, std::string_view text) {
  if (!ui.narrow() || ui.html_face()) return kFieldHeight;
  constexpr float kLine = measure::kBody * measure::kLineHeight, kEdges = 21;
  const float lines = ui.measure_text(text, {}, ui.flow_width() - ui.scaled(24)).y / ui.scaled(1);
  return std::clamp(lines + kEdges, measure::kControl, kMostLines * kLine + kEdges);
}

// Two buttons at the right end of a line; the first may submit.
void line_of_buttons(Ui& ui, const ButtonSpec& last, const ButtonSpec* before, auto&& before_pressed,
                     const Rect& line) {
  Rect box{right(line) - button_width(ui, last), line.y, button_width(ui, last), line.height};
  if (before != nullptr) {
    const float width = button_width(ui, *before);
    if (button(ui, *before, {box.x - width - ui.scaled(8), line.y, width, line.height})) before_pressed();
  }
  (void)button(ui, last, box);
}

void reply_line(Ui& ui, const MessageQuote& quote) {
  const Member* const author = find_member(ui.model().discussions, quote.author);
  const std::string name =
      author == nullptr ? std::string(ui.text(Text::kDiscussionsSomebody)) : author->name;
  const std::string words = quote.text.empty() && quote.attachments > 0
                                ? attachments_text(ui.language(), quote.attachments)
                                : quote.text;
  const Rect line = ui.take(ui.scaled(measure::kCompactControl));
  const ButtonSpec cancel{.key = "reply_cancel",
                          .label = ui.text(Text::kDiscussionsReplyCancel),
                          .look = Look::kQuiet,
                          .pictogram = Pictogram::kCross,
                          .only_pictogram = true};
  const Rect box{right(line) - line.height, line.y, line.height, line.height};
  label_in(ui, "reply_to", {line.x, line.y, line.width - line.height - ui.scaled(8), line.height},
           fill(ui.text(Text::kDiscussionsInReplyTo), {{"name", name}}) + " : " + words,
           {measure::kSmall, Weight::kBold, ui.theme().muted});
  if (button(ui, cancel, box)) ui.emit<OutboxEvent>(ReplyCancelled{});
  ui.gap(4);
}

void mention_line(Ui& ui) {
  const std::vector<const Member*> candidates = mention_candidates(ui.model().discussions);
  if (candidates.empty()) return;
  Node group;
  group.id = ui.id("mentions");
  group.role = Role::kGroup;
  group.look = Look::kRowOfItems;
  group.name = ui.text(Text::kDiscussionsMention);
  const Scope scope(ui, std::move(group));
  const float height = ui.scaled(measure::kCompactControl);
  const float left = ui.flow_x(), end = left + ui.flow_width();
  float x = left;
  Rect line = ui.take(height);
  for (std::size_t i = 0; i < std::min(candidates.size(), kMostMentions); ++i) {
    const Member& member = *candidates[i];
    const std::string key = "mention" + std::to_string(member.id.value);
    const ButtonSpec spec{.key = key, .label = member.name};
    const float width = std::min(button_width(ui, spec), ui.flow_width());
    if (x > left && x + width > end) {
      x = left;
      ui.gap(4);
      line = ui.take(height);
    }
    if (button(ui, spec, {x, line.y, width, height})) ui.emit<OutboxEvent>(MentionChosen{member.id});
    x += width + ui.scaled(8);
  }
  ui.gap(4);
}

// «Encore 120 caractères», when few are left; what is too long says so.
std::string length_problem(const Ui& ui, std::string_view text) {
  const std::size_t length = length_of(text);
  if (length > kLongestMessageText) return std::string(ui.text(Text::kDiscussionsMessageLong));
  if (length + kFewLeft < kLongestMessageText) return {};
  return fill(ui.text(Text::kDiscussionsCharactersLeft),
              {{"count", std::to_string(kLongestMessageText - length)}});
}

// Of the length, or else why nothing was sent.
std::string text_problem(const Ui& ui, std::string_view text, const std::optional<Text>& problem) {
  std::string said = length_problem(ui, text);
  if (said.empty() && problem) said = ui.text(*problem);
  return said;
}

// The text, then whom it may mention. `Typed`: the event that tells both text and caret.
template <typename Family, typename Typed>
void text_field(Ui& ui, FieldSpec spec, std::size_t caret) {
  const std::int32_t told = ui.caret_told(field_id(ui, spec.key));
  spec.kind = mirror::FieldKind::kMultiline;
  spec.height = field_height(ui, spec.value);
  spec.description = ui.text(Text::kDiscussionsSendHint);
  spec.caret = static_cast<std::int32_t>(mirror::page_length(spec.value.substr(0, caret)));
  const auto result = field(ui, spec);
  if (result.typed != nullptr || (told >= 0 && told != spec.caret)) {
    const std::string_view text = result.typed != nullptr ? *result.typed : spec.value;
    ui.emit<Family>(
        Typed{std::string(text),
              told < 0 ? std::string::npos : mirror::bytes_of_page(text, static_cast<std::size_t>(told))});
  }
  ui.gap(4);
  mention_line(ui);
  ui.gap(4);
}

void edit_form(Ui& ui, const MessageEditing& editing) {
  Node form;
  form.id = ui.id("edit");
  form.role = Role::kForm;
  form.name = ui.text(Text::kDiscussionsEditing);
  form.keys = mirror::kKeyEscape;
  const NodeId id = form.id;
  const Scope scope(ui, std::move(form));
  const Thread& thread = ui.model().discussions.thread;
  std::string problem = text_problem(ui, editing.text, editing.problem);
  if (problem.empty() && thread.change.kind == MessageChange::Kind::kEdit)
    problem = failure_text(ui.language(), thread.changing.failure);
  text_field<MessageEvent, EditTyped>(ui,
                                      {.key = "text",
                                       .label = ui.text(Text::kDiscussionsEditing),
                                       .value = editing.text,
                                       .error = problem,
                                       .focus_key = "edit"},
                                      editing.caret);
  const ButtonSpec cancel{.key = "cancel", .label = ui.text(Text::kDiscussionsEditCancel)};
  const ButtonSpec save{.key = "save",
                        .label = ui.text(Text::kDiscussionsEditSave),
                        .look = Look::kPrimary,
                        .state = mirror::kSubmit};
  line_of_buttons(
      ui, save, &cancel, [&] { ui.emit<MessageEvent>(EditCancelled{}); },
      ui.take(ui.scaled(measure::kControl)));
  if (ui.submitted(id)) ui.emit<MessageEvent>(EditConfirmed{});
  const auto key = ui.key_pressed(id);
  if (key && key->key == mirror::Key::kEscape) ui.emit<MessageEvent>(EditCancelled{});
}

void write_form(Ui& ui, const Draft& draft) {
  Node form;
  form.id = ui.id("compose");
  form.role = Role::kForm;
  form.name = ui.text(Text::kDiscussionsWrite);
  const NodeId id = form.id;
  const Scope scope(ui, std::move(form));
  if (draft.reply_to) reply_line(ui, *draft.reply_to);
  draft_files(ui, draft.files);
  const Thread& thread = ui.model().discussions.thread;
  const std::string problem = text_problem(ui, draft.text, thread.write_problem);
  text_field<OutboxEvent, DraftTyped>(ui,
                                      {.key = "text",
                                       .label = ui.text(Text::kDiscussionsWrite),
                                       .value = draft.text,
                                       .error = problem,
                                       .focus_key = "draft"},
                                      thread.caret);
  Rect line = ui.take(ui.scaled(measure::kControl));
  const ButtonSpec send{.key = "send",
                        .label = ui.text(Text::kDiscussionsSend),
                        .look = Look::kPrimary,
                        .state = mirror::kSubmit};
  // On a phone, its pictogram alone.
  const float attach = ui.narrow() && !ui.html_face() ? ui.scaled(measure::kControl) : attach_field_width(ui);
  const float sending = button_width(ui, send), space = ui.scaled(8);
  const float wanted = ui.measure_text(ui.text(Text::kDiscussionsUrgent), {}).x + ui.scaled(26);
  Rect urgent{line.x, line.y, wanted, line.height};
  // All on one line, or «Message urgent» above the other two, or each on its own.
  float left = right(urgent) + space;
  if (left + attach + space + sending > right(line)) {
    line = ui.take(line.height);
    left = line.x;
  }
  const Rect attaching{left, line.y, std::min(attach, right(line) - left), line.height};
  if (right(attaching) + space + sending > right(line)) {
    ui.gap(4);
    line = ui.take(line.height);
  }
  if (checkbox(ui, "urgent", ui.text(Text::kDiscussionsUrgent), draft.urgent, urgent))
    ui.emit<OutboxEvent>(UrgentToggled{});
  attach_field(ui, attaching);
  line_of_buttons(
      ui, send, nullptr, [] {}, line);
  if (ui.submitted(id)) ui.emit<OutboxEvent>(SendPressed{});
}

// What waits, whatever discussion it belongs to.
void waiting_line(Ui& ui) {
  const Discussions& discussions = ui.model().discussions;
  const auto& messages = discussions.outbox.unsent.messages;
  const auto in_state = [&](OutgoingState state) {
    return std::count_if(messages.begin(), messages.end(),
                         [&](const OutgoingMessage& message) { return message.state == state; });
  };
  const auto waiting = in_state(OutgoingState::kWaiting), refused = in_state(OutgoingState::kRefused);
  if (waits_unkept(discussions, ui.model().settings.kiosk)) {
    banner(ui, "not_kept", ui.text(Text::kDiscussionsNotKept), Tone::kWarning);
    ui.gap(4);
  }
  if (waiting + refused == 0) return;
  const auto line = [&](std::string_view key, auto count, Text one, Text other, Tone tone) {
    if (count == 0) return;
    banner(ui, key, fill(ui.text(count == 1 ? one : other), {{"count", std::to_string(count)}}), tone);
    ui.gap(4);
  };
  line("waiting", waiting, Text::kDiscussionsWaitingOne, Text::kDiscussionsWaitingOther, Tone::kWarning);
  line("refused", refused, Text::kDiscussionsRefusedOne, Text::kDiscussionsRefusedOther, Tone::kDanger);
  const ButtonSpec resend{.key = "resend", .label = ui.text(Text::kDiscussionsResendAll)};
  Rect box = ui.take(ui.scaled(measure::kControl));
  box.width = std::min(box.width, button_width(ui, resend));
  if (button(ui, resend, box)) ui.emit<OutboxEvent>(ResendPressed{});
  ui.gap(8);
}

}  // namespace

void composer_view(Ui& ui) {
  const Discussions& discussions = ui.model().discussions;
  ui.gap(4);
  waiting_line(ui);
  const Discussion* const discussion = open_discussion(discussions);
  if (discussion != nullptr && discussion->patient) patient_reminder(ui, *discussion->patient);
  if (discussions.thread.editing.number != 0)
    edit_form(ui, discussions.thread.editing);
  else
    write_form(ui, open_draft(discussions));
}

}  // namespace spico::ui
