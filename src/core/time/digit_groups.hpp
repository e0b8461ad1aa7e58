// The runs of digits in a typed date. Used by civil_date.cpp and typed_date.cpp only.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace spico {

struct DigitGroups {
  std::array<std::string_view, 3> digits;
  std::size_t count = 0;
  bool readable = true;    ///< nothing but digits and separators, at most three groups
  bool ends_open = false;  ///< a separator other than a space follows the last group
};

/// Separators: / . - tabulation, any of the usual spaces, and the hyphens that word processors put (U+2010,
/// U+2011).
[[nodiscard]] DigitGroups split_digit_groups(std::string_view text);

/// At most nine digits, nothing else.
[[nodiscard]] int digits_value(std::string_view digits);

}  // namespace spico
