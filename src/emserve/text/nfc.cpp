#include "emserve/text/nfc.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "core/text/utf8.hpp"

namespace spico::emserve {
namespace {

bool reorders_text(char32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

bool is_plain_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

std::optional<std::string> composed(std::string_view text) {
  if (is_plain_ascii(text)) return std::string{text};
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
      &mapped, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner{mapped, &std::free};
  if (length < 0) return std::nullopt;
  return std::string{reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)};
}

}  // namespace

std::optional<std::string> clean_text(std::string_view text) {
  // Before composing: a mark that is taken out may stand between a letter and its accent.
  std::string visible;
  visible.reserve(text.size());
  bool wants_space = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    if (utf8_length(text, at) == 0) return std::nullopt;
    const char32_t character = next_character(text, at);
    if (reorders_text(character)) continue;
    if (character == ' ' || is_control(character)) {
      wants_space = !visible.empty();
      continue;
    }
    if (wants_space) visible += ' ';
    wants_space = false;
    visible.append(text.substr(start, at - start));
  }
  return composed(visible);
}

std::optional<std::string> clean_lines(std::string_view text) {
  constexpr char32_t kLineSeparator = 0x2028;
  constexpr char32_t kParagraphSeparator = 0x2029;
  constexpr std::string_view kAtEnds = " \n";
  std::string visible;
  visible.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    if (utf8_length(text, at) == 0) return std::nullopt;
    const char32_t character = next_character(text, at);
    if (reorders_text(character)) continue;
    if (character == '\r' && at < text.size() && text[at] == '\n') continue;
    if (character == '\n' || character == '\r' || character == kLineSeparator ||
        character == kParagraphSeparator) {
      visible += '\n';
    } else if (is_control(character)) {
      if (character == '\t') visible += ' ';
    } else {
      visible.append(text.substr(start, at - start));
    }
  }
  visible.erase(std::min(visible.find_last_not_of(kAtEnds) + 1, visible.size()));
  visible.erase(0, std::min(visible.find_first_not_of(kAtEnds), visible.size()));
  return composed(visible);
}

}  // namespace spico::emserve
