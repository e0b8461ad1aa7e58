// Discussions in the store: who is in one sees it and nobody else, numbers have no gaps, nothing is sent
// twice.
#include <doctest/doctest.h>

#include "emserve/store/sqlite_store.hpp"
#include "tests/emserve/discussion_support.hpp"

namespace spico::emserve::test {

using Posted = PostedMessage::Problem;
using Changed = ChangedMessage::Problem;

TEST_CASE("a discussion is its members': nobody else reads it, changes it or hears of it") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  talk.say(talk.ines, discussion, "un");
  for (const AccountId stranger : {talk.camille.account, AccountId{999}}) {
    CHECK(talk.store.discussions_of(stranger).discussions.empty());
    CHECK_FALSE(talk.store.open_discussion(stranger, discussion));
    CHECK_FALSE(talk.store.messages_of(stranger, discussion, 1, 200));
    CHECK(talk.store.search_messages(stranger, "un", 50).empty());
    CHECK(talk.send(stranger, discussion, "deux").problem == Posted::kUnknown);
    CHECK_FALSE(talk.store.set_read(stranger, discussion, 2, kStartMs));
    CHECK_FALSE(talk.store.set_muted(stranger, discussion, true, kStartMs));
    CHECK_FALSE(talk.store.leave_discussion(stranger, discussion, kStartMs));
    CHECK_FALSE(talk.store.sight_of_discussion(stranger, discussion));
    CHECK(
        talk.store.add_member(stranger, discussion, talk.camille.id, MemberHistory::kAll, kStartMs).problem ==
        AddedMember::Problem::kUnknown);
    const MessageId message = talk.message(talk.ines, discussion, 2).id;
    CHECK(talk.store.edit_message(stranger, message, "x", std::nullopt, kStartMs).problem ==
          Changed::kUnknown);
    CHECK(talk.store.withdraw_message(stranger, message, kStartMs).problem == Changed::kUnknown);
    CHECK(talk.store.set_seen(stranger, message, true, kStartMs).problem == Changed::kUnknown);
    CHECK(talk.store.events_for(stranger, 0, talk.store.event_bounds().last).events.empty());
  }
  CHECK(talk.texts(talk.mathieu, discussion) == "1 created Sortie, 2 un");
}

TEST_CASE("the same client id begins one discussion and sends one message, whatever else differs") {
  Talk talk;
  const NewDiscussion wanted{
      .client_id = client_id(1), .title = "Sortie", .patient = {}, .members = {talk.mathieu.id}};
  const MadeDiscussion made = talk.store.add_discussion(talk.ines.account, wanted, kStartMs);
  CHECK(made.is_new);
  NewDiscussion other = wanted;
  other.title = "Autre";
  const MadeDiscussion again = talk.store.add_discussion(talk.ines.account, other, kStartMs);
  CHECK_FALSE(again.is_new);
  CHECK(again.id == made.id);
  CHECK(talk.store.find_discussion(talk.ines.account, wanted.client_id) == made.id);
  CHECK_FALSE(talk.store.find_discussion(talk.mathieu.account, wanted.client_id));
  CHECK(talk.store.add_discussion(talk.mathieu.account, wanted, kStartMs).id != made.id);

  const PostedMessage first =
      talk.store.post_message(talk.ines.account, {made.id, client_id(7), "un"}, kStartMs);
  const std::int64_t before = talk.store.event_bounds().last;
  const PostedMessage second =
      talk.store.post_message(talk.ines.account, {made.id, client_id(7), "deux"}, kStartMs + 5);
  CHECK(first.is_new);
  CHECK_FALSE(second.is_new);
  CHECK(second.message == first.message);
  CHECK(talk.store.event_bounds().last == before);
  CHECK(talk.store.post_message(talk.mathieu.account, {made.id, client_id(7), "un"}, kStartMs).is_new);
  const DiscussionId elsewhere = talk.begin({});
  CHECK(talk.store.post_message(talk.ines.account, {elsewhere, client_id(7), "un"}, kStartMs).problem ==
        Posted::kClientId);
  CHECK(talk.texts(talk.ines, made.id) == "1 created Sortie, 2 un, 3 un");
  // Only its author is told what they called it.
  CHECK(talk.message(talk.ines, made.id, 2).client_id == client_id(7));
  CHECK(talk.message(talk.mathieu, made.id, 2).client_id.empty());
}

