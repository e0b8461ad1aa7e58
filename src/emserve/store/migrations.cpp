#include "emserve/store/migrations.hpp"

#include <array>

#include "emserve/store/sqlite_directory.hpp"

namespace spico::emserve {
namespace {

// 1: accounts, sessions, counters, terms, audit, patients.
constexpr const char* kFirst = R"sql(
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  identifiant TEXT NOT NULL UNIQUE,
  family_name TEXT NOT NULL,
  given_name TEXT NOT NULL,
  profession TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  code_failures INTEGER NOT NULL DEFAULT 0,
  test INTEGER NOT NULL DEFAULT 0,
  created_at_ms INTEGER NOT NULL
);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  cookie_hash BLOB NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  strength INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  spico_open INTEGER NOT NULL DEFAULT 0,
  locked INTEGER NOT NULL DEFAULT 0,
  started_at_ms INTEGER NOT NULL,
  activity_at_ms INTEGER NOT NULL,
  leaving_at_ms INTEGER,
  ended INTEGER NOT NULL DEFAULT 0,
  ended_at_ms INTEGER
);
CREATE INDEX sessions_by_account ON sessions (account_id);

CREATE TABLE sign_in_failures (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_hash BLOB NOT NULL,
  source_hash BLOB NOT NULL,
  at_ms INTEGER NOT NULL
);
CREATE INDEX sign_in_failures_by_account ON sign_in_failures (account_hash, at_ms);
CREATE INDEX sign_in_failures_by_source ON sign_in_failures (source_hash, at_ms);

CREATE TABLE codes (
  session_id INTEGER PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
  channel INTEGER NOT NULL,
  code_hash BLOB NOT NULL,
  sent_at_ms INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  resends INTEGER NOT NULL
);

CREATE TABLE code_sends (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  destination_hash BLOB NOT NULL,
  source_hash BLOB NOT NULL,
  resend INTEGER NOT NULL,
  at_ms INTEGER NOT NULL
);
CREATE INDEX code_sends_by_account ON code_sends (account_id, at_ms);
CREATE INDEX code_sends_by_destination ON code_sends (destination_hash, at_ms);
CREATE INDEX code_sends_by_source ON code_sends (source_hash, at_ms);

CREATE TABLE terms_accepted (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  document INTEGER NOT NULL,
  version TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (account_id, document, version)
);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  event TEXT NOT NULL,
  account_id INTEGER,
  session_id INTEGER,
  source_hash BLOB,
  patient_id INTEGER,
  detail TEXT NOT NULL
);
CREATE INDEX audit_by_time ON audit (at_ms);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TABLE professionals (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  profession INTEGER NOT NULL
);

CREATE TABLE structures (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);

-- profession and the bits of thematiques are positions in assets/referentiels.json, whose lists only grow.
-- professionals and structures are ids as the list shows them, "12 7 3", in its order.
CREATE TABLE patients (
  id INTEGER PRIMARY KEY,
  birth_name TEXT NOT NULL,
  used_name TEXT NOT NULL,
  given_names TEXT NOT NULL,
  first_given_name TEXT NOT NULL,
  used_given_name TEXT NOT NULL,
  birth_place_code TEXT NOT NULL,
  birth_place_name TEXT NOT NULL,
  birth_date INTEGER NOT NULL,
  sex INTEGER NOT NULL,
  identity_status INTEGER NOT NULL,
  ins_authority INTEGER NOT NULL,
  matricule TEXT NOT NULL,
  thematiques INTEGER NOT NULL,
  professionals TEXT NOT NULL,
  structures TEXT NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  next_appointment_ms INTEGER NOT NULL,
  tasks_open INTEGER NOT NULL,
  tasks_late INTEGER NOT NULL,
  statut INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  test INTEGER NOT NULL
);
CREATE INDEX patients_by_update ON patients (updated_at_ms DESC, id);

