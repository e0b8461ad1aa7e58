#include "core/time/digit_groups.hpp"

#include "core/text/digits.hpp"

namespace spico {
namespace {

struct Separator {
  std::size_t length = 0;  // 0 when there is none
  bool is_space = false;
};

/// One of / . - space, a no-break space (U+00A0, U+202F) or a hyphen that a word processor put there (U+2010,
/// U+2011).
Separator separator_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == ' ' || c == '\t') return {1, true};
  if (c == '/' || c == '.' || c == '-') return {1, false};
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("\xC2\xA0")) return {2, true};
  if (rest.starts_with("\xE2\x80\xAF")) return {3, true};
  if (rest.starts_with("\xE2\x80\x90") || rest.starts_with("\xE2\x80\x91")) return {3, false};
  return {};
}

}  // namespace

DigitGroups split_digit_groups(std::string_view text) {
  DigitGroups groups;
  std::size_t at = 0;
  while (at < text.size()) {
    if (const Separator separator = separator_at(text, at); separator.length > 0) {
      at += separator.length;
      if (!separator.is_space && groups.count > 0) groups.ends_open = true;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == at || groups.count == groups.digits.size()) {
      groups.readable = false;
      return groups;
    }
    groups.digits[groups.count++] = text.substr(at, end - at);
    groups.ends_open = false;
    at = end;
  }
  return groups;
}

int digits_value(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

}  // namespace spico
