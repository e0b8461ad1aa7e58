// What the device keeps of unsent messages and drafts: nothing is lost with the page, nobody else can read
// it, and nothing of it can be changed or moved unseen.
#include <map>
#include <random>

#include "core/discussions/outbox_update.hpp"
#include "core/discussions/sealing_update.hpp"
#include "core/discussions/unsent_record.hpp"
#include "tests/core/discussions_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

// A browser's store, and the server's half of the key.
struct Device : DeviceStore {
  std::string share = std::string(64, 'b');
  std::string server_share = std::string(64, 'a');

  [[nodiscard]] DeviceRecords found() const {
    DeviceRecords all;
    all.share = share;
    for (const auto& [name, text] : records) all.records.push_back({name, text});
    return all;
  }
};

template <typename Fact>
void tell(Client& client, Device& device, Fact fact) {
  client.tell<OutboxEvent>(std::move(fact));
  device.serve(client);
}

// A new page, its first discussion open, before the device has told what it has.
Client new_page(std::string user_id = "7") {
  SessionView view = in_spico_view();
  view.user->id = std::move(user_id);
  Client client;
  client.start("#/discussions/7", view);
  client.answer_discussions({some_discussion(kFirst, 3, 3), some_discussion(kSecond, 1)});
  client.answer_patients(1);
  answer_thread(client, some_page(some_discussion(kFirst, 3, 3)));
  answer_all_messages(client);
  return client;
}

void open_device(Client& client, Device& device) {
  const Sealing& sealing = client.model.discussions.sealing;
  REQUIRE(sealing.share.is_pending());
  REQUIRE(sealing.found.is_pending());
  tell(client, device, RecordsFound{{sealing.found.pending, device.found(), {}}});
  tell(client, device, ShareAnswered{{sealing.share.pending, device.server_share, {}}});
}

void wake_after(Client& client, std::int64_t ms) {
  client.advance(ms);
  client.page(Woke{});
}

TEST_CASE("a message that waits and a draft outlive the page: sent under the same name, then erased") {
  Device device;
  std::string client_id;
  {
    Client before = new_page();
    open_device(before, device);
    tell(before, device, DraftTyped{"Poids TEST 61 kg"});
    tell(before, device, SendPressed{});
    client_id = waiting(before).at(0).client_id;
    tell(before, device, MessageSent{{before.wish<SendMessage>()->ticket, std::nullopt, offline()}});
    CHECK(before.wish<KeepRecord>() == nullptr);  // it is there as it was
    tell(before, device, DraftTyped{"et la suite TEST"});
    CHECK(device.records.size() == 2);
  }
  Client after = new_page();
  CHECK(waiting(after).empty());
  open_device(after, device);
  REQUIRE(waiting(after).size() == 1);
  CHECK(waiting(after)[0].client_id == client_id);
  CHECK(waiting(after)[0].text == "Poids TEST 61 kg");
  CHECK_FALSE(may_take_back(after.model.discussions, waiting(after)[0]));  // it may have arrived
  CHECK(open_draft(after.model.discussions).text == "et la suite TEST");
  const SendMessage sent = sent_now(after);
  CHECK(sent.message.client_id == client_id);
  tell(after, device, MessageSent{{sent.ticket, stored(sent, 4), {}}});
  CHECK(device.records.size() == 1);
  tell(after, device, DraftTyped{""});
  CHECK(device.records.empty());
}

TEST_CASE("what another tab has sent meanwhile is not shown a second time, and its record goes") {
  Device device;
  Message sent_there;
  {
    Client before = new_page();
    open_device(before, device);
    tell(before, device, DraftTyped{"Poids TEST 61 kg"});
    tell(before, device, SendPressed{});
    sent_there = stored(sent_now(before), 4);
    CHECK(device.records.size() == 1);
  }
  Client after = new_page();
  hear(after, MessageTold{some_discussion(kFirst, 4, 3), sent_there});
  open_device(after, device);
  CHECK(waiting(after).empty());
  CHECK(after.wish<SendMessage>() == nullptr);
  CHECK(device.records.empty());
}

