#include "core/discussions/outbox_update.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/discussions/attachment_text.hpp"
#include "core/discussions/discussions_update.hpp"
#include "core/discussions/files_update.hpp"
#include "core/discussions/sealing_update.hpp"
#include "core/discussions/thread_update.hpp"
#include "core/failure_text.hpp"
#include "core/navigation.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"

namespace spico {

Draft& draft_of(Discussions& discussions, DiscussionId id) {
  auto& drafts = discussions.outbox.unsent.drafts;
  for (Draft& draft : drafts) {
    if (draft.discussion == id) return draft;
  }
  drafts.push_back({});
  drafts.back().discussion = id;
  return drafts.back();
}

void drop_empty_drafts(Discussions& discussions) {
  std::erase_if(discussions.outbox.unsent.drafts, [](const Draft& draft) { return draft.is_empty(); });
}

bool may_send(const Model& model) {
  return !model.leaving && model.session.view.value && model.session.view.value->spico_open;
}

namespace {

constexpr std::int64_t kSecondMs = 1000;
constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kBehindName = " ,;:.!?)";  // what ends a name by itself

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kSpaces) - first + 1));
}

void announce_sent(const Model& model, Effects& effects) {
  effects.push_back(PageEffect{
      Announce{Urgency::kPolite, std::string(text(model.settings.language, Text::kDiscussionsSent))}});
}

struct OnOutbox {
  Model& model;
  const Env& env;
  Effects& effects;

  Discussions& discussions() const { return model.discussions; }
  Outbox& outbox() const { return model.discussions.outbox; }
  Thread& thread() const { return model.discussions.thread; }
  void announce(Urgency urgency, std::string sentence) const {
    effects.push_back(PageEffect{Announce{urgency, std::move(sentence)}});
  }
  void announce(Urgency urgency, Text sentence) const {
    announce(urgency, std::string(text(model.settings.language, sentence)));
  }
  void focus(std::string key) const { effects.push_back(PageEffect{MoveFocus{std::move(key)}}); }
  // nullptr: nothing can be written here.
  [[nodiscard]] Draft* draft() const {
    if (open_discussion(discussions()) == nullptr) return nullptr;
    return &draft_of(discussions(), thread().id);
  }

