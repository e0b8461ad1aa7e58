// Messages in dossiers: who put them there, who reads them. An entry is read by everybody who may see the
// patient; putting it there is for members of the discussion who may.
#include "emserve/store/sqlite_entries.hpp"

#include "emserve/store/sqlite_attachment_rows.hpp"
#include "emserve/store/sqlite_discussion_rows.hpp"
#include "emserve/store/sqlite_events.hpp"
#include "emserve/store/sqlite_patient_rows.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

constexpr int kMostReaders = static_cast<int>(kMostEntryReaders);

// A message that a member may see, and its place in a dossier.
struct Fileable {
  DiscussionId discussion;
  ProfessionalId self;
  bool is_text = false;  // that somebody wrote, and did not withdraw
  std::optional<DiscussionPatient> patient;
  std::optional<std::int64_t> entry;  // it stands there
  ProfessionalId filed_by;
};

std::optional<Fileable> fileable(SqliteConnection& connection, AccountId account, MessageId message) {
  constexpr int kPatient = 5;
  Query query = connection.query(
      "SELECT d.id, self.id, m.kind = 0 AND m.withdrawn_at_ms IS NULL, e.id, e.filed_by, "  //
      DISCUSSION_PATIENT_COLUMNS "FROM " MEMBER_NOW
      "JOIN messages m ON m.discussion_id = d.id AND m.number >= me.first " WITH_PATIENT
      "LEFT JOIN dossier_entries e ON e.message_id = m.id AND e.removed_at_ms IS NULL " OF_ACCOUNT
      "AND m.id = ?2");
  query.bind(account.value).bind(key_of(message));
  if (!query.step()) return std::nullopt;
  Fileable found{.discussion = {static_cast<std::uint64_t>(query.integer(0))},
                 .self = {static_cast<std::uint32_t>(query.integer(1))},
                 .is_text = query.boolean(2),
                 .patient = {},
                 .entry = query.optional_integer(3),
                 .filed_by = {static_cast<std::uint32_t>(query.integer(4))}};
  if (!query.is_null(kPatient)) found.patient = read_patient_of_discussion(query, kPatient);
  return found;
}

void tell_entries(SqliteConnection& connection, PatientId patient, AccountId author, std::int64_t now_ms) {
  append_event(
      connection,
      {.kind = EventKind::kEntries, .at_ms = now_ms, .patient = patient, .account = {}, .author = author});
}

// Into the trace of the patient too: who opens the dossier next is told of it.
void note_entries(SqliteConnection& connection, PatientId patient, AccountId author, std::int64_t now_ms) {
  append_event(
      connection,
      {.kind = EventKind::kPatient, .at_ms = now_ms, .patient = patient, .account = {}, .author = author},
      PatientField::kEntries);
  tell_entries(connection, patient, author, now_ms);
}

}  // namespace

void tell_entry_of(SqliteConnection& connection, MessageId message, AccountId author, std::int64_t now_ms) {
  Query query = connection.query(
      "SELECT patient_id FROM dossier_entries WHERE message_id = ? AND removed_at_ms IS NULL");
  query.bind(key_of(message));
  if (query.step()) tell_entries(connection, {static_cast<std::uint64_t>(query.integer(0))}, author, now_ms);
}

ChangedMessage SqliteStore::set_filed(AccountId account, MessageId message, bool filed, std::int64_t now_ms) {
  using Problem = ChangedMessage::Problem;
  WriteTransaction transaction(connection_);
  const std::optional<Fileable> found = fileable(connection_, account, message);
  if (!found || !found->is_text) return {.problem = Problem::kUnknown};
  if (!found->patient) return {.problem = Problem::kNoDossier};
  const bool is_other = found->entry && found->filed_by != found->self;
  if (!filed && is_other) return {.problem = Problem::kFiledByOther};
  ChangedMessage changed{.is_changed = filed != found->entry.has_value(), .discussion = found->discussion};
  if (changed.is_changed) {
    if (filed) {
      connection_
          .query(
              "INSERT INTO dossier_entries (patient_id, message_id, filed_by, filed_at_ms) VALUES (?, ?, ?, "
              "?)")
          .bind(key_of(found->patient->id))
          .bind(key_of(message))
          .bind(key_of(found->self))
          .bind(now_ms)
          .run();
    } else {
      connection_.query("UPDATE dossier_entries SET removed_at_ms = ? WHERE id = ?")
          .bind(now_ms)
          .bind(*found->entry)
          .run();
    }
    append_message_event(connection_, EventKind::kMessage, found->discussion, message, account, now_ms);
    note_entries(connection_, found->patient->id, account, now_ms);
  }
  changed.message = *find_message_of(connection_, account, message);
  transaction.commit();
  return changed;
}

