// Two tabs of one browser have the same unsent message with files from the device: the files go with it, and
// a refusal of one of them holds nothing fast.
#include "tests/core/two_tabs_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

TEST_CASE("refused for its file, not for itself: the pages that have sent it are forgotten") {
  World world;
  Client first = in_new_thread(), second = in_new_thread();
  open_tab(first, world);
  const std::string name = "scanner TEST.pdf";
  world.tell(first, DraftTyped{kWords});
  world.choose(first, "1", name, some_bytes(kPiece + 5));
  world.run(first);
  world.tell(first, SendPressed{});
  const SendMessage sent = sent_now(first);
  const std::string client_id = sent.message.client_id;
  world.uploads.clear();
  fail_in(first, world, sent, refused(422, "unknown_upload"));
  REQUIRE(waiting(first).size() == 1);
  REQUIRE(waiting(first)[0].state == OutgoingState::kWaiting);
  SUBCASE("the file is refused now: taken back") {
    world.refusals[name] = "file_type";
    world.run(first);
    REQUIRE(waiting(first)[0].state == OutgoingState::kRefused);
    world.tell(first, TakeBackPressed{client_id});
    CHECK(draft(first).text == kWords);
    CHECK(waiting(first).empty());
  }
  SUBCASE("the file is here again: the device is asked before it is sent again") {
    world.run(first);
    first.advance(70'000);
    first.page(Woke{});
    CHECK(first.wish<SendMessage>() == nullptr);
    REQUIRE(first.wish<KeepRecord>() != nullptr);
    CHECK(first.wish<KeepRecord>()->act == RecordAct::kClaim);
    world.take(first);
    CHECK(sent_now(first).message.client_id == client_id);
  }
  SUBCASE("taken back in another tab meanwhile: not sent from here") {
    std::deque<MoveFile> slow = std::move(world.asked);
    world.asked.clear();
    world.refusals[name] = "file_type";
    open_tab(second, world, 100);
    world.run(second);
    REQUIRE(waiting(second).size() == 1);
    REQUIRE(waiting(second)[0].state == OutgoingState::kRefused);
    world.tell(second, TakeBackPressed{client_id});
    CHECK(draft(second).text == kWords);
    CHECK(waiting(second).empty());
    world.run(second);
    world.refusals.clear();
    world.asked = std::move(slow);
    world.run(first);
    first.advance(70'000);
    first.page(Woke{});
    world.take(first);
    CHECK(first.wish<SendMessage>() == nullptr);
    CHECK(waiting(first).empty());
    CHECK(draft(first).is_empty());
    world.run(first);
    CHECK(world.pieces.size() == 2);  // of the draft there
  }
}

TEST_CASE("what cannot be sent any more for want of its file is dropped although who has sent it is gone") {
  World world;
  Client first = in_new_thread(), second = in_new_thread();
  open_tab(first, world);
  world.tell(first, DraftTyped{kWords});
  world.choose(first, "1", "scanner TEST.pdf", some_bytes(2 * kPiece));
  world.run_until(first, FileAct::kKeep);
  world.lose(first, World::Lost::kBoth);  // a device that is full has no file
  world.run(first);
  world.tell(first, SendPressed{});
  const std::string client_id = sent_now(first).message.client_id;
  world.asked.clear();  // and that page is never heard of again
  open_tab(second, world, 100);
  REQUIRE(waiting(second).size() == 1);
  REQUIRE(waiting(second)[0].state == OutgoingState::kRefused);
  world.tell(second, TakeBackPressed{client_id});
  CHECK(says(second, "Trop tard : "));  // it may have arrived
  CHECK(waiting(second).size() == 1);
  CHECK(draft(second).is_empty());
  drop_in(second, world, client_id);
  CHECK(waiting(second).empty());
  CHECK(draft(second).is_empty());
  CHECK(world.records.empty());
}

TEST_CASE("files go with their message: taken back in one tab, they are left alone by the other one") {
  World world;
  Client first = in_new_thread(), second = in_new_thread();
  open_tab(first, world);
  const std::string bytes = some_bytes(kPiece + 5);
  world.choose(first, "1", "scanner TEST.pdf", bytes);
  world.run(first);
  world.tell(first, SendPressed{});
  const SendMessage sent = sent_now(first);
  const std::string client_id = sent.message.client_id, file_id = sent.message.files.at(0).client_id;
  fail_in(first, world, sent, refused(422, "invalid_field"));
  world.run(first);
  open_tab(second, world, 100);
  world.run(second);
  REQUIRE(waiting(second).size() == 1);
  SUBCASE("taken back: sent from there, whole") {
    world.tell(first, TakeBackPressed{client_id});
    REQUIRE(draft(first).files.size() == 1);
    tell_tab(first, second, world);
    world.run(second);
    CHECK(waiting(second).empty());
    CHECK(second.model.discussions.outbox.files.empty());
    CHECK(world.pieces.size() == 2);
    REQUIRE(world.uploads.contains(file_id));
    CHECK(world.uploads.at(file_id).bytes == bytes);
    world.tell(second, ResendPressed{});
    CHECK(second.wish<SendMessage>() == nullptr);
    world.tell(first, SendPressed{});
    CHECK(sent_now(first).message.files.at(0).client_id == file_id);
  }
  SUBCASE("taken back, and the other one has not heard of it") {
    world.tell(first, TakeBackPressed{client_id});
    world.run(first);
    world.tell(second, ResendPressed{});
    CHECK(second.wish<SendMessage>() == nullptr);
    world.run(second);
    CHECK(waiting(second).empty());
    CHECK(world.pieces.size() == 2);
    CHECK(world.uploads.contains(file_id));
  }
  SUBCASE("dropped: gone from both, and from the device") {
    drop_in(first, world, client_id);
    tell_tab(first, second, world);
    world.run(first);
    CHECK(waiting(second).empty());
    CHECK(world.pieces.empty());
    CHECK(world.records.empty());
    CHECK_FALSE(world.uploads.contains(file_id));
  }
  SUBCASE("on its way from the other one: not taken back") {
    const SendMessage again = resend_in(second, world);
    world.tell(first, TakeBackPressed{client_id});
    CHECK(says(first, "Trop tard : "));
    CHECK(draft(first).is_empty());
    arrive(second, world, again, 4);
    tell_tab(second, first, world);
    world.run(second);
    CHECK(waiting(first).empty());
    CHECK(world.records.empty());
  }
}

}  // namespace
}  // namespace spico
