#include "emserve/store/sqlite_events.hpp"

#include <algorithm>
#include <charconv>

#include "emserve/store/sqlite_discussion_rows.hpp"
#include "emserve/store/sqlite_notifications.hpp"
#include "emserve/store/sqlite_patient_rows.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

constexpr int kMostInBatch = 100;
constexpr std::int64_t kMostAskedWhose = 200;
constexpr std::int64_t kPrunedAtOnce = 5000;  // a writer waits for one such step

std::optional<std::int64_t> id_or_null(std::int64_t id) { return id == 0 ? std::nullopt : std::optional(id); }

struct Told {
  std::int64_t id;
  EventKind kind;
  PatientId patient;
  DiscussionId discussion;
  MessageId message;
  ProfessionalId member;
};

// What the account may be told of, oldest first.
std::vector<Told> events_between(SqliteConnection& connection, AccountId account, std::int64_t after,
                                 std::int64_t until) {
  Query query = connection.query(
      "SELECT id, kind, patient_id, discussion_id, message_id, member_id FROM events e WHERE id > ?2 AND id "
      "<= ?3 AND (account_id = ?1 OR (account_id IS NULL AND (EXISTS (SELECT 1 FROM patient_access a WHERE "
      "a.account_id = ?1 AND a.patient_id = e.patient_id) OR (discussion_id IS NOT NULL AND EXISTS (SELECT 1 "
      "FROM professionals self JOIN discussion_members me ON me.professional_id = self.id WHERE "
      "self.account_id = ?1 AND me.discussion_id = e.discussion_id AND me.left_at_ms IS NULL))))) ORDER BY "
      "id "
      "LIMIT ?4");
  query.bind(account.value).bind(after).bind(until).bind(kMostInBatch);
  std::vector<Told> told;
  while (query.step()) {
    told.push_back({query.integer(0),
                    static_cast<EventKind>(query.integer(1)),
                    {static_cast<std::uint64_t>(query.integer(2))},
                    {static_cast<std::uint64_t>(query.integer(3))},
                    {static_cast<std::uint64_t>(query.integer(4))},
                    {static_cast<std::uint32_t>(query.integer(5))}});
  }
  return told;
}

// What is never told by an event of another kind.
EventKind topic_of(EventKind kind) {
  const bool is_apart = kind == EventKind::kPreferences || kind == EventKind::kNotification ||
                        kind == EventKind::kNotifications || kind == EventKind::kEntries;
  return is_apart ? kind : EventKind::kPatient;
}

// Whether the later event says what this one says: both are of one patient, of one discussion as a whole, of
// one message, or of what one member has read.
bool is_same_subject(const Told& one, const Told& other) {
  return one.patient == other.patient && one.discussion == other.discussion && one.message == other.message &&
         one.member == other.member && topic_of(one.kind) == topic_of(other.kind);
}

// Of each subject the last event, whose kind says the most that any of them says.
std::vector<Told> merged(std::vector<Told> told) {
  std::vector<Told> last;
  for (auto event = told.rbegin(); event != told.rend(); ++event) {
    const auto same = std::find_if(last.begin(), last.end(),
                                   [&event](const Told& later) { return is_same_subject(*event, later); });
    if (same == last.end()) {
      last.push_back(*event);
    } else if (event->kind == EventKind::kPatientGone || event->kind == EventKind::kDiscussionGone ||
               (event->kind == EventKind::kPatient && same->kind == EventKind::kFavourite)) {
      same->kind = event->kind;
    }
  }
  std::reverse(last.begin(), last.end());
  return last;
}

// The event as the account may know it now; nothing when an event of its own will say what became of it.
std::optional<EventRecord> record_of_patient(SqliteConnection& connection, AccountId account,
                                             const Told& event) {
  EventRecord record{.id = event.id, .kind = event.kind};
  if (std::optional<Patient> patient = find_patient_of(connection, account, event.patient)) {
    record.patient = std::move(*patient);
    if (event.kind == EventKind::kPatientGone) record.kind = EventKind::kPatient;  // it is back
    return record;
  }
  if (event.kind != EventKind::kPatientGone) return std::nullopt;
  record.patient.id = event.patient;
  return record;
}

