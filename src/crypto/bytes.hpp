// Views of bytes and their text forms (hexadecimal, base64url). May be used by every layer that may use
// crypto/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spico::crypto {

using ByteView = std::span<const std::uint8_t>;
using ByteSpan = std::span<std::uint8_t>;

// The bytes of a text, not copied; the text must outlive the view.
ByteView bytes_of(std::string_view text);

// RFC 4648 section 5 without padding: the form of cookies and links.
std::string to_base64url(ByteView bytes);

// The bytes of an unpadded base64url text, or nothing when a character, the length or the trailing bits are
// wrong.
std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text);

// Lower-case hexadecimal; nothing when it is something else.
std::string to_hex(ByteView bytes);
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text);

// Same content, in a time that depends on the lengths only. Different lengths are unequal.
bool equal_constant_time(ByteView left, ByteView right);

}  // namespace spico::crypto
