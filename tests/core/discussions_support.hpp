// Discussions to test with, all fictional: who is in them, what was written, and a client that has one open.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/core/client.hpp"

namespace spico::test {

inline constexpr ProfessionalId kMe{1}, kInes{2}, kPaul{3};
inline constexpr DiscussionId kFirst{7}, kSecond{8};
inline constexpr std::int64_t kMorning = 1'795'290'000'000;

inline Discussion some_discussion(DiscussionId id, MessageNumber count, MessageNumber read = -1) {
  Discussion discussion;
  discussion.id = id;
  discussion.title = "Essai " + std::to_string(id.value);
  discussion.members = 3;
  discussion.count = count;
  discussion.read = read < 0 ? count : read;
  discussion.unread = count - discussion.read;
  discussion.last = {count,
                     MessageKind::kText,
                     kInes,
                     "Inès TEST",
                     kMorning + count * 1000 - static_cast<std::int64_t>(id.value),
                     "Bonjour"};
  return discussion;
}

inline Message some_message(MessageNumber number, ProfessionalId author = kInes) {
  Message message;
  message.id = {1000 + static_cast<std::uint64_t>(number)};
  message.number = number;
  message.author = author;
  message.at_ms = kMorning + number * 1000;
  message.text = "Message " + std::to_string(number);
  return message;
}

inline Member some_member(ProfessionalId id, std::string name) {
  Member member;
  member.id = id;
  member.name = std::move(name);
  member.joined_at_ms = kMorning;
  return member;
}

inline DiscussionPage some_page(Discussion discussion) {
  return {
      std::move(discussion),
      kMe,
      {some_member(kMe, "Camille TEST"), some_member(kInes, "Inès TEST"), some_member(kPaul, "Paul ESSAI")}};
}

inline const std::vector<OutgoingMessage>& waiting(const Client& client) {
  return client.model.discussions.outbox.unsent.messages;
}

inline void answer_thread(Client& client, DiscussionPage page) {
  const Ticket ticket = client.model.discussions.thread.page.pending;
  REQUIRE(ticket != Ticket::kNone);
  client.tell<ThreadEvent>(DiscussionAnswered{{ticket, std::move(page), {}}});
}

/// The numbers that were asked for last, as the server would.
inline void answer_messages(Client& client) {
  const Thread& thread = client.model.discussions.thread;
  REQUIRE(thread.paging.is_pending());
  MessagesPage page;
  page.first = thread.messages.first();
  page.count = thread.messages.count();
  for (MessageNumber number = thread.asked.from; number <= thread.asked.to; ++number)
    page.messages.push_back(some_message(number));
  client.tell<ThreadEvent>(MessagesAnswered{{thread.paging.pending, std::move(page), {}}});
}

inline void answer_all_messages(Client& client) {
  for (int pages = 0; client.model.discussions.thread.paging.is_pending(); ++pages) {
    REQUIRE(pages < 10);
    answer_messages(client);
  }
}

inline void hear(Client& client, DiscussionNews news) {
  Live& live = client.model.live;
  REQUIRE(live.stream != Ticket::kNone);
  client.tell<LiveEvent>(LiveHeard{live.stream, live.reached + 1, {}, {std::move(news)}});
}

/// The list with two discussions, the stream open.
inline Client in_discussions(std::string fragment = "#/discussions", MessageNumber count = 3,
                             MessageNumber read = -1) {
  Client client;
  client.start(std::move(fragment), in_spico_view());
  client.answer_discussions({some_discussion(kFirst, count, read), some_discussion(kSecond, 1)});
  client.answer_patients(1);
  REQUIRE(client.model.live.stream != Ticket::kNone);
  client.tell<LiveEvent>(LiveHeard{client.model.live.stream, 1, {}});
  return client;
}

/// The first one is open and its last messages are here.
/// Before the device has told what it keeps.
inline Client in_new_thread(MessageNumber count = 3, MessageNumber read = -1) {
  Client client = in_discussions("#/discussions/7", count, read);
  REQUIRE(client.model.screen == Screen::kDiscussion);
  answer_thread(client, some_page(some_discussion(kFirst, count, read)));
  answer_all_messages(client);
  return client;
}

/// The device keeps nothing yet.
inline Client in_thread(MessageNumber count = 3, MessageNumber read = -1) {
  Client client = in_new_thread(count, read);
  const Ticket asked = client.model.discussions.sealing.found.pending;
  client.tell<OutboxEvent>(RecordsFound{{asked, DeviceRecords{std::string(64, 'b'), {}}, {}}});
  return client;
}

inline void type_and_send(Client& client, std::string text) {
  client.tell<OutboxEvent>(DraftTyped{std::move(text)});
  client.tell<OutboxEvent>(SendPressed{});
}

/// What the server makes of a message that was sent.
/// The one message that is wished to be sent.
inline SendMessage sent_now(const Client& client) {
  REQUIRE(client.count<SendMessage>() == 1);
  return *client.wish<SendMessage>();
}

inline Message stored(const SendMessage& sent, MessageNumber number) {
  Message message = some_message(number, kMe);
  message.text = sent.message.text;
  message.client_id = sent.message.client_id;
  message.urgent = sent.message.urgent;
  return message;
}

inline MessageTold told(Message message, DiscussionId id = kFirst) {
  Discussion discussion = some_discussion(id, message.number, message.number - 1);
  discussion.last.at_ms = message.at_ms;
  discussion.last.author = message.author;
  discussion.last.text = message.text;
  return {std::move(discussion), std::move(message)};
}

/// The records of a device, as web/lib_device.js keeps them for all its pages.
struct DeviceStore {
  std::map<std::string, std::string> records;
  std::map<std::string, std::vector<const Client*>> tried;  ///< by the record's name: who sent it, in order

