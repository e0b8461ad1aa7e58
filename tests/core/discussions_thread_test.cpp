// The open discussion: pages as they are wanted, what has been read, changes of one's own messages, and the
// end of a membership while it is open.
#include "tests/core/discussions_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

Thread& thread(Client& client) { return client.model.discussions.thread; }

TEST_CASE("a discussion opens at the end, or at the first unread message") {
  Client client = in_thread(250);
  CHECK(thread(client).start == 250);
  CHECK(thread(client).new_from == 0);
  CHECK(client.model.discussions.me == kMe);
  CHECK(message_at(client.model.discussions, 250) != nullptr);
  Client behind = in_thread(250, 120);
  CHECK(thread(behind).start == 121);
  CHECK(thread(behind).new_from == 121);
  CHECK(message_at(behind.model.discussions, 121) != nullptr);
}

TEST_CASE("opening asks for the discussion once, and for messages at once when the list knows how many") {
  Client client = in_discussions();
  client.tell<DiscussionsEvent>(DiscussionPressed{kFirst});
  CHECK(client.wish<SetLocation>()->fragment == "#/discussions/7");
  CHECK(client.count<LoadDiscussion>() == 1);
  CHECK(client.wish<LoadDiscussion>()->cause == Cause::kPerson);
  REQUIRE(client.count<LoadMessages>() == 1);
  CHECK(client.wish<LoadMessages>()->from == 1);
  CHECK(client.wish<LoadMessages>()->limit == 3);
  client.page(LocationChanged{"#/discussions/7"});
  CHECK(client.asks_nothing());
}

TEST_CASE("a link to a discussion works before the list is there") {
  Client client;
  client.start("#/discussions/7", in_spico_view());
  CHECK(client.ever<LoadMessages>() == nullptr);
  answer_thread(client, some_page(some_discussion(kFirst, 5)));
  CHECK(client.count<LoadMessages>() == 1);
  answer_messages(client);
  CHECK(message_at(client.model.discussions, 5) != nullptr);
  client.answer_discussions({some_discussion(kFirst, 5)});
  CHECK(open_discussion(client.model.discussions)->count == 5);
}

