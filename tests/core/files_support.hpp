// A device and a server for files of messages, and clients with a discussion open. For the tests of files.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/discussions/files_update.hpp"
#include "tests/core/discussions_support.hpp"

namespace spico::test {

inline constexpr std::size_t kPiece = static_cast<std::size_t>(kUploadPieceBytes);

inline std::string some_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>((i * 31 + i / 251) % 256);
  return bytes;
}

// A device and a server that answer what is asked about files, one step at a time.
struct World : DeviceStore {
  struct Upload {
    std::string bytes;
    std::int64_t size = 0;
  };
  std::map<std::string, std::string> files, pieces;
  std::map<std::string, Upload> uploads;
  std::map<std::string, std::string> refusals;  // by name of the file
  std::deque<MoveFile> asked;
  std::vector<FileAct> done;
  std::vector<std::string> said;
  std::size_t largest_piece = 0;

  void take(Client& client) {
    serve(client);
    for (const Effect& effect : client.effects) {
      const auto* const request = std::get_if<Request>(&effect);
      if (request == nullptr) {
        const auto* const words = std::get_if<Announce>(&std::get<PageEffect>(effect));
        if (words != nullptr) said.push_back(words->text);
        continue;
      }
      if (const auto* const move = std::get_if<MoveFile>(request)) asked.push_back(*move);
    }
  }
  template <typename Fact>
  void tell(Client& client, Fact fact) {
    client.tell<OutboxEvent>(std::move(fact));
    take(client);
  }
  void choose(Client& client, std::string handle, std::string name, std::string bytes,
              std::string type = "application/pdf") {
    const std::string line = handle + "\t" + std::to_string(bytes.size()) + "\t" + type + "\t" + name;
    files[handle] = std::move(bytes);
    tell(client, FilesChosen{line});
  }

  Answer<FileAnswer> answer_to(const MoveFile& move) {
    Answer<FileAnswer> answer{move.ticket, std::nullopt, {}};
    const FileWish& wish = move.wish;
    const auto found = [&](std::string bytes) { answer.value = FileAnswer{.bytes = std::move(bytes)}; };
    const auto fail = [&](std::string code) { answer.failure = refused(422, std::move(code)); };
    switch (wish.act) {
      case FileAct::kRead:
        if (files.contains(wish.name))
          found(files[wish.name].substr(static_cast<std::size_t>(wish.from),
                                        static_cast<std::size_t>(wish.size)));
        else
          fail("");
        break;
      case FileAct::kReadKept:
        if (pieces.contains(wish.name))
          found(pieces[wish.name]);
        else
          fail("");
        break;
      case FileAct::kKeep:
        pieces[wish.name] = wish.bytes;
        found("");
        break;
      case FileAct::kForget:
        std::erase_if(pieces, [&](const auto& each) { return each.first.starts_with(wish.name); });
        found("");
        break;
      case FileAct::kRelease:
        files.erase(wish.name);
        found("");
        break;
      case FileAct::kTakeBack:
        uploads.erase(wish.name);
        found("");
        break;
      case FileAct::kBegin: {
        Upload& upload = uploads[wish.name];
        upload.size = wish.size;
        if (refusals.contains(wish.title)) upload.size = -1;
        answer.value = state_of(upload);
        break;
      }
      case FileAct::kSend:
        receive(wish, answer);
        break;
      default:
        found("");
    }
    return answer;
  }
  void receive(const FileWish& wish, Answer<FileAnswer>& answer) {
    const auto upload = uploads.find(wish.name);
    if (upload == uploads.end()) {
      answer.failure = refused(404, "unknown_upload");
      return;
    }
    largest_piece = std::max(largest_piece, wish.bytes.size());
    std::string& there = upload->second.bytes;
    const auto from = static_cast<std::size_t>(wish.from);
    REQUIRE(from <= there.size());
    if (there.size() < from + wish.bytes.size()) there += wish.bytes.substr(there.size() - from);
    if (upload->second.size < 0) {
      uploads.erase(upload);
      answer.failure = refused(422, refusals.begin()->second);
      return;
    }
    answer.value = state_of(upload->second);
  }
  static FileAnswer state_of(const Upload& upload) {
    FileAnswer answer;
    answer.upload.received = static_cast<std::int64_t>(upload.bytes.size());
    if (answer.upload.received == upload.size)
      answer.upload.attachment = Attachment{{1}, "accepté", AttachmentType::kPdf, upload.size, 0, 0, false};
    return answer;
  }
  // The oldest question, answered.
  void step(Client& client) {
    REQUIRE_FALSE(asked.empty());
    const MoveFile move = asked.front();
    asked.pop_front();
    done.push_back(move.wish.act);
    tell(client, FileMoved{move.wish.act, answer_to(move)});
  }
  // The answer to the oldest question is lost; `arrives`: not what was asked.
  enum class Lost : std::uint8_t { kBoth, kAnswer };
  void lose(Client& client, Lost lost) {
    REQUIRE_FALSE(asked.empty());
    const MoveFile move = asked.front();
    asked.pop_front();
    if (lost == Lost::kAnswer) (void)answer_to(move);
    tell(client, FileMoved{move.wish.act, {move.ticket, std::nullopt, offline()}});
  }
  void run(Client& client) {
    for (int steps = 0; !asked.empty(); ++steps) {
      REQUIRE(steps < 500);
      step(client);
    }
  }
  void run_until(Client& client, FileAct act) {
    for (int steps = 0; asked.empty() || asked.front().wish.act != act; ++steps) {
      REQUIRE(steps < 500);
      step(client);
    }
  }
  [[nodiscard]] std::size_t count(FileAct act) const {
    return static_cast<std::size_t>(std::count(done.begin(), done.end(), act));
  }
};

inline void shut_device(Client& client) {
  const Sealing& sealing = client.model.discussions.sealing;
  client.tell<OutboxEvent>(RecordsFound{{sealing.found.pending, std::nullopt, offline()}});
  client.tell<OutboxEvent>(ShareAnswered{{sealing.share.pending, std::nullopt, offline()}});
}

inline void open_device(Client& client, World& world) {
  const Sealing& sealing = client.model.discussions.sealing;
  DeviceRecords found{.share = std::string(64, 'b'), .records = {}};
  for (const auto& [name, text] : world.records) found.records.push_back({name, text});
  world.tell(client, RecordsFound{{sealing.found.pending, std::move(found), {}}});
  world.tell(client, ShareAnswered{{sealing.share.pending, std::string(64, 'a'), {}}});
}

inline Client in_shut_thread() {
  Client client = in_new_thread();
  shut_device(client);
  return client;
}

inline const Draft& draft(const Client& client) { return open_draft(client.model.discussions); }
inline const FileProgress& progress(const Client& client, const OutgoingFile& file) {
  const FileProgress* const found = client.model.discussions.outbox.progress(file.client_id);
  REQUIRE(found != nullptr);
  return *found;
}
inline void arrive(Client& client, World& world, const SendMessage& sent, MessageNumber number) {
  world.tell(client, MessageSent{{sent.ticket, stored(sent, number), {}}});
}

}  // namespace spico::test
