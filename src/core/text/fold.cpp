#include "core/text/fold.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/text/fold_table.hpp"
#include "core/text/utf8.hpp"

namespace spico {
namespace {

// Above every character: text may contain the very code points that the table uses as marks.
constexpr char32_t kFirstSpecial = 0x110000;

// Words that open a family name and that people often type as one with the next.
constexpr std::array<std::string_view, 26> kParticles{
    "al", "bel", "ben", "bou", "d",  "da", "de",  "del", "des", "di", "do",    "dos", "du",
    "el", "l",   "la",  "las", "le", "lo", "los", "mac", "mc",  "o",  "saint", "van", "von"};

bool is_ascii_word(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

constexpr char32_t special(std::uint16_t value) { return kFirstSpecial + value; }

/// A character of the table, one of its marks as special(), or the character itself when the table does not
/// know it.
char32_t folded_character(char32_t character) {
  if (character < 0x80) {
    if (character >= 'A' && character <= 'Z') return character + ('a' - 'A');
    if (is_ascii_word(character)) return character;
    const bool ties_words = character == '\'' || character == '-' || character == '`';
    return special(ties_words ? fold_table::kJoiner : fold_table::kSeparator);
  }
  if (character == kReplacementCharacter) return special(fold_table::kSeparator);
  const char32_t page = character / fold_table::kPageSize;
  if (page >= fold_table::kPageIndex.size()) return character;
  const std::uint16_t value =
      fold_table::kPages[fold_table::kPageIndex[page]][character % fold_table::kPageSize];
  if (value >= fold_table::kFirstExpansion) return special(value);
  return value == 0 ? character : value;
}

bool is_particle(std::string_view word) {
  return std::find(kParticles.begin(), kParticles.end(), word) != kParticles.end();
}

enum class Border : std::uint8_t { kNone, kJoiner, kSeparator };

/// Gives each run of letters to `on_word`, with what stood before it.
template <typename OnWord>
void for_each_word(std::string_view text, OnWord&& on_word) {
  std::string word;
  Border before = Border::kSeparator;
  Border after = Border::kNone;
  const auto finish = [&] {
    if (!word.empty()) {
      on_word(std::string_view{word}, before);
      word.clear();
      before = Border::kNone;
    }
    if (after > before) before = after;
    after = Border::kNone;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char32_t folded = folded_character(next_character(text, at));
    if (folded == special(fold_table::kDropped)) continue;
    if (folded == special(fold_table::kSeparator) || folded == special(fold_table::kJoiner)) {
      after = folded == special(fold_table::kJoiner) ? Border::kJoiner : Border::kSeparator;
      finish();
    } else if (folded >= kFirstSpecial) {
      word += fold_table::kExpansions[folded - special(fold_table::kFirstExpansion)];
    } else {
      append_character(word, folded);
    }
  }
  finish();
}

}  // namespace

void append_folded(std::string& out, std::string_view text) {
  bool first = true;
  for_each_word(text, [&](std::string_view word, Border) {
    if (!first) out += ' ';
    first = false;
    out += word;
  });
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_folded(out, text);
  return out;
}

void append_search_words(std::string& out, std::string_view text) {
  std::string tied;  // the words since the last separator, as one
  std::string whole;
  int tied_words = 0;
  int words = 0;
  bool begins_with_particle = false;
  const auto finish_tied = [&] {
    if (tied_words > 1) (out += ' ') += tied;
    tied.clear();
  };
  for_each_word(text, [&](std::string_view word, Border before) {
    if (before == Border::kSeparator) {
      finish_tied();
      tied_words = 0;
    }
    (out += ' ') += word;
    tied += word;
    whole += word;
    ++tied_words;
    if (++words == 1) begins_with_particle = is_particle(word);
  });
  finish_tied();
  if (words > tied_words && begins_with_particle) (out += ' ') += whole;
}

}  // namespace spico
