// Files of messages: looked at, sent piece by piece however often the network goes, taken back, opened
// (product.md §7).
#include "core/discussions/attachment_text.hpp"
#include "tests/core/files_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

TEST_CASE("chosen files are looked at at once: what is refused says why and takes nothing with it") {
  Client client = in_shut_thread();
  World world;
  world.tell(client, DraftTyped{"Compte rendu TEST"});
  world.tell(client, FilesChosen{"1\t2000\tapplication/pdf\tordonnance TEST.pdf\n"
                                 "2\t10000001\timage/jpeg\ttrop grand TEST.jpg\n"
                                 "3\t0\timage/png\tvide TEST.png\n"
                                 "4\t20\ttext/plain\tnotes TEST.txt\n"
                                 "5\t10000000\timage/jpeg\tjuste TEST.JPG\n"
                                 "6\t20\t\tsans type TEST.PNG"});
  REQUIRE(draft(client).files.size() == 6);
  const auto refusal = [&](std::size_t i) { return draft(client).files[i].refusal; };
  CHECK(refusal(0).empty());
  CHECK(refusal(1) == "file_too_large");
  CHECK(refusal(2) == "file_empty");
  CHECK(refusal(3) == "file_type");
  CHECK(refusal(4).empty());
  CHECK(refusal(5).empty());
  CHECK(draft(client).text == "Compte rendu TEST");
  const Announce* const said = client.wish<Announce>();
  REQUIRE(said != nullptr);
  CHECK(said->urgency == Urgency::kAssertive);
  CHECK(said->text.find("trop grand TEST.jpg : Ce fichier dépasse 10 Mo.") != std::string::npos);
  CHECK(said->text.find("vide TEST.png : Ce fichier est vide.") != std::string::npos);
  CHECK(said->text.find("notes TEST.txt : On ne peut joindre que") != std::string::npos);
  for (const std::string handle : {"2", "3", "4"}) {
    CHECK(std::any_of(world.asked.begin(), world.asked.end(), [&](const MoveFile& move) {
      return move.wish.act == FileAct::kRelease && move.wish.name == handle;
    }));
  }
  world.tell(client, FilesChosen{"7\t5\timage/png\ta TEST.png\n8\t5\timage/png\tb TEST.png\n"
                                 "9\t5\timage/png\tc TEST.png"});
  CHECK(refusal(6).empty());
  CHECK(refusal(7).empty());
  CHECK(refusal(8) == "too_many_files");
  // What would silently stay behind is said first.
  world.tell(client, SendPressed{});
  CHECK(waiting(client).empty());
  CHECK(client.wish<Announce>()->text == "Retirez d'abord les fichiers refusés.");
  CHECK(draft(client).text == "Compte rendu TEST");
}