CREATE TABLE patient_access (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  PRIMARY KEY (account_id, patient_id)
) WITHOUT ROWID;

-- which record of another system a patient came from, so that importing it again updates it
CREATE TABLE patient_sources (
  source_key TEXT PRIMARY KEY,
  patient_id INTEGER NOT NULL REFERENCES patients (id)
);

CREATE TABLE favourite_patients (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  PRIMARY KEY (account_id, patient_id)
) WITHOUT ROWID;

CREATE TABLE favourite_tiles (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  tile_id TEXT NOT NULL,
  PRIMARY KEY (account_id, tile_id)
);

INSERT INTO settings (name, value) VALUES ('patients_revision', '0');
)sql";

// 2: events, changes of patients and visits to them, what each account set up for its list.
constexpr const char* kSecond = R"sql(
-- What happened, in the order in which it was committed. Of one account only, or of everyone who may see the
-- patient when account_id is NULL. A patient that is gone keeps its events, hence no reference.
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  patient_id INTEGER,
  account_id INTEGER,
  author_id INTEGER
);

-- The trace of a patient. event_id orders it; field is a PatientField, whose list only grows.
CREATE TABLE patient_changes (
  patient_id INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  field INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  author_id INTEGER,
  PRIMARY KEY (patient_id, event_id, field)
) WITHOUT ROWID;
-- of the last change that a reader may not have seen yet; 0: none since it was made
ALTER TABLE patients ADD COLUMN changed_event INTEGER NOT NULL DEFAULT 0;

-- event_id: the last event when the account looked
CREATE TABLE patient_visits (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  at_ms INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, patient_id)
) WITHOUT ROWID;

CREATE TABLE list_preferences (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
  columns TEXT NOT NULL,
  sort TEXT NOT NULL
);

CREATE TABLE saved_searches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  filters TEXT NOT NULL
);
CREATE INDEX saved_searches_by_account ON saved_searches (account_id, id);

-- The list's revision is the last event now. It never went back, so the events go on from there.
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'events', CAST(value AS INTEGER) FROM settings WHERE name = 'patients_revision';
INSERT INTO settings (name, value) SELECT 'events_pruned_to', value FROM settings WHERE name = 'patients_revision';
DELETE FROM settings WHERE name = 'patients_revision';
)sql";

// 3: the directory of professionals, and discussions between those who have an account.
constexpr const char* kThird = R"sql(
ALTER TABLE accounts ADD COLUMN structure TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN commune TEXT NOT NULL DEFAULT '';

-- in_circles: comes with patients, so that the head of their list names it. account_id: is on SPICO.
-- folded: what it is found by and sorted by (sqlite_directory.hpp).
ALTER TABLE professionals ADD COLUMN structure TEXT NOT NULL DEFAULT '';
ALTER TABLE professionals ADD COLUMN commune TEXT NOT NULL DEFAULT '';
ALTER TABLE professionals ADD COLUMN account_id INTEGER REFERENCES accounts (id);
ALTER TABLE professionals ADD COLUMN in_circles INTEGER NOT NULL DEFAULT 1;
ALTER TABLE professionals ADD COLUMN folded TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX professionals_by_account ON professionals (account_id);
CREATE INDEX professionals_in_order ON professionals (account_id IS NULL, folded, id);

CREATE TABLE directory_words (
  word TEXT NOT NULL,
  professional_id INTEGER NOT NULL REFERENCES professionals (id),
  PRIMARY KEY (word, professional_id)
) WITHOUT ROWID;
CREATE INDEX directory_words_by_professional ON directory_words (professional_id);

-- Of a discussion: everyone who is in it at the moment of telling may know, or account_id only. member_id: the
-- one who read.
ALTER TABLE events ADD COLUMN discussion_id INTEGER;
ALTER TABLE events ADD COLUMN message_id INTEGER;
ALTER TABLE events ADD COLUMN member_id INTEGER;

