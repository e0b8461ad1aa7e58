#include <utility>

#include "emserve/store/sqlite_discussion_rows.hpp"
#include "emserve/store/sqlite_events.hpp"
#include "emserve/store/sqlite_patient_rows.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

constexpr int kMostChanges = 100;

class SqlitePatientCursor final : public PatientCursor {
 public:
  SqlitePatientCursor(SqliteStore& store, AccountId account)
      : view_(store.connection()),
        total_(count(store.connection(), account)),
        revision_(store.event_bounds().last),
        query_(store.connection().query(PATIENT_OF_READER "WHERE " READER_MAY_SEE
                                                          " ORDER BY p.updated_at_ms DESC, p.id")) {
    query_.bind(account.value);
  }

  std::uint64_t total() const override { return total_; }
  std::int64_t revision() const override { return revision_; }

  bool next(Patient& patient) override {
    if (!query_.step()) return false;
    read_patient(query_, patient);
    return true;
  }

 private:
  static std::uint64_t count(SqliteConnection& connection, AccountId account) {
    Query query = connection.query("SELECT count(*) FROM patient_access WHERE account_id = ?");
    query.bind(account.value);
    query.step();
    return static_cast<std::uint64_t>(query.integer(0));
  }

  ReadTransaction view_;
  std::uint64_t total_;
  std::int64_t revision_;
  Query query_;
};

struct Visit {
  std::int64_t at_ms = 0;
  std::int64_t event = 0;
};

std::optional<Visit> visit_of(SqliteConnection& connection, AccountId account, PatientId patient) {
  Query query =
      connection.query("SELECT at_ms, event_id FROM patient_visits WHERE account_id = ? AND patient_id = ?");
  query.bind(account.value).bind(key_of(patient));
  if (!query.step()) return std::nullopt;
  return Visit{.at_ms = query.integer(0), .event = query.integer(1)};
}

std::vector<PatientChange> changes_since(SqliteConnection& connection, PatientId patient,
                                         std::int64_t event) {
  Query query = connection.query(
      "SELECT c.field, c.at_ms, a.given_name, a.family_name FROM patient_changes c "
      "LEFT JOIN accounts a ON a.id = c.author_id WHERE c.patient_id = ? AND c.event_id > ? "
      "ORDER BY c.event_id DESC, c.field LIMIT ?");
  query.bind(key_of(patient)).bind(event).bind(kMostChanges);
  std::vector<PatientChange> changes;
  while (query.step()) {
    PatientChange change{
        .field = static_cast<PatientField>(query.integer(0)), .at_ms = query.integer(1), .author = {}};
    if (!query.is_null(3)) change.author.append(query.text(2)).append(" ").append(query.text(3));
    changes.push_back(std::move(change));
  }
  return changes;
}

// The account's discussions of this patient: they no longer name it.
void tell_discussions_of(SqliteConnection& connection, AccountId account, PatientId patient,
                         std::int64_t now_ms) {
  std::vector<DiscussionId> discussions;
  Query query = connection.query("SELECT d.id FROM " MEMBER_NOW OF_ACCOUNT "AND d.patient_id = ?2");
  query.bind(account.value).bind(key_of(patient));
  while (query.step()) discussions.push_back({static_cast<std::uint64_t>(query.integer(0))});
  for (const DiscussionId discussion : discussions) {
    append_event(connection, {.kind = EventKind::kDiscussion,
                              .at_ms = now_ms,
                              .patient = {},
                              .account = account,
                              .author = {},
                              .discussion = discussion});
  }
}

}  // namespace

void SqliteStore::set_favourite_patient(AccountId account, PatientId patient, bool favourite,
                                        std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  connection_
      .query(favourite ? "INSERT INTO favourite_patients (account_id, patient_id) VALUES (?, ?) "
                         "ON CONFLICT (account_id, patient_id) DO NOTHING"
                       : "DELETE FROM favourite_patients WHERE account_id = ? AND patient_id = ?")
      .bind(account.value)
      .bind(key_of(patient))
      .run();
  if (connection_.changes() == 1) {
    append_event(connection_, {.kind = EventKind::kFavourite,
                               .at_ms = now_ms,
                               .patient = patient,
                               .account = account,
                               .author = account});
  }
  transaction.commit();
}