TEST_CASE("50,000 messages: a jump to the middle asks for what is around it, and no more") {
  Client client = in_thread(50'000);
  CHECK(thread(client).messages.pages_here() == 1);
  client.tell<ThreadEvent>(MessagesShown{{25'010, 25'030}});
  REQUIRE(client.count<LoadMessages>() == 1);
  CHECK(client.wish<LoadMessages>()->from == 24'901);  // thirty before, to the beginning of their page
  CHECK(client.wish<LoadMessages>()->limit == 100);
  CHECK_FALSE(wants_to_know(client.model.discussions, {25'010, 25'030}));  // it is on its way
  answer_messages(client);
  CHECK(client.wish<LoadMessages>()->from == 25'001);
  answer_messages(client);
  CHECK(client.asks_nothing());
  CHECK(thread(client).messages.pages_here() == 3);
  for (MessageNumber number = 25'010; number <= 25'030; ++number)
    REQUIRE(message_at(client.model.discussions, number) != nullptr);
  CHECK(message_at(client.model.discussions, 30'000) == nullptr);
  CHECK(message_at(client.model.discussions, 50'001) == nullptr);
  CHECK_FALSE(wants_to_know(client.model.discussions, {25'010, 25'030}));
  CHECK(wants_to_know(client.model.discussions, {25'011, 25'031}));
}

TEST_CASE("scrolling through 50,000 messages keeps a bounded number of them") {
  Client client = in_thread(50'000);
  for (MessageNumber at = 50'000; at > 100; at -= 90) {
    client.tell<ThreadEvent>(MessagesShown{{at - 20, at}});
    answer_all_messages(client);
    REQUIRE(message_at(client.model.discussions, at) != nullptr);
    REQUIRE(message_at(client.model.discussions, at - 20) != nullptr);
  }
  CHECK(thread(client).messages.pages_here() <= 50);
  client.tell<ThreadEvent>(MessagesShown{{49'980, 50'000}});
  answer_all_messages(client);
  CHECK(message_at(client.model.discussions, 50'000) != nullptr);
}

TEST_CASE("while one page is on its way the newest wish is remembered") {
  Client client = in_thread(50'000);
  client.tell<ThreadEvent>(MessagesShown{{10'000, 10'020}});
  client.tell<ThreadEvent>(MessagesShown{{20'000, 20'020}});
  client.tell<ThreadEvent>(MessagesShown{{30'050, 30'060}});
  CHECK(client.wish<LoadMessages>() == nullptr);
  answer_messages(client);
  REQUIRE(client.wish<LoadMessages>() != nullptr);
  CHECK(client.wish<LoadMessages>()->from == 30'001);
}

TEST_CASE("a page that fails is asked for again by a person or with the network, not by itself") {
  Client client = in_thread(500);
  client.tell<ThreadEvent>(MessagesShown{{140, 160}});
  const Ticket ticket = thread(client).paging.pending;
  client.tell<ThreadEvent>(MessagesAnswered{{ticket, std::nullopt, offline()}});
  CHECK(thread(client).paging.failure.is_some());
  CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  client.tell<ThreadEvent>(MessagesShown{{139, 159}});
  CHECK(client.asks_nothing());
  CHECK_FALSE(wants_to_know(client.model.discussions, {139, 159}));
  SUBCASE("«Réessayer»") { client.tell<ThreadEvent>(RetryThreadPressed{}); }
  SUBCASE("the network") { client.page(ConnectionChanged{true}); }
  CHECK(client.count<LoadMessages>() == 1);
}

TEST_CASE("a page with a hole is a failure, not an endless question") {
  Client client = in_thread(500);
  client.tell<ThreadEvent>(MessagesShown{{140, 160}});
  MessagesPage page;
  page.count = 500;
  page.messages = {some_message(101), some_message(103)};
  client.tell<ThreadEvent>(MessagesAnswered{{thread(client).paging.pending, std::move(page), {}}});
  CHECK(thread(client).paging.failure.kind == Failure::Kind::kMalformed);
  CHECK(client.asks_nothing());
}

TEST_CASE("stale answers change nothing") {
  Client client = in_discussions("#/discussions/7", 250);
  const Ticket page = thread(client).page.pending, messages = thread(client).paging.pending;
  client.page(LocationChanged{"#/discussions/8"});
  client.tell<ThreadEvent>(DiscussionAnswered{{page, some_page(some_discussion(kFirst, 250)), {}}});
  CHECK_FALSE(thread(client).page.value);
  MessagesPage old;
  old.count = 250;
  old.messages = {some_message(1)};
  client.tell<ThreadEvent>(MessagesAnswered{{messages, old, {}}});
  CHECK(message_at(client.model.discussions, 1) == nullptr);
  CHECK(thread(client).messages.count() == 1);
  client.tell<ThreadEvent>(ReadMarked{{page, Nothing{}, {}}});
  client.tell<MessageEvent>(MessageChanged{{messages, Nothing{}, {}}});
  CHECK(client.asks_nothing());
}

TEST_CASE("what was heard since a page was asked for is newer than that page") {
  Client client = in_discussions("#/discussions/7", 3);
  answer_thread(client, some_page(some_discussion(kFirst, 3)));
  REQUIRE(thread(client).paging.is_pending());
  Message edited = some_message(2);
  edited.text = "Corrigé";
  MessageTold news = told(edited);
  news.discussion = some_discussion(kFirst, 3);
  hear(client, news);
  answer_messages(client);
  CHECK(message_at(client.model.discussions, 2)->text == "Corrigé");
  CHECK(message_at(client.model.discussions, 1)->text == "Message 1");
}

TEST_CASE("new messages come by themselves, are announced by name, and a gap is filled") {
  Client client = in_thread(3);
  hear(client, told(some_message(4)));
  CHECK(client.wish<Announce>()->text == "Nouveau message de Inès TEST");
  CHECK(message_at(client.model.discussions, 4)->text == "Message 4");
  CHECK_FALSE(wants_to_know(client.model.discussions, thread(client).shown));
  hear(client, told(some_message(7)));
  CHECK(thread(client).messages.count() == 7);
  CHECK(message_at(client.model.discussions, 5) == nullptr);
  CHECK(wants_to_know(client.model.discussions, {3, 7}));
  client.tell<ThreadEvent>(MessagesShown{{3, 7}});
  CHECK(client.wish<LoadMessages>()->from == 5);
  CHECK(client.wish<LoadMessages>()->limit == 2);
  // Edited and withdrawn: no news to announce.
  Message withdrawn = some_message(7);
  withdrawn.text.clear();
  withdrawn.withdrawn = true;
  hear(client, told(withdrawn));
  CHECK(client.wish<Announce>() == nullptr);
  CHECK(message_at(client.model.discussions, 7)->withdrawn);
}

TEST_CASE("messages of another discussion are announced once each, and none of a muted one") {
  Client client = in_thread(3);
  hear(client, told(some_message(2), kSecond));
  CHECK(client.wish<Announce>()->text == "Nouveau message de Inès TEST");
  hear(client, told(some_message(2), kSecond));
  CHECK(client.wish<Announce>() == nullptr);
  Message urgent = some_message(3);
  urgent.urgent = true;
  // A summary of the discussion that knows of it already comes first.
  hear(client, some_discussion(kSecond, 3, 2));
  CHECK(client.wish<Announce>() == nullptr);
  hear(client, told(urgent, kSecond));
  CHECK(client.wish<Announce>()->text == "Nouveau message urgent de Inès TEST");
  urgent.number = 4;
  MessageTold muted = told(urgent, kSecond);
  muted.discussion.muted = true;
  hear(client, muted);
  CHECK(client.wish<Announce>() == nullptr);
}

TEST_CASE("what was in sight is marked as read: forward only, one request at a time") {
  Client client = in_thread(10, 2);
  CHECK(unread_total(client.model.discussions) == 8);
  client.tell<ThreadEvent>(MessagesShown{{3, 6}});
  REQUIRE(client.count<MarkRead>() == 1);
  CHECK(client.wish<MarkRead>()->number == 6);
  CHECK(client.wish<MarkRead>()->discussion == kFirst);
  client.tell<ThreadEvent>(MessagesShown{{5, 8}});
  client.tell<ThreadEvent>(MessagesShown{{7, 10}});
  client.tell<ThreadEvent>(MessagesShown{{1, 4}});
  CHECK(client.count<MarkRead>() == 0);
  client.tell<ThreadEvent>(ReadMarked{{thread(client).reading, Nothing{}, {}}});
  REQUIRE(client.count<MarkRead>() == 1);
  CHECK(client.wish<MarkRead>()->number == 10);
  client.tell<ThreadEvent>(ReadMarked{{thread(client).reading, Nothing{}, {}}});
  CHECK(client.count<MarkRead>() == 0);
  CHECK(client.wish<AskNotices>()->count == 0);  // the application's icon follows
  CHECK(unread_total(client.model.discussions) == 0);
  CHECK(open_discussion(client.model.discussions)->read == 10);
  // A summary from before the reading does not bring the number back.
  hear(client, some_discussion(kFirst, 10, 2));
  CHECK(unread_total(client.model.discussions) == 0);
  client.tell<ThreadEvent>(MessagesShown{{7, 10}});
  CHECK(client.asks_nothing());
}

TEST_CASE("of a page that lists more than is in sight, all is asked for, and what is in sight is read") {
  Client client = in_thread(250, 100);
  client.tell<ThreadEvent>(MessagesShown{{}, {151, 249}});
  CHECK(client.count<LoadMessages>() == 1);
  answer_all_messages(client);
  CHECK(message_at(client.model.discussions, 249) != nullptr);
  CHECK(client.ever<MarkRead>() == nullptr);
  CHECK_FALSE(wants_to_know(client.model.discussions, {}, {151, 249}));
  CHECK(wants_to_know(client.model.discussions, {151, 153}, {151, 249}));
  CHECK(wants_to_know(client.model.discussions, {}, {101, 150}));
  client.tell<ThreadEvent>(MessagesShown{{101, 103}, {101, 150}});
  REQUIRE(client.wish<MarkRead>() != nullptr);
  CHECK(client.wish<MarkRead>()->number == 103);
}

TEST_CASE("a page that nobody sees marks nothing as read") {
  Client client = in_thread(10, 2);
  client.page(WentHidden{});
  client.tell<ThreadEvent>(MessagesShown{{7, 10}});
  CHECK(client.wish<MarkRead>() == nullptr);
  client.page(CameBack{});
  CHECK(client.wish<MarkRead>()->number == 10);
}

TEST_CASE("nor does a page that is covered until the session is sure") {
  Client client = in_thread(10, 2);
  client.page(WentHidden{});
  client.advance_wall(3 * 3'600'000);  // a laptop that slept
  client.page(CameBack{});
  REQUIRE(client.model.covered);
  client.tell<ThreadEvent>(MessagesShown{{7, 10}});
  CHECK(client.ever<MarkRead>() == nullptr);
  client.answer(SessionRequest::kLoad, in_spico_view());
  REQUIRE_FALSE(client.model.covered);
  CHECK(client.wish<MarkRead>()->number == 10);
}

TEST_CASE("messages that have not come yet have not been read") {
  Client client = in_thread(250, 250);
  hear(client, some_discussion(kFirst, 252, 250));
  client.tell<ThreadEvent>(MessagesShown{{248, 252}});
  CHECK(client.wish<MarkRead>() == nullptr);
  answer_all_messages(client);
  CHECK(client.wish<MarkRead>()->number == 252);  // they stand where the reader looks
}

TEST_CASE("a reading that could not be told is told with the network") {
  Client client = in_thread(10, 2);
  client.tell<ThreadEvent>(MessagesShown{{7, 10}});
  client.tell<ThreadEvent>(ReadMarked{{thread(client).reading, std::nullopt, offline()}});
  CHECK(client.wish<Announce>() == nullptr);
  CHECK(unread_total(client.model.discussions) == 8);
  client.page(ConnectionChanged{true});
  CHECK(client.wish<MarkRead>()->number == 10);
}

TEST_CASE("«Lu par»: who came later and may not see a message is not counted as a reader of it") {
  Client client = in_discussions("#/discussions/7");
  DiscussionPage page = some_page(some_discussion(kFirst, 4));
  page.members[1].read = 2;
  page.members[2].first = 3;
  page.members[2].read = 2;
  answer_thread(client, page);
  answer_all_messages(client);
  const auto by = [&](MessageNumber number) {
    return read_by(client.model.discussions, some_message(number, kMe));
  };
  CHECK(by(2).read == 1);
  CHECK(by(2).of == 1);
  CHECK(by(3).read == 0);
  CHECK(by(3).of == 2);
}

TEST_CASE("somebody joins: the members are asked for again, without the reader's own opening") {
  Client client = in_thread(3);
  Message joined = some_message(4);
  joined.kind = MessageKind::kJoined;
  joined.member = {9};
  hear(client, told(joined));
  REQUIRE(client.wish<LoadDiscussion>() != nullptr);
  CHECK(client.wish<LoadDiscussion>()->cause == Cause::kMachine);
  CHECK(client.wish<Announce>() == nullptr);
}

TEST_CASE("removed while it is open: nothing of it stays, what waited is refused, and it can come back") {
  Client client = in_thread(3);
  client.tell<OutboxEvent>(DraftTyped{"Un"});
  client.tell<OutboxEvent>(SendPressed{});
  const SendMessage sent = *client.wish<SendMessage>();
  client.tell<OutboxEvent>(MessageSent{{sent.ticket, std::nullopt, offline()}});
  hear(client, DiscussionGone{kFirst});
  CHECK(client.wish<Announce>()->text == "Cette discussion n'existe pas, ou vous n'en êtes plus membre.");
  CHECK(open_discussion(client.model.discussions) == nullptr);
  CHECK(thread(client).page.failure.code == "unknown_discussion");
  CHECK(message_at(client.model.discussions, 1) == nullptr);
  CHECK(shown_discussions(client.model.discussions).size() == 1);
  REQUIRE(outgoing_messages(client.model.discussions).size() == 1);
  CHECK(outgoing_messages(client.model.discussions)[0]->state == OutgoingState::kRefused);
  client.tell<OutboxEvent>(DraftTyped{"Deux"});
  client.tell<OutboxEvent>(SendPressed{});
  client.tell<ThreadEvent>(MessagesShown{{1, 3}});
  client.page(ConnectionChanged{true});
  CHECK(client.asks_nothing());
  // Added again.
  hear(client, some_discussion(kFirst, 5));
  CHECK(client.count<LoadDiscussion>() == 1);
  answer_thread(client, some_page(some_discussion(kFirst, 5)));
  answer_all_messages(client);
  CHECK(message_at(client.model.discussions, 5) != nullptr);
}

TEST_CASE("a discussion of others does not exist, whichever request says so") {
  Client client = in_thread(10, 2);
  client.tell<ThreadEvent>(MessagesShown{{7, 10}});
  client.tell<ThreadEvent>(
      ReadMarked{{thread(client).reading, std::nullopt, refused(404, "unknown_discussion")}});
  CHECK(open_discussion(client.model.discussions) == nullptr);
  CHECK(find_discussion(client.model.discussions, kFirst) == nullptr);
}

TEST_CASE("a link to a discussion of others says so, and is not asked for again by itself") {
  Client client = in_discussions("#/discussions/9");
  client.tell<ThreadEvent>(
      DiscussionAnswered{{thread(client).page.pending, std::nullopt, refused(404, "unknown_discussion")}});
  CHECK(client.wish<Announce>()->text == "Cette discussion n'existe pas, ou vous n'en êtes plus membre.");
  client.page(ConnectionChanged{true});
  client.tell<LiveEvent>(LiveGapFound{client.model.live.stream});
  CHECK(client.wish<LoadDiscussion>() == nullptr);
  CHECK(thread(client).page.failure.code == "unknown_discussion");
}

TEST_CASE("one's own message of the last minutes is changed or withdrawn; others are not") {
  Client client = in_thread(3);
  const Message old = some_message(1, kMe);
  Message fresh = some_message(4, kMe);
  fresh.at_ms = client.env().wall_ms - 1'000;
  hear(client, told(fresh));
  CHECK(may_change(client.model.discussions, fresh, client.env().wall_ms));
  CHECK_FALSE(may_change(client.model.discussions, fresh, fresh.at_ms + 15 * 60'000));
  CHECK_FALSE(may_change(client.model.discussions, some_message(3), kMorning));
  client.tell<MessageEvent>(EditPressed{3});
  CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  client.tell<MessageEvent>(EditPressed{4});
  CHECK(thread(client).editing.text == "Message 4");
  client.tell<MessageEvent>(EditTyped{"Mieux"});
  client.tell<MessageEvent>(EditConfirmed{});
  REQUIRE(client.wish<EditMessage>() != nullptr);
  CHECK(client.wish<EditMessage>()->message == fresh.id);
  CHECK(client.wish<EditMessage>()->text == "Mieux");
  client.tell<MessageEvent>(EditConfirmed{});
  CHECK(client.asks_nothing());
  const Ticket ticket = thread(client).changing.pending;
  SUBCASE("changed") {
    client.tell<MessageEvent>(MessageChanged{{ticket, Nothing{}, {}}});
    CHECK(message_at(client.model.discussions, 4)->text == "Mieux");
    CHECK(message_at(client.model.discussions, 4)->edited_at_ms);
    CHECK(thread(client).editing.number == 0);
    client.tell<MessageEvent>(WithdrawPressed{4});
    CHECK(client.asks_nothing());
    CHECK(thread(client).dialog.kind == MessageDialog::Kind::kWithdraw);
    client.tell<MessageEvent>(MessageDialogClosed{});
    CHECK(client.wish<MoveFocus>()->key == "message_menu");
    client.tell<MessageEvent>(WithdrawConfirmed{});
    CHECK(client.asks_nothing());
    client.tell<MessageEvent>(WithdrawPressed{4});
    client.tell<MessageEvent>(WithdrawConfirmed{});
    REQUIRE(client.wish<WithdrawMessage>() != nullptr);
    client.tell<MessageEvent>(MessageChanged{{thread(client).changing.pending, Nothing{}, {}}});
    CHECK(message_at(client.model.discussions, 4)->withdrawn);
    CHECK(message_at(client.model.discussions, 4)->text.empty());
  }
  SUBCASE("too late by the server's clock: what was typed stays") {
    client.page(ToastClosed{});
    client.tell<MessageEvent>(MessageChanged{{ticket, std::nullopt, refused(409, "too_late")}});
    CHECK(message_at(client.model.discussions, 4)->text == "Message 4");
    CHECK(thread(client).editing.text == "Mieux");
    CHECK(client.wish<Announce>()->text.find("trop tard") != std::string::npos);
    CHECK_FALSE(client.model.toast.is_shown());  // it stands under the field
  }
}

TEST_CASE("notifications are cut and come back") {
  Client client = in_thread(3);
  client.tell<ThreadEvent>(MutePressed{});
  REQUIRE(client.wish<MuteDiscussion>() != nullptr);
  CHECK(client.wish<MuteDiscussion>()->muted);
  client.tell<ThreadEvent>(MutePressed{});
  CHECK(client.asks_nothing());
  client.tell<ThreadEvent>(DiscussionMuted{{thread(client).muting.pending, Nothing{}, {}}});
  CHECK(open_discussion(client.model.discussions)->muted);
  client.tell<ThreadEvent>(MutePressed{});
  CHECK_FALSE(client.wish<MuteDiscussion>()->muted);
}

TEST_CASE("whoever leaves lands in the list, whichever news comes first") {
  Client client = in_thread(3);
  client.tell<ThreadEvent>(LeavePressed{});
  CHECK(thread(client).leave_asked);
  client.tell<ThreadEvent>(LeaveConfirmed{});
  REQUIRE(client.wish<LeaveDiscussion>() != nullptr);
  const Ticket ticket = thread(client).leaving.pending;
  SUBCASE("the event first") {
    hear(client, DiscussionGone{kFirst});
    CHECK(client.wish<Announce>() == nullptr);
  }
  SUBCASE("the answer first") {}
  client.tell<ThreadEvent>(DiscussionLeft{{ticket, Nothing{}, {}}});
  CHECK(client.wish<Announce>()->text == "Vous avez quitté la discussion.");
  CHECK(client.model.screen == Screen::kDiscussions);
  CHECK(find_discussion(client.model.discussions, kFirst) == nullptr);
  hear(client, DiscussionGone{kFirst});
  CHECK(client.wish<Announce>() == nullptr);
}

TEST_CASE("a quote brings what it answers into sight") {
  Client client = in_thread(5'000);
  const std::uint32_t before = thread(client).start_count;
  client.tell<ThreadEvent>(QuotePressed{42});
  CHECK(thread(client).start == 42);
  CHECK(thread(client).start_count == before + 1);
  CHECK(client.wish<LoadMessages>()->from == 1);
}

TEST_CASE(
    "«Aller à une date»: the first message of that day or after comes into sight, or it is said why not") {
  Client client = in_thread(250);
  client.tell<ThreadEvent>(GoToDateConfirmed{});
  CHECK(client.asks_nothing());
  client.tell<ThreadEvent>(GoToDateToggled{});
  CHECK(client.wish<MoveFocus>()->key == "date");
  for (const char* wrong : {"", "11/2026", "31/02/2026", "demain"}) {
    client.tell<ThreadEvent>(GoToDateTyped{wrong});
    client.tell<ThreadEvent>(GoToDateConfirmed{});
    CHECK(client.wish<FindFirstMessage>() == nullptr);
    CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  }
  client.tell<ThreadEvent>(GoToDateTyped{"21/11/2026"});
  client.tell<ThreadEvent>(GoToDateConfirmed{});
  REQUIRE(client.wish<FindFirstMessage>() != nullptr);
  CHECK(client.wish<FindFirstMessage>()->discussion == kFirst);
  CHECK(client.wish<FindFirstMessage>()->from_ms == 1'795'215'600'000);  // midnight in Paris
  const Ticket ticket = client.wish<FindFirstMessage>()->ticket;
  client.tell<ThreadEvent>(GoToDateConfirmed{});
  CHECK(client.asks_nothing());
  client.tell<ThreadEvent>(FirstMessageFound{{ticket, 40, {}}});
  CHECK_FALSE(thread(client).date_open);
  CHECK(thread(client).start == 40);
  CHECK(thread(client).is_aimed);
  answer_all_messages(client);
  CHECK(client.ever<MoveFocus>()->key == "aimed");

  client.tell<ThreadEvent>(GoToDateToggled{});
  CHECK(thread(client).date.empty());
  client.tell<ThreadEvent>(GoToDateTyped{"22/11/2026"});
  client.tell<ThreadEvent>(GoToDateConfirmed{});
  client.tell<ThreadEvent>(FirstMessageFound{{client.wish<FindFirstMessage>()->ticket, 0, {}}});
  CHECK(client.wish<Announce>()->text == "Aucun message ce jour-là ni après.");
  CHECK(thread(client).date_open);
  client.tell<ThreadEvent>(GoToDateConfirmed{});
  client.tell<ThreadEvent>(FirstMessageFound{{client.wish<FindFirstMessage>()->ticket, {}, offline()}});
  CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  CHECK(thread(client).date_open);
  client.tell<ThreadEvent>(GoToDateToggled{});
  CHECK(client.wish<MoveFocus>()->key == "go_to_date");
}

}  // namespace
}  // namespace spico