TEST_CASE(
    "what is unread, who is mentioned, what is urgent: of other people's messages after the last read") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu, talk.camille});
  talk.say(talk.ines, discussion, "un");
  talk.store.post_message(talk.ines.account,
                          {.discussion = discussion,
                           .client_id = client_id(50),
                           .text = "deux",
                           .urgent = true,
                           .reply_to = 2,
                           .mentions = {talk.mathieu.id, talk.mathieu.id}},
                          kStartMs);
  const Discussion mathieus = talk.summary(talk.mathieu, discussion);
  CHECK(mathieus.unread == 2);
  CHECK(mathieus.mentioned);
  CHECK(mathieus.urgent);
  CHECK_FALSE(mathieus.mine);
  CHECK(mathieus.members == 3);
  CHECK(mathieus.count == 3);
  CHECK(mathieus.last.text == "deux");
  CHECK(mathieus.last.author_name == "Inès TEST");
  CHECK_FALSE(talk.summary(talk.camille, discussion).mentioned);
  CHECK(talk.message(talk.camille, discussion, 3).mentions == std::vector{talk.mathieu.id});
  CHECK(talk.message(talk.camille, discussion, 3).reply_to == MessageQuote{2, talk.ines.id, "un"});
  const Discussion own = talk.summary(talk.ines, discussion);
  CHECK(own.mine);
  CHECK(own.unread == 0);
  CHECK(own.read == 3);

  CHECK(talk.store.set_read(talk.mathieu.account, discussion, 2, kStartMs));
  CHECK(talk.summary(talk.mathieu, discussion).unread == 1);
  CHECK(talk.store.set_read(talk.mathieu.account, discussion, 1, kStartMs));
  CHECK(talk.summary(talk.mathieu, discussion).read == 2);
  CHECK(talk.store.set_read(talk.mathieu.account, discussion, 99, kStartMs));
  const Discussion read = talk.summary(talk.mathieu, discussion);
  CHECK(read.read == 3);
  CHECK(read.unread == 0);
  CHECK_FALSE(read.mentioned);
  CHECK_FALSE(read.urgent);

  // An answer to what was read does not count what came between as read.
  talk.say(talk.ines, discussion, "trois");
  talk.say(talk.mathieu, discussion, "quatre");
  CHECK(talk.summary(talk.mathieu, discussion).read == 3);
  CHECK(talk.summary(talk.mathieu, discussion).unread == 1);
}

