#include "core/discussions/unsent_record.hpp"

#include <cstdint>
#include <utility>

namespace spico {
namespace {

// What has no files is written as before there were any: an older tab reads it too.
constexpr std::uint64_t kForm = 1, kFormWithFiles = 2;
enum class Kind : std::uint8_t { kMessage = 1, kDraft = 2 };
constexpr std::size_t kNumberBytes = 8;

class Writer {
 public:
  Writer(Kind kind, const std::vector<OutgoingFile>& files) {
    number(files.empty() ? kForm : kFormWithFiles);
    number(static_cast<std::uint64_t>(kind));
  }
  void number(std::uint64_t value) {
    for (std::size_t i = 0; i < kNumberBytes; ++i) bytes_ += static_cast<char>(value >> (8 * i) & 0xFFU);
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  void common(DiscussionId discussion, std::string_view words, bool urgent,
              const std::optional<MessageQuote>& reply_to, const std::vector<ProfessionalId>& mentions) {
    number(discussion.value);
    text(words);
    number(urgent ? 1 : 0);
    number(reply_to ? 1 : 0);
    if (reply_to) {
      number(static_cast<std::uint64_t>(reply_to->number));
      number(reply_to->author.value);
      text(reply_to->text);
    }
    number(mentions.size());
    for (const ProfessionalId each : mentions) number(each.value);
  }
  void files(const std::vector<OutgoingFile>& files) {
    if (files.empty()) return;
    number(files.size());
    for (const OutgoingFile& file : files) {
      text(file.client_id);
      text(file.name);
      number(static_cast<std::uint64_t>(file.size));
      number(file.kept ? 1 : 0);
      text(file.refusal);
    }
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool is_whole() const { return is_good_ && rest_.empty(); }
  std::uint64_t number() {
    std::uint64_t value = 0;
    if (rest_.size() < kNumberBytes) is_good_ = false;
    if (!is_good_) return 0;
    for (std::size_t i = 0; i < kNumberBytes; ++i)
      value |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
    rest_.remove_prefix(kNumberBytes);
    return value;
  }
  std::string text() {
    const std::uint64_t announced = number();
    if (announced > rest_.size()) is_good_ = false;
    if (!is_good_) return {};
    const auto length = static_cast<std::size_t>(announced);
    std::string value(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return value;
  }
  template <typename Record>
  void common(Record& record) {
    record.discussion = DiscussionId{number()};
    record.text = text();
    record.urgent = number() != 0;
    if (number() != 0) {
      record.reply_to.emplace();
      record.reply_to->number = static_cast<MessageNumber>(number());
      record.reply_to->author = professional();
      record.reply_to->text = text();
    }
    for (std::uint64_t left = number(); left > 0 && is_good_; --left)
      record.mentions.push_back(professional());
  }
  template <typename Record>
  void files(Record& record) {
    for (std::uint64_t left = number(); left > 0 && is_good_; --left) {
      OutgoingFile file;
      file.client_id = text();
      file.name = text();
      file.size = static_cast<std::int64_t>(number());
      file.kept = number() != 0;
      file.refusal = text();
      // What is asked of the device is as long as this says.
      if (!is_client_id(file.client_id) || file.size < 0 || file.size > kLargestFileSeen) is_good_ = false;
      record.files.push_back(std::move(file));
    }
  }

 private:
  // A refused one may be larger than any that is sent.
  static constexpr std::int64_t kLargestFileSeen = std::int64_t{1} << 53;
  ProfessionalId professional() { return ProfessionalId{static_cast<std::uint32_t>(number())}; }

  std::string_view rest_;
  bool is_good_ = true;
};

}  // namespace

std::string to_bytes(const OutgoingMessage& message) {
  Writer writer(Kind::kMessage, message.files);
  writer.common(message.discussion, message.text, message.urgent, message.reply_to, message.mentions);
  writer.text(message.client_id);
  writer.number(static_cast<std::uint64_t>(message.at_ms));
  const bool is_refused = message.state == OutgoingState::kRefused;
  writer.number(is_refused ? 1 : 0);
  // A try that met no server changes nothing that is kept: its record need not be read and written again.
  const Failure reason = is_refused ? message.reason : Failure{};
  writer.number(static_cast<std::uint64_t>(reason.kind));
  writer.number(static_cast<std::uint64_t>(reason.status));
  writer.text(reason.code);
  writer.files(message.files);
  return writer.take();
}

std::string to_bytes(const Draft& draft) {
  Writer writer(Kind::kDraft, draft.files);
  writer.common(draft.discussion, draft.text, draft.urgent, draft.reply_to, draft.mentions);
  writer.files(draft.files);
  return writer.take();
}

std::optional<UnsentRecord> unsent_record(std::string_view bytes) {
  Reader reader(bytes);
  const std::uint64_t form = reader.number();
  if (form != kForm && form != kFormWithFiles) return std::nullopt;
  const std::uint64_t kind = reader.number();
  if (kind == static_cast<std::uint64_t>(Kind::kDraft)) {
    Draft draft;
    reader.common(draft);
    if (form == kFormWithFiles) reader.files(draft);
    if (reader.is_whole() && !draft.is_empty()) return draft;
  } else if (kind == static_cast<std::uint64_t>(Kind::kMessage)) {
    OutgoingMessage message;
    reader.common(message);
    message.client_id = reader.text();
    message.at_ms = static_cast<std::int64_t>(reader.number());
    message.state = reader.number() != 0 ? OutgoingState::kRefused : OutgoingState::kWaiting;
    const std::uint64_t reason = reader.number();
    message.reason.status = static_cast<int>(reader.number());
    message.reason.code = reader.text();
    if (form == kFormWithFiles) reader.files(message);
    if (!reader.is_whole() || reason > static_cast<std::uint64_t>(Failure::Kind::kRefused))
      return std::nullopt;
    message.reason.kind = static_cast<Failure::Kind>(reason);
    return message;
  }
  return std::nullopt;
}

}  // namespace spico
