// What an ASCII digit is, whatever the locale. For everyone.
#pragma once

namespace spico {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace spico
