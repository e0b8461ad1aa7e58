// What calls a reader into a discussion, and how each user wants to be called: plain values that the server
// fills and the client shows. The call holds no text of a message; the title and the patient are for the
// application's own screen only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/discussions/discussion.hpp"

namespace spico {

using NotificationId = StrongNumber<struct NotificationIdTag, std::uint64_t>;

inline constexpr std::int64_t kMostNotificationsAsked = 100;

/// The numbers are stored: the list only grows.
enum class NotificationKind : std::uint8_t {
  kUrgent,     ///< an urgent message, also one that mentions the reader
  kMention,    ///< a message that mentions the reader
  kInvitation  ///< the reader was added to the discussion
};

struct Notification {
  NotificationId id;
  NotificationKind kind = NotificationKind::kUrgent;
  DiscussionId discussion;
  MessageNumber number = 0;  ///< the message that calls
  std::string title;         ///< of the discussion
  std::string author_name;
  std::optional<DiscussionPatient> patient;  ///< as in Discussion
  std::int64_t at_ms = 0;                    ///< Unix time
  bool read = false;                         ///< the message was read, or the notification marked

  friend bool operator==(const Notification&, const Notification&) = default;
};

/// Minutes since midnight in Paris. From 22:00 to 07:00 goes over midnight; the last minute is not in it.
struct QuietHours {
  bool on = false;
  int from = 22 * 60, to = 7 * 60;  ///< never the same

  friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

struct NotificationSettings {
  QuietHours quiet;
  bool system = false;  ///< told by the operating system too, while nobody looks at the page

  friend bool operator==(const NotificationSettings&, const NotificationSettings&) = default;
};

[[nodiscard]] bool is_quiet_at(const QuietHours& hours, std::int64_t unix_ms);

/// "22:00", both ways; anything else than 00:00 to 23:59 in five characters is nothing.
[[nodiscard]] std::string format_clock(int minutes);
[[nodiscard]] std::optional<int> parse_clock(std::string_view text);

[[nodiscard]] std::string_view code(NotificationKind kind);  ///< "urgent" "mention" "invitation"
[[nodiscard]] std::optional<NotificationKind> notification_kind_from_code(std::string_view code);

}  // namespace spico
