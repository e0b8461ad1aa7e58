#include "emserve/store/sqlite_message_writer.hpp"

#include "emserve/store/sqlite_discussion_rows.hpp"
#include "emserve/store/sqlite_events.hpp"

namespace spico::emserve {
namespace {

std::optional<std::int64_t> number_or_null(std::int64_t number) {
  return number == 0 ? std::nullopt : std::optional(number);
}

void make_findable(SqliteConnection& connection, MessageId message, std::string_view text) {
  connection.query("INSERT INTO message_words (rowid, text) VALUES (?, ?)")
      .bind(key_of(message))
      .bind(text)
      .run();
}

// The index has no text of its own: it must be told what it once took in.
void forget_words(SqliteConnection& connection, MessageId message, std::string_view text) {
  connection.query("INSERT INTO message_words (message_words, rowid, text) VALUES ('delete', ?, ?)")
      .bind(key_of(message))
      .bind(text)
      .run();
}

}  // namespace

Appended append_message(SqliteConnection& connection, const MessageToAppend& message, std::int64_t now_ms) {
  Appended appended;
  std::int64_t at_ms = now_ms;
  connection.query("UPDATE discussions SET count = count + 1, last_at_ms = max(last_at_ms, ?) WHERE id = ?")
      .bind(now_ms)
      .bind(key_of(message.discussion))
      .run();
  {
    Query query = connection.query("SELECT count, last_at_ms FROM discussions WHERE id = ?");
    query.bind(key_of(message.discussion));
    query.step();
    appended.number = query.integer(0);
    at_ms = query.integer(1);
  }
  Query insert = connection.query(
      "INSERT INTO messages (discussion_id, number, kind, author_id, member_id, at_ms, client_id, text, "
      "urgent, reply_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(key_of(message.discussion))
      .bind(appended.number)
      .bind(static_cast<int>(message.kind))
      .bind(key_of(message.author))
      .bind(number_or_null(key_of(message.member)))
      .bind(at_ms);
  if (message.client_id.empty()) {
    insert.bind_null();
  } else {
    insert.bind(message.client_id);
  }
  insert.bind(message.text).bind(message.urgent).bind(number_or_null(message.reply_to)).run();
  appended.id.value = static_cast<std::uint64_t>(connection.last_id());
  if (message.kind == MessageKind::kText) make_findable(connection, appended.id, message.text);
  append_message_event(connection, EventKind::kMessage, message.discussion, appended.id,
                       message.author_account, now_ms);
  return appended;
}

void rewrite_message(SqliteConnection& connection, MessageId message, Rewriting rewriting,
                     std::string_view text, std::int64_t now_ms) {
  std::string earlier;
  {
    Query query = connection.query("SELECT text FROM messages WHERE id = ?");
    query.bind(key_of(message));
    query.step();
    earlier = query.text(0);
  }
  forget_words(connection, message, earlier);
  connection.query("INSERT INTO message_versions (message_id, until_ms, text) VALUES (?, ?, ?)")
      .bind(key_of(message))
      .bind(now_ms)
      .bind(std::string_view(earlier))
      .run();
  const bool is_edit = rewriting == Rewriting::kEdit;
  connection
      .query(is_edit ? "UPDATE messages SET text = ?, edited_at_ms = ? WHERE id = ?"
                     : "UPDATE messages SET text = ?, withdrawn_at_ms = ? WHERE id = ?")
      .bind(text)
      .bind(now_ms)
      .bind(key_of(message))
      .run();
  if (is_edit) make_findable(connection, message, text);
}

}  // namespace spico::emserve