TEST_CASE("whoever joins from now on sees nothing that came before, not even as a quote") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  talk.say(talk.ines, discussion, "secret");
  const auto add = [&](const Person& who, MemberHistory history) {
    return talk.store.add_member(talk.ines.account, discussion, who.id, history, kStartMs);
  };
  CHECK(add(talk.camille, MemberHistory::kFromNow).is_new);
  CHECK_FALSE(add(talk.camille, MemberHistory::kAll).is_new);
  talk.store.post_message(
      talk.ines.account,
      {.discussion = discussion, .client_id = client_id(60), .text = "suite", .reply_to = 2}, kStartMs);
  CHECK(talk.texts(talk.camille, discussion) == "3 joined, 4 suite");
  CHECK(talk.summary(talk.camille, discussion).first == 3);
  CHECK(talk.summary(talk.camille, discussion).unread == 1);
  CHECK_FALSE(talk.message(talk.camille, discussion, 4).reply_to);
  CHECK(talk.message(talk.mathieu, discussion, 4).reply_to);
  CHECK(talk.store.search_messages(talk.camille.account, "secret", 50).empty());
  CHECK(talk.store.search_messages(talk.mathieu.account, "secret", 50).size() == 1);
  const MessageId secret = talk.message(talk.ines, discussion, 2).id;
  CHECK(talk.store.set_seen(talk.camille.account, secret, true, kStartMs).problem == Changed::kUnknown);
  const auto answer = [&](MessageNumber number) {
    return talk.store
        .post_message(talk.camille.account,
                      {.discussion = discussion, .client_id = client_id(61), .text = "x", .reply_to = number},
                      kStartMs)
        .problem;
  };
  CHECK(answer(2) == Posted::kReplyTo);
  CHECK(answer(3) == Posted::kReplyTo);  // nobody answers a notice
  CHECK(answer(99) == Posted::kReplyTo);
  CHECK(answer(4) == Posted::kNone);
  const EventBatch told = talk.store.events_for(talk.camille.account, 0, talk.store.event_bounds().last);
  for (const EventRecord& event : told.events) {
    if (event.kind == EventKind::kMessage) CHECK(event.message.number >= 3);
  }

  CHECK(add(talk.noe, MemberHistory::kAll).is_new);
  CHECK(talk.texts(talk.noe, discussion) == "1 created Sortie, 2 secret, 3 joined, 4 suite, 5 x, 6 joined");
}

TEST_CASE("whoever adds hands on no more than they may see, not even to one who was here before") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  talk.say(talk.ines, discussion, "secret");
  const auto add = [&](const Person& by, const Person& who, MemberHistory history) {
    return talk.store.add_member(by.account, discussion, who.id, history, kStartMs).is_new;
  };
  CHECK(add(talk.ines, talk.camille, MemberHistory::kFromNow));
  CHECK(add(talk.camille, talk.noe, MemberHistory::kAll));
  CHECK(talk.texts(talk.noe, discussion) == "3 joined, 4 joined");
  CHECK(talk.store.leave_discussion(talk.camille.account, discussion, kStartMs));
  CHECK(add(talk.noe, talk.camille, MemberHistory::kAll));
  CHECK(talk.texts(talk.camille, discussion) == "3 joined, 4 joined, 5 left, 6 joined");
  CHECK(talk.store.search_messages(talk.camille.account, "secret", 50).empty());
}

TEST_CASE("who left sees nothing more, is named to those who remain, and may come back") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu, talk.camille});
  talk.say(talk.mathieu, discussion, "un");
  CHECK(talk.store.leave_discussion(talk.mathieu.account, discussion, kStartMs + 1));
  CHECK_FALSE(talk.store.leave_discussion(talk.mathieu.account, discussion, kStartMs + 1));
  CHECK(talk.store.discussions_of(talk.mathieu.account).discussions.empty());
  CHECK_FALSE(talk.store.messages_of(talk.mathieu.account, discussion, 1, 10));
  CHECK(talk.texts(talk.ines, discussion) == "1 created Sortie, 2 un, 3 left");
  CHECK(talk.summary(talk.ines, discussion).members == 2);
  CHECK(talk.members(talk.ines, discussion) == "Inès TEST, Mathieu TEST (left), Camille TEST");
  // What calls somebody who left while it waited to be sent is not lost; they are not called.
  const auto call = [&](int number, std::vector<ProfessionalId> mentions) {
    return talk.store.post_message(talk.ines.account,
                                   {.discussion = discussion,
                                    .client_id = client_id(number),
                                    .text = "deux",
                                    .mentions = std::move(mentions)},
                                   kStartMs + 1);
  };
  CHECK(call(70, {talk.camille.id, talk.noe.id}).problem == Posted::kMentions);
  const PostedMessage sent = call(71, {talk.mathieu.id, talk.camille.id});
  CHECK(sent.problem == Posted::kNone);
  CHECK(sent.message.mentions == std::vector{talk.camille.id});
  // One who came after that is told of nobody who had left.
  talk.store.add_member(talk.ines.account, discussion, talk.noe.id, MemberHistory::kFromNow, kStartMs + 2);
  CHECK(talk.members(talk.noe, discussion) == "Inès TEST, Camille TEST, Noé TEST");
  talk.store.add_member(talk.camille.account, discussion, talk.mathieu.id, MemberHistory::kFromNow,
                        kStartMs + 3);
  CHECK(talk.texts(talk.mathieu, discussion) == "6 joined");
  CHECK(talk.summary(talk.ines, discussion).members == 4);
}

