// A discussion as one member sees it: summary, messages, members. The server fills these plain values, the
// client shows them. Texts are UTF-8 in NFC; people are named by their entry of the directory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/discussions/attachment.hpp"
#include "core/patients/patient.hpp"

namespace spico {

/// Given by the server, never reused; its decimal form is the `id` of the wire and the 7 of
/// `#/discussions/7`.
using DiscussionId = StrongNumber<struct DiscussionIdTag, std::uint64_t>;
using MessageId = StrongNumber<struct MessageIdTag, std::uint64_t>;

/// Position of a message in its discussion: 1, 2, 3 … without gaps; 0: none.
using MessageNumber = std::int64_t;

inline constexpr std::size_t kMostMembers = 500;             ///< present ones, of one discussion
inline constexpr std::size_t kLongestDiscussionTitle = 200;  ///< characters
inline constexpr std::size_t kLongestMessageText = 10'000;   ///< characters
inline constexpr std::size_t kQuoteLength = 160;             ///< characters of a text that only stands for it
inline constexpr std::int64_t kMostMessagesAsked = 200;      ///< of one page
inline constexpr std::size_t kMostHits = 50;                 ///< of one search in messages
inline constexpr std::int64_t kMessageEditTimeMs = 15 * 60'000;  ///< then nothing can be changed or withdrawn

/// The numbers are stored: the list only grows.
enum class MessageKind : std::uint8_t {
  kText,
  kCreated,  ///< always number 1; its text is the title of that time
  kJoined,   ///< `member` was added by `author`
  kLeft,     ///< `member` left, who is the author
  kRenamed   ///< its text is the new title
};

/// What a message answers. The beginning of a text, empty when that message was withdrawn.
struct MessageQuote {
  MessageNumber number = 0;
  ProfessionalId author;
  std::string text;
  std::int64_t attachments = 0;  ///< how many files it has

  friend bool operator==(const MessageQuote&, const MessageQuote&) = default;
};

/// A message stands in the dossier of its patient.
struct Filing {
  ProfessionalId by;
  std::int64_t at_ms = 0;  ///< Unix time

  friend bool operator==(const Filing&, const Filing&) = default;
};

struct Message {
  MessageId id;
  MessageNumber number = 0;
  MessageKind kind = MessageKind::kText;
  ProfessionalId author;
  ProfessionalId member;   ///< of kJoined and kLeft
  std::int64_t at_ms = 0;  ///< Unix time
  std::string text;        ///< may have line feeds; empty when withdrawn, or beside attachments
  bool urgent = false;
  bool withdrawn = false;
  std::optional<std::int64_t> edited_at_ms;
  /// Absent too when the reader may not see the one it answers, which came before they were added.
  std::optional<MessageQuote> reply_to;
  std::vector<ProfessionalId> mentions;
  std::vector<ProfessionalId> seen_by;  ///< who answered «Vu», in that order
  std::string client_id;                ///< 32 hexadecimal digits of its sender; only its author gets it
  std::vector<Attachment> attachments;  ///< in the author's order; none when withdrawn
  std::optional<Filing> filed;          ///< «Versé au dossier»

  friend bool operator==(const Message&, const Message&) = default;
};

struct Member {
  ProfessionalId id;
  std::string name;
  ProfessionId profession{};
  std::string structure, commune;
  MessageNumber first = 1;  ///< of the first one that they may see
  MessageNumber read = 0;   ///< has read up to this one
  std::int64_t joined_at_ms = 0;
  std::optional<std::int64_t> left_at_ms;  ///< no longer a member

  friend bool operator==(const Member&, const Member&) = default;
};

/// The patient of a discussion, as much as a list shows. A member who may see the patient no longer gets
/// none.
struct DiscussionPatient {
  PatientId id;
  std::string name;  ///< display_name()
  CivilDate birth_date;
  bool test = false;

  friend bool operator==(const DiscussionPatient&, const DiscussionPatient&) = default;
};

struct LastMessage {
  MessageNumber number = 0;
  MessageKind kind = MessageKind::kText;
  ProfessionalId author;
  std::string author_name;
  std::int64_t at_ms = 0;
  std::string text;              ///< its beginning, empty when withdrawn
  std::int64_t attachments = 0;  ///< how many files it has

  friend bool operator==(const LastMessage&, const LastMessage&) = default;
};

/// As it is for one member now.
struct Discussion {
  DiscussionId id;
  std::string title;
  std::optional<DiscussionPatient> patient;
  std::int64_t members = 0;  ///< present ones, the reader included
  bool mine = false;         ///< made by the reader
  bool muted = false;        ///< by the reader
  std::int64_t unread = 0;
  bool mentioned = false;   ///< an unread message mentions the reader
  bool urgent = false;      ///< an unread message is urgent
  MessageNumber count = 0;  ///< number of the last message
  MessageNumber first = 1;  ///< of the first one that the reader may see
  MessageNumber read = 0;   ///< the reader has read up to this one
  LastMessage last;

  friend bool operator==(const Discussion&, const Discussion&) = default;
};

/// How far back a member that is added may look.
enum class MemberHistory : std::uint8_t { kAll, kFromNow };

/// Codes of the wire; the inverse is nullopt for any other text.
[[nodiscard]] std::string_view code(MessageKind kind);       ///< "text" "created" "joined" "left" "renamed"
[[nodiscard]] std::string_view code(MemberHistory history);  ///< "all" "from_now"
[[nodiscard]] std::optional<MessageKind> message_kind_from_code(std::string_view code);
[[nodiscard]] std::optional<MemberHistory> member_history_from_code(std::string_view code);

/// Whether a text is what a client names its message or discussion by: 32 hexadecimal digits, lower case.
[[nodiscard]] bool is_client_id(std::string_view text);

}  // namespace spico