-- count: number of the last message. client_id: what its sender's page named it by, so that a second try
-- makes no second one.
CREATE TABLE discussions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  creator_id INTEGER NOT NULL REFERENCES professionals (id),
  client_id TEXT NOT NULL,
  title TEXT NOT NULL,
  patient_id INTEGER REFERENCES patients (id),
  count INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL,
  UNIQUE (creator_id, client_id)
);
CREATE INDEX discussions_by_patient ON discussions (patient_id);

-- first: number of the first message that the member may see; read: has read up to this one.
CREATE TABLE discussion_members (
  discussion_id INTEGER NOT NULL REFERENCES discussions (id),
  professional_id INTEGER NOT NULL REFERENCES professionals (id),
  first INTEGER NOT NULL,
  read INTEGER NOT NULL,
  muted INTEGER NOT NULL DEFAULT 0,
  joined_at_ms INTEGER NOT NULL,
  left_at_ms INTEGER,
  PRIMARY KEY (discussion_id, professional_id)
) WITHOUT ROWID;
CREATE INDEX discussion_members_by_professional ON discussion_members (professional_id, discussion_id);

-- number: 1, 2, 3 … within its discussion. kind is a MessageKind, whose list only grows. member_id: who joined
-- or left. The text of a withdrawn one is empty here.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  discussion_id INTEGER NOT NULL REFERENCES discussions (id),
  number INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  author_id INTEGER NOT NULL REFERENCES professionals (id),
  member_id INTEGER REFERENCES professionals (id),
  at_ms INTEGER NOT NULL,
  client_id TEXT,
  text TEXT NOT NULL,
  urgent INTEGER NOT NULL DEFAULT 0,
  reply_to INTEGER,
  edited_at_ms INTEGER,
  withdrawn_at_ms INTEGER,
  UNIQUE (discussion_id, number)
);
CREATE UNIQUE INDEX messages_by_client ON messages (author_id, client_id);

CREATE TABLE message_mentions (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  professional_id INTEGER NOT NULL REFERENCES professionals (id),
  PRIMARY KEY (message_id, professional_id)
) WITHOUT ROWID;

-- the reaction «Vu»
CREATE TABLE message_seen (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  professional_id INTEGER NOT NULL REFERENCES professionals (id),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (message_id, professional_id)
) WITHOUT ROWID;

-- what a message said before it was edited or withdrawn
CREATE TABLE message_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id INTEGER NOT NULL REFERENCES messages (id),
  until_ms INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE TRIGGER message_versions_are_never_changed BEFORE UPDATE ON message_versions
BEGIN SELECT RAISE(ABORT, 'earlier texts are append-only'); END;
CREATE TRIGGER message_versions_are_never_deleted BEFORE DELETE ON message_versions
BEGIN SELECT RAISE(ABORT, 'earlier texts are append-only'); END;

-- the words of what can be found; kept up to date by sqlite_message_writer.cpp
CREATE VIRTUAL TABLE message_words USING fts5 (
  text, content = 'messages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
)sql";

// 4: files of messages.
constexpr const char* kFourth = R"sql(
-- An upload of its account, and from the moment a message takes it that message's attachment, for good.
-- received: how many bytes are in attachment_pieces. type is an AttachmentType, whose list only grows; NULL: not
-- accepted yet. position: its place among those of its message.
CREATE TABLE attachments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  client_id TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  received INTEGER NOT NULL DEFAULT 0,
  begun_at_ms INTEGER NOT NULL,
  type INTEGER,
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  message_id INTEGER REFERENCES messages (id),
  position INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account_id, client_id)
);
CREATE INDEX attachments_by_message ON attachments (message_id, position);
CREATE INDEX attachments_not_taken ON attachments (begun_at_ms) WHERE message_id IS NULL;

-- first: number of its first byte, from 0
CREATE TABLE attachment_pieces (
  attachment_id INTEGER NOT NULL REFERENCES attachments (id) ON DELETE CASCADE,
  first INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (attachment_id, first)
);

