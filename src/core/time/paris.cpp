#include "core/time/paris.hpp"

namespace spico {
namespace {

constexpr std::int64_t kSecondMs = 1000;
constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMs = 24 * kHourMs;

std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
  return value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor);
}

/// Both months have 31 days, so their last Sunday lies in 25…31. Day 0 of the epoch was a Thursday.
std::int64_t switch_ms(int year, int month) {
  const std::int32_t last_day =
      days_since_epoch({static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), 31});
  const int weekday = static_cast<int>(((last_day % 7) + 7 + 4) % 7);  // 0 = Sunday
  return (last_day - weekday) * kDayMs + kHourMs;
}

int year_of(std::int64_t unix_ms) {
  return date_from_days(static_cast<std::int32_t>(floor_divide(unix_ms, kDayMs))).year;
}

// The switches are months away from New Year, so the year in UTC is the right one to ask about.
bool is_summer_time(std::int64_t unix_ms) {
  const int year = year_of(unix_ms);
  return unix_ms >= switch_ms(year, 3) && unix_ms < switch_ms(year, 10);
}

void append_two_digits(std::string& out, int value) {
  out += static_cast<char>('0' + value / 10);
  out += static_cast<char>('0' + value % 10);
}

}  // namespace

LocalTime paris_time(std::int64_t unix_ms) {
  const std::uint8_t offset_hours = is_summer_time(unix_ms) ? 2 : 1;
  const std::int64_t local_ms = unix_ms + offset_hours * kHourMs;
  const std::int64_t days = floor_divide(local_ms, kDayMs);
  const std::int64_t in_day_ms = local_ms - days * kDayMs;
  LocalTime local;
  local.date = date_from_days(static_cast<std::int32_t>(days));
  local.hour = static_cast<std::uint8_t>(in_day_ms / kHourMs);
  local.minute = static_cast<std::uint8_t>(in_day_ms / kMinuteMs % 60);
  local.second = static_cast<std::uint8_t>(in_day_ms / kSecondMs % 60);
  local.offset_hours = offset_hours;
  return local;
}

std::int64_t unix_ms_from_paris(const LocalTime& local) {
  const std::int64_t local_ms = days_since_epoch(local.date) * kDayMs + local.hour * kHourMs +
                                local.minute * kMinuteMs + local.second * kSecondMs;
  // Summer first: in October both readings exist and summer is the earlier one; in March 02:30 read as
  // winter time is the instant that clocks show as 03:30.
  const std::int64_t as_summer_ms = local_ms - 2 * kHourMs;
  return is_summer_time(as_summer_ms) ? as_summer_ms : local_ms - kHourMs;
}

std::int64_t next_paris_midnight_ms(std::int64_t unix_ms) {
  LocalTime midnight;
  midnight.date = date_from_days(days_since_epoch(paris_time(unix_ms).date) + 1);
  return unix_ms_from_paris(midnight);
}

std::string format_day(std::int64_t unix_ms) { return format_date(paris_time(unix_ms).date); }

std::string format_short_day(std::int64_t unix_ms) {
  const LocalTime local = paris_time(unix_ms);
  std::string out;
  append_two_digits(out, local.date.day);
  out += '/';
  append_two_digits(out, local.date.month);
  return out;
}

std::string format_time(std::int64_t unix_ms) {
  const LocalTime local = paris_time(unix_ms);
  std::string out;
  append_two_digits(out, local.hour);
  out += ':';
  append_two_digits(out, local.minute);
  return out;
}

Age age_of(std::int64_t then_ms, std::int64_t now_ms) {
  const std::int64_t elapsed_ms = now_ms - then_ms;
  if (elapsed_ms < -2 * kMinuteMs) return {};
  if (elapsed_ms < kMinuteMs) return {Age::Unit::kNow, 0, then_ms + kMinuteMs};
  if (elapsed_ms < kHourMs) {
    const std::int64_t minutes = elapsed_ms / kMinuteMs;
    return {Age::Unit::kMinutes, static_cast<int>(minutes), then_ms + (minutes + 1) * kMinuteMs};
  }
  if (paris_time(then_ms).date == paris_time(now_ms).date) {
    return {Age::Unit::kToday, 0, next_paris_midnight_ms(now_ms)};
  }
  return {};
}

}  // namespace spico
