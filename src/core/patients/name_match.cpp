#include "core/patients/name_match.hpp"

#include <algorithm>
#include <array>

#include "core/patients/traits.hpp"

namespace spico {
namespace {

std::uint32_t initial_bit(char first) {
  if (first >= 'a' && first <= 'z') return 1U << static_cast<unsigned>(first - 'a');
  if (first >= '0' && first <= '9') return 1U << 26U;
  return 1U << (27U + static_cast<unsigned char>(first) % 4U);
}

bool is_settled_by_initial(std::string_view word) {
  return word.size() == 1 && word[0] >= 'a' && word[0] <= 'z';
}

// How the names of a key were typed. A name of more words than kMost is never exact; of more typed words the
// first ones count.
class NameTyped {
 public:
  explicit NameTyped(std::size_t typed_words) : typed_(std::min(typed_words, kMost)) {
    best_.fill(NameRank::kInside);
  }

  void begin_name() {
    close_name();
    lengths_count_ = 0;
  }

  /// A word of the name, or several written as one.
  void add(char mark, std::string_view word, const std::vector<std::string>& typed) {
    std::size_t first = lengths_count_;
    if (is_too_long_ && mark == kTiedMark) return;
    if (mark == kTiedMark) {
      for (std::size_t left = word.size(); first > 0 && left >= lengths_[first - 1] && left > 0;)
        left -= lengths_[--first];
    } else if (lengths_count_ < kMost) {
      lengths_[lengths_count_++] = word.size();
    } else {
      is_too_long_ = true;
    }
    for (std::size_t i = 0; i < typed_; ++i) {
      if (!word.starts_with(typed[i])) continue;
      if (first == 0) best_[i] = std::min(best_[i], NameRank::kBeginning);
      if (word.size() != typed[i].size()) continue;
      whole_words_ |= bit(i);
      for (std::size_t at = first; at < lengths_count_; ++at) covered_ |= bit(at);
    }
  }

  void close_name() {
    if (lengths_count_ > 0 && !is_too_long_ && covered_ == bit(lengths_count_) - 1) {
      for (std::size_t i = 0; i < typed_; ++i) {
        if ((whole_words_ & bit(i)) != 0) best_[i] = NameRank::kExact;
      }
    }
    covered_ = 0;
    whole_words_ = 0;
    is_too_long_ = false;
  }

  [[nodiscard]] NameRank worst() const { return *std::max_element(best_.begin(), best_.begin() + typed_); }

 private:
  static constexpr std::size_t kMost = 31;
  static std::uint32_t bit(std::size_t at) { return std::uint32_t{1} << at; }

  std::size_t typed_ = 0;
  std::array<NameRank, kMost> best_;  // of each typed word
  std::array<std::size_t, kMost> lengths_{};
  std::size_t lengths_count_ = 0;
  std::uint32_t covered_ = 0;      // words of the name that were typed in whole
  std::uint32_t whole_words_ = 0;  // typed words that are words of the name in whole
  bool is_too_long_ = false;
};

NameRank rank_of_all(std::string_view key, const std::vector<std::string>& words) {
  NameTyped typed(words.size());
  for (std::size_t at = 0; at < key.size();) {
    const char mark = key[at];
    std::size_t end = at + 1;
    while (end < key.size() && !is_mark(key[end])) ++end;
    if (mark == kNameMark || mark == kOtherNameMark) typed.begin_name();
    typed.add(mark, key.substr(at + 1, end - at - 1), words);
    at = end;
  }
  typed.close_name();
  return typed.worst();
}

// What most keystrokes are, one word: found and ranked in one pass.
NameRank rank_of_one(std::string_view key, const std::vector<std::string>& words) {
  const std::string_view word = words[0];
  bool is_inside = false;
  bool is_tied = false;
  bool begins = false;
  const char* const end = key.data() + key.size();
  for (const char* at = key.data(); end - at > static_cast<std::ptrdiff_t>(word.size()); ++at) {
    if (at[1] != word[0] || !is_mark(*at) || !std::equal(word.begin() + 1, word.end(), at + 2)) continue;
    is_tied = is_tied || *at == kTiedMark;
    is_inside = true;
    if (*at != kNameMark && *at != kOtherNameMark) continue;
    begins = true;
    const char* const behind = at + 1 + word.size();
    if (behind == end || *behind == kNameMark || *behind == kOtherNameMark) return NameRank::kExact;
  }
  if (is_tied) return rank_of_all(key, words);
  if (!is_inside) return NameRank::kNotFound;
  return begins ? NameRank::kBeginning : NameRank::kInside;
}

}  // namespace

std::uint32_t initials_of(std::string_view key) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i + 1 < key.size(); ++i) {
    if (is_mark(key[i])) bits |= initial_bit(key[i + 1]);
  }
  return bits;
}

std::uint32_t name_initials_of(std::string_view key) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i + 1 < key.size(); ++i) {
    if (key[i] != kNameMark && key[i] != kOtherNameMark) continue;
    bits |= initial_bit(key[i + 1]);
    if (i + 2 == key.size() || is_mark(key[i + 2])) bits |= kSingleLetterName;
  }
  return bits;
}

// Written out because a search that looks for its first letter with the library's calls costs more than the
// few bytes of a name: 100,000 keys are searched at each keystroke.
bool has_word_start(std::string_view key, std::string_view word) {
  if (key.size() <= word.size()) return false;
  const char first_letter = word[0];
  const char* const last = key.data() + (key.size() - word.size() - 1);
  for (const char* at = key.data(); at <= last; ++at) {
    if (at[1] == first_letter && is_mark(at[0]) && std::equal(word.begin() + 1, word.end(), at + 2))
      return true;
  }
  return false;
}

WantedWords::WantedWords(const std::vector<std::string>& words) : all_(words) {
  for (const std::string& word : words) {
    initials_ |= initial_bit(word[0]);
    if (!is_settled_by_initial(word)) unsettled_.push_back(word);
  }
  is_one_letter_ = all_.size() == 1 && unsettled_.empty();
}

bool WantedWords::are_in(std::string_view key) const {
  return std::all_of(unsettled_.begin(), unsettled_.end(),
                     [&](const std::string& word) { return has_word_start(key, word); });
}

bool begins(const TypedNumber& number, const Matricule& matricule) {
  return !number.matricule.empty() && matricule.text().starts_with(number.matricule);
}

NameRank rank_of(std::string_view key, std::uint32_t name_initials, const WantedWords& words) {
  const NameRank by_initials = words.rank_by_initials(name_initials);
  if (by_initials != NameRank::kNotFound) return by_initials;
  if (words.all().size() != 1) return words.are_in(key) ? rank_of_all(key, words.all()) : NameRank::kNotFound;
  const bool begins_none = (name_initials & initial_bit(words.all()[0][0])) == 0;
  if (begins_none) return words.are_in(key) ? NameRank::kInside : NameRank::kNotFound;
  return rank_of_one(key, words.all());
}

}  // namespace spico
