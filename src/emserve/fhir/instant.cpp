#include "emserve/fhir/instant.hpp"

#include <algorithm>

#include "core/time/civil_date.hpp"

namespace spico::emserve::fhir {
namespace {

/// Takes two digits off the front, at most `highest`; -1 when there are none.
int take_two_digits(std::string_view& text, int highest) {
  if (text.size() < 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return -1;
  const int value = (text[0] - '0') * 10 + (text[1] - '0');
  text.remove_prefix(2);
  return value <= highest ? value : -1;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text[0] != wanted) return false;
  text.remove_prefix(1);
  return true;
}

/// ".123456" as milliseconds; 0 when there is no fraction, -1 for a point without digits.
int take_fraction_ms(std::string_view& text) {
  if (!take(text, '.')) return 0;
  int fraction_ms = 0;
  int digits = 0;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; ++digits) {
    if (digits < 3) fraction_ms = fraction_ms * 10 + (text[0] - '0');
    text.remove_prefix(1);
  }
  if (digits == 0) return -1;
  for (; digits < 3; ++digits) fraction_ms *= 10;
  return fraction_ms;
}

/// "Z", "+01:00" in minutes; nullopt for anything else or anything after it.
std::optional<int> take_offset_minutes(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != 6) return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  if (!take(text, sign < 0 ? '-' : '+')) return std::nullopt;
  const int hours = take_two_digits(text, 14);
  if (hours < 0 || !take(text, ':')) return std::nullopt;
  const int minutes = take_two_digits(text, 59);
  if (minutes < 0) return std::nullopt;
  return sign * (hours * 60 + minutes);
}

}  // namespace

std::optional<std::int64_t> parse_instant(std::string_view text) {
  if (text.size() < 10) return std::nullopt;
  const DateReading date = parse_iso_date(text.substr(0, 10));
  text.remove_prefix(10);
  if (!date.ok() || !take(text, 'T')) return std::nullopt;
  const int hour = take_two_digits(text, 23);
  if (hour < 0 || !take(text, ':')) return std::nullopt;
  const int minute = take_two_digits(text, 59);
  if (minute < 0 || !take(text, ':')) return std::nullopt;
  const int second = take_two_digits(text, 60);
  if (second < 0) return std::nullopt;
  const int fraction_ms = take_fraction_ms(text);
  const std::optional<int> offset_minutes = take_offset_minutes(text);
  if (fraction_ms < 0 || !offset_minutes) return std::nullopt;
  const std::int64_t minutes =
      std::int64_t{days_since_epoch(date.date)} * 1440 + hour * 60 + minute - *offset_minutes;
  return minutes * 60'000 + std::min(second, 59) * 1000 + fraction_ms;
}

}  // namespace spico::emserve::fhir
