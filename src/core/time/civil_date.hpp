// A calendar date without a time or a zone, as identity documents carry it: month and day may be unknown.
// Plain value; anyone may use it.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace spico {

/// year 0 = no date at all; month 0 = only the year is known; day 0 = only year and month are known.
/// Ordered by year, month, day, so an unknown part sorts before every known one.
struct CivilDate {
  std::int16_t year = 0;
  std::uint8_t month = 0;
  std::uint8_t day = 0;

  friend constexpr auto operator<=>(const CivilDate&, const CivilDate&) = default;
  [[nodiscard]] constexpr bool is_known() const { return year != 0; }
  [[nodiscard]] constexpr bool is_complete() const { return year != 0 && month != 0 && day != 0; }
};

/// Years that an identity can carry; anything else is a typing mistake or a placeholder.
inline constexpr int kFirstYear = 1800;
inline constexpr int kLastYear = 2199;

enum class DateProblem : std::uint8_t {
  kNone,
  kEmpty,           ///< nothing but spaces and separators
  kIncomplete,      ///< typed text that more characters can still turn into a date ("07/04/19")
  kUnreadable,      ///< no date of any accepted form
  kYearOutOfRange,  ///< outside kFirstYear…kLastYear
  kNoSuchMonth,     ///< month 13
  kNoSuchDay,       ///< 31/04, 29/02 of a common year
};

/// `date` is meaningful only when `problem` is kNone.
struct DateReading {
  CivilDate date;
  DateProblem problem = DateProblem::kEmpty;

  [[nodiscard]] constexpr bool ok() const { return problem == DateProblem::kNone; }
};

[[nodiscard]] constexpr bool is_leap_year(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/// month is 1…12.
[[nodiscard]] constexpr int days_in_month(int year, int month) {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// kNone for a date that exists (unknown month or day included), kEmpty for no date, else what is wrong with
/// it.
[[nodiscard]] DateProblem check_date(CivilDate date);

/// The form of FHIR and of the wire: "YYYY", "YYYY-MM", "YYYY-MM-DD", nothing else (no spaces, no time).
[[nodiscard]] DateReading parse_iso_date(std::string_view text);

/// What a French professional types: "07041956", "07/04/1956", "7/4/1956", "04/1956", "041956", "1956"; `/`,
/// `.`, `-`, any kind of space between the parts, and the ISO form pasted from elsewhere.
[[nodiscard]] DateReading parse_typed_date(std::string_view text);

/// "07/04/1956", "04/1956" or "1956"; empty for no date.
[[nodiscard]] std::string format_date(CivilDate date);

/// "1956-04-07", "1956-04" or "1956"; empty for no date.
[[nodiscard]] std::string format_iso_date(CivilDate date);

/// Days since 1970-01-01 in the proleptic Gregorian calendar; an unknown month or day counts as the first.
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days).
[[nodiscard]] std::int32_t days_since_epoch(CivilDate date);
[[nodiscard]] CivilDate date_from_days(std::int32_t days);

/// Whole years of age on `today`, counted as an unknown month or day were the first; negative when born
/// later.
[[nodiscard]] int age_in_years(CivilDate birth, CivilDate today);

}  // namespace spico
