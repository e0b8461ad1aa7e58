// The list of discussions: order, filters, search, unread numbers, and the stream that tells of changes while
// answers are on their way.
#include "tests/core/discussions_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

std::vector<std::uint64_t> ids(const Client& client) {
  std::vector<std::uint64_t> ids;
  for (const Discussion* const each : shown_discussions(client.model.discussions))
    ids.push_back(each->id.value);
  return ids;
}
using Ids = std::vector<std::uint64_t>;

Discussion at(std::uint64_t id, std::int64_t at_ms) {
  Discussion discussion = some_discussion({id}, 1);
  discussion.last.at_ms = at_ms;
  return discussion;
}

TEST_CASE("newest activity first, also as messages come") {
  Client client = in_discussions();
  CHECK(ids(client) == Ids{7, 8});
  hear(client, told(some_message(9), kSecond));
  CHECK(ids(client) == Ids{8, 7});
  CHECK(find_discussion(client.model.discussions, kSecond)->unread == 1);
  hear(client, at(9, kMorning + 1'000'000));
  CHECK(ids(client) == Ids{9, 8, 7});
  hear(client, DiscussionGone{{8}});
  CHECK(ids(client) == Ids{9, 7});
}

TEST_CASE("filters stand in the address, typed words do not; all of them must fit") {
  Client client = in_discussions("#/discussions?filtre=non-lus", 5, 3);
  CHECK(ids(client) == Ids{7});
  client.tell<DiscussionsEvent>(DiscussionFilterToggled{DiscussionFilter::kMine});
  CHECK(ids(client).empty());
  CHECK(client.wish<SetLocation>()->fragment == "#/discussions?filtre=non-lus,miennes");
  CHECK(client.wish<SetLocation>()->entry == Entry::kReplaced);
  CHECK(client.wish<Announce>()->text == "Aucune discussion trouvée");
  client.tell<DiscussionsEvent>(DiscussionFilterToggled{DiscussionFilter::kMine});
  client.tell<DiscussionsEvent>(DiscussionFilterToggled{DiscussionFilter::kUnread});
  client.tell<DiscussionsEvent>(DiscussionSearchTyped{"éssai 8"});
  CHECK(ids(client) == Ids{8});
  CHECK(client.wish<SetLocation>() == nullptr);
  client.tell<DiscussionsEvent>(DiscussionSearchTyped{"INE"});
  CHECK(ids(client) == Ids{7, 8});
  client.tell<DiscussionsEvent>(DiscussionSearchTyped{"benaz"});
  CHECK(ids(client).empty());
  Discussion about = some_discussion(kSecond, 1);
  about.patient = DiscussionPatient{{4}, "BÉNAZET Zoé", {1956, 4, 7}, true};
  hear(client, about);
  CHECK(ids(client) == Ids{8});
}

TEST_CASE("reading a discussion does not take it out of «Non lues» under the reader") {
  Client client = in_discussions("#/discussions?filtre=non-lus", 5, 3);
  client.tell<DiscussionsEvent>(DiscussionPressed{kFirst});
  CHECK(client.wish<SetLocation>()->fragment == "#/discussions/7?filtre=non-lus");
  answer_all_messages(client);
  client.tell<ThreadEvent>(MessagesShown{{1, 5}});
  client.tell<ThreadEvent>(ReadMarked{{client.model.discussions.thread.reading, Nothing{}, {}}});
  CHECK(find_discussion(client.model.discussions, kFirst)->unread == 0);
  CHECK(ids(client) == Ids{7});
  client.tell<DiscussionsEvent>(DiscussionsPressed{});
  CHECK(ids(client).empty());
}

TEST_CASE("the number of the title leaves out what is muted") {
  Client client = in_discussions("#/patients", 5, 2);
  CHECK(unread_total(client.model.discussions) == 3);
  Discussion muted = some_discussion(kSecond, 9, 1);
  muted.muted = true;
  hear(client, muted);
  CHECK(unread_total(client.model.discussions) == 3);
  hear(client, told(some_message(6), kFirst));
  CHECK(unread_total(client.model.discussions) == 1);  // as the server counts
}

TEST_CASE("a list that fails is asked for again by a person, or with the network") {
  Client client;
  client.start("#/discussions", in_spico_view());
  client.tell<DiscussionsEvent>(
      DiscussionsAnswered{{client.model.discussions.list.pending, std::nullopt, offline()}});
  CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  client.page(LocationChanged{"#/discussions?filtre=urgents"});
  CHECK(client.wish<LoadDiscussions>() == nullptr);
  SUBCASE("a person") { client.tell<DiscussionsEvent>(RetryDiscussionsPressed{}); }
  SUBCASE("the network") { client.page(ConnectionChanged{true}); }
  REQUIRE(client.count<LoadDiscussions>() == 1);
  CHECK_FALSE(client.wish<LoadDiscussions>()->beside);
}