TEST_CASE("names are made fit, sizes are read as people say them") {
  CHECK(file_name_of("a/b\\c\x01.pdf") == "a_b_c.pdf");
  CHECK(file_name_of("") == "_");
  std::string longest;
  for (int i = 0; i < 300; ++i) longest += "é";
  const std::string cut = file_name_of(longest + ".jpeg");
  CHECK(length_of(cut) == kLongestFileName);
  CHECK(cut.ends_with("é.jpeg"));
  CHECK(size_text(Language::kFrench, 0) == "0 octets");
  CHECK(size_text(Language::kFrench, 999) == "999 octets");
  CHECK(size_text(Language::kFrench, 1000) == "1 Ko");
  CHECK(size_text(Language::kFrench, 319'600) == "320 Ko");
  CHECK(size_text(Language::kFrench, 999'499) == "999 Ko");
  CHECK(size_text(Language::kFrench, 999'500) == "1 Mo");
  CHECK(size_text(Language::kFrench, 1'240'000) == "1,2 Mo");
  CHECK(size_text(Language::kEnglish, 1'250'000) == "1.3 MB");
  CHECK(size_text(Language::kFrench, kLargestAttachment) == "10 Mo");
  CHECK(attachments_text(Language::kFrench, 1) == "Pièce jointe");
  CHECK(attachments_text(Language::kFrench, 3) == "3 pièces jointes");
}

TEST_CASE(
    "a file is sent in pieces, one at a time; the message goes when it is there, the next one behind it") {
  Client client = in_shut_thread();
  World world;
  const std::string bytes = some_bytes(2 * kPiece + 1000);
  world.choose(client, "1", "scanner TEST.pdf", bytes);
  world.tell(client, SendPressed{});  // no text: the file is the message
  REQUIRE(waiting(client).size() == 1);
  CHECK(draft(client).is_empty());
  CHECK(waiting(client)[0].files.size() == 1);
  world.tell(client, DraftTyped{"Ensuite TEST"});
  world.tell(client, SendPressed{});
  CHECK(client.ever<SendMessage>() == nullptr);
  CHECK(has_unsent(client.model.discussions));
  CHECK(is_waiting_for_answers(client.model));
  std::vector<std::int64_t> steps;
  const OutgoingFile file = waiting(client)[0].files[0];
  while (client.ever<SendMessage>() == nullptr) {
    REQUIRE(world.asked.size() == 1);
    world.step(client);
    const FileProgress* const far = client.model.discussions.outbox.progress(file.client_id);
    if (world.done.back() == FileAct::kSend) steps.push_back(far->received);
  }
  CHECK(steps ==
        std::vector<std::int64_t>{kUploadPieceBytes, 2 * kUploadPieceBytes, 2 * kUploadPieceBytes + 1000});
  CHECK(world.largest_piece == kPiece);
  CHECK(world.uploads.at(file.client_id).bytes == bytes);
  const SendMessage sent = *client.wish<SendMessage>();
  REQUIRE(sent.message.files.size() == 1);
  CHECK(sent.message.files[0].client_id == file.client_id);
  CHECK(sent.message.text.empty());
  arrive(client, world, sent, 4);
  CHECK(client.wish<SendMessage>()->message.text == "Ensuite TEST");
  world.run(client);
  // The message has it now: it is not taken back, and the page's own file is let go.
  CHECK(world.count(FileAct::kTakeBack) == 0);
  CHECK(world.files.empty());
  CHECK(client.model.discussions.outbox.files.empty());
}

TEST_CASE("a message of another discussion does not wait for a file") {
  Client client = in_shut_thread();
  World world;
  world.choose(client, "1", "lent TEST.pdf", some_bytes(10));
  world.tell(client, SendPressed{});
  OutgoingMessage other;
  other.client_id = std::string(32, '5');
  other.discussion = kSecond;
  other.text = "Ailleurs TEST";
  client.model.discussions.outbox.unsent.messages.push_back(other);
  client.page(Woke{});
  REQUIRE(client.wish<SendMessage>() != nullptr);
  CHECK(client.wish<SendMessage>()->message.text == "Ailleurs TEST");
}

TEST_CASE("the network goes in the middle: tried again later, and nothing of the file is sent twice in it") {
  for (const World::Lost lost : {World::Lost::kBoth, World::Lost::kAnswer}) {
    CAPTURE(static_cast<int>(lost));
    Client client = in_shut_thread();
    World world;
    const std::string bytes = some_bytes(3 * kPiece);
    world.choose(client, "1", "scanner TEST.pdf", bytes);
    world.tell(client, SendPressed{});
    const OutgoingFile file = waiting(client)[0].files[0];
    world.run_until(client, FileAct::kSend);
    world.step(client);
    world.run_until(client, FileAct::kSend);
    for (int failures = 0; failures < 3; ++failures) {
      world.lose(client, lost);
      CHECK(world.asked.empty());
      CHECK(progress(client, file).received == kUploadPieceBytes);
      CHECK(waiting(client)[0].state == OutgoingState::kWaiting);
      const auto next = next_file_ms(client.model, client.env());
      REQUIRE(next);
      CHECK(*next > client.env().monotonic_ms);
      client.page(Woke{});
      world.take(client);
      CHECK(world.asked.empty());  // not yet
      client.advance(70'000);
      client.page(Woke{});
      world.take(client);
      world.run_until(client, FileAct::kSend);
    }
    world.run(client);
    CHECK(world.uploads.at(file.client_id).bytes == bytes);
    CHECK(client.ever<SendMessage>() != nullptr);
  }
}

TEST_CASE("the network is back: a file does not wait for its time") {
  Client client = in_new_thread();
  World world;
  const Sealing& sealing = client.model.discussions.sealing;
  bool is_shut = false;
  SUBCASE("on a device that keeps nothing") { is_shut = true; }
  SUBCASE("on one that could keep it, had the server been there") {}
  if (is_shut) {
    shut_device(client);
  } else {
    world.tell(client, RecordsFound{{sealing.found.pending, DeviceRecords{std::string(64, 'b'), {}}, {}}});
    world.tell(client, ShareAnswered{{sealing.share.pending, std::nullopt, offline()}});
  }
  world.choose(client, "1", "scanner TEST.pdf", some_bytes(10));
  world.lose(client, World::Lost::kBoth);
  CHECK(world.asked.empty());
  client.page(ConnectionChanged{true});
  world.take(client);
  if (!is_shut) {
    // The device may keep it now: that is asked first.
    CHECK(world.asked.empty());
    world.tell(client, ShareAnswered{{sealing.share.pending, std::nullopt, offline()}});
  }
  world.run(client);
  CHECK(progress(client, draft(client).files[0]).accepted);
}

TEST_CASE("an upload that the server has forgotten begins again from its first byte") {
  Client client = in_shut_thread();
  World world;
  const std::string bytes = some_bytes(2 * kPiece);
  world.choose(client, "1", "scanner TEST.pdf", bytes);
  world.run_until(client, FileAct::kSend);
  world.step(client);
  world.uploads.clear();
  world.run(client);
  client.advance(70'000);
  client.page(Woke{});
  world.take(client);
  world.run(client);
  const OutgoingFile& file = draft(client).files[0];
  CHECK(file.refusal.empty());
  CHECK(world.uploads.at(file.client_id).bytes == bytes);
  // Only the message tells that the server has forgotten it since.
  world.uploads.clear();
  world.tell(client, SendPressed{});
  const SendMessage sent = *client.wish<SendMessage>();
  world.tell(client, MessageSent{{sent.ticket, std::nullopt, refused(422, "unknown_upload")}});
  CHECK(waiting(client)[0].state == OutgoingState::kWaiting);
  world.run(client);
  client.advance(70'000);
  client.page(Woke{});
  world.take(client);
  REQUIRE(client.wish<SendMessage>() != nullptr);
  CHECK(client.wish<SendMessage>()->message.client_id == sent.message.client_id);
  CHECK(world.uploads.size() == 1);
}

TEST_CASE(
    "a file that is removed while it is on its way is taken back, and its late answer changes nothing") {
  Client client = in_shut_thread();
  World world;
  world.choose(client, "1", "un TEST.pdf", some_bytes(2 * kPiece));
  world.choose(client, "2", "deux TEST.pdf", some_bytes(10));
  world.run_until(client, FileAct::kSend);
  const std::string client_id = draft(client).files[0].client_id;
  world.tell(client, FileRemoved{client_id});
  CHECK(client.wish<MoveFocus>() != nullptr);
  REQUIRE(draft(client).files.size() == 1);
  world.run(client);
  CHECK_FALSE(world.uploads.contains(client_id));
  CHECK(world.files.contains("2"));
  CHECK_FALSE(world.files.contains("1"));
  CHECK(client.model.discussions.outbox.files.size() == 1);
  CHECK(progress(client, draft(client).files[0]).accepted);
}

TEST_CASE(
    "a refused file makes its message refused, with its name; others go on; taken back, all of it is there") {
  Client client = in_shut_thread();
  World world;
  world.refusals["faux TEST.pdf"] = "file_type";
  world.choose(client, "1", "faux TEST.pdf", some_bytes(10));
  world.tell(client, DraftTyped{"Avec le faux TEST"});
  world.tell(client, SendPressed{});
  world.tell(client, DraftTyped{"Sans TEST"});
  world.tell(client, SendPressed{});
  world.run(client);
  REQUIRE(waiting(client).size() == 2);
  CHECK(waiting(client)[0].state == OutgoingState::kRefused);
  CHECK(waiting(client)[0].reason.code == "file_type");
  CHECK(client.ever<SendMessage>()->message.text == "Sans TEST");
  CHECK(std::any_of(world.said.begin(), world.said.end(), [](const std::string& each) {
    return each.starts_with("Message refusé. faux TEST.pdf : On ne peut joindre que");
  }));
  REQUIRE(may_take_back(client.model.discussions, waiting(client)[0]));
  world.tell(client, TakeBackPressed{waiting(client)[0].client_id});
  CHECK(draft(client).text == "Avec le faux TEST");
  REQUIRE(draft(client).files.size() == 1);
  CHECK(draft(client).files[0].refusal == "file_type");
  world.tell(client, FileRemoved{draft(client).files[0].client_id});
  CHECK(draft(client).text == "Avec le faux TEST");
  CHECK(draft(client).files.empty());
}

TEST_CASE("«Tout renvoyer» sends a refused file from its beginning; one that cannot be read stays refused") {
  Client client = in_shut_thread();
  World world;
  world.refusals["abîmé TEST.pdf"] = "file_broken";
  world.choose(client, "1", "abîmé TEST.pdf", some_bytes(10));
  world.tell(client, SendPressed{});
  world.run(client);
  CHECK(waiting(client)[0].state == OutgoingState::kRefused);
  world.refusals.clear();
  world.tell(client, ResendPressed{});
  CHECK(waiting(client)[0].state == OutgoingState::kWaiting);
  world.run(client);
  CHECK(client.ever<SendMessage>() != nullptr);

  Client other = in_shut_thread();
  World empty;
  empty.choose(other, "1", "disparu TEST.pdf", some_bytes(10));
  empty.tell(other, SendPressed{});
  empty.files.clear();
  empty.run(other);
  CHECK(waiting(other)[0].state == OutgoingState::kRefused);
  CHECK(waiting(other)[0].reason.code == "file_lost");
}

TEST_CASE(
    "a received file is opened and saved by an address that is good once; a failure shuts the tab again") {
  Client client = in_shut_thread();
  World world;
  const auto ask = [&](AttachmentUse use) {
    world.tell(client, AttachmentPressed{{12}, use});
    const MoveFile move = world.asked.front();
    world.asked.clear();
    CHECK(move.wish.name == "12");
    return move;
  };
  const MoveFile view = ask(AttachmentUse::kView);
  CHECK(view.wish.act == FileAct::kAskView);
  world.tell(client, FileMoved{FileAct::kAskView, {view.ticket, FileAnswer{.path = "/api/files/abc"}, {}}});
  REQUIRE(world.asked.size() == 1);
  CHECK(world.asked.front().wish.act == FileAct::kView);
  CHECK(world.asked.front().wish.name == "/api/files/abc");
  const MoveFile shown = world.asked.front();
  world.asked.clear();
  world.tell(client, FileMoved{FileAct::kView, {shown.ticket, std::nullopt, refused(409, "")}});
  CHECK(client.wish<Announce>()->text == "Le navigateur a empêché l'ouverture de l'onglet.");
  const MoveFile again = ask(AttachmentUse::kView);
  world.tell(client, FileMoved{FileAct::kAskView, {again.ticket, std::nullopt, offline()}});
  CHECK(world.asked.front().wish.act == FileAct::kNoView);
  CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  world.asked.clear();
  const MoveFile save = ask(AttachmentUse::kSave);
  world.tell(client, FileMoved{FileAct::kAskSave, {save.ticket, FileAnswer{.path = "/api/files/def"}, {}}});
  CHECK(world.asked.front().wish.act == FileAct::kSave);
}

}  // namespace
}  // namespace spico
