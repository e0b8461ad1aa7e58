#include "core/discussions/message_update.hpp"

#include <type_traits>
#include <utility>
#include <vector>

#include "core/discussions/on_open_thread.hpp"
#include "core/discussions/outbox_update.hpp"
#include "core/dossier/entries_update.hpp"
#include "core/navigation.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

struct OnMessage : OnOpenThread {
  // One at a time: a second press before the answer would undo what nobody has seen yet.
  template <typename Wish>
  void change(MessageChange::Kind kind, MessageNumber number, Wish wish) const {
    wish.ticket = env.new_ticket();
    thread().changing.wait_for(wish.ticket);
    thread().change = {kind, number, false, {}};
    if constexpr (std::is_same_v<Wish, MarkSeen>) thread().change.on = wish.seen;
    if constexpr (std::is_same_v<Wish, FileMessage>) thread().change.on = wish.filed;
    if constexpr (std::is_same_v<Wish, EditMessage>) thread().change.text = wish.text;
    effects.push_back(Request{std::move(wish)});
  }
  void operator()(const SeenPressed& e) const {
    const Message* const message = message_at(discussions(), e.number);
    if (message == nullptr || message->kind != MessageKind::kText || is_mine(discussions(), *message)) return;
    if (thread().changing.is_pending()) return;
    change(MessageChange::Kind::kSeen, e.number,
           MarkSeen{Ticket::kNone, message->id, !has_seen(discussions(), *message)});
  }
  [[nodiscard]] const Message* changeable(MessageNumber number) const {
    const Message* const message = message_at(discussions(), number);
    if (message == nullptr || thread().changing.is_pending()) return nullptr;
    if (may_change(discussions(), *message, server_time_ms(model.session, env.wall_ms))) return message;
    show_problem(model, std::string(text(model.settings.language, Text::kDiscussionsTooLate)), env, effects);
    return nullptr;
  }
  void operator()(const EditPressed& e) const {
    const Message* const message = changeable(e.number);
    if (message == nullptr) return;
    thread().editing = {e.number, message->id, message->text, message->mentions};
    thread().changing.failure = {};
    focus("edit");
  }
  void operator()(EditTyped& e) const {
    MessageEditing& editing = thread().editing;
    editing.caret = e.caret;
    if (editing.number == 0 || e.text == editing.text) return;
    editing.text = std::move(e.text);
    editing.problem.reset();
    if (!thread().changing.is_pending()) thread().changing.failure = {};
  }
  void operator()(const EditConfirmed&) const {
    MessageEditing& editing = thread().editing;
    if (editing.number == 0 || thread().changing.is_pending()) return;
    const bool is_empty = is_blank(editing.text);
    if (is_empty || length_of(editing.text) > kLongestMessageText) {
      editing.problem = is_empty ? Text::kDiscussionsMessageEmpty : Text::kDiscussionsMessageLong;
      announce(Urgency::kAssertive, *editing.problem);
      focus("edit");
      return;
    }
    const Message* const message = message_at(discussions(), editing.number);
    if (message != nullptr && message->text == editing.text)
      (*this)(EditCancelled{});
    else
      change(MessageChange::Kind::kEdit, editing.number,
             EditMessage{Ticket::kNone, editing.id, editing.text,
                         mentioned_in(discussions(), editing.text, editing.mentions)});
  }
  void operator()(const EditCancelled&) const {
    if (thread().changing.is_pending()) return;
    thread().editing = {};
    focus("draft");
  }
  void open_dialog(MessageDialog::Kind kind, MessageNumber number) const {
    thread().dialog = {kind, number};
    focus("message_dialog");
  }
  void operator()(const ReadersPressed& e) const {
    if (const Message* const message = message_at(discussions(), e.number);
        message != nullptr && message->kind == MessageKind::kText)
      open_dialog(MessageDialog::Kind::kReaders, e.number);
  }
  void operator()(const WithdrawPressed& e) const {
    if (changeable(e.number)) open_dialog(MessageDialog::Kind::kWithdraw, e.number);
  }
  void operator()(const WithdrawConfirmed&) const {
    MessageDialog& dialog = thread().dialog;
    if (dialog.kind != MessageDialog::Kind::kWithdraw) return;
    dialog.kind = MessageDialog::Kind::kNone;
    focus("draft");  // a message that is withdrawn has no menu any more
    if (const Message* const message = changeable(dialog.number))
      change(MessageChange::Kind::kWithdraw, dialog.number, WithdrawMessage{Ticket::kNone, message->id});
  }
  void operator()(const MessageDialogClosed&) const {
    thread().dialog.kind = MessageDialog::Kind::kNone;
    focus("message_menu");
  }
  void operator()(MessageChanged& e) const {
    if (!thread().changing.take(std::move(e.answer))) return;
    const MessageChange change = thread().change;
    if (thread().changing.failure.is_some()) {
      // Under the field that holds the new text; the other changes have no place of their own.
      if (change.kind == MessageChange::Kind::kEdit && thread().editing.number == change.number)
        tell(thread().changing.failure);
      else
        show(thread().changing.failure);
      return;
    }
    // The stream tells it too, if it is heard.
    if (const Message* const known = message_at(discussions(), change.number)) {
      Message message = *known;
      apply(change, message);
      thread().messages.hear(std::move(message));
    }
    switch (change.kind) {
      case MessageChange::Kind::kEdit:
        thread().editing = {};
        announce(Urgency::kPolite, Text::kDiscussionsEditDone);
        focus("draft");
        break;
      case MessageChange::Kind::kWithdraw:
        if (thread().editing.number == change.number) thread().editing = {};
        announce(Urgency::kPolite, Text::kDiscussionsWithdrawDone);
        break;
      case MessageChange::Kind::kSeen:
        announce(Urgency::kPolite, change.on ? Text::kDiscussionsSeenDone : Text::kDiscussionsSeenUndone);
        break;
      case MessageChange::Kind::kEntry:
        announce(Urgency::kPolite, change.on ? Text::kDiscussionsEntryDone : Text::kDiscussionsTakeOutDone);
        break;
    }
  }
  void apply(const MessageChange& change, Message& message) const {
    switch (change.kind) {
      case MessageChange::Kind::kEdit:
        message.text = change.text;
        message.edited_at_ms = env.wall_ms;
        break;
      case MessageChange::Kind::kWithdraw:
        message.withdrawn = true;
        message.text.clear();
        message.attachments.clear();
        break;
      case MessageChange::Kind::kSeen:
        std::erase(message.seen_by, discussions().me);
        if (change.on) message.seen_by.push_back(discussions().me);
        break;
      case MessageChange::Kind::kEntry:
        message.filed.reset();
        if (change.on) message.filed = Filing{discussions().me, env.wall_ms};
        break;
    }
  }

