// The log of events: what each account may know of it, in order, and what is remembered of each change.
#include <doctest/doctest.h>

#include "emserve/store/sqlite_store.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

AccountId named_account(Store& store, const std::string& identifiant) {
  Account account;
  account.identifiant = identifiant;
  account.given_name = "Inès";
  account.family_name = "TEST";
  return store.add_account(account, kStartMs);
}

struct Put {
  std::string birth_name = "TEST";
  std::string source;
  std::int64_t updated_at_ms = kStartMs;
};

PatientId put(Store& store, const Put& wanted, std::vector<AccountId> readers) {
  Patient patient;
  patient.traits.birth_name = wanted.birth_name;
  patient.updated_at_ms = wanted.updated_at_ms;
  const std::unique_ptr<PatientWriter> writer = store.write_patients(kStartMs);
  const PatientId id = writer->put(patient, wanted.source, readers);
  writer->commit();
  return id;
}

std::string_view name(EventKind kind) {
  switch (kind) {
    case EventKind::kPatient:
      return "patient";
    case EventKind::kPatientGone:
      return "gone";
    case EventKind::kFavourite:
      return "favourite";
    case EventKind::kPreferences:
      return "preferences";
    case EventKind::kDiscussion:
      return "discussion";
    case EventKind::kMessage:
      return "message";
    case EventKind::kDiscussionGone:
      return "discussion gone";
    case EventKind::kRead:
      return "read";
    case EventKind::kNotification:
      return "notification";
    case EventKind::kNotifications:
      return "notifications";
    case EventKind::kEntries:
      return "entries";
  }
  return "?";
}

// "patient 1, favourite 2": what the account is told after that event, and that numbers grow.
std::string told(Store& store, AccountId account, std::int64_t after) {
  const EventBatch batch = store.events_for(account, after, store.event_bounds().last);
  CHECK_FALSE(batch.is_gap);
  CHECK(batch.reached == store.event_bounds().last);
  std::string text;
  std::int64_t before = after;
  for (const EventRecord& event : batch.events) {
    CHECK(event.id > before);
    before = event.id;
    if (!text.empty()) text += ", ";
    text += name(event.kind);
    if (!event.patient.id.is_none()) text += " " + to_decimal(event.patient.id.value);
  }
  return text;
}

bool is_changed(Store& store, AccountId account, PatientId wanted) {
  const std::unique_ptr<PatientCursor> cursor = store.patients_of(account);
  Patient patient;
  while (cursor->next(patient)) {
    if (patient.id == wanted) return patient.changed;
  }
  FAIL("the patient is not in the list");
  return false;
}

std::string fields(const std::vector<PatientChange>& changes) {
  std::string text;
  for (const PatientChange& change : changes) {
    if (!text.empty()) text += ", ";
    text += code(change.field);
    if (!change.author.empty()) text += " by " + change.author;
  }
  return text;
}

}  // namespace

TEST_CASE("a database from before there were events: its revision goes on, its patients stay") {
  const TemporaryFolder folder;
  AccountId account;
  {
    SqliteStore store(folder.database());
    account = named_account(store, "a");
    put(store, {}, {account});
    revert_discussions(store.connection());
    store.connection().execute(
        "DROP TABLE events; DROP TABLE patient_changes; DROP TABLE patient_visits;"
        "DROP TABLE list_preferences; DROP TABLE saved_searches;"
        "ALTER TABLE patients DROP COLUMN changed_event;"
        "DELETE FROM settings WHERE name = 'events_pruned_to';"
        "INSERT INTO settings (name, value) VALUES ('patients_revision', '41'); PRAGMA user_version = 1");
  }
  SqliteStore store(folder.database());
  CHECK(store.event_bounds().last == 41);
  CHECK(store.events_for(account, 40, 41).is_gap);
  CHECK(store.patients_of(account)->total() == 1);
  CHECK(store.setting("patients_revision").empty());
  put(store, {}, {account});
  CHECK(store.event_bounds().last == 42);
  CHECK(told(store, account, 41) == "patient 2");
}

TEST_CASE("each account is told of what it may see, and of its own stars and preferences only") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId one = named_account(store, "one");
  const AccountId two = named_account(store, "two");
  CHECK(store.event_bounds().last == 0);
  const PatientId both = put(store, {}, {one, two});
  const PatientId mine = put(store, {}, {one});
  CHECK(told(store, one, 0) == "patient 1, patient 2");
  CHECK(told(store, two, 0) == "patient 1");

  const std::int64_t before = store.event_bounds().last;
  store.set_favourite_patient(one, both, true, kStartMs);
  store.set_columns(two, "identite", "", kStartMs);
  CHECK(told(store, one, before) == "favourite 1");
  CHECK(told(store, two, before) == "preferences");
  store.set_archived(two, both, true, kStartMs);
  CHECK(told(store, two, before) == "preferences, patient 1");
  CHECK(store.events_for(two, before, store.event_bounds().last).events.back().patient.archived);

  // What changes nothing is no event.
  const std::int64_t later = store.event_bounds().last;
  store.set_archived(one, both, true, kStartMs);
  store.set_favourite_patient(one, both, true, kStartMs);
  store.set_favourite_patient(one, mine, false, kStartMs);
  store.set_columns(two, "identite", "", kStartMs);
  CHECK_FALSE(store.remove_search(two, 7, kStartMs));
  CHECK(store.event_bounds().last == later);
}