TEST_CASE("an author has a quarter of an hour; what was said before is kept and never leaves") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  const MessageId message = talk.say(talk.ines, discussion, "Rendez-vous à Pamiers");
  const AccountId ines = talk.ines.account;
  CHECK(talk.store.edit_message(talk.mathieu.account, message, "x", std::nullopt, kStartMs).problem ==
        Changed::kUnknown);
  CHECK(
      talk.store.edit_message(ines, message, "x", std::nullopt, kStartMs + kMessageEditTimeMs + 1).problem ==
      Changed::kTooLate);
  CHECK(talk.store.withdraw_message(ines, message, kStartMs + kMessageEditTimeMs + 1).problem ==
        Changed::kTooLate);
  const ChangedMessage edited = talk.store.edit_message(ines, message, "Rendez-vous à Foix", std::nullopt,
                                                        kStartMs + kMessageEditTimeMs);
  CHECK(edited.problem == Changed::kNone);
  CHECK(edited.message.edited_at_ms == kStartMs + kMessageEditTimeMs);
  CHECK_FALSE(
      talk.store.edit_message(ines, message, "Rendez-vous à Foix", std::nullopt, kStartMs + 2).is_changed);
  CHECK(talk.store.search_messages(ines, "pamiers", 50).empty());
  CHECK(talk.store.search_messages(ines, "foix", 50).size() == 1);

  CHECK(talk.store.withdraw_message(ines, message, kStartMs + 3).is_changed);
  const ChangedMessage again = talk.store.withdraw_message(ines, message, kStartMs + kMessageEditTimeMs + 1);
  CHECK(again.problem == Changed::kNone);
  CHECK_FALSE(again.is_changed);
  CHECK(talk.store.edit_message(ines, message, "x", std::nullopt, kStartMs + 4).problem == Changed::kUnknown);
  CHECK(talk.store.set_seen(talk.mathieu.account, message, true, kStartMs).problem == Changed::kUnknown);
  CHECK(talk.store.search_messages(ines, "foix", 50).empty());
  CHECK(talk.texts(talk.mathieu, discussion) == "1 created Sortie, 2 withdrawn");
  CHECK(talk.summary(talk.mathieu, discussion).unread == 0);
  CHECK(talk.summary(talk.mathieu, discussion).last.text.empty());

  Query versions = talk.store.connection().query("SELECT text FROM message_versions ORDER BY id");
  REQUIRE(versions.step());
  CHECK(versions.text(0) == "Rendez-vous à Pamiers");
  REQUIRE(versions.step());
  CHECK(versions.text(0) == "Rendez-vous à Foix");
  CHECK_FALSE(versions.step());
  CHECK_THROWS_AS(talk.store.connection().execute("UPDATE message_versions SET text = ''"), StoreError);
  CHECK_THROWS_AS(talk.store.connection().execute("DELETE FROM message_versions"), StoreError);
}

TEST_CASE("«Vu» is each reader's own, and taken back") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu, talk.camille});
  const MessageId message = talk.say(talk.ines, discussion, "un");
  const auto seen = [&](const Person& who, bool wanted, std::int64_t at_ms) {
    return talk.store.set_seen(who.account, message, wanted, at_ms);
  };
  CHECK(seen(talk.camille, true, kStartMs + 1).is_changed);
  CHECK(seen(talk.mathieu, true, kStartMs + 2).is_changed);
  CHECK_FALSE(seen(talk.mathieu, true, kStartMs + 3).is_changed);
  CHECK(talk.message(talk.ines, discussion, 2).seen_by == std::vector{talk.camille.id, talk.mathieu.id});
  CHECK(seen(talk.camille, false, kStartMs + 4).message.seen_by == std::vector{talk.mathieu.id});
  CHECK_FALSE(seen(talk.camille, false, kStartMs + 5).is_changed);
  const MessageId notice = talk.message(talk.ines, discussion, 1).id;
  CHECK(talk.store.set_seen(talk.camille.account, notice, true, kStartMs).problem == Changed::kUnknown);
}