TEST_CASE("what one tab takes back is not sent again by another one that has it from the device") {
  Device device;
  Client first = new_page();
  open_device(first, device);
  tell(first, device, DraftTyped{"Poids TEST 61 kg"});
  tell(first, device, SendPressed{});
  const SendMessage sent = sent_now(first);
  tell(first, device, MessageSent{{sent.ticket, std::nullopt, refused(422, "invalid_field")}});
  REQUIRE(waiting(first).size() == 1);
  Client second = new_page(), stranger = new_page("8");
  open_device(second, device);
  open_device(stranger, device);
  REQUIRE(waiting(second).size() == 1);
  tell(first, device, TakeBackPressed{sent.message.client_id});
  REQUIRE(first.wish<TellTabs>() != nullptr);
  const std::string message = first.wish<TellTabs>()->message;
  CHECK(message.find("TEST") == std::string::npos);
  stranger.page(TabsToldUs{message});
  CHECK(stranger.effects.empty());
  second.page(TabsToldUs{message});
  CHECK(waiting(second).empty());
  CHECK(second.wish<KeepRecord>() == nullptr);
  tell(second, device, ResendPressed{});
  CHECK(second.wish<SendMessage>() == nullptr);
  // The draft there is another record.
  CHECK(open_draft(first.model.discussions).text == "Poids TEST 61 kg");
  CHECK(device.records.size() == 1);
}

TEST_CASE("what was typed before the device has told stays, behind what was kept, and is kept too") {
  Device device;
  {
    Client before = new_page();
    open_device(before, device);
    tell(before, device, DraftTyped{"ancien TEST"});
  }
  Client after = new_page();
  tell(after, device, DraftTyped{"nouveau TEST", 3});
  CHECK(device.records.size() == 1);
  open_device(after, device);
  CHECK(open_draft(after.model.discussions).text == "ancien TEST\nnouveau TEST");
  CHECK(after.model.discussions.thread.caret == 15);
  CHECK(device.records.size() == 1);
  Client last = new_page();
  tell(last, device, UrgentToggled{});
  open_device(last, device);
  CHECK(open_draft(last.model.discussions).text == "ancien TEST\nnouveau TEST");
  CHECK(open_draft(last.model.discussions).urgent);
}