TEST_CASE("several changes of one patient are told as one, the last, as the patient is now") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId account = named_account(store, "a");
  const PatientId first = put(store, {}, {account});
  const PatientId second = put(store, {}, {account});
  store.set_archived(account, first, true, kStartMs);
  store.set_favourite_patient(account, first, true, kStartMs);
  const EventBatch batch = store.events_for(account, 0, store.event_bounds().last);
  CHECK(told(store, account, 0) == "patient 2, patient 1");
  REQUIRE(batch.events.size() == 2);
  CHECK(batch.events[0].patient.id == second);
  CHECK(batch.events[1].patient.archived);
  CHECK(batch.events[1].patient.favourite);
  CHECK(batch.events[1].id == store.event_bounds().last);
}

TEST_CASE(
    "a patient that may not be seen any more is gone, whatever happened to it; one that is back is back") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId one = named_account(store, "one");
  const AccountId two = named_account(store, "two");
  const PatientId patient = put(store, {.source = "system|1"}, {one, two});
  const std::int64_t before = store.event_bounds().last;
  store.set_archived(two, patient, true, kStartMs);
  CHECK(store.revoke_access(one, patient, kStartMs));
  CHECK_FALSE(store.revoke_access(one, patient, kStartMs));
  store.set_archived(two, patient, false, kStartMs);
  CHECK(told(store, one, before) == "gone 1");
  CHECK(told(store, two, before) == "patient 1");
  CHECK(store.events_for(one, before, store.event_bounds().last).events[0].patient.traits.birth_name.empty());

  const std::int64_t revoked = store.event_bounds().last;
  put(store, {.source = "system|1"}, {one});
  CHECK(told(store, one, revoked) == "patient 1");
  CHECK(told(store, two, revoked).empty());
  CHECK(told(store, one, before) == "patient 1");
}

TEST_CASE("a long way is told in steps, without a gap between them") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId account = named_account(store, "a");
  const std::unique_ptr<PatientWriter> writer = store.write_patients(kStartMs);
  for (int i = 0; i < 250; ++i) writer->put(Patient{}, {}, std::vector{account});
  writer->commit();
  const std::int64_t last = store.event_bounds().last;
  std::size_t count = 0;
  int steps = 0;
  for (std::int64_t after = 0; after < last; ++steps) {
    const EventBatch batch = store.events_for(account, after, last);
    REQUIRE(batch.reached > after);
    count += batch.events.size();
    after = batch.reached;
  }
  CHECK(count == 250);
  CHECK(steps > 1);
}

TEST_CASE("a list's revision is the last event that it shows") {
  const TemporaryFolder folder;
  SqliteStore reader(folder.database());
  SqliteStore writer(folder.database());
  const AccountId account = named_account(reader, "a");
  put(writer, {}, {account});
  const std::unique_ptr<PatientCursor> cursor = reader.patients_of(account);
  const PatientId later = put(writer, {}, {account});
  Patient patient;
  int count = 0;
  while (cursor->next(patient)) ++count;
  CHECK(count == 1);
  const EventBatch batch = writer.events_for(account, cursor->revision(), writer.event_bounds().last);
  REQUIRE(batch.events.size() == 1);
  CHECK(batch.events[0].patient.id == later);
}

TEST_CASE("old events are forgotten, and whoever asks for them is told") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId account = named_account(store, "a");
  for (int i = 0; i < 10; ++i) put(store, {}, {account});
  store.prune_events(kStartMs + 1000, {});
  CHECK(store.event_bounds().pruned_to == 0);

  store.prune_events(kStartMs + 1000, {.most = 4, .oldest_ms = 7 * 86'400'000LL});
  CHECK(store.event_bounds().pruned_to == 6);
  CHECK(store.event_bounds().last == 10);
  CHECK(store.events_for(account, 5, 10).is_gap);
  CHECK(store.events_for(account, 5, 10).events.empty());
  CHECK(told(store, account, 6) == "patient 7, patient 8, patient 9, patient 10");

  store.prune_events(kStartMs + 8 * 86'400'000LL, {});
  CHECK(store.event_bounds().pruned_to == 10);
  CHECK(store.event_bounds().last == 10);
  CHECK(told(store, account, 10).empty());
  put(store, {}, {account});
  CHECK(store.event_bounds().last == 11);
  CHECK(told(store, account, 10) == "patient 11");
}