TEST_CASE("search: newest first of all discussions, as many as wanted, none that is older than oneself") {
  Talk talk;
  const DiscussionId first = talk.begin({talk.mathieu}), second = talk.begin({talk.mathieu});
  talk.say(talk.ines, first, "mot 1");
  talk.say(talk.ines, second, "mot 2");
  talk.say(talk.ines, first, "mot 3");
  talk.store.add_member(talk.ines.account, first, talk.camille.id, MemberHistory::kFromNow, kStartMs);
  talk.say(talk.mathieu, first, "mot 4");
  const auto found = [&](const Person& who, std::int64_t limit) {
    std::string texts;
    for (const FoundMessage& hit : talk.store.search_messages(who.account, "mot", limit))
      texts += hit.message.text.substr(4);
    return texts;
  };
  CHECK(found(talk.mathieu, 50) == "4321");
  CHECK(found(talk.mathieu, 2) == "43");
  CHECK(found(talk.camille, 50) == "4");
  CHECK(found(talk.noe, 50).empty());
}

TEST_CASE("search does not look at what other people wrote before one came") {
  Talk talk;
  const DiscussionId of_others = talk.begin({talk.mathieu});
  for (int i = 0; i < 200; ++i) talk.say(talk.ines, of_others, "mot " + std::to_string(i));
  const DiscussionId own = talk.begin({talk.noe});
  talk.say(talk.ines, own, "mot");
  std::int64_t steps = 0;
  const auto count = [](void* counter) {
    ++*static_cast<std::int64_t*>(counter);
    return 0;
  };
  sqlite3_progress_handler(talk.store.connection().handle(), 1, count, &steps);
  CHECK(talk.store.search_messages(talk.noe.account, "mot", 50).size() == 1);
  sqlite3_progress_handler(talk.store.connection().handle(), 0, nullptr, nullptr);
  CHECK(steps < 1500);
}

TEST_CASE("five hundred members and no more; pages by number; the newest discussion first") {
  Talk talk;
  std::vector<ProfessionalId> many;
  for (int i = 0; i < 498; ++i) many.push_back(talk.person("p" + std::to_string(i)).id);
  const DiscussionId discussion =
      talk.store
          .add_discussion(talk.ines.account,
                          {.client_id = client_id(1), .title = "Sortie", .patient = {}, .members = many},
                          kStartMs)
          .id;
  const auto add = [&](const Person& who) {
    return talk.store.add_member(talk.ines.account, discussion, who.id, MemberHistory::kAll, kStartMs);
  };
  CHECK(talk.summary(talk.ines, discussion).members == 499);
  CHECK(add(talk.mathieu).is_new);
  CHECK(add(talk.camille).problem == AddedMember::Problem::kTooMany);
  CHECK(add(talk.mathieu).problem == AddedMember::Problem::kNone);
  CHECK(talk.store.leave_discussion(talk.mathieu.account, discussion, kStartMs));
  CHECK(add(talk.camille).is_new);

  for (int i = 5; i <= 20; ++i) talk.say(talk.ines, discussion, std::to_string(i));
  const auto numbers = [&](MessageNumber from, std::int64_t limit) {
    std::string text;
    const std::optional<MessagePage> page =
        talk.store.messages_of(talk.ines.account, discussion, from, limit);
    REQUIRE(page);
    for (const Message& message : page->messages)
      text += (text.empty() ? "" : " ") + std::to_string(message.number);
    return text;
  };
  CHECK(numbers(0, 3) == "1 2 3");
  CHECK(numbers(18, 200) == "18 19 20");
  CHECK(numbers(21, 200).empty());
  const DiscussionId newer = talk.begin({}, kStartMs + 1);
  CHECK(talk.store.discussions_of(talk.ines.account).discussions.front().id == newer);
  talk.store.post_message(talk.ines.account, {discussion, client_id(900), "vingt et un"}, kStartMs + 2);
  CHECK(talk.store.discussions_of(talk.ines.account).discussions.front().id == discussion);
  // Times do not go back when the clock does.
  talk.store.post_message(talk.ines.account, {discussion, client_id(901), "vingt-deux"}, kStartMs);
  CHECK(talk.message(talk.ines, discussion, 22).at_ms == kStartMs + 2);
}

