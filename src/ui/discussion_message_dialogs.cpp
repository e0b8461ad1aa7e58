#include "ui/discussion_message_dialogs.hpp"

#include <string>
#include <vector>

#include "core/discussions/discussions.hpp"
#include "core/text/fill.hpp"
#include "ui/popups.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

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
  if (closed) ui.emit<ThreadEvent>(MessageDialogClosed{});
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
  const Rect line = ui.take(ui.scaled(measure::kControl));
  const float width = button_width(ui, confirm), other = button_width(ui, cancel);
  if (button(ui, cancel, {right(line) - width - ui.scaled(8) - other, line.y, other, line.height}))
    reply = Reply::kCancelled;
  if (button(ui, confirm, {right(line) - width, line.y, width, line.height})) reply = Reply::kConfirmed;
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
        ui.emit<ThreadEvent>(MessageDialogClosed{});
      return;
    case MessageDialog::Kind::kWithdraw:
      reply = ask(ui, {Text::kDiscussionsWithdrawTitle, Text::kDiscussionsWithdrawWarning,
                       Text::kDiscussionsWithdraw});
      if (reply == Reply::kConfirmed) ui.emit<ThreadEvent>(WithdrawConfirmed{});
      break;
    case MessageDialog::Kind::kDrop:
      reply = ask(ui, {Text::kDiscussionsDropTitle, Text::kDiscussionsDropWarning, Text::kDiscussionsDrop});
      if (reply == Reply::kConfirmed) ui.emit<OutboxEvent>(DropConfirmed{});
      break;
  }
  if (reply == Reply::kCancelled) ui.emit<ThreadEvent>(MessageDialogClosed{});
}

}  // namespace spico::ui