FoundAudience SqliteStore::audience_of_entry(AccountId account, MessageId message) {
  using Problem = ChangedMessage::Problem;
  const ReadTransaction view(connection_);
  const std::optional<Fileable> found = fileable(connection_, account, message);
  if (!found || !found->is_text) return {.problem = Problem::kUnknown};
  if (!found->patient) return {.problem = Problem::kNoDossier};
  FoundAudience result;
  result.audience.patient = *found->patient;
  const auto readers = [&](const char* sql) {
    Query query = connection_.query(sql);
    query.bind(key_of(found->patient->id)).bind(key_of(found->discussion)).bind(key_of(found->self));
    return query;
  };
#define READS_IN_DISCUSSION                                                                                 \
  "EXISTS (SELECT 1 FROM discussion_members o WHERE o.discussion_id = ?2 AND o.professional_id = r.id AND " \
  "o.left_at_ms IS NULL)"
#define READERS_OF_DOSSIER                                                                                 \
  "FROM patient_access x JOIN professionals r ON r.account_id = x.account_id WHERE x.patient_id = ?1 AND " \
  "r.id <> ?3"
  Query counts = readers("SELECT count(*), coalesce(sum(" READS_IN_DISCUSSION "), 0) " READERS_OF_DOSSIER);
  counts.step();
  result.audience.total = counts.integer(0);
  result.audience.members = counts.integer(1);
  Query query = readers("SELECT r.id, r.name, r.profession, r.structure, " READS_IN_DISCUSSION
                        " AS reads " READERS_OF_DOSSIER " ORDER BY reads, r.folded, r.id LIMIT ?4");
  query.bind(kMostReaders);
  while (query.step()) {
    result.audience.readers.push_back({.id = {static_cast<std::uint32_t>(query.integer(0))},
                                       .name = std::string(query.text(1)),
                                       .profession = static_cast<ProfessionId>(query.integer(2)),
                                       .structure = std::string(query.text(3)),
                                       .is_member = query.boolean(4)});
  }
  return result;
}

DossierEntries SqliteStore::entries_of(AccountId account, PatientId patient) {
  const ReadTransaction view(connection_);
  DossierEntries result;
#define ENTRIES_OF_PATIENT                                                                             \
  "FROM dossier_entries e JOIN patient_access x ON x.patient_id = e.patient_id AND x.account_id = ?1 " \
  "WHERE e.patient_id = ?2 AND e.removed_at_ms IS NULL"
  {
    Query count = connection_.query("SELECT count(*) " ENTRIES_OF_PATIENT);
    count.bind(account.value).bind(key_of(patient));
    count.step();
    result.total = count.integer(0);
  }
  // The place is of members only, and only of what they see there.
  Query query = connection_.query(
      "SELECT m.id, a.name, a.profession, m.at_ms, m.text, m.urgent, m.withdrawn_at_ms IS NOT NULL, "
      "m.edited_at_ms, f.name, e.filed_at_ms, d.id, m.number, d.title, EXISTS (SELECT 1 FROM professionals "
      "self "
      "JOIN discussion_members me ON me.professional_id = self.id AND me.left_at_ms IS NULL WHERE "
      "self.account_id = ?1 AND me.discussion_id = d.id AND me.first <= m.number) FROM (SELECT e.* "  //
      ENTRIES_OF_PATIENT
      " ORDER BY e.filed_at_ms DESC, e.id DESC LIMIT ?3) e JOIN messages m ON m.id = e.message_id JOIN "
      "discussions "
      "d ON d.id = m.discussion_id JOIN professionals a ON a.id = m.author_id JOIN professionals f ON f.id = "
      "e.filed_by ORDER BY e.filed_at_ms DESC, e.id DESC");
  query.bind(account.value).bind(key_of(patient)).bind(static_cast<std::int64_t>(kMostDossierEntries));
  while (query.step()) {
    DossierEntry entry;
    entry.message = {static_cast<std::uint64_t>(query.integer(0))};
    entry.author_name = query.text(1);
    entry.profession = static_cast<ProfessionId>(query.integer(2));
    entry.at_ms = query.integer(3);
    entry.text = query.text(4);
    entry.urgent = query.boolean(5);
    entry.withdrawn = query.boolean(6);
    entry.edited_at_ms = query.optional_integer(7);
    entry.filed_by = query.text(8);
    entry.filed_at_ms = query.integer(9);
    if (query.boolean(13))
      entry.place = DossierEntry::Place{.discussion = {static_cast<std::uint64_t>(query.integer(10))},
                                        .number = query.integer(11),
                                        .title = std::string(query.text(12))};
    if (!entry.withdrawn) entry.attachments = attachments_of(connection_, entry.message);
    result.entries.push_back(std::move(entry));
  }
  return result;
}

}  // namespace spico::emserve
