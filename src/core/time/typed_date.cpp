#include "core/time/typed_date.hpp"

#include "core/time/digit_groups.hpp"

namespace spico {
namespace {

constexpr std::uint32_t kUnknown = 1;  // bit 0
constexpr int kLastDay = 31;
constexpr int kLastMonth = 12;

std::uint32_t bit(int value) { return value >= 0 && value <= kLastDay ? std::uint32_t{1} << value : 0; }

/// The values 1…last whose two digits begin with these.
std::uint32_t begins_with(std::string_view digits, int last) {
  if (digits.empty()) return ~std::uint32_t{0};
  if (digits.size() == 2) {
    const int value = digits_value(digits);
    return value >= 1 && value <= last ? kUnknown | bit(value) : 0;
  }
  std::uint32_t values = 0;
  for (int value = 1; value <= last; ++value) {
    if (value / 10 == digits[0] - '0') values |= bit(value);
  }
  return values == 0 ? 0 : values | kUnknown;
}

/// A part that a separator closed, "7" as well as "07".
std::uint32_t exactly(std::string_view digits, int last) {
  if (digits.size() > 2) return 0;
  const int value = digits_value(digits);
  return value >= 1 && value <= last ? kUnknown | bit(value) : 0;
}

/// A part that may grow: "1" is 1, 10, 11, 12.
std::uint32_t open_part(std::string_view digits, int last) {
  if (digits.size() > 2) return 0;
  return begins_with(digits, last) | (digits.size() == 1 ? exactly(digits, last) : 0);
}

struct Years {
  int first;
  int last;
};

/// Nothing (first > last) for more than four digits.
Years years_of(std::string_view digits) {
  if (digits.size() > 4) return {1, 0};
  int first = digits_value(digits);
  int span = 1;
  for (std::size_t i = digits.size(); i < 4; ++i) {
    first *= 10;
    span *= 10;
  }
  return {first, first + span - 1};
}

}  // namespace

// A year that nobody was born in would be no reading, and must not find those without a birth date.
void TypedDatePattern::add(const Reading& reading) {
  const bool has_year = reading.first_year <= reading.last_year && reading.last_year >= kFirstYear &&
                        reading.first_year <= kLastYear;
  if (has_year && reading.days != 0 && reading.months != 0) readings_[count_++] = reading;
}

// Without separators the text is the beginning of JJMMAAAA, of MMAAAA or of AAAA.
void TypedDatePattern::read_packed(std::string_view digits) {
  const auto from = [&](std::size_t at) {
    return digits.size() > at ? digits.substr(at) : std::string_view{};
  };
  const std::uint32_t first_as_day = open_part(digits.substr(0, 2), kLastDay);
  const std::uint32_t first_as_month = open_part(digits.substr(0, 2), kLastMonth);
  const Years after_month = years_of(from(4));
  add({first_as_day, begins_with(from(2).substr(0, 2), kLastMonth), after_month.first, after_month.last});
  const Years after_digits = years_of(from(2));
  add({~std::uint32_t{0}, first_as_month, after_digits.first, after_digits.last});
  const Years years = years_of(digits);
  add({~std::uint32_t{0}, ~std::uint32_t{0}, years.first, years.last});
}

TypedDatePattern::TypedDatePattern(std::string_view text) {
  const DigitGroups groups = split_digit_groups(text);
  if (!groups.readable) return;
  if (groups.count == 0) {
    is_empty_ = true;
    return;
  }
  const std::string_view first = groups.digits[0];
  const std::string_view second = groups.digits[1];
  const std::string_view third = groups.digits[2];
  if (groups.count == 1 && !groups.ends_open) {
    if (first.size() <= 8) read_packed(first);
    return;
  }
  const bool second_is_closed = groups.count == 3 || (groups.count == 2 && groups.ends_open);
  if (first.size() == 4) {  // 1956-04-07
    const Years year = years_of(first);
    if (groups.count == 3 && groups.ends_open) return;
    add({open_part(third, kLastDay),
         second_is_closed ? exactly(second, kLastMonth) : open_part(second, kLastMonth), year.first,
         year.last});
    return;
  }
  const Years third_years = years_of(third);
  if (groups.count == 3 && groups.ends_open) return;
  add({exactly(first, kLastDay),
       second_is_closed ? exactly(second, kLastMonth) : open_part(second, kLastMonth), third_years.first,
       third_years.last});
  if (!second_is_closed) {  // 04/1956
    const Years years = years_of(second);
    add({~std::uint32_t{0}, exactly(first, kLastMonth), years.first, years.last});
  }
}

bool TypedDatePattern::matches(CivilDate date) const {
  if (is_empty_) return true;
  for (std::size_t i = 0; i < count_; ++i) {
    const Reading& reading = readings_[i];
    if ((reading.days & bit(date.day)) == 0 || (reading.months & bit(date.month)) == 0) continue;
    if (date.year == 0 || (date.year >= reading.first_year && date.year <= reading.last_year)) return true;
  }
  return false;
}

}  // namespace spico