TEST_CASE("importing again tells of what is different, and of nothing else") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId one = named_account(store, "one");
  const AccountId two = named_account(store, "two");
  put(store, {.source = "system|1"}, {one});
  std::int64_t before = store.event_bounds().last;
  put(store, {.source = "system|1"}, {one});
  CHECK(store.event_bounds().last == before);

  put(store, {.source = "system|1"}, {one, two});
  CHECK(told(store, one, before).empty());
  CHECK(told(store, two, before) == "patient 1");

  before = store.event_bounds().last;
  put(store, {.source = "system|1", .updated_at_ms = kStartMs + 1}, {one});
  CHECK(told(store, two, before) == "patient 1");
  CHECK(store.events_for(two, before, before + 1).events[0].patient.updated_at_ms == kStartMs + 1);
}

TEST_CASE("since my last visit: what others changed, once, and not what was never opened") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId one = named_account(store, "one");
  const AccountId two = named_account(store, "two");
  const PatientId patient = put(store, {.source = "system|1"}, {one, two});
  store.set_archived(two, patient, true, kStartMs);
  CHECK_FALSE(is_changed(store, one, patient));

  const auto first = store.visit_patient(one, patient, kStartMs + 1);
  REQUIRE(first.has_value());
  CHECK_FALSE(first->previous_visit_ms.has_value());
  CHECK(first->changes.empty());
  CHECK_FALSE(is_changed(store, one, patient));

  store.set_archived(two, patient, false, kStartMs + 2);
  put(store, {.birth_name = "TEST AUTREMENT", .source = "system|1"}, {});
  CHECK(is_changed(store, one, patient));
  CHECK_FALSE(is_changed(store, two, patient));
  const std::int64_t before = store.event_bounds().last;
  const auto second = store.visit_patient(one, patient, kStartMs + 3);
  REQUIRE(second.has_value());
  CHECK(second->previous_visit_ms == kStartMs + 1);
  CHECK(second->patient.changed);
  CHECK(fields(second->changes) == "identity, archived by Inès TEST");
  CHECK(second->changes[1].at_ms == kStartMs + 2);
  CHECK_FALSE(is_changed(store, one, patient));
  // Its other pages lose the mark.
  CHECK(told(store, one, before) == "patient 1");
  CHECK(told(store, two, before).empty());
  CHECK(store.visit_patient(one, patient, kStartMs + 4)->changes.empty());
}

TEST_CASE("one's own change is no news, unless somebody else's came before it") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId one = named_account(store, "one");
  const AccountId two = named_account(store, "two");
  const PatientId patient = put(store, {}, {one, two});
  store.visit_patient(one, patient, kStartMs);
  store.set_archived(one, patient, true, kStartMs);
  CHECK_FALSE(is_changed(store, one, patient));
  CHECK(store.visit_patient(one, patient, kStartMs)->changes.empty());
  store.set_archived(two, patient, false, kStartMs);
  store.set_archived(one, patient, true, kStartMs);
  CHECK(is_changed(store, one, patient));
  CHECK(store.visit_patient(one, patient, kStartMs)->changes.size() == 2);
}

TEST_CASE("nobody visits a patient that they may not see") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId one = named_account(store, "one");
  const AccountId two = named_account(store, "two");
  const PatientId patient = put(store, {}, {one});
  CHECK_FALSE(store.visit_patient(two, patient, kStartMs).has_value());
  CHECK_FALSE(store.visit_patient(one, {patient.value + 1}, kStartMs).has_value());
  CHECK(store.visit_patient(one, patient, kStartMs).has_value());
}

TEST_CASE("preferences and searches are each account's own, and there is an end to them") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId one = named_account(store, "one");
  const AccountId two = named_account(store, "two");
  store.set_columns(one, "identite:240", "-maj", kStartMs);
  const auto search = store.add_search(one, "Mes patients", "statut=actif", 2, kStartMs);
  REQUIRE(search.has_value());
  CHECK(store.add_search(one, "Encore", "", 2, kStartMs).has_value());
  CHECK_FALSE(store.add_search(one, "De trop", "", 2, kStartMs).has_value());
  CHECK(store.add_search(two, "À moi", "", 2, kStartMs).has_value());
  CHECK_FALSE(store.remove_search(two, *search, kStartMs));
  const ListPreferences mine = store.preferences(one);
  CHECK(mine.columns == "identite:240");
  CHECK(mine.sort == "-maj");
  REQUIRE(mine.searches.size() == 2);
  CHECK(mine.searches[0].id == *search);
  CHECK(mine.searches[0].name == "Mes patients");
  CHECK(mine.searches[0].filters == "statut=actif");
  CHECK(store.preferences(two).columns.empty());
  CHECK(store.remove_search(one, *search, kStartMs));
  CHECK(store.preferences(one).searches.size() == 1);
}

}  // namespace spico::emserve::test
