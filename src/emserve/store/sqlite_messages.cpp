// Messages: a page of them, what people send, and what authors and readers do with one.
#include <algorithm>

#include "emserve/store/sqlite_attachment_rows.hpp"
#include "emserve/store/sqlite_discussion_rows.hpp"
#include "emserve/store/sqlite_entries.hpp"
#include "emserve/store/sqlite_events.hpp"
#include "emserve/store/sqlite_message_writer.hpp"
#include "emserve/store/sqlite_notifications.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

struct Sender {
  ProfessionalId self;
  MessageNumber first = 1, count = 0;
};

std::optional<Sender> sender_in(SqliteConnection& connection, AccountId account, DiscussionId discussion) {
  Query query =
      connection.query("SELECT self.id, me.first, d.count FROM " MEMBER_NOW OF_ACCOUNT "AND d.id = ?2");
  query.bind(account.value).bind(key_of(discussion));
  if (!query.step()) return std::nullopt;
  return Sender{.self = {static_cast<std::uint32_t>(query.integer(0))},
                .first = query.integer(1),
                .count = query.integer(2)};
}

// What this author's page named so, with the discussion it is in.
std::optional<std::pair<MessageId, DiscussionId>> sent_as(SqliteConnection& connection, ProfessionalId author,
                                                          std::string_view client_id) {
  Query query =
      connection.query("SELECT id, discussion_id FROM messages WHERE author_id = ? AND client_id = ?");
  query.bind(key_of(author)).bind(client_id);
  if (!query.step()) return std::nullopt;
  return std::pair{MessageId{static_cast<std::uint64_t>(query.integer(0))},
                   DiscussionId{static_cast<std::uint64_t>(query.integer(1))}};
}

bool can_be_answered(SqliteConnection& connection, DiscussionId discussion, MessageNumber number) {
  Query query =
      connection.query("SELECT 1 FROM messages WHERE discussion_id = ? AND number = ? AND kind = 0");
  query.bind(key_of(discussion)).bind(number);
  return query.step();
}

// Those of them who are members now: who has left while the message waited is no reason to lose it. Nothing
// when somebody never was one.
std::optional<std::vector<ProfessionalId>> present_members(SqliteConnection& connection,
                                                           DiscussionId discussion,
                                                           const std::vector<ProfessionalId>& wanted) {
  Query query = connection.query(
      "SELECT left_at_ms IS NULL FROM discussion_members WHERE discussion_id = ? AND professional_id = ?");
  std::vector<ProfessionalId> present;
  for (const ProfessionalId professional : wanted) {
    query.rewind();
    query.bind(key_of(discussion)).bind(key_of(professional));
    if (!query.step()) return std::nullopt;
    if (query.boolean(0)) present.push_back(professional);
  }
  return present;
}

void add_mentions(SqliteConnection& connection, MessageId message,
                  const std::vector<ProfessionalId>& mentions) {
  Query query = connection.query(
      "INSERT INTO message_mentions (message_id, professional_id) VALUES (?, ?) ON CONFLICT (message_id, "
      "professional_id) DO NOTHING");
  for (const ProfessionalId mention : mentions) {
    query.rewind();
    query.bind(key_of(message)).bind(key_of(mention)).run();
  }
}

// Whether they are others now than before.
bool set_mentions(SqliteConnection& connection, MessageId message, std::vector<ProfessionalId> mentions) {
  const auto in_order = [](ProfessionalId a, ProfessionalId b) { return a.value < b.value; };
  std::sort(mentions.begin(), mentions.end(), in_order);
  mentions.erase(std::unique(mentions.begin(), mentions.end()), mentions.end());
  if (mentions == mentions_of(connection, message)) return false;
  connection.query("DELETE FROM message_mentions WHERE message_id = ?").bind(key_of(message)).run();
  add_mentions(connection, message, mentions);
  return true;
}

// What may be done with a message depends on these.
struct MessageState {
  DiscussionId discussion;
  MessageKind kind = MessageKind::kText;
  bool is_own = false;
  bool is_withdrawn = false;
  std::int64_t at_ms = 0;
  std::string text;
  ProfessionalId self;
};