std::optional<EventRecord> record_of_read(SqliteConnection& connection, AccountId account,
                                          const Told& event) {
  // Who read it knows it from an event of the discussion.
  Query query = connection.query("SELECT o.read FROM " MEMBER_NOW
                                 "JOIN discussion_members o ON o.discussion_id = d.id AND "
                                 "o.professional_id = ?3 AND o.left_at_ms IS NULL " OF_ACCOUNT
                                 "AND d.id = ?2 AND self.id <> ?3");
  query.bind(account.value).bind(key_of(event.discussion)).bind(key_of(event.member));
  if (!query.step()) return std::nullopt;
  EventRecord record{.id = event.id, .kind = event.kind};
  record.discussion.id = event.discussion;
  record.member = event.member;
  record.number = query.integer(0);
  return record;
}

std::string name_of(SqliteConnection& connection, ProfessionalId professional) {
  Query query = connection.query("SELECT name FROM professionals WHERE id = ?");
  query.bind(key_of(professional));
  return query.step() ? std::string(query.text(0)) : std::string{};
}

std::optional<EventRecord> record_of_discussion(SqliteConnection& connection, AccountId account,
                                                const Told& event) {
  if (event.kind == EventKind::kRead) return record_of_read(connection, account, event);
  EventRecord record{.id = event.id, .kind = event.kind};
  if (event.kind == EventKind::kMessage) {
    std::optional<Message> message = find_message_of(connection, account, event.message);
    if (!message) return std::nullopt;
    record.message = std::move(*message);
    record.author_name = name_of(connection, record.message.author);
  }
  if (std::optional<Discussion> discussion = find_discussion_of(connection, account, event.discussion)) {
    record.discussion = std::move(*discussion);
    if (event.kind == EventKind::kDiscussionGone) record.kind = EventKind::kDiscussion;  // it is back
    return record;
  }
  if (event.kind != EventKind::kDiscussionGone) return std::nullopt;
  record.discussion.id = event.discussion;
  return record;
}

std::optional<EventRecord> record_of_notifications(SqliteConnection& connection, AccountId account,
                                                   const Told& event) {
  EventRecord record{.id = event.id, .kind = event.kind};
  if (event.kind == EventKind::kNotification) {
    std::optional<Notification> notification = find_notification_of(connection, account, event.message);
    if (!notification) return std::nullopt;
    record.notification = std::move(*notification);
  }
  record.unread = count_unread_notifications(connection, account);
  return record;
}

std::optional<EventRecord> record_of(SqliteConnection& connection, AccountId account, const Told& event) {
  switch (event.kind) {
    case EventKind::kPatient:
    case EventKind::kPatientGone:
    case EventKind::kFavourite:
      return record_of_patient(connection, account, event);
    case EventKind::kDiscussion:
    case EventKind::kMessage:
    case EventKind::kDiscussionGone:
    case EventKind::kRead:
      return record_of_discussion(connection, account, event);
    case EventKind::kNotification:
    case EventKind::kNotifications:
      return record_of_notifications(connection, account, event);
    case EventKind::kPreferences:
    case EventKind::kEntries:
      break;
  }
  EventRecord record{.id = event.id, .kind = event.kind};
  record.patient.id = event.patient;  // of kEntries, which only tells that there is something to ask for
  return record;
}

}  // namespace