  void operator()(ShareAnswered& e) const {
    Sealing& sealing = discussions().sealing;
    if (!sealing.share.take(std::move(e.answer))) return;
    if (sealing.share.failure.is_some()) share_failed(sealing, env);
    // A copy: it may go with what it is part of.
    if (handle_refusal(model, Failure(sealing.share.failure), env, effects)) return;
    take_back();
  }
  void operator()(RecordsFound& e) const {
    Sealing& sealing = discussions().sealing;
    if (!sealing.found.take(std::move(e.answer))) return;
    sealing.is_refused = sealing.found.failure.is_some();
    take_back();
  }
  void operator()(const RecordKept& e) const { record_kept(discussions().sealing, e.answer); }
  // A device that does not answer holds nothing up.
  void operator()(const RecordClaimed& e) const {
    SendAttempt* const attempt = asked_with(e.answer.ticket);
    OutgoingMessage* const message = attempt == nullptr ? nullptr : outbox().find(attempt->client_id);
    if (message == nullptr) return;
    attempt->ticket = Ticket::kNone;
    if (message->state == OutgoingState::kSending) message->state = OutgoingState::kWaiting;
    if (is_gone(discussions().sealing, *message, e.answer.failure)) {
      leave_to_others(model, *message);
    } else {
      attempt->tried = Tried::kYes;
      if (!e.answer.failure.is_some()) record_claimed(discussions().sealing, *message);
    }
    send_waiting(model, env, effects);
  }
  void operator()(const RecordTaken& e) const {
    auto& all = outbox().taking_back;
    const auto asked = std::find_if(all.begin(), all.end(),
                                    [&](const TakingBack& each) { return each.ticket == e.answer.ticket; });
    if (e.answer.ticket == Ticket::kNone || asked == all.end()) return;
    const TakingBack taken = std::move(*asked);
    all.erase(asked);
    const OutgoingMessage* const message = outbox().find(taken.client_id);
    const Failure& failure = e.answer.failure;
    if (message == nullptr) {
      // It has been told as sent or erased: its words must not come back with the draft that was written.
      if (!taken.is_dropped && !failure.is_some()) draft_taken(discussions().sealing, taken.discussion);
      return;
    }
    Text problem = Text::kDiscussionsDeviceFailed;
    if (is_gone(discussions().sealing, *message, failure)) {
      problem = Text::kDiscussionsTakenElsewhere;
      leave_to_others(model, *message);
    } else if (!failure.is_some() || failure.status == kRecordGone) {
      return taken_back(*message, taken.is_dropped);
    } else if (failure.status == kRecordTried) {
      problem = Text::kDiscussionsSentElsewhere;
      const bool is_stuck = taken.is_dropped && message->state == OutgoingState::kRefused &&
                            !outbox().has_files_there(*message);
      (void)outbox().attempt(taken.client_id);  // not offered any more, unless it is refused
      // Nothing of it will be sent from here, and who has sent it may be gone: no refusal takes those names
      // away.
      if (is_stuck) return taken_back(*message, true);
    } else if (discussions().sealing.is_refused) {
      return taken_back(*message, taken.is_dropped);  // nor does a device that keeps nothing hold it up
    } else {
      record_doubted(discussions().sealing, *message);
    }
    show_problem(model, std::string(text(model.settings.language, problem)), env, effects);
    send_waiting(model, env, effects);
  }
  // nullptr: nobody waits for it.
  [[nodiscard]] SendAttempt* asked_with(Ticket ticket) const {
    for (SendAttempt& each : outbox().attempts) {
      if (ticket != Ticket::kNone && each.ticket == ticket) return &each;
    }
    return nullptr;
  }
  void take_back() const {
    take_back_unsent(model, env, effects);
    send_waiting(model, env, effects);
  }
  void operator()(DraftTyped& e) const {
    thread().caret = e.caret;
    if (e.text == open_draft(discussions()).text) return;
    if (Draft* const draft = this->draft()) draft->text = std::move(e.text);
    thread().write_problem.reset();
    drop_empty_drafts(discussions());
  }
  void operator()(const UrgentToggled&) const {
    Draft* const draft = this->draft();
    if (draft == nullptr) return;
    draft->urgent = !draft->urgent;
    announce(Urgency::kPolite, draft->urgent ? Text::kDiscussionsUrgentOn : Text::kDiscussionsUrgentOff);
    drop_empty_drafts(discussions());
  }
  void operator()(const ReplyPressed& e) const {
    const Message* const message = message_at(discussions(), e.number);
    Draft* const draft = this->draft();
    if (draft == nullptr || message == nullptr || message->kind != MessageKind::kText || message->withdrawn)
      return;
    draft->reply_to = MessageQuote{message->number, message->author, message->text,
                                   static_cast<std::int64_t>(message->attachments.size())};
    thread().editing = {};
    focus("draft");
  }
  void operator()(const ReplyCancelled&) const {
    if (Draft* const draft = this->draft()) draft->reply_to.reset();
    drop_empty_drafts(discussions());
    focus("draft");
  }
  void operator()(const MentionChosen& e) const {
    const Member* const member = find_member(discussions(), e.member);
    if (member == nullptr) return;
    if (MessageEditing& editing = thread().editing; editing.number != 0) {
      editing.problem.reset();
      write_mention(*member, editing.text, editing.mentions, editing.caret);
      return focus("edit");
    }
    Draft* const draft = this->draft();
    if (draft == nullptr) return;
    thread().write_problem.reset();
    write_mention(*member, draft->text, draft->mentions, thread().caret);
    focus("draft");
  }
  void write_mention(const Member& member, std::string& text, std::vector<ProfessionalId>& mentions,
                     std::size_t& caret) const {
    const auto [begin, end] = replaced_by_mention(discussions(), member);
    const bool is_apart = begin < end || begin == 0 || kSpaces.find(text[begin - 1]) != kSpaces.npos;
    const char next = end < text.size() ? text[end] : '\n';
    std::string name = (is_apart ? "@" : " @") + member.name;
    if (kBehindName.find(next) == kBehindName.npos) name += ' ';
    text.replace(begin, end - begin, name);
    caret = begin + name.size() + (next == ' ' ? 1 : 0);
    if (std::find(mentions.begin(), mentions.end(), member.id) == mentions.end())
      mentions.push_back(member.id);
  }
  void operator()(const SendPressed&) const {
    Draft* const draft = this->draft();
    if (draft == nullptr) return;
    std::string words = trimmed(draft->text);
    const bool is_empty = words.empty() && draft->files.empty();
    thread().write_problem = files_problem(*draft);
    if (thread().write_problem) return refuse_to_send("files");
    if (is_empty || length_of(words) > kLongestMessageText) {
      thread().write_problem = is_empty ? Text::kDiscussionsMessageEmpty : Text::kDiscussionsMessageLong;
      return refuse_to_send("draft");
    }
    OutgoingMessage message;
    message.client_id = env.new_client_id();
    message.discussion = thread().id;
    message.urgent = draft->urgent;
    message.reply_to = std::move(draft->reply_to);
    message.mentions = mentioned_in(discussions(), words, draft->mentions);
    message.text = std::move(words);
    message.files = std::move(draft->files);
    message.at_ms = env.wall_ms;
    const DiscussionId id = thread().id;
    std::erase_if(outbox().unsent.drafts, [&](const Draft& each) { return each.discussion == id; });
    thread().caret = std::string::npos;
    outbox().unsent.messages.push_back(std::move(message));
    thread().start = thread().messages.count();
    thread().start_is_end = true;
    ++thread().start_count;
    focus("draft");
    send_waiting(model, env, effects);
  }
  // What would silently stay behind is said first.
  [[nodiscard]] std::optional<Text> files_problem(const Draft& draft) const {
    const bool has_refused = std::any_of(draft.files.begin(), draft.files.end(),
                                         [](const OutgoingFile& file) { return !file.refusal.empty(); });
    if (has_refused) return Text::kDiscussionsFilesRefused;
    if (draft.files.size() > kMostAttachments) return Text::kDiscussionsFileTooMany;
    return std::nullopt;
  }
  void refuse_to_send(std::string focus_key) const {
    announce(Urgency::kAssertive, *thread().write_problem);
    focus(std::move(focus_key));
    drop_empty_drafts(discussions());
  }
  void operator()(const FilesChosen& e) const {
    thread().write_problem.reset();
    choose_files(model, e, env, effects);
  }
  void operator()(const FileRemoved& e) const {
    thread().write_problem.reset();
    remove_file(model, e, effects);
  }
  void operator()(FileMoved& e) const { move_file(model, e, env, effects); }
  void operator()(const AttachmentPressed& e) const { open_attachment(model, e, env, effects); }
  void operator()(MessageSent& e) const {
    SendAttempt* const attempt = asked_with(e.answer.ticket);
    // The stream was quicker: it is on the screen, and no longer here.
    if (attempt == nullptr) return;
    attempt->ticket = Ticket::kNone;
    OutgoingMessage* const message = outbox().find(attempt->client_id);
    if (message == nullptr) return;
    if (e.answer.value)
      arrive(*message, std::move(*e.answer.value));
    else
      fail(*message, *attempt, e.answer.failure);
    send_waiting(model, env, effects);
  }
  void arrive(const OutgoingMessage& sent, Message message) const {
    const DiscussionId id = sent.discussion;
    settle_files(outbox(), sent);
    outbox().remove(sent.client_id);
    if (const Discussion* const known = find_discussion(discussions(), id)) {
      Discussion discussion = *known;
      if (message.number > discussion.count) {
        // What one has written oneself is not unread.
        if (discussion.read == discussion.count) discussion.read = message.number;
        discussion.count = message.number;
        const auto& user = model.session.view.value->user;
        discussion.last = {message.number,
                           message.kind,
                           message.author,
                           user ? user->display_name : std::string{},
                           message.at_ms,
                           message.text,
                           static_cast<std::int64_t>(message.attachments.size())};
      }
      put_discussion(model, std::move(discussion));
    }
    if (thread().id != id) return;
    // What the stream has told of it since counts more.
    if (thread().is_counted && thread().messages.find(message.number) == nullptr)
      thread().messages.hear(std::move(message));
    announce_sent(model, effects);
  }
  void fail(OutgoingMessage& message, SendAttempt& attempt, const Failure& failure) const {
    const DiscussionId id = message.discussion;
    const bool is_first = attempt.failures == 0;
    message.reason = failure;
    message.state = OutgoingState::kWaiting;
    attempt.retry_at_ms =
        env.monotonic_ms + std::max(retry_delay_ms(attempt.failures, env), failure.retry_after_s * kSecondMs);
    attempt.is_told_to_wait = failure.retry_after_s > 0;
    ++attempt.failures;
    // A session that is over says nothing about the message.
    if (handle_refusal(model, failure, env, effects)) return;
    if (!is_for_good(failure)) {
      if (is_first) announce(Urgency::kPolite, Text::kDiscussionsKeptWaiting);
      return;
    }
    // The server keeps a file that no message has for a day: it is sent again, unless that does not help.
    constexpr int kMostTries = 3;
    attempt.tried = Tried::kRefused;
    if (failure.code == "unknown_upload" && !message.files.empty() && attempt.failures < kMostTries)
      return begin_files_again(outbox(), message);
    message.state = OutgoingState::kRefused;
    announce(Urgency::kAssertive, fill(text(model.settings.language, Text::kDiscussionsWasRefused),
                                       {{"reason", refusal_text(model.settings.language, failure)}}));
    if (failure.code == "unknown_discussion") lose_discussion(model, id, effects);
  }
  void operator()(const ResendPressed&) const {
    for (OutgoingMessage& message : outbox().unsent.messages) {
      if (message.state != OutgoingState::kRefused) continue;
      retry_refused_files(outbox(), message);
      const bool may_go = std::all_of(message.files.begin(), message.files.end(),
                                      [](const OutgoingFile& file) { return file.refusal.empty(); });
      if (may_go) message.state = OutgoingState::kWaiting;
    }
    for (FileProgress& progress : outbox().files) progress.retry_at_ms = 0;
    for (SendAttempt& attempt : outbox().attempts) {
      attempt.retry_at_ms = 0;
      attempt.is_told_to_wait = false;
    }
    send_waiting(model, env, effects);
  }
  void operator()(const TakeBackPressed& e) const {
    const OutgoingMessage* const message = outbox().find(e.client_id);
    if (message != nullptr && may_take_back(discussions(), *message)) ask_back(*message, false);
  }
  static void give_back(const OutgoingMessage& message, Draft& draft) {
    draft.text = draft.text.empty() ? message.text : message.text + "\n" + draft.text;
    draft.urgent = draft.urgent || message.urgent;
    if (!draft.reply_to) draft.reply_to = message.reply_to;
    draft.mentions.insert(draft.mentions.end(), message.mentions.begin(), message.mentions.end());
    draft.files.insert(draft.files.end(), message.files.begin(), message.files.end());
  }
  // Other tabs may have it from the device and send it: of them and this one only the first has it.
  void ask_back(const OutgoingMessage& message, bool is_dropped) const {
    if (outbox().is_taking_back(message.client_id)) return;
    if (!is_shared(discussions().sealing, message)) return taken_back(message, is_dropped);
    Draft draft = draft_of(discussions(), message.discussion);
    drop_empty_drafts(discussions());
    give_back(message, draft);
    outbox().taking_back.push_back({env.new_ticket(), message.client_id, message.discussion, is_dropped});
    take_record(model, message, is_dropped ? nullptr : &draft, outbox().taking_back.back().ticket, env,
                effects);
  }
  void taken_back(const OutgoingMessage& message, bool is_dropped) const {
    if (!is_dropped) {
      give_back(message, draft_of(discussions(), message.discussion));
      if (thread().id == message.discussion) {
        thread().write_problem.reset();
        thread().caret = std::string::npos;
        focus("draft");
      }
    }
    outbox().remove(message.client_id);
    send_waiting(model, env, effects);
  }
  [[nodiscard]] bool may_drop(std::string_view client_id) const {
    const OutgoingMessage* const message = outbox().find(client_id);
    return message != nullptr && may_take_back(discussions(), *message);
  }
  void operator()(const DropPressed& e) const {
    if (!may_drop(e.client_id)) return;
    thread().dialog = {MessageDialog::Kind::kDrop, 0, e.client_id};
    focus("message_dialog");
  }
  void operator()(const DropConfirmed&) const {
    MessageDialog& dialog = thread().dialog;
    if (dialog.kind != MessageDialog::Kind::kDrop) return;
    dialog.kind = MessageDialog::Kind::kNone;
    focus("draft");
    if (!may_drop(dialog.client_id)) {
      // It was tried while the question stood there, and may be with the others already.
      show_problem(model, std::string(text(model.settings.language, Text::kDiscussionsDropTooLate)), env,
                   effects);
      return;
    }
    ask_back(*outbox().find(dialog.client_id), true);
  }
};

}  // namespace