bool SqliteStore::can_see(AccountId account, PatientId patient) {
  Query query = connection_.query("SELECT 1 FROM patient_access WHERE account_id = ? AND patient_id = ?");
  query.bind(account.value).bind(key_of(patient));
  return query.step();
}

bool SqliteStore::revoke_access(AccountId account, PatientId patient, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  connection_.query("DELETE FROM patient_access WHERE account_id = ? AND patient_id = ?")
      .bind(account.value)
      .bind(key_of(patient))
      .run();
  if (connection_.changes() == 0) return false;
  append_event(connection_, {.kind = EventKind::kPatientGone,
                             .at_ms = now_ms,
                             .patient = patient,
                             .account = account,
                             .author = {}});
  tell_discussions_of(connection_, account, patient, now_ms);
  transaction.commit();
  return true;
}

void SqliteStore::set_archived(AccountId author, PatientId patient, bool archived, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  connection_.query("UPDATE patients SET archived = ?1 WHERE id = ?2 AND archived <> ?1")
      .bind(archived)
      .bind(key_of(patient))
      .run();
  if (connection_.changes() == 1) {
    append_event(
        connection_,
        {.kind = EventKind::kPatient, .at_ms = now_ms, .patient = patient, .account = {}, .author = author},
        PatientField::kArchived);
  }
  transaction.commit();
}

std::optional<Dossier> SqliteStore::visit_patient(AccountId account, PatientId patient, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  Dossier dossier;
  std::optional<Patient> found = find_patient_of(connection_, account, patient);
  if (!found) return std::nullopt;
  dossier.patient = std::move(*found);
  if (const std::optional<Visit> visit = visit_of(connection_, account, patient)) {
    dossier.previous_visit_ms = visit->at_ms;
    dossier.changes = changes_since(connection_, patient, visit->event);
  }
  connection_
      .query(
          "INSERT INTO patient_visits (account_id, patient_id, at_ms, event_id) VALUES (?, ?, ?, ?) "
          "ON CONFLICT (account_id, patient_id) DO UPDATE SET at_ms = excluded.at_ms, event_id = "
          "excluded.event_id")
      .bind(account.value)
      .bind(key_of(patient))
      .bind(now_ms)
      .bind(event_bounds().last)
      .run();
  if (dossier.patient.changed) {
    // The account's other pages show it as changed still.
    append_event(connection_, {.kind = EventKind::kPatient,
                               .at_ms = now_ms,
                               .patient = patient,
                               .account = account,
                               .author = account});
  }
  transaction.commit();
  return dossier;
}

std::vector<Professional> SqliteStore::professionals() {
  Query query =
      connection_.query("SELECT id, name, profession FROM professionals WHERE in_circles = 1 ORDER BY id");
  std::vector<Professional> professionals;
  while (query.step()) {
    professionals.push_back({{static_cast<std::uint32_t>(query.integer(0))},
                             std::string(query.text(1)),
                             static_cast<ProfessionId>(query.integer(2))});
  }
  return professionals;
}

std::vector<Structure> SqliteStore::structures() {
  Query query = connection_.query("SELECT id, name FROM structures ORDER BY id");
  std::vector<Structure> structures;
  while (query.step()) {
    structures.push_back({{static_cast<std::uint32_t>(query.integer(0))}, std::string(query.text(1))});
  }
  return structures;
}

std::vector<std::vector<PatientId>> SqliteStore::patients_of_one_matricule(std::size_t most) {
  Query query = connection_.query(
      "SELECT substr(matricule, 1, 13) AS number, id FROM patients WHERE substr(matricule, 1, 13) IN ("
      "SELECT substr(matricule, 1, 13) FROM patients WHERE matricule != '' "
      "GROUP BY substr(matricule, 1, 13) HAVING count(*) > 1) ORDER BY number, id");
  std::vector<std::vector<PatientId>> groups;
  std::string number;
  while (query.step()) {
    if (groups.empty() || query.text(0) != number) {
      if (groups.size() == most) break;
      number = query.text(0);
      groups.emplace_back();
    }
    groups.back().push_back({static_cast<std::uint64_t>(query.integer(1))});
  }
  return groups;
}

std::unique_ptr<PatientCursor> SqliteStore::patients_of(AccountId account) {
  return std::make_unique<SqlitePatientCursor>(*this, account);
}

}  // namespace spico::emserve
