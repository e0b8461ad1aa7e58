// Europe/Paris without time-zone data: legal time from Unix time and back, its formats, and how long ago
// something was. Rule: directive 2000/84/EC, summer time from the last Sunday of March to the last Sunday of
// October, both at 01:00 UTC. In force since 1996, so it is right for what happens in the application and not
// for birth dates, which have no time.
#pragma once

#include <cstdint>
#include <string>

#include "core/time/civil_date.hpp"

namespace spico {

struct LocalTime {
  CivilDate date;
  std::uint8_t hour = 0;
  std::uint8_t minute = 0;
  std::uint8_t second = 0;
  std::uint8_t offset_hours = 1;  ///< ahead of UTC: 1 in winter, 2 in summer

  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

[[nodiscard]] LocalTime paris_time(std::int64_t unix_ms);

/// Unix time of a legal time in Paris; offset_hours is not read. The hour that does not exist in March counts
/// as the one after it; the hour that happens twice in October is its first passage.
[[nodiscard]] std::int64_t unix_ms_from_paris(const LocalTime& local);

/// Unix time of the next midnight in Paris: when "today" changes.
[[nodiscard]] std::int64_t next_paris_midnight_ms(std::int64_t unix_ms);

[[nodiscard]] std::string format_day(std::int64_t unix_ms);        ///< "22/11/2026"
[[nodiscard]] std::string format_short_day(std::int64_t unix_ms);  ///< "22/11"
[[nodiscard]] std::string format_time(std::int64_t unix_ms);       ///< "15:34"

/// How long ago, as numbers that a view puts into words.
struct Age {
  enum class Unit : std::uint8_t {
    kNow,      ///< less than a minute ago, or up to two minutes ahead (two clocks never agree)
    kMinutes,  ///< «il y a 5 min»: `count` is 1…59
    kToday,    ///< earlier on the same day in Paris: show the time
    kDate,     ///< any other day: show the date
  };
  Unit unit = Unit::kDate;
  int count = 0;
  std::int64_t changes_at_ms = 0;  ///< Unix time at which the words change; 0 = they stay

  friend bool operator==(const Age&, const Age&) = default;
};

[[nodiscard]] Age age_of(std::int64_t then_ms, std::int64_t now_ms);

}  // namespace spico