TEST_CASE("the device holds no word, no number and no name that tells anything") {
  Device device;
  Client client = new_page();
  open_device(client, device);
  tell(client, device, DraftTyped{"SENTINELLE TEST"});
  tell(client, device, SendPressed{});
  tell(client, device, DraftTyped{"SENTINELLE TEST"});
  REQUIRE(device.records.size() == 2);
  const std::string client_id = waiting(client).at(0).client_id;
  std::vector<std::string> texts;
  for (const auto& [name, text] : device.records) {
    CHECK(name.find(client_id) == std::string::npos);
    const auto bytes = crypto::from_base64url(text);
    REQUIRE(bytes);
    const std::string_view all(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    CHECK(all.find("SENTINELLE") == std::string_view::npos);
    texts.push_back(text.substr(0, 32));  // the nonces
  }
  CHECK(texts[0] != texts[1]);
}

TEST_CASE("another account on the same device finds nothing, and leaves what is not its own") {
  Device device;
  {
    Client nurse = new_page("7");
    open_device(nurse, device);
    tell(nurse, device, DraftTyped{"de l'infirmière TEST"});
  }
  const auto kept = device.records;
  const auto finds_nothing = [&](const char* user, const std::string& server_share) {
    Device same = device;
    same.server_share = server_share;
    Client other = new_page(user);
    open_device(other, same);
    CHECK(open_draft(other.model.discussions).is_empty());
    tell(other, same, DraftTyped{"autre TEST"});
    CHECK(same.records.size() == 2);
    for (const auto& [name, text] : kept) CHECK(same.records[name] == text);
  };
  finds_nothing("8", std::string(64, 'c'));
  finds_nothing("8", device.server_share);
  finds_nothing("7", std::string(64, 'c'));
}

TEST_CASE("a record that was changed, cut or put in another's place is not taken, and goes") {
  Device device;
  {
    Client before = new_page();
    open_device(before, device);
    tell(before, device, DraftTyped{"brouillon TEST"});
    tell(before, device, SendPressed{});
    tell(before, device, DraftTyped{"autre brouillon TEST"});
  }
  REQUIRE(device.records.size() == 2);
  const auto is_refused = [&](Device damaged) {
    Client after = new_page();
    open_device(after, damaged);
    CHECK(waiting(after).empty());
    CHECK(open_draft(after.model.discussions).is_empty());
    CHECK(damaged.records.empty());
  };
  Device swapped = device;
  std::swap(swapped.records.begin()->second, swapped.records.rbegin()->second);
  is_refused(swapped);
  for (const std::size_t at : {std::size_t{0}, std::size_t{40}, std::size_t{70}}) {
    Device changed = device;
    for (auto& [name, text] : changed.records) text[at] = text[at] == 'A' ? 'B' : 'A';
    is_refused(changed);
  }
  Device cut = device;
  for (auto& [name, text] : cut.records) text.resize(text.size() / 2);
  is_refused(cut);
  Device emptied = device;
  for (auto& [name, text] : emptied.records) text = "?";
  is_refused(emptied);
}

TEST_CASE("the browser asks before it leaves only what would be lost") {
  Device device;
  Client client = new_page();
  const auto last_act = [&] {
    const Perform* const act = client.wish<Perform>();
    return act == nullptr ? std::optional<PageAct>() : act->act;
  };
  tell(client, device, DraftTyped{"avant TEST"});
  CHECK(last_act() == PageAct::kHold);  // nothing is kept yet
  open_device(client, device);
  CHECK(last_act() == PageAct::kRelease);
  tell(client, device, SendPressed{});
  CHECK(last_act() == PageAct::kHold);  // others are waiting for it
  const SendMessage sent = *client.wish<SendMessage>();
  tell(client, device, MessageSent{{sent.ticket, stored(sent, 4), {}}});
  CHECK(last_act() == PageAct::kRelease);
  tell(client, device, DraftTyped{"après TEST"});
  CHECK_FALSE(last_act());
  // Storage is full.
  tell(client, device, RecordKept{{Ticket::kNone, std::nullopt, offline()}});
  CHECK(last_act() == PageAct::kHold);
  // The next one fits, which is no help to the one before.
  tell(client, device, RecordKept{{Ticket::kNone, Nothing{}, {}}});
  CHECK_FALSE(last_act());
}

TEST_CASE("a device that keeps nothing, and a share that comes late, change nothing else") {
  Device device;
  Client client = new_page();
  const Sealing& sealing = client.model.discussions.sealing;
  tell(client, device, RecordsFound{{sealing.found.pending, std::nullopt, offline()}});
  tell(client, device, ShareAnswered{{sealing.share.pending, std::nullopt, offline()}});
  type_and_send(client, "Bonjour TEST");
  CHECK(client.wish<SendMessage>() != nullptr);
  CHECK(client.wish<KeepRecord>() == nullptr);
  CHECK(device.records.empty());
}

TEST_CASE(
    "what waits for a device that never answers is sent once that is given up, and is not believed kept") {
  Device device;
  Client client = new_page();
  const Sealing& sealing = client.model.discussions.sealing;
  tell(client, device, ShareAnswered{{sealing.share.pending, device.server_share, {}}});
  tell(client, device, DraftTyped{"Bonjour TEST"});
  tell(client, device, SendPressed{});
  CHECK(client.wish<SendMessage>() == nullptr);
  tell(client, device,
       RecordsFound{{sealing.found.pending, std::nullopt, {Failure::Kind::kTimeout, 0, 0, {}}}});
  CHECK(sent_now(client).message.text == "Bonjour TEST");
  tell(client, device, DraftTyped{"et la suite TEST"});
  CHECK(has_unsent(client.model.discussions));
}

TEST_CASE(
    "a server that was away when the page came is asked for its share again, and what was kept is sent") {
  Device device;
  {
    Client before = new_page();
    open_device(before, device);
    tell(before, device, DraftTyped{"Poids TEST 61 kg"});
    tell(before, device, SendPressed{});
  }
  Client after = new_page();
  for (int drawn = 0; drawn < 20; ++drawn)
    (void)after.env().chance();  // else the page before would be repeated
  const Sealing& sealing = after.model.discussions.sealing;
  tell(after, device, RecordsFound{{sealing.found.pending, device.found(), {}}});
  tell(after, device, ShareAnswered{{sealing.share.pending, std::nullopt, offline()}});
  CHECK_FALSE(sealing.share.is_pending());
  CHECK(waiting(after).empty());
  // What is written now does not go ahead of it.
  after.advance(1);
  tell(after, device, DraftTyped{"Taille TEST 170 cm"});
  tell(after, device, SendPressed{});
  CHECK(after.wish<SendMessage>() == nullptr);
  SUBCASE("after a while, again and again") {
    // However long: whoever went on sooner would send the later message first once the server is back.
    for (int times = 0; times < 30; ++times) {
      REQUIRE(next_send_ms(after.model, after.env()));
      wake_after(after, 100);
      CHECK_FALSE(sealing.share.is_pending());
      wake_after(after, 60'000);
      REQUIRE(sealing.share.is_pending());
      const Failure away = times % 2 == 0 ? offline() : Failure{Failure::Kind::kServer, 503, 0, {}};
      tell(after, device, ShareAnswered{{sealing.share.pending, std::nullopt, away}});
      CHECK(after.wish<SendMessage>() == nullptr);
    }
    wake_after(after, 60'000);
  }
  SUBCASE("at once when the stream is back") {
    after.tell<LiveEvent>(LiveHeard{after.model.live.stream, 1, {}});
  }
  REQUIRE(sealing.share.is_pending());
  tell(after, device, ShareAnswered{{sealing.share.pending, device.server_share, {}}});
  REQUIRE(waiting(after).size() == 2);
  const SendMessage first = sent_now(after);
  CHECK(first.message.text == "Poids TEST 61 kg");
  tell(after, device, MessageSent{{first.ticket, stored(first, 4), {}}});
  CHECK(sent_now(after).message.text == "Taille TEST 170 cm");
}

TEST_CASE("what is written is sent at last although what may wait on the device cannot be read") {
  Device device;
  device.records["00"] = "of somebody";
  Client client = new_page();
  const Sealing& sealing = client.model.discussions.sealing;
  tell(client, device, RecordsFound{{sealing.found.pending, device.found(), {}}});
  tell(client, device, DraftTyped{"Bonjour TEST"});
  tell(client, device, SendPressed{});
  SUBCASE("the server is there, and fails each time") {
    for (int times = 0; times < 5; ++times) {
      CHECK(client.wish<SendMessage>() == nullptr);
      if (times > 0) wake_after(client, 60'000);
      REQUIRE(sealing.share.is_pending());
      tell(client, device,
           ShareAnswered{{sealing.share.pending, std::nullopt, Failure{Failure::Kind::kServer, 500, 0, {}}}});
    }
  }
  SUBCASE("the server will not give its share") {
    tell(client, device, ShareAnswered{{sealing.share.pending, std::nullopt, refused(404, "not_found")}});
  }
  CHECK(sent_now(client).message.text == "Bonjour TEST");
}

TEST_CASE("a kiosk keeps nothing") {
  Client client;
  client.start("#/discussions/7", in_spico_view(), true);
  CHECK(client.ever<LoadShare>() == nullptr);
  CHECK(client.ever<LoadRecords>() == nullptr);
}

TEST_CASE("records of any content: read as they were written, and no piece of one is taken for a whole") {
  std::mt19937 random(23);
  MESSAGE("seed 23");
  const auto number = [&](std::size_t below) { return static_cast<std::size_t>(random()) % below; };
  const auto text = [&](std::size_t longest) {
    std::string out(number(longest), '\0');
    for (char& c : out) c = static_cast<char>(number(256));
    return out;
  };
  for (int round = 0; round < 300; ++round) {
    OutgoingMessage message;
    message.client_id = text(40);
    message.discussion = {number(1U << 30U)};
    message.text = text(300);
    message.urgent = number(2) == 0;
    if (number(2) == 0)
      message.reply_to = MessageQuote{
          static_cast<MessageNumber>(number(100)), {static_cast<std::uint32_t>(number(9))}, text(50)};
    for (std::size_t i = number(5); i > 0; --i)
      message.mentions.push_back({static_cast<std::uint32_t>(number(99))});
    message.at_ms = static_cast<std::int64_t>(number(1U << 31U)) * 1000;
    if (number(3) == 0) {
      message.state = OutgoingState::kRefused;
      message.reason = refused(403, text(20));
    }
    const std::string bytes = to_bytes(message);
    const auto read = unsent_record(bytes);
    REQUIRE(read);
    const auto* const same = std::get_if<OutgoingMessage>(&*read);
    REQUIRE(same != nullptr);
    CHECK(to_bytes(*same) == bytes);
    CHECK(same->text == message.text);
    CHECK(same->client_id == message.client_id);
    CHECK(same->reply_to == message.reply_to);
    CHECK(same->mentions == message.mentions);
    CHECK(same->at_ms == message.at_ms);
    CHECK(same->state == message.state);
    CHECK(same->reason.code == message.reason.code);
    for (std::size_t length = 0; length < bytes.size(); ++length)
      REQUIRE_FALSE(unsent_record(std::string_view(bytes).substr(0, length)));
    CHECK_FALSE(unsent_record(bytes + "x"));
    std::string changed = bytes;
    for (int i = 0; i < 20; ++i) {
      changed[number(changed.size())] = static_cast<char>(number(256));
      (void)unsent_record(changed);  // whatever it is, nothing breaks
    }
  }
}

}  // namespace
}  // namespace spico