void update_outbox(Model& model, OutboxEvent event, const Env& env, Effects& effects) {
  std::visit(OnOutbox{model, env, effects}, event);
}

void send_waiting(Model& model, const Env& env, Effects& effects) {
  if (!may_send(model) || is_looking_for_kept(model.discussions.sealing)) return;
  Outbox& outbox = model.discussions.outbox;
  while (OutgoingMessage* const message = outbox.next(env.monotonic_ms)) {
    SendAttempt& attempt = outbox.attempt(message->client_id);
    attempt.ticket = env.new_ticket();
    message->state = OutgoingState::kSending;
    // What other tabs may have is asked of the device first, lest one of them is taking it back.
    if (attempt.tried != Tried::kYes && is_shared(model.discussions.sealing, *message)) {
      attempt.tried = Tried::kUnknown;  // an older refusal is not told again after this
      claim_record(model, *message, attempt.ticket, effects);
      continue;
    }
    attempt.tried = Tried::kYes;
    effects.push_back(Request{
        SendMessage{attempt.ticket, attempt.failures == 0 ? Cause::kPerson : Cause::kMachine, *message}});
  }
}

void hurry_outbox(Model& model, const Env& env, Effects& effects) {
  for (SendAttempt& attempt : model.discussions.outbox.attempts) {
    if (!attempt.is_told_to_wait) attempt.retry_at_ms = 0;
  }
  hurry_files(model.discussions.outbox);
  send_waiting(model, env, effects);
}

std::optional<std::int64_t> next_send_ms(const Model& model, const Env& env) {
  if (!may_send(model)) return std::nullopt;
  std::optional<std::int64_t> soonest;
  const auto message = is_looking_for_kept(model.discussions.sealing)
                           ? std::nullopt
                           : model.discussions.outbox.next_try_ms(env.monotonic_ms);
  for (const auto next : {message, next_file_ms(model, env), next_share_ms(model)}) {
    if (next) soonest = std::min(soonest.value_or(*next), *next);
  }
  return soonest;
}

void settle_outgoing(Model& model, const Message& message, const Env& env, Effects& effects) {
  Discussions& discussions = model.discussions;
  const OutgoingMessage* const sent = discussions.outbox.find(message.client_id);
  if (message.client_id.empty() || sent == nullptr) return;
  const bool is_open = sent->discussion == discussions.thread.id;
  settle_files(discussions.outbox, *sent);
  discussions.outbox.remove(message.client_id);
  if (is_open) announce_sent(model, effects);
  send_waiting(model, env, effects);
}

}  // namespace spico
