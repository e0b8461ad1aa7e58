#include "core/discussions/outbox.hpp"

#include <algorithm>

namespace spico {

OutgoingMessage* Outbox::find(std::string_view client_id) {
  for (OutgoingMessage& message : unsent.messages) {
    if (message.client_id == client_id) return &message;
  }
  return nullptr;
}

SendAttempt& Outbox::attempt(std::string_view client_id) {
  for (SendAttempt& each : attempts) {
    if (each.client_id == client_id) return each;
  }
  attempts.push_back({std::string(client_id)});
  return attempts.back();
}

void Outbox::remove(std::string_view client_id) {
  // A copy: the name may be that of the message which goes.
  const std::string id(client_id);
  std::erase_if(unsent.messages, [&](const OutgoingMessage& message) { return message.client_id == id; });
  std::erase_if(attempts, [&](const SendAttempt& each) { return each.client_id == id; });
}

bool Outbox::is_sending() const {
  return std::any_of(unsent.messages.begin(), unsent.messages.end(),
                     [](const OutgoingMessage& message) { return message.state == OutgoingState::kSending; });
}

bool Outbox::is_taking_back(std::string_view client_id) const {
  return std::any_of(taking_back.begin(), taking_back.end(),
                     [&](const TakingBack& each) { return each.client_id == client_id; });
}

FileProgress* Outbox::progress(std::string_view client_id) {
  for (FileProgress& each : files) {
    if (each.client_id == client_id) return &each;
  }
  return nullptr;
}
const FileProgress* Outbox::progress(std::string_view client_id) const {
  return const_cast<Outbox*>(this)->progress(client_id);
}

bool Outbox::has_files_there(const OutgoingMessage& message) const {
  return std::all_of(message.files.begin(), message.files.end(), [&](const OutgoingFile& file) {
    const FileProgress* const far = progress(file.client_id);
    return far != nullptr && far->accepted;
  });
}

namespace {

// The first message that is not refused of each discussion is the one whose turn it is.
bool is_its_turn(const Outbox& outbox, const OutgoingMessage& message) {
  for (const OutgoingMessage& each : outbox.unsent.messages) {
    if (each.discussion == message.discussion && each.state != OutgoingState::kRefused)
      return &each == &message && each.state == OutgoingState::kWaiting &&
             !outbox.is_taking_back(each.client_id);
  }
  return false;
}

std::int64_t due_ms(const Outbox& outbox, const OutgoingMessage& message) {
  for (const SendAttempt& each : outbox.attempts) {
    if (each.client_id == message.client_id) return each.retry_at_ms;
  }
  return 0;
}

}  // namespace

OutgoingMessage* Outbox::next(std::int64_t now_monotonic_ms) {
  for (OutgoingMessage& message : unsent.messages) {
    if (is_its_turn(*this, message) && has_files_there(message) && due_ms(*this, message) <= now_monotonic_ms)
      return &message;
  }
  return nullptr;
}

std::optional<std::int64_t> Outbox::next_try_ms(std::int64_t now_monotonic_ms) const {
  std::optional<std::int64_t> earliest;
  for (const OutgoingMessage& message : unsent.messages) {
    if (!is_its_turn(*this, message) || !has_files_there(message)) continue;
    const std::int64_t due = std::max(due_ms(*this, message), now_monotonic_ms);
    earliest = earliest ? std::min(*earliest, due) : due;
  }
  return earliest;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

}  // namespace spico
