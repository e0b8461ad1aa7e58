#include "core/text/utf8.hpp"

namespace spico {
namespace {

/// The byte at `at`, or 0 past the end, which continues no sequence.
unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool is_tail(unsigned byte) { return (byte & 0xC0U) == 0x80U; }

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
  const unsigned lead = byte_at(text, at);
  if (lead < 0x80) return 1;
  const unsigned second = byte_at(text, at + 1);
  if (!is_tail(second) || lead < 0xC2 || lead > 0xF4) return 0;
  if (lead < 0xE0) return 2;
  if (!is_tail(byte_at(text, at + 2))) return 0;
  if (lead < 0xF0) {
    const bool is_overlong = lead == 0xE0 && second < 0xA0;
    const bool is_surrogate = lead == 0xED && second > 0x9F;
    return is_overlong || is_surrogate ? 0 : 3;
  }
  if (!is_tail(byte_at(text, at + 3))) return 0;
  const bool is_overlong = lead == 0xF0 && second < 0x90;
  const bool is_too_high = lead == 0xF4 && second > 0x8F;
  return is_overlong || is_too_high ? 0 : 4;
}

char32_t next_character(std::string_view text, std::size_t& at) {
  const std::size_t length = utf8_length(text, at);
  if (length == 0) {
    ++at;
    return kReplacementCharacter;
  }
  unsigned character = byte_at(text, at);
  if (length > 1) character &= 0x7FU >> length;
  for (std::size_t i = 1; i < length; ++i) character = (character << 6U) | (byte_at(text, at + i) & 0x3FU);
  at += length;
  return character;
}

void append_character(std::string& out, char32_t character) {
  const auto tail = [&](unsigned shift) {
    out += static_cast<char>(0x80U | ((static_cast<unsigned>(character) >> shift) & 0x3FU));
  };
  if (character < 0x80) {
    out += static_cast<char>(character);
  } else if (character < 0x800) {
    out += static_cast<char>(0xC0U | (character >> 6U));
    tail(0);
  } else if (character < 0x10000) {
    out += static_cast<char>(0xE0U | (character >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | (character >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) (void)next_character(text, at);
  return count;
}

std::string_view first_characters(std::string_view text, std::size_t most) {
  std::size_t at = 0;
  for (std::size_t count = 0; count < most && at < text.size(); ++count) (void)next_character(text, at);
  return text.substr(0, at);
}

}  // namespace spico
