// Notifications, for whoever changes a discussion in store/: within the transaction of the change.
#pragma once

#include "emserve/store/sqlite_connection.hpp"

namespace spico::emserve {

// Who else is in the discussion and is called by this message, and was not before: everyone by an urgent one,
// those whom it mentions. Once its mentions are kept.
void notify_of_message(SqliteConnection& connection, DiscussionId discussion, MessageId message,
                       AccountId author, std::int64_t now_ms);
// The message with which a discussion began, or with which `member` joined (none: everybody else).
void notify_of_invitation(SqliteConnection& connection, DiscussionId discussion, MessageId message,
                          AccountId author, ProfessionalId member, std::int64_t now_ms);

// What is unread of an account, or of everyone in a discussion, may be another number from now on.
void tell_notifications(SqliteConnection& connection, AccountId account, std::int64_t now_ms);
// The message is withdrawn: it calls nobody any more.
void forget_notifications(SqliteConnection& connection, MessageId message, std::int64_t now_ms);
// Its mentions are others now: whom it no longer mentions it no longer calls.
void forget_lost_mentions(SqliteConnection& connection, MessageId message, std::int64_t now_ms);
// One account looks again at a message that it has read; whether that had called it anew.
bool come_back_to(SqliteConnection& connection, AccountId account, DiscussionId discussion,
                  MessageNumber number);
// One account has read from number `from` up to `to`, or lost sight of them.
bool has_unread_notifications(SqliteConnection& connection, AccountId account, DiscussionId discussion,
                              MessageNumber from, MessageNumber to);

// As one who is in the discussion now; nothing when the account has none by this message.
std::optional<Notification> find_notification_of(SqliteConnection& connection, AccountId account,
                                                 MessageId message);
std::int64_t count_unread_notifications(SqliteConnection& connection, AccountId account);

}  // namespace spico::emserve
