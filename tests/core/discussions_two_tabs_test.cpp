// Two tabs of one browser have the same unsent message from the device: whichever way their requests and
// answers fall, it is sent once, or taken back once, and never lost.
#include "tests/core/two_tabs_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

TEST_CASE("on its way from one tab it is neither taken back nor dropped in another, which says so") {
  for (const bool is_dropped : {false, true}) {
    for (const bool by_stream : {false, true}) {
      CAPTURE(is_dropped);
      CAPTURE(by_stream);
      TwoTabs tabs;
      auto& [world, first, second, client_id] = tabs;
      const SendMessage sent = resend_in(second, world);
      CHECK(sent.message.client_id == client_id);
      if (is_dropped)
        drop_in(first, world, client_id);
      else
        world.tell(first, TakeBackPressed{client_id});
      CHECK(says(first, "Trop tard : "));
      CHECK(waiting(first).size() == 1);
      CHECK(draft(first).is_empty());
      arrive(second, world, sent, 4);
      if (by_stream)
        hear(first, told(stored(sent, 4)));
      else
        tell_tab(second, first, world);
      CHECK(waiting(first).empty());
      CHECK(draft(first).is_empty());
      CHECK(world.records.empty());
    }
  }
}

TEST_CASE("taken back in one tab, it is not sent from another that has not heard of it") {
  TwoTabs tabs;
  auto& [world, first, second, client_id] = tabs;
  world.tell(first, TakeBackPressed{client_id});
  CHECK(draft(first).text == kWords);
  CHECK(waiting(first).empty());
  CHECK(world.records.size() == 1);  // the draft
  SUBCASE("«Tout renvoyer»") {
    world.tell(second, ResendPressed{});
    CHECK(second.wish<SendMessage>() == nullptr);
  }
  SUBCASE("«Reprendre»: its words are in one draft") {
    world.tell(second, TakeBackPressed{client_id});
    CHECK(says(second, "Ce message n'est plus ici"));
  }
  SUBCASE("«Supprimer»") {
    drop_in(second, world, client_id);
    CHECK(says(second, "Ce message n'est plus ici"));
  }
  CHECK(waiting(second).empty());
  CHECK(draft(second).is_empty());
  CHECK(world.records.size() == 1);  // nothing of it was written again
  CHECK(second.model.discussions.sealing.is_open());
  world.tell(first, SendPressed{});
  CHECK(sent_now(first).message.text == kWords);
  CHECK(sent_now(first).message.client_id != client_id);
}

TEST_CASE("dropped in one tab, it is not sent from another") {
  TwoTabs tabs;
  auto& [world, first, second, client_id] = tabs;
  drop_in(first, world, client_id);
  CHECK(waiting(first).empty());
  CHECK(world.records.empty());
  SUBCASE("which has heard of it") { tell_tab(first, second, world); }
  SUBCASE("which has not") { world.tell(second, ResendPressed{}); }
  CHECK(second.wish<SendMessage>() == nullptr);
  CHECK(waiting(second).empty());
  CHECK(draft(second).is_empty());
  CHECK(world.records.empty());
}

TEST_CASE("both tabs send it: under one name, and a refusal of one does not speak for what went after it") {
  TwoTabs tabs;
  auto& [world, first, second, client_id] = tabs;
  const SendMessage one = resend_in(first, world), other = resend_in(second, world);
  CHECK(one.message.client_id == other.message.client_id);
  fail_in(first, world, one, refused(422, "invalid_field"));
  world.tell(first, TakeBackPressed{client_id});
  CHECK(says(first, "Trop tard : "));
  CHECK(draft(first).is_empty());
  SUBCASE("the other one is taken: it is there once") {
    arrive(second, world, other, 4);
    tell_tab(second, first, world);
    CHECK(waiting(first).empty());
    CHECK(draft(first).is_empty());
  }
  SUBCASE("the other one is refused too: now it can be taken back") {
    fail_in(second, world, other, refused(422, "invalid_field"));
    world.tell(first, TakeBackPressed{client_id});
    CHECK(draft(first).text == kWords);
    tell_tab(first, second, world);
    CHECK(waiting(second).empty());
  }
}

