#include "core/time/civil_date.hpp"

#include "core/text/digits.hpp"
#include "core/time/digit_groups.hpp"

#include <array>
#include <cstddef>

namespace spico {
namespace {

DateReading checked(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear) return {{}, DateProblem::kYearOutOfRange};
  const CivilDate date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
                       static_cast<std::uint8_t>(day)};
  const DateProblem problem = check_date(date);
  return {problem == DateProblem::kNone ? date : CivilDate{}, problem};
}

bool could_be_day(std::string_view digits) {
  if (digits.size() == 1) return true;
  const int value = digits_value(digits.substr(0, 2));
  return value >= 1 && value <= 31;
}

bool could_be_month(std::string_view digits) {
  if (digits.empty()) return true;
  if (digits.size() == 1) return true;
  const int value = digits_value(digits.substr(0, 2));
  return value >= 1 && value <= 12;
}

bool could_begin_year(std::string_view digits) {
  if (digits.size() < 2) return digits.empty() || digits[0] == '1' || digits[0] == '2';
  const int century = digits_value(digits.substr(0, 2));
  return century >= kFirstYear / 100 && century <= kLastYear / 100;
}

/// Digits without separators: JJMMAAAA, MMAAAA or AAAA. The plausible years begin with 18…21, which no month
/// does, so MMAAAA is never the beginning of a JJMMAAAA.
DateReading read_packed(std::string_view digits) {
  if (digits.size() == 8) {
    const int day = digits_value(digits.substr(0, 2));
    const int month = digits_value(digits.substr(2, 2));
    if (day == 0) return {{}, DateProblem::kNoSuchDay};
    if (month == 0) return {{}, DateProblem::kNoSuchMonth};
    return checked(digits_value(digits.substr(4)), month, day);
  }
  if (digits.size() > 8) return {{}, DateProblem::kUnreadable};
  if (digits.size() == 4) {
    const int year = digits_value(digits);
    if (year >= kFirstYear && year <= kLastYear) return checked(year, 0, 0);
  }
  if (digits.size() == 6) {
    const int month = digits_value(digits.substr(0, 2));
    const int year = digits_value(digits.substr(2));
    if (month >= 1 && month <= 12 && year >= kFirstYear && year <= kLastYear) return checked(year, month, 0);
  }
  if (!could_be_day(digits)) return {{}, DateProblem::kNoSuchDay};
  const std::string_view rest = digits.size() > 2 ? digits.substr(2) : std::string_view{};
  const bool goes_on_as_month_and_year =
      could_be_month(digits) && could_begin_year(rest) && digits.size() < 6;
  if (!could_be_month(rest) && !goes_on_as_month_and_year) return {{}, DateProblem::kNoSuchMonth};
  return {{}, DateProblem::kIncomplete};
}

DateReading read_two_groups(std::string_view first, std::string_view second, bool ends_open) {
  if (first.size() == 4 && second.size() <= 2 && !ends_open) {
    const int month = digits_value(second);
    if (second.size() < 2 && month < 2) return {{}, DateProblem::kIncomplete};
    if (month < 1) return {{}, DateProblem::kNoSuchMonth};
    return checked(digits_value(first), month, 0);
  }
  if (first.size() > 2) return {{}, first.size() == 4 ? DateProblem::kIncomplete : DateProblem::kUnreadable};
  const int leading = digits_value(first);
  if (second.size() == 4 && !ends_open) {
    if (leading < 1) return {{}, DateProblem::kNoSuchMonth};
    return checked(digits_value(second), leading, 0);
  }
  if (second.size() == 3 && !ends_open) {
    return {{}, leading >= 1 && leading <= 12 ? DateProblem::kIncomplete : DateProblem::kNoSuchMonth};
  }
  if (second.size() > 2) return {{}, DateProblem::kUnreadable};
  if (!could_be_day(first)) return {{}, DateProblem::kNoSuchDay};
  // "07/19" is the beginning of 07/1956 as well as a wrong month: it stays open until a separator closes
  // it.
  const bool begins_year = could_begin_year(second) && leading <= 12;
  if (!could_be_month(second) && (ends_open || !begins_year)) return {{}, DateProblem::kNoSuchMonth};
  return {{}, DateProblem::kIncomplete};
}

