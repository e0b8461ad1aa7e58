#include "emserve/store/sqlite_notifications.hpp"

#include "emserve/store/sqlite_discussion_rows.hpp"
#include "emserve/store/sqlite_events.hpp"
#include "emserve/store/sqlite_store.hpp"

// Those of the account ?1, as one who is in the discussion now and may see the message. What was withdrawn
// calls nobody.
#define NOTIFICATION_OF_MEMBER                                                                        \
  "FROM " MEMBER_NOW                                                                                  \
  "JOIN messages m ON m.discussion_id = d.id AND m.number >= me.first AND m.withdrawn_at_ms IS NULL " \
  "JOIN notifications n ON n.message_id = m.id AND n.account_id = ?1 "
#define IS_UNREAD "n.read = 0 AND (m.number > me.read OR n.anew = 1) "

namespace spico::emserve {
namespace {

#define NOTIFICATION_COLUMNS                                                       \
  "SELECT n.id, n.kind, d.id, m.number, d.title, a.name, m.at_ms, NOT (" IS_UNREAD \
  "), " DISCUSSION_PATIENT_COLUMNS NOTIFICATION_OF_MEMBER                          \
  "JOIN professionals a ON a.id = m.author_id " WITH_PATIENT OF_ACCOUNT

Notification read_notification(const Query& query) {
  constexpr int kPatient = 8;
  Notification notification;
  notification.id.value = static_cast<std::uint64_t>(query.integer(0));
  notification.kind = static_cast<NotificationKind>(query.integer(1));
  notification.discussion.value = static_cast<std::uint64_t>(query.integer(2));
  notification.number = query.integer(3);
  notification.title = query.text(4);
  notification.author_name = query.text(5);
  notification.at_ms = query.integer(6);
  notification.read = query.boolean(7);
  if (!query.is_null(kPatient)) notification.patient = read_patient_of_discussion(query, kPatient);
  return notification;
}

NotificationSettings settings_of(SqliteConnection& connection, AccountId account) {
  Query query = connection.query(
      "SELECT quiet, quiet_from, quiet_to, system FROM notification_preferences WHERE account_id = ?");
  query.bind(account.value);
  if (!query.step()) return {};
  return {.quiet = {.on = query.boolean(0),
                    .from = static_cast<int>(query.integer(1)),
                    .to = static_cast<int>(query.integer(2))},
          .system = query.boolean(3)};
}

std::vector<AccountId> accounts_in(Query query) {
  std::vector<AccountId> accounts;
  while (query.step()) accounts.push_back({query.integer(0)});
  return accounts;
}

void forget_notifications_of(SqliteConnection& connection, const std::vector<AccountId>& accounts,
                             MessageId message, std::int64_t now_ms) {
  for (const AccountId account : accounts) {
    connection.query("DELETE FROM notifications WHERE message_id = ? AND account_id = ?")
        .bind(key_of(message))
        .bind(account.value)
        .run();
    tell_notifications(connection, account, now_ms);
  }
}

}  // namespace

// A discussion that was muted calls too: muting quiets the talk of others among themselves. A message that
// somebody marked as urgent, or that asks this reader by name, may be about care that cannot wait; kept back
// it would be found when it is too late, and its author has no way to know.
void notify_of_message(SqliteConnection& connection, DiscussionId discussion, MessageId message,
                       AccountId author, std::int64_t now_ms) {
  connection
      .query(
          "INSERT INTO notifications (account_id, kind, message_id, at_ms, anew) SELECT p.account_id, CASE "
          "WHEN "
          "m.urgent = 1 THEN ?3 ELSE ?4 END, m.id, ?2, o.read >= m.number FROM messages m JOIN "
          "discussion_members o ON "
          "o.discussion_id = m.discussion_id AND o.left_at_ms IS NULL AND o.professional_id <> m.author_id "
          "JOIN professionals p ON p.id = o.professional_id AND p.account_id IS NOT NULL WHERE m.id = ?1 AND "
          "(m.urgent = 1 OR EXISTS (SELECT 1 FROM message_mentions s WHERE s.message_id = m.id AND "
          "s.professional_id = p.id)) ON CONFLICT (message_id, account_id) DO NOTHING")
      .bind(key_of(message))
      .bind(now_ms)
      .bind(static_cast<int>(NotificationKind::kUrgent))
      .bind(static_cast<int>(NotificationKind::kMention))
      .run();
  // One event for everyone who is in the discussion: each is told of their own notification, if they have
  // one.
  if (connection.changes() > 0)
    append_message_event(connection, EventKind::kNotification, discussion, message, author, now_ms);
}

void notify_of_invitation(SqliteConnection& connection, DiscussionId discussion, MessageId message,
                          AccountId author, ProfessionalId member, std::int64_t now_ms) {
  connection
      .query(
          "INSERT INTO notifications (account_id, kind, message_id, at_ms) SELECT p.account_id, ?3, m.id, ?2 "
          "FROM messages m JOIN discussion_members o ON o.discussion_id = m.discussion_id AND o.left_at_ms "
          "IS NULL AND o.professional_id <> m.author_id JOIN professionals p ON p.id = o.professional_id AND "
          "p.account_id IS NOT NULL WHERE m.id = ?1 AND (?4 = 0 OR p.id = ?4)")
      .bind(key_of(message))
      .bind(now_ms)
      .bind(static_cast<int>(NotificationKind::kInvitation))
      .bind(key_of(member))
      .run();
  if (connection.changes() > 0)
    append_message_event(connection, EventKind::kNotification, discussion, message, author, now_ms);
}

void tell_notifications(SqliteConnection& connection, AccountId account, std::int64_t now_ms) {
  append_event(connection, {.kind = EventKind::kNotifications,
                            .at_ms = now_ms,
                            .patient = {},
                            .account = account,
                            .author = account});
}

void forget_notifications(SqliteConnection& connection, MessageId message, std::int64_t now_ms) {
  Query query = connection.query("SELECT account_id FROM notifications WHERE message_id = ?");
  query.bind(key_of(message));
  forget_notifications_of(connection, accounts_in(std::move(query)), message, now_ms);
}

void forget_lost_mentions(SqliteConnection& connection, MessageId message, std::int64_t now_ms) {
  Query query = connection.query(
      "SELECT n.account_id FROM notifications n JOIN professionals p ON p.account_id = n.account_id WHERE "
      "n.message_id = ?1 AND n.kind = ?2 AND NOT EXISTS (SELECT 1 FROM message_mentions s WHERE "
      "s.message_id = ?1 AND s.professional_id = p.id)");
  query.bind(key_of(message)).bind(static_cast<int>(NotificationKind::kMention));
  forget_notifications_of(connection, accounts_in(std::move(query)), message, now_ms);
}

bool come_back_to(SqliteConnection& connection, AccountId account, DiscussionId discussion,
                  MessageNumber number) {
  connection
      .query(
          "UPDATE notifications SET anew = 0 WHERE account_id = ?1 AND anew = 1 AND message_id = (SELECT id "
          "FROM "
          "messages WHERE discussion_id = ?2 AND number = ?3)")
      .bind(account.value)
      .bind(key_of(discussion))
      .bind(number)
      .run();
  return connection.changes() > 0;
}

bool has_unread_notifications(SqliteConnection& connection, AccountId account, DiscussionId discussion,
                              MessageNumber from, MessageNumber to) {
  Query query = connection.query("SELECT 1 " NOTIFICATION_OF_MEMBER OF_ACCOUNT
                                 "AND d.id = ?2 AND m.number BETWEEN ?3 AND ?4 AND " IS_UNREAD "LIMIT 1");
  query.bind(account.value).bind(key_of(discussion)).bind(from).bind(to);
  return query.step();
}

std::optional<Notification> find_notification_of(SqliteConnection& connection, AccountId account,
                                                 MessageId message) {
  Query query = connection.query(NOTIFICATION_COLUMNS "AND m.id = ?2");
  query.bind(account.value).bind(key_of(message));
  if (!query.step()) return std::nullopt;
  return read_notification(query);
}

std::int64_t count_unread_notifications(SqliteConnection& connection, AccountId account) {
  Query query = connection.query("SELECT count(*) " NOTIFICATION_OF_MEMBER OF_ACCOUNT "AND " IS_UNREAD);
  query.bind(account.value);
  query.step();
  return query.integer(0);
}

NotificationList SqliteStore::notifications_of(AccountId account, std::int64_t limit) {
  const ReadTransaction view(connection_);
  NotificationList list{.revision = event_bounds().last,
                        .unread = count_unread_notifications(connection_, account),
                        .settings = settings_of(connection_, account),
                        .notifications = {}};
  Query query = connection_.query(NOTIFICATION_COLUMNS "ORDER BY n.id DESC LIMIT ?2");
  query.bind(account.value).bind(limit);
  while (query.step()) list.notifications.push_back(read_notification(query));
  return list;
}

void SqliteStore::mark_notifications(AccountId account, NotificationId up_to, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  connection_.query("UPDATE notifications SET read = 1 WHERE account_id = ? AND id <= ? AND read = 0")
      .bind(account.value)
      .bind(static_cast<std::int64_t>(up_to.value))
      .run();
  if (connection_.changes() > 0) tell_notifications(connection_, account, now_ms);
  transaction.commit();
}

void SqliteStore::set_notification_settings(AccountId account, const NotificationSettings& settings,
                                            std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  if (settings_of(connection_, account) == settings) return;
  connection_
      .query(
          "INSERT INTO notification_preferences (account_id, quiet, quiet_from, quiet_to, system) VALUES "
          "(?, ?, ?, ?, ?) ON CONFLICT (account_id) DO UPDATE SET quiet = excluded.quiet, quiet_from = "
          "excluded.quiet_from, quiet_to = excluded.quiet_to, system = excluded.system")
      .bind(account.value)
      .bind(settings.quiet.on)
      .bind(settings.quiet.from)
      .bind(settings.quiet.to)
      .bind(settings.system)
      .run();
  tell_notifications(connection_, account, now_ms);
  transaction.commit();
}

void SqliteStore::prune_notifications(std::int64_t now_ms, const NotificationLimits& limits) {
  connection_.query("DELETE FROM notifications WHERE at_ms <= ?").bind(now_ms - limits.oldest_ms).run();
}

}  // namespace spico::emserve
