// «Verser au dossier»: who will read it is shown first, then it is one of the message's changes; what stands
// in the dossier that is open follows the stream (field.md §D 16).
#include "tests/core/discussions_support.hpp"

namespace spico {
namespace {

using namespace test;

const Thread& thread_of(const Client& client) { return client.model.discussions.thread; }

Discussion of_patient() {
  Discussion discussion = some_discussion(kFirst, 3);
  discussion.patient = DiscussionPatient{{1}, "BÉNAZET Zoé", {1956, 4, 7}, true};
  return discussion;
}

Client in_thread_of_patient() {
  Client client;
  client.start("#/discussions/7", in_spico_view());
  client.answer_discussions({of_patient()});
  client.answer_patients(1);
  client.tell<LiveEvent>(LiveHeard{client.model.live.stream, 1, {}});
  answer_thread(client, some_page(of_patient()));
  answer_all_messages(client);
  return client;
}

EntryAudience some_audience() {
  EntryAudience audience;
  audience.patient = *of_patient().patient;
  audience.total = 2;
  audience.members = 1;
  audience.readers = {{{9}, "Léa ESSAI", {}, "", false}, {kInes, "Inès TEST", {}, "", true}};
  return audience;
}

void answer_audience(Client& client) {
  client.tell<MessageEvent>(
      AudienceAnswered{{thread_of(client).dialog.audience.pending, some_audience(), {}}});
}

void answer_change(Client& client, Failure failure = {}) {
  Answer<Nothing> answer{thread_of(client).changing.pending, std::nullopt, std::move(failure)};
  if (!answer.failure.is_some()) answer.value.emplace();
  client.tell<MessageEvent>(MessageChanged{std::move(answer)});
}

TEST_CASE("nothing is put into a dossier before its readers were shown; then it says so, once") {
  Client client = in_thread_of_patient();
  client.tell<MessageEvent>(EntryPressed{2});
  CHECK(thread_of(client).dialog.kind == MessageDialog::Kind::kEntry);
  CHECK(client.wish<LoadAudience>()->message == MessageId{1002});
  client.tell<MessageEvent>(EntryConfirmed{});
  CHECK(client.wish<FileMessage>() == nullptr);
  answer_audience(client);
  client.tell<MessageEvent>(EntryConfirmed{});
  REQUIRE(client.wish<FileMessage>() != nullptr);
  CHECK(client.wish<FileMessage>()->message == MessageId{1002});
  CHECK(client.wish<FileMessage>()->filed);
  CHECK(thread_of(client).dialog.kind == MessageDialog::Kind::kNone);
  answer_change(client);
  CHECK(client.wish<Announce>()->text == "Message versé au dossier.");
  CHECK(client.count<Announce>() == 1);
  const Message& message = *message_at(client.model.discussions, 2);
  REQUIRE(message.filed);
  CHECK(message.filed->by == kMe);
  CHECK_FALSE(may_put_into_dossier(client.model.discussions, message));
  CHECK(may_take_out_of_dossier(client.model.discussions, message));

  client.tell<MessageEvent>(EntryPressed{2});
  CHECK(thread_of(client).dialog.kind == MessageDialog::Kind::kNone);
  client.tell<MessageEvent>(EntryRemovalPressed{2});
  CHECK(thread_of(client).dialog.kind == MessageDialog::Kind::kTakeOut);
  client.tell<MessageEvent>(EntryRemovalConfirmed{});
  REQUIRE(client.wish<FileMessage>() != nullptr);
  CHECK_FALSE(client.wish<FileMessage>()->filed);
  answer_change(client);
  CHECK(client.wish<Announce>()->text == "Message retiré du dossier.");
  CHECK_FALSE(message_at(client.model.discussions, 2)->filed);
}

TEST_CASE("of no patient, withdrawn, or what nobody wrote: it is not offered") {
  Client client = in_thread(3);
  CHECK_FALSE(may_put_into_dossier(client.model.discussions, *message_at(client.model.discussions, 2)));
  client.tell<MessageEvent>(EntryPressed{2});
  CHECK(client.wish<LoadAudience>() == nullptr);
  Client of = in_thread_of_patient();
  Message message = some_message(2);
  CHECK(may_put_into_dossier(of.model.discussions, message));
  message.withdrawn = true;
  CHECK_FALSE(may_put_into_dossier(of.model.discussions, message));
  message.withdrawn = false;
  message.kind = MessageKind::kJoined;
  CHECK_FALSE(may_put_into_dossier(of.model.discussions, message));
  message.kind = MessageKind::kText;
  message.filed = Filing{kInes, 1};
  CHECK_FALSE(may_take_out_of_dossier(of.model.discussions, message));
}

TEST_CASE("why it was refused is said in words, and the readers are asked for again on a press") {
  Client client = in_thread_of_patient();
  client.tell<MessageEvent>(EntryPressed{2});
  client.tell<MessageEvent>(AudienceAnswered{
      {thread_of(client).dialog.audience.pending, std::nullopt, refused(409, "no_dossier")}});
  CHECK(client.wish<Announce>()->text == "Vous n'avez plus accès au dossier de ce patient.");
  client.tell<MessageEvent>(EntryConfirmed{});
  CHECK(client.wish<FileMessage>() == nullptr);
  client.tell<MessageEvent>(RetryAudiencePressed{});
  CHECK(client.wish<LoadAudience>() != nullptr);
  answer_audience(client);
  client.tell<MessageEvent>(EntryConfirmed{});
  answer_change(client, refused(409, "filed_by_other"));
  CHECK(client.model.toast.problem.find("peut seul") != std::string::npos);
  CHECK_FALSE(message_at(client.model.discussions, 2)->filed);
}

DossierEntries some_entries(std::string text) {
  DossierEntries entries;
  entries.total = 1;
  entries.entries.emplace_back();
  entries.entries.back().text = std::move(text);
  return entries;
}

TEST_CASE("what stands in the open dossier is asked for once, and again when the stream tells of it") {
  Client client = in_discussions();
  client.page(LocationChanged{"#/patients/1"});
  REQUIRE(client.wish<LoadEntries>() != nullptr);
  CHECK(client.wish<LoadEntries>()->patient == PatientId{1});
  const auto& entries = client.model.discussions.entries;
  client.tell<MessageEvent>(EntriesAnswered{{entries.list.pending, some_entries("un"), {}}});
  REQUIRE(entries.list.value);
  hear(client, EntriesTold{{2}});
  CHECK_FALSE(entries.list.is_pending());
  hear(client, EntriesTold{{1}});
  REQUIRE(entries.list.is_pending());
  CHECK(entries.list.value->entries.front().text == "un");
  client.tell<MessageEvent>(EntriesAnswered{{entries.list.pending, some_entries("deux"), {}}});
  CHECK(entries.list.value->entries.front().text == "deux");
  // Whom one may see no longer: nothing of it stays, not even what was on its way.
  hear(client, EntriesTold{{1}});
  const Ticket late = entries.list.pending;
  Live& live = client.model.live;
  client.tell<LiveEvent>(LiveHeard{live.stream, live.reached + 1, {PatientGone{{1}}}, {}});
  CHECK_FALSE(entries.list.value);
  client.tell<MessageEvent>(EntriesAnswered{{late, some_entries("trois"), {}}});
  CHECK_FALSE(entries.list.value);
  // Of another patient nothing of this one stays.
  client.page(LocationChanged{"#/patients/2"});
  CHECK_FALSE(entries.list.value);
  CHECK(entries.patient == PatientId{2});
  client.tell<MessageEvent>(EntriesAnswered{{entries.list.pending, std::nullopt, offline()}});
  CHECK(client.wish<Announce>() == nullptr);  // the page of the patient says that
  client.tell<MessageEvent>(RetryEntriesPressed{});
  CHECK(entries.list.is_pending());
  client.page(LocationChanged{"#/portail"});
  CHECK(entries.patient.is_none());
}

}  // namespace
}  // namespace spico
