// What is being written and what waits to be sent. `Unsent` is plain and whole, so that a device can keep it
// and give it back; how often something was tried is not part of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/discussions/discussion.hpp"
#include "core/discussions/outgoing_file.hpp"
#include "core/discussions/sealing.hpp"
#include "core/remote.hpp"

namespace spico {

enum class OutgoingState : std::uint8_t {
  kWaiting,  ///< «En attente d'envoi»
  kSending,
  kRefused  ///< «Refusé»: the server will never take it as it is
};

struct OutgoingMessage {
  std::string client_id;  ///< 32 hexadecimal digits: the server stores it once, however often it is sent
  DiscussionId discussion;
  std::string text;
  bool urgent = false;
  std::optional<MessageQuote> reply_to;
  std::vector<ProfessionalId> mentions;
  std::vector<OutgoingFile> files;  ///< it is sent when the server has them all
  std::int64_t at_ms = 0;           ///< Unix time of «Envoyer»
  OutgoingState state = OutgoingState::kWaiting;
  Failure reason;  ///< of kRefused, and of the last try that failed
};

/// The composer of one discussion.
struct Draft {
  DiscussionId discussion;
  std::string text;
  bool urgent = false;
  std::optional<MessageQuote> reply_to;
  std::vector<ProfessionalId>
      mentions;  ///< chosen ones; those whose name has gone from the text are not sent
  std::vector<OutgoingFile> files;

  [[nodiscard]] bool is_empty() const { return text.empty() && !urgent && !reply_to && files.empty(); }
};

/// In the order in which «Envoyer» was pressed.
struct Unsent {
  std::vector<OutgoingMessage> messages;
  std::vector<Draft> drafts;  ///< at most one a discussion, none that is empty
};

/// What was tried of one waiting message, in this page.
struct SendAttempt {
  std::string client_id;
  Ticket ticket = Ticket::kNone;
  int failures = 0;              ///< in a row
  std::int64_t retry_at_ms = 0;  ///< monotonic clock
  bool is_told_to_wait = false;  ///< by the server: not even the network's return hurries it
  Tried tried = Tried::kUnknown;
};

/// A message that is being taken back or dropped: the device says whether another tab has sent it.
struct TakingBack {
  Ticket ticket = Ticket::kNone;
  std::string client_id;
  DiscussionId discussion;
  bool is_dropped = false;
};

struct Outbox {
  Unsent unsent;
  std::vector<TakingBack> taking_back;
  std::vector<SendAttempt> attempts;  ///< of those that were tried at least once
  std::vector<FileProgress> files;    ///< of all files in `unsent`, and of those just taken from it
  FileStep keeping, uploading;

  [[nodiscard]] OutgoingMessage* find(std::string_view client_id);
  [[nodiscard]] SendAttempt& attempt(std::string_view client_id);
  /// The message with its attempt; nothing when it is not here.
  void remove(std::string_view client_id);
  [[nodiscard]] bool is_sending() const;
  [[nodiscard]] bool is_taking_back(std::string_view client_id) const;
  [[nodiscard]] FileProgress* progress(std::string_view client_id);
  [[nodiscard]] const FileProgress* progress(std::string_view client_id) const;
  /// The server has all files of this message.
  [[nodiscard]] bool has_files_there(const OutgoingMessage& message) const;
  /// What may be sent now: the first one that waits of each discussion, whose files are there and whose time
  /// has come, and nothing while another message of its discussion is on its way or is being taken back.
  /// Refused ones hold nobody up. nullptr: none.
  [[nodiscard]] OutgoingMessage* next(std::int64_t now_monotonic_ms);
  /// When next() may find something that it does not find now; nullopt: not by time alone.
  [[nodiscard]] std::optional<std::int64_t> next_try_ms(std::int64_t now_monotonic_ms) const;
};

/// Nothing was typed that could be sent: spaces and line ends only.
[[nodiscard]] bool is_blank(std::string_view text);
/// Characters, as the server counts them.
[[nodiscard]] std::size_t length_of(std::string_view text);

}  // namespace spico