std::optional<MessageState> state_of(SqliteConnection& connection, AccountId account, MessageId message) {
  Query query = connection.query(
      "SELECT d.id, m.kind, m.author_id = self.id, m.withdrawn_at_ms IS NOT NULL, m.at_ms, m.text, self.id "
      "FROM " MEMBER_NOW "JOIN messages m ON m.discussion_id = d.id AND m.number >= me.first " OF_ACCOUNT
      "AND m.id = ?2");
  query.bind(account.value).bind(key_of(message));
  if (!query.step()) return std::nullopt;
  return MessageState{.discussion = {static_cast<std::uint64_t>(query.integer(0))},
                      .kind = static_cast<MessageKind>(query.integer(1)),
                      .is_own = query.boolean(2),
                      .is_withdrawn = query.boolean(3),
                      .at_ms = query.integer(4),
                      .text = std::string(query.text(5)),
                      .self = {static_cast<std::uint32_t>(query.integer(6))}};
}

}  // namespace

std::optional<MessagePage> SqliteStore::messages_of(AccountId account, DiscussionId discussion,
                                                    MessageNumber from, std::int64_t limit) {
  const ReadTransaction view(connection_);
  const std::optional<Sender> reader = sender_in(connection_, account, discussion);
  if (!reader) return std::nullopt;
  MessagePage page{.count = reader->count, .first = reader->first, .messages = {}};
  Query query =
      connection_.query(MESSAGE_OF_MEMBER "AND d.id = ?2 AND m.number >= ?3 ORDER BY m.number LIMIT ?4");
  query.bind(account.value).bind(key_of(discussion)).bind(from).bind(limit);
  while (query.step()) page.messages.push_back(read_message(connection_, query));
  return page;
}

// Numbers have no gaps and times never go back, so a few looks find it among any number of messages.
std::optional<MessageNumber> SqliteStore::first_message_from(AccountId account, DiscussionId discussion,
                                                             std::int64_t from_ms) {
  const ReadTransaction view(connection_);
  const std::optional<Sender> reader = sender_in(connection_, account, discussion);
  if (!reader) return std::nullopt;
  Query query = connection_.query("SELECT at_ms FROM messages WHERE discussion_id = ? AND number = ?");
  MessageNumber low = reader->first, high = reader->count + 1;
  while (low < high) {
    const MessageNumber middle = low + (high - low) / 2;
    query.rewind();
    query.bind(key_of(discussion)).bind(middle);
    if (query.step() && query.integer(0) < from_ms)
      low = middle + 1;
    else
      high = middle;
  }
  return low > reader->count ? 0 : low;
}

PostedMessage SqliteStore::post_message(AccountId author, const NewMessage& wanted, std::int64_t now_ms) {
  using Problem = PostedMessage::Problem;
  WriteTransaction transaction(connection_);
  PostedMessage posted;
  const auto refused = [&posted](Problem problem) {
    posted.problem = problem;
    return posted;
  };
  const std::optional<Sender> sender = sender_in(connection_, author, wanted.discussion);
  if (!sender) return refused(Problem::kUnknown);
  if (const auto sent = sent_as(connection_, sender->self, wanted.client_id)) {
    std::optional<Message> there = find_message_of(connection_, author, sent->first);
    if (sent->second != wanted.discussion || !there) return refused(Problem::kClientId);
    posted.message = std::move(*there);
    return posted;
  }
  if (wanted.reply_to != 0 && (wanted.reply_to < sender->first ||
                               !can_be_answered(connection_, wanted.discussion, wanted.reply_to))) {
    return refused(Problem::kReplyTo);
  }
  const auto mentions = present_members(connection_, wanted.discussion, wanted.mentions);
  if (!mentions) return refused(Problem::kMentions);
  const auto uploads = find_uploads(connection_, author, wanted.attachments, now_ms);
  if (!uploads) return refused(Problem::kAttachments);
  const Appended appended = append_message(connection_,
                                           {.discussion = wanted.discussion,
                                            .kind = MessageKind::kText,
                                            .author = sender->self,
                                            .author_account = author,
                                            .text = wanted.text,
                                            .client_id = wanted.client_id,
                                            .urgent = wanted.urgent,
                                            .reply_to = wanted.reply_to},
                                           now_ms);
  give_to_message(connection_, *uploads, appended.id);
  add_mentions(connection_, appended.id, *mentions);
  notify_of_message(connection_, wanted.discussion, appended.id, author, now_ms);
  // Whoever had read everything has read their own message too.
  connection_
      .query(
          "UPDATE discussion_members SET read = ?3 WHERE discussion_id = ?1 AND professional_id = ?2 AND "
          "read = "
          "?3 - 1")
      .bind(key_of(wanted.discussion))
      .bind(key_of(sender->self))
      .bind(appended.number)
      .run();
  posted.message = *find_message_of(connection_, author, appended.id);
  posted.is_new = true;
  transaction.commit();
  return posted;
}

