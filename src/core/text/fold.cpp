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

/// A word that knows its letters only: what keys are made of.
struct PlainWord {
  std::string letters;

  [[nodiscard]] bool empty() const { return letters.empty(); }
  void clear() { letters.clear(); }
  void add(std::string_view folded, std::size_t, std::size_t) { letters += folded; }
  void add(char32_t folded, std::size_t, std::size_t) { append_character(letters, folded); }
  void reach(std::size_t) {}
  void join(const PlainWord& next) { letters += next.letters; }
};

/// A word that also knows where each of its bytes comes from.
struct PlacedWord {
  std::string letters;
  std::vector<TextSpan> from;

  [[nodiscard]] bool empty() const { return letters.empty(); }
  void clear() {
    letters.clear();
    from.clear();
  }
  void add(std::string_view folded, std::size_t begin, std::size_t end) {
    letters += folded;
    place(begin, end);
  }
  void add(char32_t folded, std::size_t begin, std::size_t end) {
    append_character(letters, folded);
    place(begin, end);
  }
  /// A mark that combines with the last letter belongs to it.
  void reach(std::size_t end) {
    if (from.empty()) return;
    const std::size_t begin = from.back().begin;
    for (auto one = from.rbegin(); one != from.rend() && one->begin == begin; ++one) one->end = end;
  }
  void join(const PlacedWord& next) {
    letters += next.letters;
    from.insert(from.end(), next.from.begin(), next.from.end());
  }

 private:
  void place(std::size_t begin, std::size_t end) { from.resize(letters.size(), {begin, end}); }
};

/// Gives each run of letters to `on_word`, with what stood before it.
template <typename Word, typename OnWord>
void for_each_word(std::string_view text, OnWord&& on_word) {
  Word word;
  Border before = Border::kSeparator;
  Border after = Border::kNone;
  const auto finish = [&] {
    if (!word.empty()) {
      on_word(word, before);
      word.clear();
      before = Border::kNone;
    }
    if (after > before) before = after;
    after = Border::kNone;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t folded = folded_character(next_character(text, at));
    if (folded == special(fold_table::kDropped)) {
      word.reach(at);
      continue;
    }
    if (folded == special(fold_table::kSeparator) || folded == special(fold_table::kJoiner)) {
      after = folded == special(fold_table::kJoiner) ? Border::kJoiner : Border::kSeparator;
      finish();
    } else if (folded >= kFirstSpecial) {
      word.add(fold_table::kExpansions[folded - special(fold_table::kFirstExpansion)], begin, at);
    } else {
      word.add(folded, begin, at);
    }
  }
  finish();
}

enum class WordKind : std::uint8_t { kFirst, kNext, kAfterJoiner, kTied };

/// Gives each word that a text is found by to `on_word`, those that are written as one behind their parts.
template <typename Word, typename OnWord>
void for_each_search_word(std::string_view text, OnWord&& on_word) {
  Word tied;  // the words since the last separator, as one
  Word whole;
  int tied_words = 0;
  int words = 0;
  bool begins_with_particle = false;
  const auto finish_tied = [&] {
    if (tied_words > 1) on_word(tied, WordKind::kTied);
    tied.clear();
  };
  for_each_word<Word>(text, [&](const Word& word, Border before) {
    if (before == Border::kSeparator) {
      finish_tied();
      tied_words = 0;
    }
    on_word(word, words == 0                     ? WordKind::kFirst
                  : before == Border::kSeparator ? WordKind::kNext
                                                 : WordKind::kAfterJoiner);
    tied.join(word);
    whole.join(word);
    ++tied_words;
    if (++words == 1) begins_with_particle = is_particle(word.letters);
  });
  finish_tied();
  if (words > tied_words && begins_with_particle) on_word(whole, WordKind::kTied);
}

}  // namespace

void append_folded(std::string& out, std::string_view text) {
  bool first = true;
  for_each_word<PlainWord>(text, [&](const PlainWord& word, Border) {
    if (!first) out += ' ';
    first = false;
    out += word.letters;
  });
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_folded(out, text);
  return out;
}

void append_search_words(std::string& out, std::string_view text, WordMarks marks) {
  for_each_search_word<PlainWord>(text, [&](const PlainWord& word, WordKind kind) {
    switch (kind) {
      case WordKind::kFirst:
        out += marks.first;
        break;
      case WordKind::kNext:
        out += marks.next;
        break;
      case WordKind::kAfterJoiner:
        out += ' ';
        break;
      case WordKind::kTied:
        out += marks.tied;
        break;
    }
    out += word.letters;
  });
}

std::vector<FoldedWord> folded_words(std::string_view text) {
  std::vector<FoldedWord> words;
  for_each_search_word<PlacedWord>(text, [&](const PlacedWord& word, WordKind) {
    words.push_back({word.letters, word.from});
  });
  return words;
}

}  // namespace spico