TEST_CASE("in the list of patients a failure of the discussions is not announced") {
  Client client;
  client.start("#/patients", in_spico_view());
  client.tell<DiscussionsEvent>(
      DiscussionsAnswered{{client.model.discussions.list.pending, std::nullopt, offline()}});
  CHECK(client.wish<Announce>() == nullptr);
}

TEST_CASE("the stream tells while the list is on its way: the younger of the two counts") {
  Client client = in_discussions();
  const Ticket stream = client.model.live.stream;
  client.tell<DiscussionsEvent>(RetryDiscussionsPressed{});
  const std::vector<Discussion> before = {some_discussion(kFirst, 3), some_discussion(kSecond, 1)};
  client.tell<LiveEvent>(LiveHeard{stream, 10, {}, {told(some_message(4), kFirst), DiscussionGone{kSecond}}});
  SUBCASE("the answer is older") {
    client.answer_discussions(before, 9);
    CHECK(ids(client) == Ids{7});
    CHECK(find_discussion(client.model.discussions, kFirst)->count == 4);
  }
  SUBCASE("the answer is younger") {
    client.answer_discussions({some_discussion(kFirst, 5), some_discussion(kSecond, 1)}, 12);
    CHECK(ids(client) == Ids{7, 8});
    CHECK(find_discussion(client.model.discussions, kFirst)->count == 5);
  }
}

TEST_CASE("the stream begins at the older of the two lists, so that nothing is left out") {
  Client client;
  client.start("#/discussions", in_spico_view());
  SUBCASE("the discussions came first and are older") {
    client.answer_discussions({some_discussion(kFirst, 3)}, 40);
    client.answer_preferences();
    const Ticket ticket = client.model.patients.stream.pending;
    client.patients(PatientStreamStarted{ticket, 0, 50, {}, {}});
    client.patients(PatientStreamEnded{{ticket, Nothing{}, {}}});
    REQUIRE(client.wish<OpenLive>() != nullptr);
    CHECK(client.wish<OpenLive>()->after == 40);
  }
  SUBCASE("the discussions came last and are older") {
    client.answer_preferences();
    const Ticket ticket = client.model.patients.stream.pending;
    client.patients(PatientStreamStarted{ticket, 0, 50, {}, {}});
    client.patients(PatientStreamEnded{{ticket, Nothing{}, {}}});
    CHECK(client.wish<OpenLive>()->after == 50);
    const Ticket stream = client.model.live.stream;
    client.answer_discussions({some_discussion(kFirst, 3)}, 40);
    REQUIRE(client.wish<OpenLive>() != nullptr);
    CHECK(client.wish<OpenLive>()->after == 40);
    CHECK(client.wish<StopRequest>()->ticket == stream);
  }
  SUBCASE("the discussions came last and are younger") {
    client.answer_preferences();
    const Ticket ticket = client.model.patients.stream.pending;
    client.patients(PatientStreamStarted{ticket, 0, 50, {}, {}});
    client.patients(PatientStreamEnded{{ticket, Nothing{}, {}}});
    client.answer_discussions({some_discussion(kFirst, 3)}, 60);
    CHECK(client.wish<OpenLive>() == nullptr);
  }
}

TEST_CASE("a list that the stream has kept up to date does not hold a later stream back") {
  Client client = in_discussions();
  const Ticket stream = client.model.live.stream;
  client.tell<LiveEvent>(LiveHeard{stream, 70, {}, {at(9, kMorning)}});
  client.tell<PatientsEvent>(RetryPatientsPressed{});
  const Ticket ticket = client.model.patients.stream.pending;
  client.patients(PatientStreamStarted{ticket, 0, 80, {}, {}});
  client.patients(PatientStreamEnded{{ticket, Nothing{}, {}}});
  CHECK(client.wish<OpenLive>()->after == 70);
}

TEST_CASE("after a gap everything that is shown is asked for again") {
  Client client = in_thread(3);
  client.tell<LiveEvent>(LiveGapFound{client.model.live.stream});
  CHECK(client.count<LoadPatients>() == 1);
  CHECK(client.count<LoadDiscussions>() == 1);
  CHECK(client.count<LoadDiscussion>() == 1);
  CHECK(client.count<LoadMessages>() == 1);
}