TEST_CASE(
    "what waits its turn in one tab and was tried in another is not taken back, although its answer was "
    "lost") {
  World world;
  Client first = in_new_thread(), second = in_new_thread();
  open_tab(first, world);
  fail_in(first, world, write_in(first, world, "Un TEST"), offline());
  first.advance(1);
  world.tell(first, DraftTyped{"Deux TEST"});
  world.tell(first, SendPressed{});
  CHECK(first.wish<SendMessage>() == nullptr);
  const std::string client_id = waiting(first)[1].client_id;
  REQUIRE(may_take_back(first.model.discussions, waiting(first)[1]));
  open_tab(second, world, 100);
  const SendMessage one = sent_now(second);
  CHECK(one.message.text == "Un TEST");
  SUBCASE("not tried yet: taken back, and not sent by the other tab") {
    world.tell(first, TakeBackPressed{client_id});
    CHECK(draft(first).text == "Deux TEST");
    arrive(second, world, one, 4);
    CHECK(second.count<SendMessage>() == 0);
    CHECK(waiting(second).empty());
  }
  SUBCASE("tried: sent again under its name") {
    arrive(second, world, one, 4);
    const SendMessage two = sent_now(second);
    CHECK(two.message.client_id == client_id);
    fail_in(second, world, two, {Failure::Kind::kTimeout, 0, 0, {}});
    world.tell(first, TakeBackPressed{client_id});
    CHECK(says(first, "Trop tard : "));
    CHECK(draft(first).is_empty());
    CHECK_FALSE(may_take_back(first.model.discussions, waiting(first)[1]));
    hear(first, told(stored(one, 4)));
    world.take(first);
    CHECK(sent_now(first).message.client_id == client_id);
  }
}

TEST_CASE("the tab that was sending is gone: another goes on, and what is refused then can be taken back") {
  TwoTabs tabs;
  auto& [world, first, second, client_id] = tabs;
  (void)resend_in(second, world);  // and it is never heard of again
  world.tell(first, TakeBackPressed{client_id});
  CHECK(says(first, "Trop tard : "));
  const SendMessage again = resend_in(first, world);
  CHECK(again.message.client_id == client_id);
  SUBCASE("it had arrived: its answer comes") {
    arrive(first, world, again, 4);
    CHECK(waiting(first).empty());
    CHECK(world.records.empty());
  }
  SUBCASE("it had not") {
    fail_in(first, world, again, refused(422, "invalid_field"));
    world.tell(first, TakeBackPressed{client_id});
    CHECK(draft(first).text == kWords);
    CHECK(waiting(first).empty());
  }
}

TEST_CASE("nothing is sent while the device is asked, and a page that ends then has the words in its draft") {
  TwoTabs tabs;
  auto& [world, first, second, client_id] = tabs;
  first.tell<OutboxEvent>(TakeBackPressed{client_id});
  REQUIRE(first.wish<KeepRecord>() != nullptr);
  const KeepRecord wish = *first.wish<KeepRecord>();
  CHECK(wish.act == RecordAct::kTake);
  SUBCASE("it answers: taken back, whatever was pressed meanwhile") {
    first.tell<OutboxEvent>(TakeBackPressed{client_id});
    CHECK(first.wish<KeepRecord>() == nullptr);
    first.tell<OutboxEvent>(ResendPressed{});
    CHECK(first.wish<SendMessage>() == nullptr);
    first.tell<OutboxEvent>(DraftTyped{"suite TEST"});
    DeviceStore::answer(first, wish, world.change(first, wish));
    CHECK(draft(first).text == std::string(kWords) + "\nsuite TEST");
    CHECK(waiting(first).empty());
  }
  SUBCASE("it does not: the message stays, and that is said") {
    DeviceStore::answer(first, wish, offline());
    CHECK(says(first, "Cet appareil"));
    CHECK(waiting(first).size() == 1);
    CHECK(draft(first).is_empty());
    world.tell(first, TakeBackPressed{client_id});
    CHECK(draft(first).text == kWords);
  }
  SUBCASE("it does not in time, but has taken it: its words are not lost") {
    CHECK_FALSE(world.change(first, wish).is_some());
    DeviceStore::answer(first, wish, {Failure::Kind::kTimeout, 0, 0, {}});
    CHECK(says(first, "Cet appareil"));
    REQUIRE(waiting(first).size() == 1);
    world.tell(first, TakeBackPressed{client_id});
    CHECK(draft(first).text == kWords);
    CHECK(waiting(first).empty());
    CHECK(world.records.size() == 1);  // the draft
  }
  SUBCASE("the page ends before it hears of it") {
    CHECK_FALSE(world.change(first, wish).is_some());
    Client next = in_new_thread();
    open_tab(next, world, 200);
    CHECK(draft(next).text == kWords);
    CHECK(waiting(next).empty());
  }
}

