#include "emserve/store/sqlite_events.hpp"

#include <algorithm>
#include <charconv>

#include "emserve/store/sqlite_patient_rows.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

constexpr int kMostInBatch = 100;
constexpr std::int64_t kPrunedAtOnce = 5000;  // a writer waits for one such step

std::optional<std::int64_t> id_or_null(std::int64_t id) { return id == 0 ? std::nullopt : std::optional(id); }

struct Told {
  std::int64_t id;
  EventKind kind;
  PatientId patient;
};

// What the account may be told of, oldest first.
std::vector<Told> events_between(SqliteConnection& connection, AccountId account, std::int64_t after,
                                 std::int64_t until) {
  Query query = connection.query(
      "SELECT id, kind, patient_id FROM events e WHERE id > ?2 AND id <= ?3 AND (account_id = ?1 OR "
      "(account_id IS NULL AND EXISTS (SELECT 1 FROM patient_access a WHERE a.account_id = ?1 AND "
      "a.patient_id = e.patient_id))) ORDER BY id LIMIT ?4");
  query.bind(account.value).bind(after).bind(until).bind(kMostInBatch);
  std::vector<Told> told;
  while (query.step()) {
    told.push_back({query.integer(0),
                    static_cast<EventKind>(query.integer(1)),
                    {static_cast<std::uint64_t>(query.integer(2))}});
  }
  return told;
}

// Of each patient the last event, whose kind says the most that any of them says; of the rest the last too.
std::vector<Told> merged(std::vector<Told> told) {
  std::vector<Told> last;
  for (auto event = told.rbegin(); event != told.rend(); ++event) {
    const auto same = std::find_if(last.begin(), last.end(), [&event](const Told& later) {
      return later.patient == event->patient &&
             (event->kind == EventKind::kPreferences) == (later.kind == EventKind::kPreferences);
    });
    if (same == last.end()) {
      last.push_back(*event);
    } else if (event->kind == EventKind::kPatientGone ||
               (event->kind == EventKind::kPatient && same->kind == EventKind::kFavourite)) {
      same->kind = event->kind;
    }
  }
  std::reverse(last.begin(), last.end());
  return last;
}

}  // namespace

std::int64_t append_event(SqliteConnection& connection, const Happening& happening) {
  connection
      .query("INSERT INTO events (at_ms, kind, patient_id, account_id, author_id) VALUES (?, ?, ?, ?, ?)")
      .bind(happening.at_ms)
      .bind(static_cast<int>(happening.kind))
      .bind(id_or_null(key_of(happening.patient)))
      .bind(id_or_null(happening.account.value))
      .bind(id_or_null(happening.author.value))
      .run();
  return connection.last_id();
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
  Query query = connection_.query(PATIENT_OF_READER "WHERE p.id = ?2 AND " READER_MAY_SEE);
  for (const Told& event : merged(std::move(told))) {
    EventRecord record{.id = event.id, .kind = event.kind, .patient = {}};
    if (event.kind != EventKind::kPreferences) {
      query.rewind();
      query.bind(account.value).bind(key_of(event.patient));
      if (query.step()) {
        read_patient(query, record.patient);
        if (event.kind == EventKind::kPatientGone) record.kind = EventKind::kPatient;  // it is back
      } else if (event.kind == EventKind::kPatientGone) {
        record.patient.id = event.patient;
      } else {
        continue;  // an event of its own will say so
      }
    }
    batch.events.push_back(std::move(record));
  }
  return batch;
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