TEST_CASE("nobody waits for a list beside the one that is shown, unless a person asks for it again") {
  Client client = in_discussions();
  CHECK_FALSE(client.ever<LoadPatients>()->beside);
  CHECK_FALSE(client.ever<LoadDiscussions>()->beside);
  client.tell<LiveEvent>(LiveGapFound{client.model.live.stream});
  REQUIRE(client.wish<LoadPatients>() != nullptr);
  REQUIRE(client.wish<LoadDiscussions>() != nullptr);
  CHECK(client.wish<LoadPatients>()->beside);
  CHECK(client.wish<LoadDiscussions>()->beside);
  client.tell<DiscussionsEvent>(
      DiscussionsAnswered{{client.model.discussions.list.pending, std::nullopt, offline()}});
  bool is_person = false;
  SUBCASE("a person") {
    is_person = true;
    client.tell<DiscussionsEvent>(RetryDiscussionsPressed{});
  }
  SUBCASE("the network") { client.page(ConnectionChanged{true}); }
  REQUIRE(client.wish<LoadDiscussions>() != nullptr);
  CHECK(client.wish<LoadDiscussions>()->beside != is_person);
}

TEST_CASE("many messages at once are no reason to load the patients again") {
  Client client = in_discussions();
  std::vector<DiscussionNews> news;
  for (MessageNumber number = 4; number < 1'004; ++number) news.emplace_back(told(some_message(number)));
  client.tell<LiveEvent>(LiveHeard{client.model.live.stream, 1'000, {}, std::move(news)});
  CHECK(client.wish<LoadPatients>() == nullptr);
  CHECK(find_discussion(client.model.discussions, kFirst)->count == 1'003);
}

TEST_CASE("of two messages told in one look each is announced, with who wrote it") {
  Client client = in_thread(3);
  Message urgent = some_message(2, kPaul);
  urgent.urgent = true;
  // Both with the discussion as it is by then, whose last message is the other one.
  const Discussion now = some_discussion(kSecond, 3, 1);
  hear(client, MessageTold{now, urgent, "Paul ESSAI"});
  CHECK(client.wish<Announce>()->text == "Nouveau message urgent de Paul ESSAI");
  hear(client, MessageTold{now, some_message(3), "Inès TEST"});
  CHECK(client.wish<Announce>()->text == "Nouveau message de Inès TEST");
}

TEST_CASE("words are looked for within messages, and a hit opens its discussion there") {
  Client client = in_discussions("#/discussions", 5'000);
  client.tell<DiscussionsEvent>(MessageSearchPressed{});
  CHECK(client.asks_nothing());  // nothing was typed
  client.tell<DiscussionsEvent>(DiscussionSearchTyped{"pansement"});
  client.tell<DiscussionsEvent>(MessageSearchPressed{});
  REQUIRE(client.wish<SearchMessages>() != nullptr);
  CHECK(client.wish<SearchMessages>()->text == "pansement");
  const Ticket ticket = client.model.discussions.hits.pending;
  SUBCASE("found") {
    client.tell<DiscussionsEvent>(
        MessagesFound{{ticket, std::vector<MessageHit>{{kFirst, "Essai 7", some_message(42), "…"}}, {}}});
    CHECK(client.wish<Announce>()->text == "1 message trouvé");
    client.tell<DiscussionsEvent>(MessageHitPressed{kFirst, 42});
    CHECK(client.model.screen == Screen::kDiscussion);
    CHECK(client.model.discussions.thread.start == 42);
    answer_all_messages(client);
    CHECK(message_at(client.model.discussions, 42) != nullptr);
  }
  SUBCASE("as many as were asked for: there may be more") {
    std::vector<MessageHit> hits(kMostHits, {kFirst, "Essai 7", some_message(42), "…"});
    client.tell<DiscussionsEvent>(MessagesFound{{ticket, std::move(hits), {}}});
    CHECK(client.wish<Announce>()->text == "50 messages ou plus : précisez votre recherche.");
  }
  SUBCASE("other words were typed meanwhile: the answer is not theirs") {
    client.tell<DiscussionsEvent>(DiscussionSearchTyped{"pansements"});
    client.tell<DiscussionsEvent>(MessagesFound{{ticket, std::vector<MessageHit>{}, {}}});
    CHECK_FALSE(client.model.discussions.hits.value);
    CHECK(client.wish<Announce>() == nullptr);
  }
}

TEST_CASE("a hit in a discussion that the list does not know yet") {
  Client client;
  client.start("#/discussions", in_spico_view());
  client.tell<DiscussionsEvent>(MessageHitPressed{kFirst, 42});
  answer_thread(client, some_page(some_discussion(kFirst, 5'000)));
  CHECK(client.model.discussions.thread.start == 42);
  answer_all_messages(client);
  CHECK(message_at(client.model.discussions, 42) != nullptr);
}

}  // namespace
}  // namespace spico
