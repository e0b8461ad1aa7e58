#include "core/patients/typed_search.hpp"

#include <algorithm>
#include <array>

#include "core/text/digits.hpp"
#include "core/text/fold.hpp"

namespace spico {
namespace {

constexpr std::size_t kMatriculeLength = 15;
constexpr std::size_t kCorsicaPosition = 6;  // the second character of the département

/// What may stand between two groups of digits of one date or matricule; of one byte or several.
constexpr std::array<std::string_view, 9> kTies{" ",        "\t",     "/",      ".",     "-",
                                                "\xC2\xA0", "\u202F", "\u2010", "\u2011"};

std::size_t tie_length(std::string_view text) {
  for (const std::string_view tie : kTies) {
    if (text.starts_with(tie)) return tie.size();
  }
  return 0;
}

/// Other signs that part words, so that «(1956)» and «benazet,1956» read as they look.
bool is_other_sign(char c) {
  const bool is_word = is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return static_cast<unsigned char>(c) < 0x80 && !is_word;
}

/// True when what was read so far and this group are the beginning of a matricule born in Corsica.
bool continues_corsican(std::string_view before, std::string_view folded) {
  const std::string all = std::string(before).append(folded);
  if (all.size() <= kCorsicaPosition || all.size() > kMatriculeLength) return false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool is_letter = i == kCorsicaPosition && all[i - 1] == '2' && (all[i] == 'a' || all[i] == 'b');
    if (!is_digit(all[i]) && !is_letter) return false;
  }
  return true;
}

class NameReader {
 public:
  explicit NameReader(TypedSearch& search) : search_(search) {}

  void read(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (const std::size_t length = tie_length(text.substr(at)); length > 0) {
        tie_ += text.substr(at, length);
        at += length;
      } else if (is_other_sign(text[at])) {
        finish_number();
        words_ += ' ';
        ++at;
      } else {
        std::size_t end = at;
        while (end < text.size() && tie_length(text.substr(end)) == 0 && !is_other_sign(text[end])) ++end;
        read_group(text.substr(at, end - at));
        at = end;
      }
    }
    // «07/» is a day: nothing but the end of the text can leave a number open.
    number_ += tie_;
    finish_number();
    search_.name_words = words_of(fold(words_));
  }

 private:
  void read_group(std::string_view group) {
    const std::string folded = fold(group);
    const bool is_number = !folded.empty() && (std::all_of(folded.begin(), folded.end(), is_digit) ||
                                               continues_corsican(digits_, folded));
    if (!is_number) {
      finish_number();
      words_ += ' ';
      words_ += group;
      return;
    }
    if (!digits_.empty()) number_ += tie_;
    tie_.clear();
    number_ += folded;
    digits_ += folded;
  }

  void finish_number() {
    if (!digits_.empty()) {
      std::string matricule = digits_;
      std::transform(matricule.begin(), matricule.end(), matricule.begin(), [](char c) {
        return c == 'a' ? 'A' : c == 'b' ? 'B' : c;
      });
      if (matricule.size() < kFewestMatriculeCharacters || matricule.size() > kMatriculeLength)
        matricule.clear();
      search_.numbers.push_back(
          {number_, TypedDatePattern(number_), std::move(matricule), words_of(fold(number_))});
    }
    number_.clear();
    digits_.clear();
    tie_.clear();
  }

  TypedSearch& search_;
  std::string words_;   // everything that is no number
  std::string number_;  // the number being read, as typed
  std::string digits_;  // its digits alone
  std::string tie_;     // what stands behind its last group
};

}  // namespace

std::vector<std::string> words_of(std::string_view folded) {
  std::vector<std::string> words;
  while (!folded.empty()) {
    const std::size_t end = std::min(folded.find(' '), folded.size());
    if (end > 0) words.emplace_back(folded.substr(0, end));
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
  return words;
}

TypedSearch::TypedSearch(const TypedFilters& typed)
    : given_words(words_of(fold(typed.given_name))), birth_date(typed.birth_date) {
  NameReader(*this).read(typed.name);
}

}  // namespace spico