std::int64_t append_event(SqliteConnection& connection, const Happening& happening) {
  connection
      .query(
          "INSERT INTO events (at_ms, kind, patient_id, account_id, author_id, discussion_id, message_id, "
          "member_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(happening.at_ms)
      .bind(static_cast<int>(happening.kind))
      .bind(id_or_null(key_of(happening.patient)))
      .bind(id_or_null(happening.account.value))
      .bind(id_or_null(happening.author.value))
      .bind(id_or_null(static_cast<std::int64_t>(happening.discussion.value)))
      .bind(id_or_null(static_cast<std::int64_t>(happening.message.value)))
      .bind(id_or_null(happening.member.value))
      .run();
  return connection.last_id();
}

void append_message_event(SqliteConnection& connection, EventKind kind, DiscussionId discussion,
                          MessageId message, AccountId author, std::int64_t at_ms) {
  append_event(connection, {.kind = kind,
                            .at_ms = at_ms,
                            .patient = {},
                            .account = {},
                            .author = author,
                            .discussion = discussion,
                            .message = message});
}

std::int64_t append_event(SqliteConnection& connection, const Happening& happening, PatientField field) {
  const std::int64_t event = append_event(connection, happening);
  connection
      .query(
          "INSERT INTO patient_changes (patient_id, event_id, field, at_ms, author_id) VALUES (?, ?, ?, ?, "
          "?)")
      .bind(key_of(happening.patient))
      .bind(event)
      .bind(static_cast<int>(field))
      .bind(happening.at_ms)
      .bind(id_or_null(happening.author.value))
      .run();
  if (field == PatientField::kCreated) return event;  // nobody can have looked before
  if (happening.author.value != 0) {
    connection
        .query(
            "UPDATE patient_visits SET event_id = ?1 WHERE account_id = ?2 AND patient_id = ?3 AND event_id "
            ">= "
            "(SELECT changed_event FROM patients WHERE id = ?3)")
        .bind(event)
        .bind(happening.author.value)
        .bind(key_of(happening.patient))
        .run();
  }
  connection.query("UPDATE patients SET changed_event = ? WHERE id = ?")
      .bind(event)
      .bind(key_of(happening.patient))
      .run();
  return event;
}

EventBounds SqliteStore::event_bounds() {
  Query query = connection_.query(
      "SELECT CAST((SELECT value FROM settings WHERE name = 'events_pruned_to') AS INTEGER), "
      "(SELECT max(id) FROM events)");
  query.step();
  const std::int64_t pruned_to = query.integer(0);
  return {.pruned_to = pruned_to, .last = std::max(pruned_to, query.integer(1))};
}

EventBatch SqliteStore::events_for(AccountId account, std::int64_t after, std::int64_t until) {
  const ReadTransaction view(connection_);
  EventBatch batch{.events = {}, .reached = until, .is_gap = after < event_bounds().pruned_to};
  if (batch.is_gap) return batch;
  std::vector<Told> told = events_between(connection_, account, after, until);
  if (told.size() == kMostInBatch) batch.reached = told.back().id;
  for (const Told& event : merged(std::move(told))) {
    if (std::optional<EventRecord> record = record_of(connection_, account, event))
      batch.events.push_back(std::move(*record));
  }
  return batch;
}

std::optional<std::vector<AccountId>> SqliteStore::accounts_told(std::int64_t after, std::int64_t until) {
  if (until - after > kMostAskedWhose) return std::nullopt;
  Query query = connection_.query(
      "SELECT account_id FROM events WHERE id > ?1 AND id <= ?2 AND account_id IS NOT NULL "
      "UNION SELECT a.account_id FROM (SELECT DISTINCT patient_id FROM events WHERE id > ?1 AND id <= ?2 AND "
      "account_id IS NULL AND patient_id IS NOT NULL) e JOIN patient_access a ON a.patient_id = e.patient_id "
      "UNION SELECT p.account_id FROM (SELECT DISTINCT discussion_id FROM events WHERE id > ?1 AND id <= ?2 "
      "AND "
      "account_id IS NULL AND discussion_id IS NOT NULL) e JOIN discussion_members m ON m.discussion_id = "
      "e.discussion_id AND m.left_at_ms IS NULL JOIN professionals p ON p.id = m.professional_id WHERE "
      "p.account_id IS NOT NULL ORDER BY 1");
  query.bind(after).bind(until);
  std::vector<AccountId> accounts;
  while (query.step()) accounts.push_back({query.integer(0)});
  return accounts;
}

void SqliteStore::prune_events(std::int64_t now_ms, const EventLimits& limits) {
  for (;;) {
    WriteTransaction transaction(connection_);
    const EventBounds bounds = event_bounds();
    // Ids follow each other, and their times nearly do: the first young one keeps all that follow.
    std::int64_t first_kept = bounds.last + 1;
    {
      Query query = connection_.query("SELECT id FROM events WHERE at_ms > ? ORDER BY id LIMIT 1");
      query.bind(now_ms - limits.oldest_ms);
      if (query.step()) first_kept = query.integer(0);
    }
    const std::int64_t wanted = std::max(first_kept - 1, bounds.last - limits.most);
    if (wanted <= bounds.pruned_to) return;
    const std::int64_t pruned_to = std::min(wanted, bounds.pruned_to + kPrunedAtOnce);
    connection_.query("DELETE FROM events WHERE id <= ?").bind(pruned_to).run();
    set_setting("events_pruned_to", std::to_string(pruned_to));
    transaction.commit();
  }
}

}  // namespace spico::emserve
