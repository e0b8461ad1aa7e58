// Legal time in Paris: both switch nights of several years, and the way back.
#include "core/time/paris.hpp"

#include <doctest/doctest.h>

namespace spico {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMs = 24 * kHourMs;

std::int64_t utc_ms(int year, int month, int day, int hour, int minute = 0, int second = 0) {
  const CivilDate date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
                       static_cast<std::uint8_t>(day)};
  return days_since_epoch(date) * kDayMs + hour * kHourMs + minute * kMinuteMs + second * 1000;
}

LocalTime local(int year, int month, int day, int hour, int minute, int second, int offset_hours) {
  return {{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)},
          static_cast<std::uint8_t>(hour),
          static_cast<std::uint8_t>(minute),
          static_cast<std::uint8_t>(second),
          static_cast<std::uint8_t>(offset_hours)};
}

TEST_CASE("the night of March: 02:00 becomes 03:00") {
  // 2026: 29 March; 2024: 31 March; 2027: 28 March; 2028: 26 March
  CHECK(paris_time(utc_ms(2026, 3, 29, 0, 59, 59)) == local(2026, 3, 29, 1, 59, 59, 1));
  CHECK(paris_time(utc_ms(2026, 3, 29, 1)) == local(2026, 3, 29, 3, 0, 0, 2));
  CHECK(paris_time(utc_ms(2024, 3, 31, 1) - 1).offset_hours == 1);
  CHECK(paris_time(utc_ms(2024, 3, 31, 1)).offset_hours == 2);
  CHECK(paris_time(utc_ms(2027, 3, 28, 1) - 1).offset_hours == 1);
  CHECK(paris_time(utc_ms(2027, 3, 28, 1)).offset_hours == 2);
  CHECK(paris_time(utc_ms(2028, 3, 26, 1) - 1).offset_hours == 1);
  CHECK(paris_time(utc_ms(2028, 3, 26, 1)).offset_hours == 2);
}

TEST_CASE("the night of October: 03:00 becomes 02:00") {
  CHECK(paris_time(utc_ms(2026, 10, 25, 0, 59, 59)) == local(2026, 10, 25, 2, 59, 59, 2));
  CHECK(paris_time(utc_ms(2026, 10, 25, 1)) == local(2026, 10, 25, 2, 0, 0, 1));
  CHECK(paris_time(utc_ms(2027, 10, 31, 1) - 1).offset_hours == 2);
  CHECK(paris_time(utc_ms(2027, 10, 31, 1)).offset_hours == 1);
}

TEST_CASE("there and back, every half hour of two years") {
  int wrong = 0;
  for (std::int64_t at = utc_ms(2026, 1, 1, 0); at < utc_ms(2028, 1, 1, 0); at += 30 * kMinuteMs) {
    const LocalTime here = paris_time(at);
    const std::int64_t back = unix_ms_from_paris(here);
    // The second passage of the doubled hour reads as the first.
    wrong +=
        back != at && !(here.offset_hours == 1 && back == at - kHourMs && paris_time(back).offset_hours == 2);
  }
  CHECK(wrong == 0);
}

TEST_CASE("times that do not exist or exist twice") {
  CHECK(unix_ms_from_paris(local(2026, 3, 29, 2, 30, 0, 0)) == utc_ms(2026, 3, 29, 1, 30));
  CHECK(paris_time(unix_ms_from_paris(local(2026, 3, 29, 2, 30, 0, 0))) == local(2026, 3, 29, 3, 30, 0, 2));
  CHECK(unix_ms_from_paris(local(2026, 10, 25, 2, 30, 0, 0)) == utc_ms(2026, 10, 25, 0, 30));
}

TEST_CASE("days of 23 and 25 hours end at midnight") {
  CHECK(next_paris_midnight_ms(utc_ms(2026, 3, 28, 23)) - utc_ms(2026, 3, 28, 23) == 23 * kHourMs);
  CHECK(next_paris_midnight_ms(utc_ms(2026, 10, 24, 22)) - utc_ms(2026, 10, 24, 22) == 25 * kHourMs);
  CHECK(next_paris_midnight_ms(utc_ms(2026, 12, 31, 22, 59)) == utc_ms(2026, 12, 31, 23));
}

TEST_CASE("before 1970 and at the turn of the year") {
  CHECK(paris_time(-1) == local(1970, 1, 1, 0, 59, 59, 1));
  CHECK(paris_time(utc_ms(2026, 12, 31, 23, 30)) == local(2027, 1, 1, 0, 30, 0, 1));
}

TEST_CASE("formats") {
  const std::int64_t at = utc_ms(2026, 11, 22, 14, 34);
  CHECK(format_day(at) == "22/11/2026");
  CHECK(format_short_day(at) == "22/11");
  CHECK(format_time(at) == "15:34");
  CHECK(format_time(utc_ms(2026, 7, 1, 6, 5)) == "08:05");
}

TEST_CASE("how long ago") {
  const std::int64_t now = utc_ms(2026, 11, 22, 14, 34);
  CHECK(age_of(now, now) == Age{Age::Unit::kNow, 0, now + kMinuteMs});
  CHECK(age_of(now + kMinuteMs, now).unit == Age::Unit::kNow);
  CHECK(age_of(now + 3 * kMinuteMs, now).unit == Age::Unit::kDate);
  CHECK(age_of(now - kMinuteMs, now) == Age{Age::Unit::kMinutes, 1, now + kMinuteMs});
  CHECK(age_of(now - 5 * kMinuteMs - 59'000, now) == Age{Age::Unit::kMinutes, 5, now + 1000});
  CHECK(age_of(now - 59 * kMinuteMs, now).count == 59);
  CHECK(age_of(now - kHourMs, now) == Age{Age::Unit::kToday, 0, utc_ms(2026, 11, 22, 23)});
  CHECK(age_of(utc_ms(2026, 11, 21, 22, 59), now) == Age{Age::Unit::kDate, 0, 0});
  // A quarter past midnight, ten minutes ago was yesterday: minutes are still what people want to read.
  const std::int64_t night = utc_ms(2026, 11, 22, 23, 5);
  CHECK(age_of(night - 10 * kMinuteMs, night).unit == Age::Unit::kMinutes);
  CHECK(age_of(night - 2 * kHourMs, night).unit == Age::Unit::kDate);
}

TEST_CASE("the words change exactly when they are said to") {
  const std::int64_t then = utc_ms(2026, 11, 22, 14, 0, 17);
  int wrong = 0;
  for (std::int64_t now = then; now < then + 2 * kDayMs;) {
    const Age age = age_of(then, now);
    if (age.changes_at_ms == 0) break;
    const Age just_before = age_of(then, age.changes_at_ms - 1);
    const Age at = age_of(then, age.changes_at_ms);
    wrong += just_before.unit != age.unit || just_before.count != age.count;
    wrong += at.unit == age.unit && at.count == age.count;
    now = age.changes_at_ms;
  }
  CHECK(wrong == 0);
}

}  // namespace
}  // namespace spico
