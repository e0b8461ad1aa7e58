// What is sent: in order, exactly once on the screen whichever way the news comes, never lost without a word
// (product.md §7).
#include "core/discussions/outbox_update.hpp"
#include "tests/core/discussions_support.hpp"

namespace spico {
namespace {

using namespace spico::test;
using Texts = std::vector<std::string>;

const OutgoingMessage& outgoing(const Client& client, std::size_t position) {
  const auto& messages = client.model.discussions.outbox.unsent.messages;
  REQUIRE(position < messages.size());
  return messages[position];
}

void answer(Client& client, const SendMessage& sent, MessageNumber number) {
  client.tell<OutboxEvent>(MessageSent{{sent.ticket, stored(sent, number), {}}});
}

void fail(Client& client, const SendMessage& sent, Failure failure) {
  client.tell<OutboxEvent>(MessageSent{{sent.ticket, std::nullopt, std::move(failure)}});
}

TEST_CASE("a message is sent under a name of its own, and the composer is empty again") {
  Client client = in_thread();
  type_and_send(client, "  Bonjour à tous \n");
  const SendMessage sent = sent_now(client);
  CHECK(sent.message.text == "Bonjour à tous");
  CHECK(sent.message.discussion == kFirst);
  CHECK(is_client_id(sent.message.client_id));
  CHECK(sent.cause == Cause::kPerson);
  CHECK(open_draft(client.model.discussions).text.empty());
  CHECK(outgoing(client, 0).state == OutgoingState::kSending);
  CHECK(is_waiting_for_answers(client.model));
  CHECK(texts_on_screen(client) == Texts{"Message 1", "Message 2", "Message 3", "Bonjour à tous"});
  type_and_send(client, "Encore");
  CHECK(client.wish<SendMessage>() == nullptr);  // one at a time
  CHECK(outgoing(client, 1).client_id != outgoing(client, 0).client_id);
  answer(client, sent, 4);
  CHECK(client.wish<Announce>()->text == "Message envoyé");
  CHECK(sent_now(client).message.text == "Encore");
  answer(client, sent_now(client), 5);
  CHECK(texts_on_screen(client) == Texts{"Message 1", "Message 2", "Message 3", "Bonjour à tous", "Encore"});
  CHECK_FALSE(has_unsent(client.model.discussions));
  const Discussion* const summary = find_discussion(client.model.discussions, kFirst);
  REQUIRE(summary != nullptr);
  CHECK(summary->count == 5);
  CHECK(summary->unread == 0);
  CHECK(summary->last.text == "Encore");
}

TEST_CASE("nothing, or too much, is not sent") {
  Client client = in_thread();
  type_and_send(client, " \n ");
  CHECK(client.asks_nothing());
  CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  CHECK(client.model.discussions.outbox.unsent.messages.empty());
  std::string longest;
  for (int i = 0; i < 10'000; ++i) longest += "é";
  type_and_send(client, longest + "é");
  CHECK(client.asks_nothing());
  CHECK(open_draft(client.model.discussions).text == longest + "é");
  std::string report;
  for (int i = 0; i < 10; ++i) report += longest;
  type_and_send(client, report);
  CHECK(client.asks_nothing());
  CHECK(open_draft(client.model.discussions).text == report);
  type_and_send(client, longest);
  CHECK(client.count<SendMessage>() == 1);
}

TEST_CASE("exactly once: the answer first, then the event") {
  Client client = in_thread();
  type_and_send(client, "Bonjour");
  const SendMessage sent = sent_now(client);
  answer(client, sent, 4);
  hear(client, told(stored(sent, 4)));
  CHECK(texts_on_screen(client) == Texts{"Message 1", "Message 2", "Message 3", "Bonjour"});
}

TEST_CASE("exactly once: the event first, then the answer; the next one goes at once") {
  Client client = in_thread();
  type_and_send(client, "Bonjour");
  const SendMessage sent = sent_now(client);
  type_and_send(client, "Encore");
  hear(client, told(stored(sent, 4)));
  CHECK(texts_on_screen(client) == Texts{"Message 1", "Message 2", "Message 3", "Bonjour", "Encore"});
  CHECK(client.wish<Announce>()->text == "Message envoyé");
  CHECK(sent_now(client).message.text == "Encore");
  answer(client, sent, 4);
  CHECK(client.asks_nothing());
  CHECK(texts_on_screen(client) == Texts{"Message 1", "Message 2", "Message 3", "Bonjour", "Encore"});
}

TEST_CASE("exactly once: the answer is lost, then the event comes, and nothing is tried again") {
  Client client = in_thread();
  type_and_send(client, "Bonjour");
  const SendMessage sent = sent_now(client);
  fail(client, sent, {Failure::Kind::kCut, 0, 0, {}});
  CHECK(outgoing(client, 0).state == OutgoingState::kWaiting);
  hear(client, told(stored(sent, 4)));
  CHECK(texts_on_screen(client) == Texts{"Message 1", "Message 2", "Message 3", "Bonjour"});
  client.advance(120'000);
  client.page(Woke{});
  CHECK(client.wish<SendMessage>() == nullptr);
}

TEST_CASE("exactly once: the answer is lost, and a page brings the message") {
  Client client = in_thread(250);
  type_and_send(client, "Bonjour");
  const SendMessage sent = sent_now(client);
  fail(client, sent, {Failure::Kind::kTimeout, 0, 0, {}});
  Discussion grown = some_discussion(kFirst, 251);
  hear(client, grown);
  client.tell<ThreadEvent>(MessagesShown{{240, 251}});
  REQUIRE(client.wish<LoadMessages>() != nullptr);
  MessagesPage page;
  page.count = 251;
  for (MessageNumber number = client.wish<LoadMessages>()->from; number < 251; ++number)
    page.messages.push_back(some_message(number));
  page.messages.push_back(stored(sent, 251));
  client.tell<ThreadEvent>(
      MessagesAnswered{{client.model.discussions.thread.paging.pending, std::move(page), {}}});
  CHECK(client.model.discussions.outbox.unsent.messages.empty());
  CHECK(message_at(client.model.discussions, 251)->text == "Bonjour");
}

TEST_CASE("an edited message that was heard of is not undone by the late answer to the sending") {
  Client client = in_thread();
  type_and_send(client, "Bonjour");
  const SendMessage sent = sent_now(client);
  fail(client, sent, offline());
  client.page(ConnectionChanged{true});
  const SendMessage again = sent_now(client);
  CHECK(again.message.client_id == sent.message.client_id);
  CHECK(again.cause == Cause::kMachine);
  Message edited = stored(sent, 4);
  edited.text = "Bonsoir";
  edited.edited_at_ms = kMorning;
  hear(client, told(edited));
  answer(client, again, 4);
  CHECK(texts_on_screen(client) == Texts{"Message 1", "Message 2", "Message 3", "Bonsoir"});
}

TEST_CASE("without a network it waits, is tried with doubling delays, and keeps the order") {
  Client client = in_thread();
  type_and_send(client, "Un");
  fail(client, sent_now(client), offline());
  CHECK(client.wish<Announce>()->text == "Message en attente d'envoi");
  CHECK(outgoing(client, 0).state == OutgoingState::kWaiting);
  type_and_send(client, "Deux");
  CHECK(client.wish<SendMessage>() == nullptr);  // «Un» comes first
  CHECK_FALSE(is_waiting_for_answers(client.model));
  for (std::int64_t longest = 1000; longest < 200'000; longest *= 2) {
    const std::int64_t now = client.env().monotonic_ms;
    const std::int64_t delay = next_send_ms(client.model, client.env()).value_or(now) - now;
    CAPTURE(longest);
    CHECK(delay > std::min<std::int64_t>(longest, 60'000) / 2 - 1);
    CHECK(delay <= std::min<std::int64_t>(longest, 60'000));
    CHECK(next_deadline_ms(client.model, client.env()) <= delay);
    client.advance(delay - 1);
    client.page(Woke{});
    CHECK(client.wish<SendMessage>() == nullptr);
    client.advance(1);
    client.page(Woke{});
    const SendMessage sent = sent_now(client);
    CHECK(sent.message.text == "Un");
    fail(client, sent, {Failure::Kind::kServer, 503, 0, {}});
    CHECK(client.wish<Announce>() == nullptr);  // said once
  }
}

TEST_CASE("the network's return sends at once, in order, each once") {
  Client client = in_thread();
  type_and_send(client, "Un");
  fail(client, sent_now(client), offline());
  type_and_send(client, "Deux");
  client.page(ConnectionChanged{false});
  CHECK(client.wish<SendMessage>() == nullptr);
  client.page(ConnectionChanged{true});
  const SendMessage first = sent_now(client);
  CHECK(first.message.text == "Un");
  client.page(ConnectionChanged{true});
  CHECK(client.wish<SendMessage>() == nullptr);  // on its way
  answer(client, first, 4);
  answer(client, sent_now(client), 5);
  CHECK(texts_on_screen(client) == Texts{"Message 1", "Message 2", "Message 3", "Un", "Deux"});
}

TEST_CASE("a stream that is heard again sends at once, after what it tells itself") {
  Client client = in_thread();
  const Ticket old_stream = client.model.live.stream;
  client.tell<LiveEvent>(LiveHeard{old_stream, 1, {}});
  type_and_send(client, "Un");
  const SendMessage first = sent_now(client);
  fail(client, first, offline());
  client.tell<LiveEvent>(LiveEnded{{old_stream, std::nullopt, offline()}});
  client.advance(2'000);
  client.model.discussions.outbox.attempts[0].retry_at_ms = client.env().monotonic_ms + 60'000;
  client.page(Woke{});
  REQUIRE(client.wish<OpenLive>() != nullptr);
  CHECK(client.wish<SendMessage>() == nullptr);
  SUBCASE("not stored: sent again") {
    client.tell<LiveEvent>(LiveHeard{client.model.live.stream, 1, {}});
    CHECK(sent_now(client).message.client_id == first.message.client_id);
  }
  SUBCASE("stored: told with the first line") {
    client.tell<LiveEvent>(LiveHeard{client.model.live.stream, 2, {}, {told(stored(first, 4))}});
    CHECK(client.wish<SendMessage>() == nullptr);
    CHECK(texts_on_screen(client) == Texts{"Message 1", "Message 2", "Message 3", "Un"});
  }
}

TEST_CASE("who is told to wait waits as long, even when the network comes and goes") {
  Client client = in_thread();
  type_and_send(client, "Un");
  fail(client, sent_now(client), {Failure::Kind::kRefused, 429, 30, "busy"});
  CHECK(outgoing(client, 0).state == OutgoingState::kWaiting);
  client.page(ConnectionChanged{true});
  CHECK(client.wish<SendMessage>() == nullptr);
  client.advance(29'999);
  client.page(Woke{});
  CHECK(client.wish<SendMessage>() == nullptr);
  client.advance(1);
  client.page(Woke{});
  CHECK(client.count<SendMessage>() == 1);
}

TEST_CASE("each discussion has a queue of its own") {
  Client client = in_thread();
  type_and_send(client, "Ici");
  const SendMessage here = sent_now(client);
  client.page(LocationChanged{"#/discussions/8"});
  answer_thread(client, some_page(some_discussion(kSecond, 1)));
  answer_all_messages(client);
  type_and_send(client, "Là");
  const SendMessage there = sent_now(client);
  CHECK(there.message.discussion == kSecond);
  fail(client, here, offline());
  answer(client, there, 2);
  CHECK(texts_on_screen(client) == Texts{"Message 1", "Là"});
  CHECK(client.wish<SendMessage>() == nullptr);
  client.page(ConnectionChanged{true});
  answer(client, sent_now(client), 4);
  CHECK(client.wish<Announce>() == nullptr);  // another discussion is read now
  CHECK(find_discussion(client.model.discussions, kFirst)->count == 4);
  CHECK_FALSE(has_unsent(client.model.discussions));
}

TEST_CASE("a refused message says why, holds nobody up, and can be taken back or dropped") {
  Client client = in_thread();
  type_and_send(client, "Un");
  const SendMessage first = sent_now(client);
  type_and_send(client, "Deux");
  fail(client, first, refused(409, "too_many_members"));
  CHECK(outgoing(client, 0).state == OutgoingState::kRefused);
  CHECK(outgoing(client, 0).reason.code == "too_many_members");
  const SendMessage second = sent_now(client);
  CHECK(second.message.text == "Deux");
  CHECK(client.ever<Announce>()->text == "Message refusé. Une discussion réunit 500 membres au plus.");
  SUBCASE("taken back: the draft that has begun stays") {
    client.tell<OutboxEvent>(DraftTyped{"Trois"});
    client.tell<OutboxEvent>(TakeBackPressed{first.message.client_id});
    CHECK(open_draft(client.model.discussions).text == "Un\nTrois");
    CHECK(client.model.discussions.outbox.unsent.messages.size() == 1);
    client.tell<OutboxEvent>(TakeBackPressed{second.message.client_id});  // on its way
    CHECK(client.model.discussions.outbox.unsent.messages.size() == 1);
  }
  SUBCASE("dropped") {
    client.tell<OutboxEvent>(DropPressed{first.message.client_id});
    CHECK(client.model.discussions.outbox.unsent.messages.size() == 2);  // it is asked first
    client.tell<OutboxEvent>(DropConfirmed{});
    client.tell<OutboxEvent>(DropPressed{second.message.client_id});  // on its way
    client.tell<OutboxEvent>(DropConfirmed{});
    REQUIRE(client.model.discussions.outbox.unsent.messages.size() == 1);
    CHECK(outgoing(client, 0).text == "Deux");
  }
  SUBCASE("«Tout renvoyer»") {
    answer(client, second, 4);
    client.tell<OutboxEvent>(ResendPressed{});
    CHECK(sent_now(client).message.client_id == first.message.client_id);
  }
  SUBCASE("it had arrived after all") {
    hear(client, told(stored(first, 4)));
    answer(client, second, 5);
    CHECK(texts_on_screen(client) == Texts{"Message 1", "Message 2", "Message 3", "Un", "Deux"});
  }
}

TEST_CASE("what was tried and may have arrived is not taken back") {
  Client client = in_thread();
  type_and_send(client, "Un");
  fail(client, sent_now(client), {Failure::Kind::kTimeout, 0, 0, {}});
  type_and_send(client, "Deux");
  CHECK_FALSE(may_take_back(client.model.discussions, outgoing(client, 0)));
  CHECK(may_take_back(client.model.discussions, outgoing(client, 1)));
  client.tell<OutboxEvent>(TakeBackPressed{outgoing(client, 0).client_id});
  CHECK(client.model.discussions.outbox.unsent.messages.size() == 2);
  client.tell<OutboxEvent>(TakeBackPressed{outgoing(client, 1).client_id});
  CHECK(open_draft(client.model.discussions).text == "Deux");
}

TEST_CASE("a session that is over says nothing about the message") {
  Client client = in_thread();
  type_and_send(client, "Un");
  fail(client, sent_now(client), refused(403, "cgu_spico_required"));
  CHECK(outgoing(client, 0).state == OutgoingState::kWaiting);
  CHECK(client.wish<LoadSession>() != nullptr);
  CHECK(client.wish<SendMessage>() == nullptr);
  client.answer(SessionRequest::kLoad, in_spico_view());
  client.advance(2'000);
  client.page(Woke{});
  CHECK(client.count<SendMessage>() == 1);
}

TEST_CASE("an answer to another page's ticket changes nothing") {
  Client client = in_thread();
  type_and_send(client, "Un");
  SendMessage other = sent_now(client);
  other.ticket = static_cast<Ticket>(999);
  answer(client, other, 4);
  CHECK(outgoing(client, 0).state == OutgoingState::kSending);
  other.ticket = Ticket::kNone;
  fail(client, other, offline());
  CHECK(outgoing(client, 0).state == OutgoingState::kSending);
}

TEST_CASE("a reply, an urgent message and mentions go with the text; a name that was deleted is not called") {
  Client client = in_thread();
  client.tell<OutboxEvent>(ReplyPressed{2});
  client.tell<OutboxEvent>(UrgentToggled{});
  client.tell<OutboxEvent>(DraftTyped{"Voir avec @in"});
  const auto candidates = mention_candidates(client.model.discussions);
  REQUIRE(candidates.size() == 1);
  CHECK(candidates[0]->id == kInes);
  client.tell<OutboxEvent>(MentionChosen{kInes});
  CHECK(open_draft(client.model.discussions).text == "Voir avec @Inès TEST ");
  CHECK(mention_candidates(client.model.discussions).empty());
  client.tell<OutboxEvent>(DraftTyped{"Voir avec @Inès TEST et @"});
  CHECK(mention_candidates(client.model.discussions).size() == 2);
  client.tell<OutboxEvent>(MentionChosen{kPaul});
  client.tell<OutboxEvent>(DraftTyped{"Voir avec @Inès TEST et Paul"});
  client.tell<OutboxEvent>(SendPressed{});
  const OutgoingMessage& sent = sent_now(client).message;
  CHECK(sent.urgent);
  REQUIRE(sent.reply_to);
  CHECK(sent.reply_to->number == 2);
  CHECK(sent.mentions == std::vector<ProfessionalId>{kInes});
  CHECK(open_draft(client.model.discussions).is_empty());
}

TEST_CASE("a name is completed where the caret is; what stands around it stays") {
  Client client = in_thread();
  const auto offered = [&](std::string text, std::size_t caret) {
    client.tell<OutboxEvent>(DraftTyped{std::move(text), caret});
    std::vector<ProfessionalId> ids;
    for (const Member* const member : mention_candidates(client.model.discussions)) ids.push_back(member->id);
    return ids;
  };
  using Ids = std::vector<ProfessionalId>;
  const auto chosen = [&](ProfessionalId member) {
    client.tell<OutboxEvent>(MentionChosen{member});
    std::string text = open_draft(client.model.discussions).text;
    return text.insert(client.model.discussions.thread.caret, "|");
  };
  CHECK(offered("@in", 3) == Ids{kInes});
  CHECK(offered("@in passe demain", 3) == Ids{kInes});
  CHECK(chosen(kInes) == "@Inès TEST |passe demain");
  CHECK(offered("Voir @pa, puis @in", 8) == Ids{kPaul});
  CHECK(offered("Voir @pa, puis @in", 18) == Ids{kInes});
  CHECK(offered("Voir @pa, puis @in", 4).empty());
  CHECK(offered("Voir @pa, puis @in", 8) == Ids{kPaul});
  CHECK(chosen(kPaul) == "Voir @Paul ESSAI|, puis @in");
  // In the middle of a word: its rest goes too if it is of the name, and stays if it is not.
  CHECK(offered("@paul demain", 3) == Ids{kPaul});
  CHECK(chosen(kPaul) == "@Paul ESSAI |demain");
  CHECK(offered("@pademain", 3) == Ids{kPaul});
  CHECK(chosen(kPaul) == "@Paul ESSAI |demain");
  // A whole name needs no choosing, wherever in it the caret is.
  CHECK(offered("@Paul ESSAI demain", 3).empty());
  CHECK(offered("@in\nsuite", 3) == Ids{kInes});
  CHECK(chosen(kInes) == "@Inès TEST |\nsuite");
  // Whom nothing that is typed means stands at the caret, and nothing is lost.
  CHECK(offered("Merci @in demain", 5).empty());
  CHECK(chosen(kPaul) == "Merci @Paul ESSAI |@in demain");
  // A place that the text no longer has is its end.
  CHECK(offered("@in", 99) == Ids{kInes});
}

TEST_CASE("the caret alone changes no draft, and what is said of it stays") {
  Client client = in_thread();
  client.tell<OutboxEvent>(SendPressed{});
  REQUIRE(client.model.discussions.thread.write_problem);
  client.tell<OutboxEvent>(DraftTyped{"", 0});
  CHECK(client.model.discussions.thread.write_problem);
  CHECK(client.model.discussions.outbox.unsent.drafts.empty());
  client.tell<OutboxEvent>(DraftTyped{"a @", 1});
  CHECK_FALSE(client.model.discussions.thread.write_problem);
  type_and_send(client, "Un @in");
  client.tell<OutboxEvent>(DraftTyped{"Deux @in"});
  CHECK(mention_candidates(client.model.discussions).size() == 1);
}

TEST_CASE("an address is no mention") {
  Client client = in_thread();
  client.tell<OutboxEvent>(DraftTyped{"camille@in"});
  CHECK(mention_candidates(client.model.discussions).empty());
  client.tell<OutboxEvent>(DraftTyped{"@in\nsuite"});
  CHECK(mention_candidates(client.model.discussions).empty());
  client.tell<OutboxEvent>(DraftTyped{"@ess"});
  REQUIRE(mention_candidates(client.model.discussions).size() == 1);  // any word of the name
  CHECK(mention_candidates(client.model.discussions)[0]->id == kPaul);
}

// Whom «Envoyer» calls, by this text.
std::vector<ProfessionalId> called_by(Client& client, const char* text) {
  return mentioned_in(client.model.discussions, text, open_draft(client.model.discussions).mentions);
}

TEST_CASE("a mention that is typed in full calls, in any case, with or without its accents") {
  Client client = in_thread();
  const std::vector<ProfessionalId> ines{kInes}, nobody, both{kInes, kPaul};
  for (const char* text : {"@Inès TEST", "Vu avec @ines test.", "(@INES TEST)", "Voir :\n@Inès TEST, merci"})
    CHECK(called_by(client, text) == ines);
  CHECK(called_by(client, "@Inès TEST et @Paul ESSAI, puis @Inès TEST") == both);
  for (const char* text :
       {"Inès TEST", "@Inès", "a@Inès TEST", "@ Inès TEST", "@Inès TESTER", "@Inès\nTEST", "@Camille TEST"})
    CHECK(called_by(client, text) == nobody);
  type_and_send(client, "Merci @inès TEST");
  CHECK(sent_now(client).message.mentions == ines);
}

TEST_CASE("of names that begin alike the longest one is called, and both are offered") {
  Client client = in_discussions("#/discussions/7");
  DiscussionPage page = some_page(some_discussion(kFirst, 3));
  page.members.push_back(some_member({4}, "Jean TEST"));
  page.members.push_back(some_member({5}, "Jean TESTARD"));
  page.members.push_back(some_member({6}, "Jean TEST"));
  page.members.push_back(some_member({9}, "Jean TESTARD DUVAL"));
  page.members.back().left_at_ms = kMorning;
  answer_thread(client, page);
  using Ids = std::vector<ProfessionalId>;
  CHECK(called_by(client, "@Jean TESTARD DUVAL") == Ids{{5}});
  CHECK(called_by(client, "@Jean TEST") == Ids{{4}, {6}});
  client.tell<OutboxEvent>(DraftTyped{"@Jean TEST"});
  const auto offered = mention_candidates(client.model.discussions);
  REQUIRE(offered.size() == 1);
  CHECK(offered[0]->id == ProfessionalId{5});
  // Of two people of one name, the one who was chosen.
  client.tell<OutboxEvent>(MentionChosen{{6}});
  CHECK(called_by(client, "@Jean TEST") == Ids{{6}});
  CHECK(called_by(client, "@Jean TESTARD") == Ids{{5}});
}

TEST_CASE("each discussion keeps its draft while others are read") {
  Client client = in_thread();
  client.tell<OutboxEvent>(DraftTyped{"À finir"});
  client.page(LocationChanged{"#/discussions/8"});
  answer_thread(client, some_page(some_discussion(kSecond, 1)));
  CHECK(open_draft(client.model.discussions).text.empty());
  client.page(LocationChanged{"#/patients"});
  client.page(LocationChanged{"#/discussions/7"});
  CHECK(open_draft(client.model.discussions).text == "À finir");
  CHECK(has_unsent(client.model.discussions));
  client.tell<OutboxEvent>(DraftTyped{""});
  CHECK_FALSE(has_unsent(client.model.discussions));
}

TEST_CASE("leaving SPICO leaves nothing of the discussions in the page") {
  Client client = in_thread();
  client.tell<OutboxEvent>(DraftTyped{"À finir"});
  client.session(LeaveSpicoPressed{});
  client.answer(SessionRequest::kLeaveSpico, strong_view());
  CHECK_FALSE(client.model.discussions.list.value);
  CHECK_FALSE(has_unsent(client.model.discussions));
  CHECK(client.model.discussions.thread.id.is_none());
}

}  // namespace
}  // namespace spico