TEST_CASE("what is typed while the device is asked does not take the place of what it writes meanwhile") {
  for (const std::string before : {"", "avant TEST"}) {
    for (const std::string after : {"", "suite TEST"}) {
      CAPTURE(before);
      CAPTURE(after);
      TwoTabs tabs;
      auto& [world, first, second, client_id] = tabs;
      world.tell(first, DraftTyped{before});
      first.tell<OutboxEvent>(TakeBackPressed{client_id});
      REQUIRE(first.wish<KeepRecord>() != nullptr);
      const KeepRecord wish = *first.wish<KeepRecord>();
      REQUIRE(wish.act == RecordAct::kTake);
      REQUIRE_FALSE(world.change(first, wish).is_some());
      world.tell(first, DraftTyped{after});
      Client next = in_new_thread(), last = in_new_thread();
      open_tab(next, world, 200);
      CHECK(draft(next).text == (before.empty() ? kWords : kWords + ("\n" + before)));
      DeviceStore::answer(first, wish);
      world.take(first);
      open_tab(last, world, 300);
      CHECK(draft(last).text == (after.empty() ? kWords : kWords + ("\n" + after)));
    }
  }
}

TEST_CASE("told as sent while it is being taken back: its words do not come back with the next page") {
  for (const std::string typed : {"", "suite TEST"}) {
    CAPTURE(typed);
    TwoTabs tabs;
    auto& [world, first, second, client_id] = tabs;
    first.tell<OutboxEvent>(TakeBackPressed{client_id});
    REQUIRE(first.wish<KeepRecord>() != nullptr);
    const KeepRecord wish = *first.wish<KeepRecord>();
    REQUIRE(wish.act == RecordAct::kTake);
    REQUIRE_FALSE(world.change(first, wish).is_some());
    world.tell(first, DraftTyped{typed});
    Message sent = some_message(4, kMe);
    sent.text = kWords;
    sent.client_id = client_id;
    hear(first, told(sent));
    world.take(first);
    REQUIRE(waiting(first).empty());
    DeviceStore::answer(first, wish);
    world.take(first);
    CHECK(draft(first).text == typed);
    Client next = in_new_thread();
    open_tab(next, world, 200);
    CHECK(draft(next).text == typed);
    CHECK(waiting(next).empty());
    CHECK(world.records.size() == (typed.empty() ? 0 : 1));
  }
}

TEST_CASE("a device that has failed for good does not hold a refused message fast") {
  TwoTabs tabs;
  auto& [world, first, second, client_id] = tabs;
  first.tell<OutboxEvent>(RecordKept{{Ticket::kNone, std::nullopt, offline()}});
  bool is_dropped = false;
  SUBCASE("«Reprendre»") { first.tell<OutboxEvent>(TakeBackPressed{client_id}); }
  SUBCASE("«Supprimer»") {
    is_dropped = true;
    first.tell<OutboxEvent>(DropPressed{client_id});
    first.tell<OutboxEvent>(DropConfirmed{});
  }
  REQUIRE(first.wish<KeepRecord>() != nullptr);
  const KeepRecord wish = *first.wish<KeepRecord>();
  REQUIRE(wish.act == RecordAct::kTake);
  DeviceStore::answer(first, wish, offline());
  CHECK(waiting(first).empty());
  CHECK(draft(first).text == (is_dropped ? "" : kWords));
}

TEST_CASE("a draft that is sent or emptied in one tab does not take another tab's from the device") {
  World world;
  Client first = in_new_thread(), second = in_new_thread(), next = in_new_thread();
  open_tab(first, world);
  open_tab(second, world, 100);
  world.tell(first, DraftTyped{"un TEST"});
  world.tell(second, DraftTyped{"deux TEST"});
  REQUIRE(world.records.size() == 1);
  SUBCASE("emptied") { world.tell(first, DraftTyped{""}); }
  SUBCASE("sent") { world.tell(first, SendPressed{}); }
  tell_tab(first, second, world);
  open_tab(next, world, 200);
  CHECK(draft(next).text == "deux TEST");
}

TEST_CASE("a device that does not answer holds no message up") {
  TwoTabs tabs;
  auto& [world, first, second, client_id] = tabs;
  second.tell<OutboxEvent>(ResendPressed{});
  CHECK(second.wish<SendMessage>() == nullptr);
  const Ticket asked = second.model.discussions.outbox.attempt(client_id).ticket;
  REQUIRE(asked != Ticket::kNone);
  second.tell<OutboxEvent>(RecordClaimed{{asked, std::nullopt, {Failure::Kind::kTimeout, 0, 0, {}}}});
  CHECK(sent_now(second).message.client_id == client_id);
}

}  // namespace
}  // namespace spico