-- a small JPEG
CREATE TABLE attachment_previews (
  attachment_id INTEGER PRIMARY KEY REFERENCES attachments (id) ON DELETE CASCADE,
  bytes BLOB NOT NULL
);
)sql";

// 5: notifications, and how each account wants to be told of them.
constexpr const char* kFifth = R"sql(
-- Who is called by which message, and why: kind is a NotificationKind, whose list only grows. No text. Whether
-- it was read is known from the discussion too; read: it was marked.
CREATE TABLE notifications (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  kind INTEGER NOT NULL,
  message_id INTEGER NOT NULL REFERENCES messages (id),
  at_ms INTEGER NOT NULL,
  read INTEGER NOT NULL DEFAULT 0,
  UNIQUE (message_id, account_id)
);
CREATE INDEX notifications_by_account ON notifications (account_id, id);
CREATE INDEX notifications_by_time ON notifications (at_ms);

-- quiet_from, quiet_to: minutes since midnight in Paris
CREATE TABLE notification_preferences (
  account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
  quiet INTEGER NOT NULL,
  quiet_from INTEGER NOT NULL,
  quiet_to INTEGER NOT NULL,
  system INTEGER NOT NULL
);
)sql";

// 6: messages that were put into the dossier of their patient; calls by an edit.
constexpr const char* kSixth = R"sql(
-- At most one of a message that was not taken out again (removed_at_ms); nothing is deleted. What it says is the message,
-- as it is now.
CREATE TABLE dossier_entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient_id INTEGER NOT NULL REFERENCES patients (id),
  message_id INTEGER NOT NULL REFERENCES messages (id),
  filed_by INTEGER NOT NULL REFERENCES professionals (id),
  filed_at_ms INTEGER NOT NULL,
  removed_at_ms INTEGER
);
CREATE UNIQUE INDEX dossier_entries_of_messages ON dossier_entries (message_id) WHERE removed_at_ms IS NULL;
CREATE INDEX dossier_entries_by_patient ON dossier_entries (patient_id, id);
CREATE TRIGGER dossier_entries_are_never_deleted BEFORE DELETE ON dossier_entries
BEGIN SELECT RAISE(ABORT, 'entries of a dossier are kept'); END;

-- anew: an edit called this reader after they had read the message; unread until they come back to it, or mark it.
ALTER TABLE notifications ADD COLUMN anew INTEGER NOT NULL DEFAULT 0;
)sql";

struct Step {
  const char* sql;
  void (*then)(SqliteConnection&) = nullptr;  // what SQL cannot do, in the same transaction
};

constexpr std::array kSteps = {Step{kFirst},  Step{kSecond}, Step{kThird, fill_directory},
                               Step{kFourth}, Step{kFifth},  Step{kSixth}};

int version_of(SqliteConnection& connection) {
  Query query = connection.query("PRAGMA user_version");
  return query.step() ? static_cast<int>(query.integer(0)) : 0;
}

}  // namespace

int schema_version() { return static_cast<int>(kSteps.size()); }

void migrate(SqliteConnection& connection) {
  const int found = version_of(connection);
  if (found > schema_version()) {
    throw StoreError(StoreError::Kind::kBroken, "this database was made by a newer emserve (schema " +
                                                    std::to_string(found) + ", this one knows " +
                                                    std::to_string(schema_version()) + "); update emserve");
  }
  for (int version = found; version < schema_version(); ++version) {
    WriteTransaction transaction(connection);
    // Another process may have been faster.
    if (version_of(connection) > version) continue;
    const Step& step = kSteps[static_cast<std::size_t>(version)];
    connection.execute(step.sql);
    if (step.then != nullptr) step.then(connection);
    connection.execute(("PRAGMA user_version = " + std::to_string(version + 1)).c_str());
    transaction.commit();
  }
}

}  // namespace spico::emserve
