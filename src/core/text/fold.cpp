#include "core/text/fold.hpp"

#include <cstdint>

#include "core/text/fold_table.hpp"
#include "core/text/utf8.hpp"

namespace spico {
namespace {

constexpr std::size_t kLongestParticle = 3;  // le, la, de, du, des, van, von, el, ben…

bool is_ascii_word(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// A character of the table, one of its special values, or the character itself when the table does not know
/// it.
char32_t folded_character(char32_t character) {
  if (character < 0x80) {
    if (character >= 'A' && character <= 'Z') return character + ('a' - 'A');
    if (is_ascii_word(character)) return character;
    return character == '\'' || character == '-' || character == '`' ? fold_table::kJoiner
                                                                     : fold_table::kSeparator;
  }
  if (character == kReplacementCharacter) return fold_table::kSeparator;
  const char32_t page = character / fold_table::kPageSize;
  if (page >= fold_table::kPageIndex.size()) return character;
  const std::uint16_t value =
      fold_table::kPages[fold_table::kPageIndex[page]][character % fold_table::kPageSize];
  return value == 0 ? character : value;
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
    if (folded == fold_table::kDropped) continue;
    if (folded == fold_table::kSeparator || folded == fold_table::kJoiner) {
      after = folded == fold_table::kJoiner ? Border::kJoiner : Border::kSeparator;
      finish();
    } else if (folded >= fold_table::kFirstExpansion &&
               folded < fold_table::kFirstExpansion + fold_table::kExpansions.size()) {
      word += fold_table::kExpansions[folded - fold_table::kFirstExpansion];
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
  std::size_t first_length = 0;
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
    if (++words == 1) first_length = word.size();
  });
  finish_tied();
  if (words > 1 && words > tied_words && first_length <= kLongestParticle) (out += ' ') += whole;
}

}  // namespace spico
