// What the device keeps of files: a reload loses nothing, nobody else can read it, nothing of it is sent that
// was changed.
#include "core/discussions/unsent_record.hpp"
#include "tests/core/files_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

TEST_CASE("sealed onto the device first, then sent from there; a reload in the middle goes on") {
  World world;
  const std::string bytes = "SENTINELLE TEST " + some_bytes(2 * kPiece + 5);
  std::string client_id;
  {
    Client before = in_new_thread();
    open_device(before, world);
    world.choose(before, "1", "scanner TEST.pdf", bytes);
    CHECK(has_unsent(before.model.discussions));  // leaving now would lose it
    world.run_until(before, FileAct::kBegin);
    CHECK(draft(before).files[0].kept);
    CHECK_FALSE(has_unsent(before.model.discussions));
    CHECK(world.pieces.size() == 3);
    for (const auto& [name, piece] : world.pieces) {
      CHECK(piece.find("SENTINELLE") == std::string::npos);
      CHECK(name.find("scanner") == std::string::npos);
      CHECK(name.find(draft(before).files[0].client_id) == std::string::npos);
    }
    world.tell(before, SendPressed{});
    client_id = waiting(before)[0].files[0].client_id;
    world.run_until(before, FileAct::kSend);
    world.step(before);
    CHECK(world.files.empty());  // let go: the device has it
  }
  world.asked.clear();
  Client after = in_new_thread();
  open_device(after, world);
  REQUIRE(waiting(after).size() == 1);
  CHECK(waiting(after)[0].files[0].name == "scanner TEST.pdf");
  world.done.clear();
  world.run(after);
  CHECK(world.count(FileAct::kSend) == 2);  // the first one was there
  CHECK(world.uploads.at(client_id).bytes == bytes);
  const SendMessage sent = *after.ever<SendMessage>();
  CHECK(sent.message.files[0].client_id == client_id);
  arrive(after, world, sent, 4);
  world.run(after);
  CHECK(world.pieces.empty());
  CHECK(world.records.empty());
}

TEST_CASE("a reload before the whole file is kept: the message says what is missing, its text stays") {
  World world;
  {
    Client before = in_new_thread();
    open_device(before, world);
    world.choose(before, "1", "scanner TEST.pdf", some_bytes(3 * kPiece));
    world.tell(before, DraftTyped{"Texte TEST"});
    world.tell(before, SendPressed{});
    world.run_until(before, FileAct::kKeep);
    world.step(before);
    CHECK(world.pieces.size() == 1);
  }
  world.asked.clear();
  world.files.clear();
  Client after = in_new_thread();
  open_device(after, world);
  REQUIRE(waiting(after).size() == 1);
  CHECK(waiting(after)[0].state == OutgoingState::kRefused);
  CHECK(waiting(after)[0].text == "Texte TEST");
  CHECK(waiting(after)[0].files[0].refusal == "file_lost");
  world.tell(after, TakeBackPressed{waiting(after)[0].client_id});
  CHECK(draft(after).text == "Texte TEST");
  world.tell(after, FileRemoved{draft(after).files[0].client_id});
  world.run(after);
  CHECK(world.pieces.empty());
}

TEST_CASE("a piece that was changed on the device is not sent") {
  World world;
  Client client = in_new_thread();
  open_device(client, world);
  world.choose(client, "1", "scanner TEST.pdf", some_bytes(2 * kPiece));
  world.run_until(client, FileAct::kBegin);
  std::swap(world.pieces.begin()->second, world.pieces.rbegin()->second);
  world.run(client);
  CHECK(draft(client).files[0].refusal == "file_lost");
  CHECK(world.count(FileAct::kSend) == 0);
}

TEST_CASE("a device that is full: half a file is not kept, it is sent from the page's own, which is held") {
  World world;
  Client client = in_new_thread();
  open_device(client, world);
  world.choose(client, "1", "scanner TEST.pdf", some_bytes(2 * kPiece));
  world.run_until(client, FileAct::kKeep);
  world.step(client);
  world.run_until(client, FileAct::kKeep);
  world.lose(client, World::Lost::kBoth);
  world.run(client);
  CHECK(world.pieces.empty());
  CHECK(world.files.contains("1"));
  CHECK_FALSE(draft(client).files[0].kept);
  CHECK(progress(client, draft(client).files[0]).accepted);
  CHECK(has_unsent(client.model.discussions));
}

TEST_CASE("files of a draft that is written again here stay with it") {
  World world;
  {
    Client before = in_new_thread();
    open_device(before, world);
    world.choose(before, "1", "scanner TEST.pdf", some_bytes(10));
    world.run(before);
  }
  Client after = in_new_thread();
  world.tell(after, DraftTyped{"nouveau TEST"});
  open_device(after, world);
  CHECK(draft(after).text == "nouveau TEST");
  REQUIRE(draft(after).files.size() == 1);
  CHECK(draft(after).files[0].name == "scanner TEST.pdf");
}

TEST_CASE("records: those without files are as before, those with files are read as they were written") {
  Draft written;
  written.discussion = kFirst;
  written.text = "Texte TEST";
  const std::string before = to_bytes(written);
  CHECK(before[0] == 1);
  written.files = {{std::string(32, 'a'), "un TEST.pdf", 12, true, ""},
                   {std::string(32, 'b'), "deux TEST.png", 99'000'000, false, "file_too_large"}};
  const std::string with_files = to_bytes(written);
  CHECK(with_files[0] == 2);
  for (const std::string& bytes : {before, with_files}) {
    const auto record = unsent_record(bytes);
    REQUIRE(record);
    const Draft* const read = std::get_if<Draft>(&*record);
    REQUIRE(read != nullptr);
    CHECK(to_bytes(*read) == bytes);
    for (std::size_t length = 0; length < bytes.size(); ++length)
      REQUIRE_FALSE(unsent_record(std::string_view(bytes).substr(0, length)));
  }
  CHECK(std::get<Draft>(*unsent_record(with_files)).files == written.files);
  written.files[0].client_id = "../autre";
  CHECK_FALSE(unsent_record(to_bytes(written)));
}

}  // namespace
}  // namespace spico
