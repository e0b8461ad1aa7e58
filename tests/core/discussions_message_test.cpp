// One message of the open discussion: until when it may be changed, who has read it, where failures are shown
// (product.md §7).
#include "tests/core/discussions_support.hpp"

namespace spico {
namespace {

using namespace test;

Thread& opened(Client& client) { return client.model.discussions.thread; }

TEST_CASE(
    "fifteen minutes are the server's: a clock that is wrong offers «Modifier» neither late nor never") {
  for (const std::int64_t wrong_by : {-16 * 60'000, 16 * 60'000}) {
    CAPTURE(wrong_by);
    Client client;
    client.advance_wall(wrong_by);
    client.start("#/discussions/7", in_spico_view());
    client.answer_discussions({some_discussion(kFirst, 3)});
    client.answer_patients(1);
    client.tell<LiveEvent>(LiveHeard{client.model.live.stream, 1, {}});
    answer_thread(client, some_page(some_discussion(kFirst, 3)));
    answer_all_messages(client);
    const std::int64_t server_now = client.env().wall_ms - wrong_by;
    CHECK(server_time_ms(client.model.session, client.env().wall_ms) == server_now);
    Message fresh = some_message(4, kMe);
    fresh.at_ms = server_now - 60'000;
    hear(client, told(fresh));
    client.tell<MessageEvent>(EditPressed{4});
    CHECK(opened(client).editing.number == 4);
    client.tell<MessageEvent>(EditCancelled{});
    client.advance(15 * 60'000);
    client.tell<MessageEvent>(EditPressed{4});
    CHECK(opened(client).editing.number == 0);
    CHECK(client.model.toast.problem.find("trop tard") != std::string::npos);
  }
}

TEST_CASE("what fails and has no place of its own is shown, and said once") {
  Client client = in_thread(3);
  client.tell<ThreadEvent>(MutePressed{});
  client.tell<ThreadEvent>(DiscussionMuted{{opened(client).muting.pending, std::nullopt, offline()}});
  CHECK(client.count<Announce>() == 1);
  CHECK(client.model.toast.problem == client.wish<Announce>()->text);
  client.page(ToastClosed{});
  CHECK_FALSE(client.model.toast.is_shown());
  client.tell<MessageEvent>(SeenPressed{2});
  client.tell<MessageEvent>(MessageChanged{{opened(client).changing.pending, std::nullopt, offline()}});
  CHECK(client.count<Announce>() == 1);
  CHECK(client.model.toast.is_shown());
  client.advance(20'000);
  client.page(Woke{});
  CHECK_FALSE(client.model.toast.is_shown());
  // The question has a place for it.
  client.tell<ThreadEvent>(LeavePressed{});
  client.tell<ThreadEvent>(LeaveConfirmed{});
  client.tell<ThreadEvent>(DiscussionLeft{{opened(client).leaving.pending, std::nullopt, offline()}});
  CHECK(opened(client).leave_asked);
  CHECK(client.count<Announce>() == 1);
  CHECK_FALSE(client.model.toast.is_shown());
}

TEST_CASE("what is under «Modifier» is still there when another discussion was read in between") {
  Client client = in_thread(3);
  Message fresh = some_message(4, kMe);
  fresh.at_ms = client.env().wall_ms - 1'000;
  hear(client, told(fresh));
  client.tell<MessageEvent>(EditPressed{4});
  client.tell<MessageEvent>(EditTyped{"Pas encore fini"});
  client.page(LocationChanged{"#/discussions/8"});
  answer_thread(client, some_page(some_discussion(kSecond, 1)));
  CHECK(opened(client).editing.number == 0);
  client.page(LocationChanged{"#/patients"});
  client.page(LocationChanged{"#/discussions/7"});
  CHECK(opened(client).editing.number == 4);
  CHECK(opened(client).editing.text == "Pas encore fini");
  client.tell<MessageEvent>(EditCancelled{});
  client.page(LocationChanged{"#/discussions/8"});
  client.page(LocationChanged{"#/discussions/7"});
  CHECK(opened(client).editing.number == 0);
}

TEST_CASE("«Modifier» completes a mention too, and calls whom the new text names") {
  Client client = in_thread(3);
  Message fresh = some_message(4, kMe);
  fresh.at_ms = client.env().wall_ms - 1'000;
  fresh.mentions = {kPaul};
  hear(client, told(fresh));
  client.tell<OutboxEvent>(DraftTyped{"Voir @pa", 8});
  client.tell<MessageEvent>(EditPressed{4});
  CHECK(mention_candidates(client.model.discussions).empty());  // of the draft
  client.tell<MessageEvent>(EditTyped{"Avec @in demain", 8});
  const auto candidates = mention_candidates(client.model.discussions);
  REQUIRE(candidates.size() == 1);
  CHECK(candidates[0]->id == kInes);
  client.tell<MessageEvent>(EditTyped{"Avec @in demain", 3});  // only the caret has moved
  CHECK(mention_candidates(client.model.discussions).empty());
  client.tell<MessageEvent>(EditTyped{"Avec @in demain", 8});
  client.tell<OutboxEvent>(MentionChosen{kInes});
  CHECK(opened(client).editing.text == "Avec @Inès TEST demain");
  CHECK(client.wish<MoveFocus>()->key == "edit");
  CHECK(mention_candidates(client.model.discussions).empty());
  client.tell<MessageEvent>(EditConfirmed{});
  REQUIRE(client.wish<EditMessage>() != nullptr);
  CHECK(client.wish<EditMessage>()->mentions == std::vector<ProfessionalId>{kInes});
  client.tell<MessageEvent>(MessageChanged{{opened(client).changing.pending, Nothing{}, {}}});
  // The draft and its caret are where they were.
  CHECK(open_draft(client.model.discussions).text == "Voir @pa");
  REQUIRE(mention_candidates(client.model.discussions).size() == 1);
  CHECK(mention_candidates(client.model.discussions)[0]->id == kPaul);
}

TEST_CASE("«Aller à la fin» and «Envoyer» mean the end; how much is new below is counted") {
  Client client = in_thread(300, 200);
  CHECK_FALSE(opened(client).start_is_end);
  client.tell<ThreadEvent>(MessagesShown{{201, 210}});
  CHECK(unseen_count(client.model.discussions) == 90);
  client.tell<ThreadEvent>(EndPressed{});
  CHECK(opened(client).start_is_end);
  CHECK(opened(client).start == 300);
  client.tell<ThreadEvent>(QuotePressed{42});
  CHECK_FALSE(opened(client).start_is_end);
  type_and_send(client, "Un");
  CHECK(opened(client).start_is_end);
}

TEST_CASE("«Lu par 3 sur 5»: present members other than the author, as they read") {
  Client client = in_discussions("#/discussions/7");
  DiscussionPage page = some_page(some_discussion(kFirst, 3));
  page.members.push_back(some_member({4}, "Partie TEST"));
  page.members.back().left_at_ms = kMorning;
  page.members.back().read = 3;
  page.members[1].read = 2;
  answer_thread(client, page);
  answer_all_messages(client);
  const Message mine = some_message(3, kMe);
  CHECK(read_by(client.model.discussions, mine).read == 0);
  CHECK(read_by(client.model.discussions, mine).of == 2);
  hear(client, MemberRead{kFirst, kInes, 3});
  hear(client, MemberRead{kSecond, kPaul, 3});
  CHECK(read_by(client.model.discussions, mine).read == 1);
  hear(client, MemberRead{kFirst, kInes, 1});  // late
  CHECK(read_by(client.model.discussions, mine).read == 1);
}

TEST_CASE("«Vu» is given and taken back, to others' messages only") {
  Client client = in_thread(3);
  client.tell<MessageEvent>(SeenPressed{2});
  REQUIRE(client.wish<MarkSeen>() != nullptr);
  CHECK(client.wish<MarkSeen>()->seen);
  client.tell<MessageEvent>(MessageChanged{{opened(client).changing.pending, Nothing{}, {}}});
  CHECK(has_seen(client.model.discussions, *message_at(client.model.discussions, 2)));
  client.tell<MessageEvent>(SeenPressed{2});
  CHECK_FALSE(client.wish<MarkSeen>()->seen);
  client.tell<MessageEvent>(MessageChanged{{opened(client).changing.pending, Nothing{}, {}}});
  CHECK_FALSE(has_seen(client.model.discussions, *message_at(client.model.discussions, 2)));
  hear(client, told(some_message(4, kMe)));
  client.tell<MessageEvent>(SeenPressed{4});
  CHECK(client.asks_nothing());
}

TEST_CASE("who has read a message and who has not, by name") {
  Client client = in_discussions("#/discussions/7");
  DiscussionPage page = some_page(some_discussion(kFirst, 3));
  page.members.push_back(some_member({4}, "Partie TEST"));
  page.members.back().left_at_ms = kMorning;
  page.members.push_back(some_member({5}, "Anne ESSAI"));
  page.members.push_back(some_member({6}, "Venue APRÈS"));
  page.members.back().first = 4;  // may not see it
  page.members[1].read = 3;
  answer_thread(client, page);
  const Readers readers = readers_of(client.model.discussions, some_message(3, kMe));
  REQUIRE(readers.read.size() == 1);
  CHECK(readers.read[0]->name == "Inès TEST");
  REQUIRE(readers.unread.size() == 2);
  CHECK(readers.unread[0]->name == "Anne ESSAI");
  CHECK(readers.unread[1]->name == "Paul ESSAI");
}

}  // namespace
}  // namespace spico