ChangedMessage SqliteStore::edit_message(AccountId author, MessageId message, std::string_view text,
                                         const std::optional<std::vector<ProfessionalId>>& mentions,
                                         std::int64_t now_ms) {
  using Problem = ChangedMessage::Problem;
  WriteTransaction transaction(connection_);
  const std::optional<MessageState> state = state_of(connection_, author, message);
  if (!state || !state->is_own || state->is_withdrawn || state->kind != MessageKind::kText)
    return {.problem = Problem::kUnknown};
  if (now_ms - state->at_ms > kMessageEditTimeMs) return {.problem = Problem::kTooLate};
  std::optional<std::vector<ProfessionalId>> present;
  if (mentions) {
    present = present_members(connection_, state->discussion, *mentions);
    if (!present) return {.problem = Problem::kMentions};
  }
  const bool is_rewritten = state->text != text;
  const bool calls_others = present && set_mentions(connection_, message, std::move(*present));
  ChangedMessage changed{.is_changed = is_rewritten || calls_others, .discussion = state->discussion};
  if (is_rewritten) rewrite_message(connection_, message, Rewriting::kEdit, text, now_ms);
  if (changed.is_changed)
    append_message_event(connection_, EventKind::kMessage, state->discussion, message, author, now_ms);
  if (is_rewritten) tell_entry_of(connection_, message, author, now_ms);
  if (calls_others) {
    forget_lost_mentions(connection_, message, now_ms);
    notify_of_message(connection_, state->discussion, message, author, now_ms);
  }
  changed.message = *find_message_of(connection_, author, message);
  transaction.commit();
  return changed;
}

ChangedMessage SqliteStore::withdraw_message(AccountId author, MessageId message, std::int64_t now_ms) {
  using Problem = ChangedMessage::Problem;
  WriteTransaction transaction(connection_);
  const std::optional<MessageState> state = state_of(connection_, author, message);
  if (!state || !state->is_own || state->kind != MessageKind::kText) return {.problem = Problem::kUnknown};
  ChangedMessage changed{.is_changed = !state->is_withdrawn, .discussion = state->discussion};
  if (changed.is_changed) {
    if (now_ms - state->at_ms > kMessageEditTimeMs) return {.problem = Problem::kTooLate};
    rewrite_message(connection_, message, Rewriting::kWithdraw, {}, now_ms);
    forget_notifications(connection_, message, now_ms);
    append_message_event(connection_, EventKind::kMessage, state->discussion, message, author, now_ms);
    tell_entry_of(connection_, message, author, now_ms);
  }
  changed.message = *find_message_of(connection_, author, message);
  transaction.commit();
  return changed;
}

ChangedMessage SqliteStore::set_seen(AccountId account, MessageId message, bool seen, std::int64_t now_ms) {
  using Problem = ChangedMessage::Problem;
  WriteTransaction transaction(connection_);
  const std::optional<MessageState> state = state_of(connection_, account, message);
  if (!state || state->is_withdrawn || state->kind != MessageKind::kText)
    return {.problem = Problem::kUnknown};
  if (seen) {
    connection_
        .query(
            "INSERT INTO message_seen (message_id, professional_id, at_ms) VALUES (?, ?, ?) ON CONFLICT "
            "(message_id, professional_id) DO NOTHING")
        .bind(key_of(message))
        .bind(key_of(state->self))
        .bind(now_ms)
        .run();
  } else {
    connection_.query("DELETE FROM message_seen WHERE message_id = ? AND professional_id = ?")
        .bind(key_of(message))
        .bind(key_of(state->self))
        .run();
  }
  ChangedMessage changed{.is_changed = connection_.changes() == 1, .discussion = state->discussion};
  if (changed.is_changed)
    append_message_event(connection_, EventKind::kMessage, state->discussion, message, account, now_ms);
  changed.message = *find_message_of(connection_, account, message);
  transaction.commit();
  return changed;
}

}  // namespace spico::emserve