DateReading read_three_groups(const DigitGroups& groups) {
  const std::string_view first = groups.digits[0];
  const std::string_view second = groups.digits[1];
  const std::string_view third = groups.digits[2];
  if (groups.ends_open || second.size() > 2) return {{}, DateProblem::kUnreadable};
  const int month = digits_value(second);
  if (first.size() == 4) {
    if (third.size() > 2) return {{}, DateProblem::kUnreadable};
    const int day = digits_value(third);
    if (month < 1) return {{}, DateProblem::kNoSuchMonth};
    if (day < 1) return {{}, third.size() == 1 ? DateProblem::kIncomplete : DateProblem::kNoSuchDay};
    return checked(digits_value(first), month, day);
  }
  if (first.size() > 2 || third.size() > 4) return {{}, DateProblem::kUnreadable};
  const int day = digits_value(first);
  if (day < 1 || day > 31) return {{}, DateProblem::kNoSuchDay};
  if (month < 1 || month > 12) return {{}, DateProblem::kNoSuchMonth};
  if (third.size() < 4) return {{}, DateProblem::kIncomplete};
  return checked(digits_value(third), month, day);
}

void append_padded(std::string& out, int value, int width) {
  std::array<char, 8> buffer{};
  for (int i = width - 1; i >= 0; --i) {
    buffer[static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(buffer.data(), static_cast<std::size_t>(width));
}

}  // namespace

DateProblem check_date(CivilDate date) {
  if (date.year == 0)
    return date.month == 0 && date.day == 0 ? DateProblem::kEmpty : DateProblem::kYearOutOfRange;
  if (date.year < kFirstYear || date.year > kLastYear) return DateProblem::kYearOutOfRange;
  if (date.month > 12) return DateProblem::kNoSuchMonth;
  if (date.month == 0) return date.day == 0 ? DateProblem::kNone : DateProblem::kNoSuchMonth;
  return date.day <= days_in_month(date.year, date.month) ? DateProblem::kNone : DateProblem::kNoSuchDay;
}

DateReading parse_iso_date(std::string_view text) {
  if (text.empty()) return {{}, DateProblem::kEmpty};
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return {{}, DateProblem::kUnreadable};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_separator_place = i == 4 || i == 7;
    if (is_separator_place ? text[i] != '-' : !is_digit(text[i])) return {{}, DateProblem::kUnreadable};
  }
  const int year = digits_value(text.substr(0, 4));
  const int month = text.size() > 4 ? digits_value(text.substr(5, 2)) : 0;
  const int day = text.size() > 7 ? digits_value(text.substr(8, 2)) : 0;
  if (text.size() > 4 && month == 0) return {{}, DateProblem::kNoSuchMonth};
  if (text.size() > 7 && day == 0) return {{}, DateProblem::kNoSuchDay};
  return checked(year, month, day);
}

DateReading parse_typed_date(std::string_view text) {
  if (text.size() > 64) return {{}, DateProblem::kUnreadable};
  const DigitGroups groups = split_digit_groups(text);
  if (!groups.readable) return {{}, DateProblem::kUnreadable};
  switch (groups.count) {
    case 0:
      return {{}, DateProblem::kEmpty};
    case 1:
      if (!groups.ends_open) return read_packed(groups.digits[0]);
      if (groups.digits[0].size() <= 2) {
        return {{}, could_be_day(groups.digits[0]) ? DateProblem::kIncomplete : DateProblem::kNoSuchDay};
      }
      return {{}, groups.digits[0].size() == 4 ? DateProblem::kIncomplete : DateProblem::kUnreadable};
    case 2:
      return read_two_groups(groups.digits[0], groups.digits[1], groups.ends_open);
    default:
      return read_three_groups(groups);
  }
}

std::string format_date(CivilDate date) {
  std::string out;
  if (date.year == 0) return out;
  if (date.month != 0) {
    if (date.day != 0) {
      append_padded(out, date.day, 2);
      out += '/';
    }
    append_padded(out, date.month, 2);
    out += '/';
  }
  append_padded(out, date.year, 4);
  return out;
}

std::string format_iso_date(CivilDate date) {
  std::string out;
  if (date.year == 0) return out;
  append_padded(out, date.year, 4);
  if (date.month == 0) return out;
  out += '-';
  append_padded(out, date.month, 2);
  if (date.day == 0) return out;
  out += '-';
  append_padded(out, date.day, 2);
  return out;
}

std::int32_t days_since_epoch(CivilDate date) {
  const int month = date.month == 0 ? 1 : date.month;
  const int day = date.day == 0 ? 1 : date.day;
  const int year = date.year - (month <= 2 ? 1 : 0);
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CivilDate date_from_days(std::int32_t days) {
  const int shifted = days + 719468;
  const int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const int day_of_era = shifted - era * 146097;
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = (5 * day_of_year + 2) / 153;
  const int day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const int month = shifted_month + (shifted_month < 10 ? 3 : -9);
  const int year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return {static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

int age_in_years(CivilDate birth, CivilDate today) {
  const int birth_month = birth.month == 0 ? 1 : birth.month;
  const int birth_day = birth.day == 0 ? 1 : birth.day;
  const bool before_birthday =
      today.month < birth_month || (today.month == birth_month && today.day < birth_day);
  return today.year - birth.year - (before_birthday ? 1 : 0);
}

}  // namespace spico
