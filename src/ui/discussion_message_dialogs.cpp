#include "ui/discussion_message_dialogs.hpp"

#include <string>
#include <vector>

#include "core/discussions/attachment_text.hpp"
#include "core/discussions/discussions.hpp"
#include "core/patients/reference.hpp"
#include "core/text/fill.hpp"
#include "core/text/grouped_count.hpp"
#include "core/text/utf8.hpp"
#include "ui/dossier_text.hpp"
#include "ui/message_item.hpp"
#include "ui/patient_text.hpp"
#include "ui/popups.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

enum class Pressed : std::uint8_t { kNone, kFirst, kSecond };

// At the right of the next line, one below the other where both have no room: what is agreed to, and what is
// not.
Pressed two_buttons(Ui& ui, const ButtonSpec& first, const ButtonSpec& second) {
  Pressed pressed = Pressed::kNone;
  const float height = ui.scaled(measure::kControl), gap = ui.scaled(8);
  const float width = button_width(ui, first), other = button_width(ui, second);
  Rect line = ui.take(height);
  const bool is_room = width + gap + other <= line.width;
  if (is_room) {
    if (button(ui, second, {right(line) - width - gap - other, line.y, other, height}))
      pressed = Pressed::kSecond;
  }
  if (button(ui, first,
             {right(line) - std::min(width, line.width), line.y, std::min(width, line.width), height}))
    pressed = Pressed::kFirst;
  if (!is_room) {
    ui.gap(8);
    line = ui.take(height);
    if (button(ui, second,
               {right(line) - std::min(other, line.width), line.y, std::min(other, line.width), height}))
      pressed = Pressed::kSecond;
  }
  return pressed;
}

// All names in one text: five hundred members are two elements, not five hundred.
void names_below(Ui& ui, std::string_view key, Text label, const std::vector<const Member*>& members) {
  if (members.empty()) return;
  std::string names;
  for (const Member* const member : members) {
    if (!names.empty()) names += ", ";
    names += member->name;
  }
  ui.gap(12);
  heading(ui, std::string(key) + ".title", 3, ui.text(label));
  ui.gap(4);
  paragraph(ui, key, names);
}

void readers_dialog(Ui& ui, const Message& message) {
  const Readers readers = readers_of(ui.model().discussions, message);
  const std::size_t all = readers.read.size() + readers.unread.size();
  const std::string title =
      fill(ui.text(Text::kDiscussionsReadBy),
           {{"read", std::to_string(readers.read.size())}, {"of", std::to_string(all)}});
  bool closed = false;
  {
    const ModalDialog dialog(ui, {.key = "readers_dialog", .name = title, .height = 280});
    closed = dialog.is_left();
    heading(ui, "title", 2, title);
    names_below(ui, "read", Text::kDiscussionsReadersRead, readers.read);
    names_below(ui, "unread", Text::kDiscussionsReadersUnread, readers.unread);
    ui.gap(16);
    // The title is what the dialog is called: with the focus on it, it would be said twice.
    const ButtonSpec close{
        .key = "close", .label = ui.text(Text::kCommonClose), .focus_key = "message_dialog"};
    const Rect line = ui.take(ui.scaled(measure::kControl));
    const float width = button_width(ui, close);
    closed = button(ui, close, {right(line) - width, line.y, width, line.height}) || closed;
  }
  if (closed) ui.emit<MessageEvent>(MessageDialogClosed{});
}

// Two groups of names: who would read it only in the dossier comes first.
void audience_below(Ui& ui, const EntryAudience& audience) {
  const auto count = static_cast<std::size_t>(audience.total);
  paragraph(ui, "audience",
            fill(ui.text(count == 0   ? Text::kDiscussionsEntryNobody
                         : count == 1 ? Text::kDiscussionsEntryOne
                                      : Text::kDiscussionsEntryOther),
                 {{"count", grouped_count(ui.language(), count)}}),
            {measure::kBody, Weight::kBold, ui.theme().text});
  const auto group = [&](std::string_view key, Text title, bool is_member, std::int64_t total) {
    std::string names;
    std::int64_t named = 0;
    for (const EntryReader& reader : audience.readers) {
      if (reader.is_member != is_member) continue;
      if (!names.empty()) names += ", ";
      names.append(reader.name).append(" (").append(entry(reader.profession).label.in(ui.language()));
      // Of whom one does not write with, where they work says who that is.
      if (!is_member && !reader.structure.empty()) names.append(", ").append(reader.structure);
      names.append(")");
      ++named;
    }
    if (total > named)
      names = fill(ui.text(Text::kDiscussionsEntryMore),
                   {{"names", names},
                    {"count", grouped_count(ui.language(), static_cast<std::size_t>(total - named))}});
    if (total == 0) return;
    ui.gap(12);
    heading(ui, std::string(key) + ".title", 3, ui.text(title));
    ui.gap(4);
    paragraph(ui, key, names);
  };
  group("outside", Text::kDiscussionsEntryOutside, false, audience.total - audience.members);
  group("inside", Text::kDiscussionsEntryInside, true, audience.members);
}

