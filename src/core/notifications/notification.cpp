#include "core/notifications/notification.hpp"

#include <algorithm>
#include <array>

#include "core/time/paris.hpp"

namespace spico {
namespace {

constexpr std::array<std::string_view, 3> kKinds = {"urgent", "mention", "invitation"};  // by position
constexpr int kMinutesOfHour = 60;

std::string two_digits(int number) {
  std::string text = std::to_string(number);
  return text.size() == 1 ? "0" + text : text;
}

}  // namespace

bool is_quiet_at(const QuietHours& hours, std::int64_t unix_ms) {
  if (!hours.on) return false;
  const LocalTime local = paris_time(unix_ms);
  const int now = local.hour * kMinutesOfHour + local.minute;
  const bool is_after = now >= hours.from, is_before = now < hours.to;
  return hours.from < hours.to ? is_after && is_before : is_after || is_before;
}

std::string format_clock(int minutes) {
  return two_digits(minutes / kMinutesOfHour) + ":" + two_digits(minutes % kMinutesOfHour);
}

std::optional<int> parse_clock(std::string_view text) {
  const auto digit = [text](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
    return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (hour > 23 || minute >= kMinutesOfHour) return std::nullopt;
  return hour * kMinutesOfHour + minute;
}

std::string_view code(NotificationKind kind) {
  const auto position = static_cast<std::size_t>(kind);
  return position < kKinds.size() ? kKinds[position] : std::string_view{};
}

std::optional<NotificationKind> notification_kind_from_code(std::string_view code) {
  const auto found = std::find(kKinds.begin(), kKinds.end(), code);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<NotificationKind>(found - kKinds.begin());
}

}  // namespace spico
