// Appending to a discussion, for whoever changes one in store/: within the transaction of the change, with
// the event for everyone who is in it.
#pragma once

#include "emserve/store/sqlite_connection.hpp"

namespace spico::emserve {

struct MessageToAppend {
  DiscussionId discussion;
  MessageKind kind = MessageKind::kText;
  ProfessionalId author;
  AccountId author_account;
  ProfessionalId member{};  // of kJoined and kLeft
  std::string_view text{};
  std::string_view client_id{};  // empty: none
  bool urgent = false;
  MessageNumber reply_to = 0;
};

struct Appended {
  MessageId id;
  MessageNumber number = 0;
};

// Under the next number of its discussion. Times never go back within one.
Appended append_message(SqliteConnection& connection, const MessageToAppend& message, std::int64_t now_ms);

// Gives the message another text, or takes its text away; the earlier one stays in the trace.
enum class Rewriting : std::uint8_t { kEdit, kWithdraw };
void rewrite_message(SqliteConnection& connection, MessageId message, Rewriting rewriting,
                     std::string_view text, std::int64_t now_ms);

}  // namespace spico::emserve