TEST_CASE("the patient is named as long as the reader may see the patient") {
  Talk talk;
  Patient patient;
  patient.traits.birth_name = "Bénazet";
  patient.traits.first_given_name = "Zoé";
  patient.traits.birth_date = {1956, 4, 7};
  patient.test = true;
  const std::vector readers = {talk.ines.account, talk.mathieu.account};
  const std::unique_ptr<PatientWriter> writer = talk.store.write_patients(kStartMs);
  patient.id = writer->put(patient, {}, readers);
  writer->commit();
  const DiscussionId discussion = talk.store
                                      .add_discussion(talk.ines.account,
                                                      {.client_id = client_id(1),
                                                       .title = "Sortie",
                                                       .patient = patient.id,
                                                       .members = {talk.mathieu.id}},
                                                      kStartMs)
                                      .id;
  CHECK(talk.summary(talk.mathieu, discussion).patient ==
        DiscussionPatient{patient.id, "BÉNAZET Zoé", {1956, 4, 7}, true});
  const std::int64_t before = talk.store.event_bounds().last;
  CHECK(talk.store.revoke_access(talk.mathieu.account, patient.id, kStartMs));
  CHECK_FALSE(talk.summary(talk.mathieu, discussion).patient);
  CHECK(talk.summary(talk.ines, discussion).patient);
  const EventBatch told = talk.store.events_for(talk.mathieu.account, before, talk.store.event_bounds().last);
  REQUIRE(told.events.size() == 2);
  CHECK(told.events[0].kind == EventKind::kPatientGone);
  CHECK(told.events[1].kind == EventKind::kDiscussion);
  CHECK_FALSE(told.events[1].discussion.patient);
  CHECK(talk.store.events_for(talk.ines.account, before, talk.store.event_bounds().last).events.empty());
}

TEST_CASE("the first message from a moment on, of those that the reader may see") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  int number = 0;
  const auto say = [&](std::int64_t at_ms) {
    talk.store.post_message(talk.ines.account,
                            {.discussion = discussion, .client_id = client_id(500 + ++number), .text = "x"},
                            at_ms);
  };
  for (const std::int64_t at_ms : {10, 10, 20, 30}) say(kStartMs + at_ms);  // numbers 2 to 5
  const auto first = [&](const Person& who, std::int64_t from_ms) {
    return talk.store.first_message_from(who.account, discussion, from_ms);
  };
  CHECK(first(talk.mathieu, 0) == 1);
  CHECK(first(talk.mathieu, kStartMs + 1) == 2);
  CHECK(first(talk.mathieu, kStartMs + 10) == 2);
  CHECK(first(talk.mathieu, kStartMs + 11) == 4);
  CHECK(first(talk.mathieu, kStartMs + 30) == 5);
  CHECK(first(talk.mathieu, kStartMs + 31) == 0);
  CHECK_FALSE(first(talk.camille, 0));
  talk.store.add_member(talk.ines.account, discussion, talk.camille.id, MemberHistory::kFromNow,
                        kStartMs + 40);
  CHECK(first(talk.camille, 0) == 6);
  talk.store.leave_discussion(talk.camille.account, discussion, kStartMs + 50);
  CHECK_FALSE(first(talk.camille, 0));
}

}  // namespace spico::emserve::test
