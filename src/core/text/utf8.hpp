// Reading and writing UTF-8, one character at a time, for any bytes. For whoever looks inside texts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spico {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// Length of the UTF-8 sequence that begins at `at`: 1…4, or 0 when the bytes there are not one (RFC 3629: no
/// surrogate, nothing overlong, nothing above U+10FFFF). `at` is a position in the text.
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at);

/// The character at `at`, which moves past it. Bytes that are not UTF-8 give U+FFFD, one byte at a time.
[[nodiscard]] char32_t next_character(std::string_view text, std::size_t& at);

/// `character` is not a surrogate and not above U+10FFFF.
void append_character(std::string& out, char32_t character);

[[nodiscard]] bool is_utf8(std::string_view text);

/// Characters as Unicode counts them, which is what limits are said in.
[[nodiscard]] std::size_t count_characters(std::string_view text);
/// The beginning of a text, at most so many characters.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t most);

}  // namespace spico
