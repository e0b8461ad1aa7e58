// Messages in dossiers: whoever may see the patient reads them there, in the discussion or not; only members
// put them there, and only who did takes them out.
#include <doctest/doctest.h>

#include "emserve/store/sqlite_store.hpp"
#include "tests/emserve/discussion_support.hpp"

namespace spico::emserve::test {
namespace {

using Problem = ChangedMessage::Problem;

// Inès and Mathieu talk about a patient whom Camille may see too.
struct Filed : Talk {
  PatientId patient = add_patient({ines, mathieu, camille});
  DiscussionId discussion = begin({mathieu}, kStartMs, patient);
  MessageId first = say(ines, discussion, "Pansement refait.");

  Problem file(const Person& person, MessageId message, bool filed = true) {
    return store.set_filed(person.account, message, filed, kStartMs).problem;
  }
  std::vector<DossierEntry> read_by(const Person& person) {
    return store.entries_of(person.account, patient).entries;
  }
};

}  // namespace

TEST_CASE(
    "put into the dossier by a member, read by whoever may see the patient, its place only by members") {
  Filed of;
  CHECK(of.file(of.camille, of.first) == Problem::kUnknown);
  CHECK(of.read_by(of.camille).empty());
  CHECK(of.file(of.mathieu, of.first) == Problem::kNone);
  const auto entries = of.read_by(of.camille);
  REQUIRE(entries.size() == 1);
  CHECK(entries.front().text == "Pansement refait.");
  CHECK(entries.front().author_name == "Inès TEST");
  CHECK_FALSE(entries.front().place);
  REQUIRE(of.read_by(of.ines).size() == 1);
  REQUIRE(of.read_by(of.ines).front().place);
  CHECK(of.read_by(of.ines).front().place->number == 2);
  // A stranger to the patient reads nothing, whatever discussion they are in.
  CHECK(of.store.entries_of(AccountId{999}, of.patient).total == 0);
  const std::optional<Filing> filed = of.message(of.ines, of.discussion, 2).filed;
  REQUIRE(filed);
  CHECK(filed->by == of.mathieu.id);
}

TEST_CASE(
    "once, whoever asks again; taken out only by who put it there; what was taken out is kept as a trace") {
  Filed of;
  CHECK(of.store.set_filed(of.mathieu.account, of.first, true, kStartMs).is_changed);
  CHECK_FALSE(of.store.set_filed(of.ines.account, of.first, true, kStartMs).is_changed);
  CHECK(of.read_by(of.camille).size() == 1);
  CHECK(of.file(of.ines, of.first, false) == Problem::kFiledByOther);
  CHECK(of.file(of.mathieu, of.first, false) == Problem::kNone);
  CHECK(of.read_by(of.camille).empty());
  CHECK_FALSE(of.store.set_filed(of.mathieu.account, of.first, false, kStartMs).is_changed);
  CHECK_FALSE(of.message(of.ines, of.discussion, 2).filed);
  CHECK(of.file(of.ines, of.first) == Problem::kNone);
  CHECK(of.read_by(of.camille).size() == 1);
  Query query = of.store.connection().query("SELECT count(*) FROM dossier_entries");
  REQUIRE(query.step());
  CHECK(query.integer(0) == 2);
  CHECK_THROWS_AS(of.store.connection().execute("DELETE FROM dossier_entries"), StoreError);
}

TEST_CASE("what cannot be put there: of no patient, an event, a withdrawn one, what came before a member") {
  Filed of;
  const DiscussionId other = of.begin({of.mathieu});
  CHECK(of.file(of.ines, of.say(of.ines, other, "x")) == Problem::kNoDossier);
  CHECK(of.file(of.ines, of.message(of.ines, of.discussion, 1).id) == Problem::kUnknown);
  of.store.add_member(of.ines.account, of.discussion, of.camille.id, MemberHistory::kFromNow, kStartMs);
  CHECK(of.file(of.camille, of.first) == Problem::kUnknown);
  const MessageId second = of.say(of.ines, of.discussion, "deux");
  CHECK(of.file(of.camille, second) == Problem::kNone);
  CHECK(of.store.withdraw_message(of.ines.account, of.first, kStartMs).problem == Problem::kNone);
  CHECK(of.file(of.mathieu, of.first) == Problem::kUnknown);
  // Who may not see the patient any more cannot write in the dossier.
  of.take_access(of.mathieu);
  CHECK(of.file(of.mathieu, of.say(of.ines, of.discussion, "trois")) == Problem::kNoDossier);
  CHECK(of.store.audience_of_entry(of.mathieu.account, second).problem == Problem::kNoDossier);
}

TEST_CASE("an edit shows in the dossier, a withdrawal leaves only that it was there; both are told") {
  Filed of;
  REQUIRE(of.file(of.mathieu, of.first) == Problem::kNone);
  const auto told = [&](std::int64_t after) {
    int entries = 0;
    for (const EventRecord& event :
         of.store.events_for(of.camille.account, after, of.store.event_bounds().last).events) {
      if (event.kind == EventKind::kEntries && event.patient.id == of.patient) ++entries;
      CHECK(event.kind != EventKind::kMessage);  // she is in no discussion
    }
    return entries;
  };
  CHECK(told(0) == 1);
  std::int64_t before = of.store.event_bounds().last;
  CHECK(
      of.store.edit_message(of.ines.account, of.first, "Pansement propre.", std::nullopt, kStartMs).problem ==
      Problem::kNone);
  CHECK(told(before) == 1);
  CHECK(of.read_by(of.camille).front().text == "Pansement propre.");
  CHECK(of.read_by(of.camille).front().edited_at_ms);
  before = of.store.event_bounds().last;
  CHECK(of.store.withdraw_message(of.ines.account, of.first, kStartMs).problem == Problem::kNone);
  CHECK(told(before) == 1);
  REQUIRE(of.read_by(of.camille).size() == 1);
  CHECK(of.read_by(of.camille).front().withdrawn);
  CHECK(of.read_by(of.camille).front().text.empty());
}

TEST_CASE("who opens the dossier next is told that something was put there, and by whom") {
  Filed of;
  REQUIRE(of.store.visit_patient(of.camille.account, of.patient, kStartMs));
  REQUIRE(of.file(of.mathieu, of.first) == Problem::kNone);
  const std::optional<Dossier> seen = of.store.visit_patient(of.camille.account, of.patient, kStartMs + 1);
  REQUIRE(seen);
  REQUIRE(seen->changes.size() == 1);
  CHECK(seen->changes.front().field == PatientField::kEntries);
}

TEST_CASE("the audience: everybody with access but the one who asks, those outside the discussion first") {
  Filed of;
  const FoundAudience found = of.store.audience_of_entry(of.ines.account, of.first);
  REQUIRE(found.problem == Problem::kNone);
  CHECK(found.audience.patient.id == of.patient);
  CHECK(found.audience.total == 2);
  CHECK(found.audience.members == 1);
  REQUIRE(found.audience.readers.size() == 2);
  CHECK(found.audience.readers.front().id == of.camille.id);
  CHECK_FALSE(found.audience.readers.front().is_member);
  CHECK(found.audience.readers.back().id == of.mathieu.id);
  CHECK(found.audience.readers.back().is_member);
  CHECK(of.store.audience_of_entry(of.camille.account, of.first).problem == Problem::kUnknown);
}

}  // namespace spico::emserve::test