  Failure change(const Client& page, const KeepRecord& wish) {
    const std::string& name = wish.record.name;
    const bool is_there = records.contains(name);
    std::vector<const Client*>& pages = tried[name];
    const auto own = std::find(pages.begin(), pages.end(), &page);
    switch (wish.act) {
      case RecordAct::kWrite:
        records[name] = wish.record.text;
        pages.clear();
        if (wish.tried == Tried::kYes) pages.push_back(&page);
        break;
      case RecordAct::kReplace:
      case RecordAct::kClaim:
        if (!is_there) return refused(404, "");
        if (wish.act == RecordAct::kReplace) records[name] = wish.record.text;
        if (wish.tried == Tried::kRefused && own != pages.end()) pages.erase(pages.begin(), own + 1);
        if (wish.tried == Tried::kYes && own == pages.end()) pages.push_back(&page);
        break;
      case RecordAct::kErase:
        records.erase(name);
        pages.clear();
        break;
      case RecordAct::kTake:
        if (!is_there) return refused(404, "");
        if (!pages.empty()) return refused(409, "");
        records.erase(name);
        if (!wish.draft.name.empty()) records[wish.draft.name] = wish.draft.text;
        break;
    }
    return {};
  }
  /// Does what the last fact has asked of it, and answers; the page's effects are then those of all of it.
  void serve(Client& page) {
    Effects all = page.effects;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto* const request = std::get_if<Request>(&all[i]);
      const auto* const asked = request == nullptr ? nullptr : std::get_if<KeepRecord>(request);
      if (asked == nullptr) continue;
      const KeepRecord wish = *asked;
      answer(page, wish, change(page, wish));
      all.insert(all.end(), page.effects.begin(), page.effects.end());
    }
    page.effects = std::move(all);
  }
  static void answer(Client& page, const KeepRecord& wish, Failure failure = {}) {
    Answer<Nothing> answer{wish.ticket, std::nullopt, std::move(failure)};
    if (!answer.failure.is_some()) answer.value = Nothing{};
    if (wish.act == RecordAct::kClaim)
      page.tell<OutboxEvent>(RecordClaimed{std::move(answer)});
    else if (wish.act == RecordAct::kTake)
      page.tell<OutboxEvent>(RecordTaken{std::move(answer)});
    else
      page.tell<OutboxEvent>(RecordKept{std::move(answer)});
  }
};

/// Every number on the screen once: those that are stored, then those that wait.
inline std::vector<std::string> texts_on_screen(const Client& client) {
  std::vector<std::string> texts;
  const Discussions& discussions = client.model.discussions;
  const MessageWindow& messages = discussions.thread.messages;
  for (MessageNumber number = messages.first(); number <= messages.count(); ++number) {
    const Message* const message = message_at(discussions, number);
    texts.push_back(message == nullptr ? "?" : message->text);
  }
  for (const OutgoingMessage* const each : outgoing_messages(discussions)) texts.push_back(each->text);
  return texts;
}

}  // namespace spico::test