  // Who will read it is known before anything is written: the question opens at once, its answer stands in
  // it.
  void operator()(const EntryPressed& e) const {
    const Message* const message = message_at(discussions(), e.number);
    if (message == nullptr || !may_put_into_dossier(discussions(), *message)) return;
    open_dialog(MessageDialog::Kind::kEntry, e.number);
    ask_audience(message->id);
  }
  void ask_audience(MessageId message) const {
    const Ticket ticket = env.new_ticket();
    thread().dialog.audience.wait_for(ticket);
    effects.push_back(Request{LoadAudience{ticket, message}});
  }
  void operator()(AudienceAnswered& e) const {
    auto& audience = thread().dialog.audience;
    if (!audience.take(std::move(e.answer))) return;
    if (audience.failure.is_some()) tell(audience.failure);
  }
  void operator()(const RetryAudiencePressed&) const {
    const MessageDialog& dialog = thread().dialog;
    if (dialog.kind != MessageDialog::Kind::kEntry || dialog.audience.is_pending()) return;
    if (const Message* const message = message_at(discussions(), dialog.number)) ask_audience(message->id);
  }
  // Closes the question, and gives the message that it was about.
  [[nodiscard]] const Message* answered(MessageDialog::Kind kind) const {
    MessageDialog& dialog = thread().dialog;
    if (dialog.kind != kind || thread().changing.is_pending()) return nullptr;
    dialog.kind = MessageDialog::Kind::kNone;
    focus("message_menu");
    return message_at(discussions(), dialog.number);
  }
  void operator()(const EntryConfirmed&) const {
    if (!thread().dialog.audience.value) return;
    const Message* const message = answered(MessageDialog::Kind::kEntry);
    if (message != nullptr && may_put_into_dossier(discussions(), *message))
      change(MessageChange::Kind::kEntry, message->number, FileMessage{Ticket::kNone, message->id, true});
  }
  void operator()(const EntryRemovalPressed& e) const {
    const Message* const message = message_at(discussions(), e.number);
    if (message != nullptr && may_take_out_of_dossier(discussions(), *message))
      open_dialog(MessageDialog::Kind::kTakeOut, e.number);
  }
  void operator()(const EntryRemovalConfirmed&) const {
    const Message* const message = answered(MessageDialog::Kind::kTakeOut);
    if (message != nullptr && may_take_out_of_dossier(discussions(), *message))
      change(MessageChange::Kind::kEntry, message->number, FileMessage{Ticket::kNone, message->id, false});
  }

  void operator()(EntriesAnswered& e) const { take_entries(model, std::move(e.answer), env, effects); }
  void operator()(const RetryEntriesPressed&) const { load_entries(model, env, effects); }
};

}  // namespace

void update_message(Model& model, MessageEvent event, const Env& env, Effects& effects) {
  std::visit(OnMessage{{model, env, effects}}, event);
}

}  // namespace spico