void entry_dialog(Ui& ui, const Message& message) {
  const auto& audience = ui.model().discussions.thread.dialog.audience;
  const Discussion* const discussion = open_discussion(ui.model().discussions);
  bool closed = false;
  {
    const std::string_view title = ui.text(Text::kDiscussionsEntry);
    const ModalDialog dialog(ui, {.key = "entry_dialog", .name = title, .width = 520, .height = 420});
    closed = dialog.is_left();
    heading(ui, "title", 2, title);
    ui.gap(8);
    // Whose dossier it is, before anything else: the wrong one cannot be chosen, but the wrong discussion
    // can.
    if (discussion != nullptr && discussion->patient)
      paragraph(ui, "patient", name_and_birth(ui, discussion->patient->name, discussion->patient->birth_date),
                {measure::kBody, Weight::kBold, ui.theme().text});
    ui.gap(4);
    paragraph(ui, "warning", ui.text(Text::kDiscussionsEntryWarning));
    ui.gap(12);
    heading(ui, "message.title", 3,
            fill(ui.text(Text::kDiscussionsEntryMessage), {{"name", member_words(ui, message.author)}}));
    ui.gap(4);
    const std::string_view beginning = first_characters(message.text, kQuoteLength);
    std::string shown(beginning);
    if (beginning.size() < message.text.size()) shown += "…";
    if (!shown.empty()) paragraph(ui, "message", shown);
    if (!message.attachments.empty())
      paragraph(ui, "attachments", attachments_text(ui.language(), std::ssize(message.attachments)),
                {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
    ui.gap(12);
    if (audience.value) {
      audience_below(ui, *audience.value);
    } else if (audience.failure.is_some()) {
      if (failed(ui, "failed", audience.failure)) ui.emit<MessageEvent>(RetryAudiencePressed{});
    } else {
      waiting(ui, "waiting", ui.text(Text::kDiscussionsEntryLoading));
    }
    ui.gap(16);
    // What nobody has been shown yet cannot be agreed to.
    const ButtonSpec confirm{.key = "confirm",
                             .label = ui.text(Text::kDiscussionsEntry),
                             .look = Look::kPrimary,
                             .state = audience.value ? 0U : std::uint32_t{mirror::kDisabled}};
    const ButtonSpec cancel{
        .key = "cancel", .label = ui.text(Text::kDiscussionsEditCancel), .focus_key = "message_dialog"};
    const Pressed pressed = two_buttons(ui, confirm, cancel);
    closed = pressed == Pressed::kSecond || closed;
    if (pressed == Pressed::kFirst && audience.value) ui.emit<MessageEvent>(EntryConfirmed{});
  }
  if (closed) ui.emit<MessageEvent>(MessageDialogClosed{});
}

struct Question {
  Text title, warning, confirm;
};
enum class Reply : std::uint8_t { kNone, kConfirmed, kCancelled };

// What is about to be lost is asked about; the button that loses nothing has the focus.
Reply ask(Ui& ui, const Question& question) {
  Reply reply = Reply::kNone;
  const ModalDialog dialog(ui, {.key = "question_dialog",
                                .name = ui.text(question.title),
                                .height = 220,
                                .role = Role::kAlertDialog,
                                .description = ui.text(question.warning)});
  if (dialog.is_left()) reply = Reply::kCancelled;
  heading(ui, "title", 2, ui.text(question.title));
  ui.gap(8);
  paragraph(ui, "warning", ui.text(question.warning));
  ui.gap(16);
  const ButtonSpec confirm{.key = "confirm", .label = ui.text(question.confirm), .look = Look::kDanger};
  const ButtonSpec cancel{
      .key = "cancel", .label = ui.text(Text::kDiscussionsEditCancel), .focus_key = "message_dialog"};
  const Pressed pressed = two_buttons(ui, confirm, cancel);
  if (pressed == Pressed::kFirst) reply = Reply::kConfirmed;
  if (pressed == Pressed::kSecond) reply = Reply::kCancelled;
  return reply;
}

}  // namespace

void discussion_message_dialogs(Ui& ui) {
  const Discussions& discussions = ui.model().discussions;
  const MessageDialog& dialog = discussions.thread.dialog;
  Reply reply = Reply::kNone;
  switch (dialog.kind) {
    case MessageDialog::Kind::kNone:
      return;
    case MessageDialog::Kind::kReaders:
      if (const Message* const message = message_at(discussions, dialog.number))
        readers_dialog(ui, *message);
      else
        ui.emit<MessageEvent>(MessageDialogClosed{});
      return;
    case MessageDialog::Kind::kEntry:
      if (const Message* const message = message_at(discussions, dialog.number))
        entry_dialog(ui, *message);
      else
        ui.emit<MessageEvent>(MessageDialogClosed{});
      return;
    case MessageDialog::Kind::kTakeOut:
      reply = ask(
          ui, {Text::kDiscussionsTakeOutTitle, Text::kDiscussionsTakeOutWarning, Text::kDiscussionsTakeOut});
      if (reply == Reply::kConfirmed) ui.emit<MessageEvent>(EntryRemovalConfirmed{});
      break;
    case MessageDialog::Kind::kWithdraw:
      reply = ask(ui, {Text::kDiscussionsWithdrawTitle, Text::kDiscussionsWithdrawWarning,
                       Text::kDiscussionsWithdraw});
      if (reply == Reply::kConfirmed) ui.emit<MessageEvent>(WithdrawConfirmed{});
      break;
    case MessageDialog::Kind::kDrop:
      reply = ask(ui, {Text::kDiscussionsDropTitle, Text::kDiscussionsDropWarning, Text::kDiscussionsDrop});
      if (reply == Reply::kConfirmed) ui.emit<OutboxEvent>(DropConfirmed{});
      break;
  }
  if (reply == Reply::kCancelled) ui.emit<MessageEvent>(MessageDialogClosed{});
}

}  // namespace spico::ui
