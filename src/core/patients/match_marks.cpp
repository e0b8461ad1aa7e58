#include "core/patients/match_marks.hpp"

#include <algorithm>
#include <utility>

#include "core/patients/ins.hpp"
#include "core/patients/name_match.hpp"
#include "core/patients/traits.hpp"
#include "core/text/letter_case.hpp"

namespace spico {
namespace {

class Marker {
 public:
  Marker(const PatientList& list, RowNumber row) : list_(list), row_(row), parts_(list.name_parts(row)) {
    for (const std::string_view part : {parts_.family, parts_.used, parts_.given})
      words_.push_back({begin_of(part), folded_words(part)});
  }

  /// Each of these words at every word that it begins.
  void mark(const std::vector<std::string>& typed, bool only_given) {
    for (const std::string& word : typed) {
      bool is_shown = false;
      for (std::size_t part = only_given ? words_.size() - 1 : 0; part < words_.size(); ++part) {
        for (const FoldedWord& shown : words_[part].words) {
          if (!shown.letters.starts_with(word)) continue;
          const std::size_t start = words_[part].begin;
          spans_.push_back({start + shown.from.front().begin, start + shown.from[word.size() - 1].end});
          is_shown = true;
        }
      }
      if (!is_shown && hidden_name_.empty())
        find_hidden(only_given ? list_.given_key(row_) : list_.name_key(row_), word);
    }
  }

  [[nodiscard]] bool has_all(const std::vector<std::string>& typed) const {
    return std::all_of(typed.begin(), typed.end(),
                       [&](const std::string& word) { return has_word_start(list_.name_key(row_), word); });
  }
  void tell_hidden(MatchMarks& marks) {
    marks.hidden_name = std::move(hidden_name_);
    marks.hidden_name_mark = hidden_mark_;
  }

  [[nodiscard]] std::vector<TextSpan> merged() {
    // A handful, mostly in order: three kilobytes of std::sort are not for them.
    for (std::size_t i = 1; i < spans_.size(); ++i) {
      for (std::size_t j = i; j > 0 && spans_[j].begin < spans_[j - 1].begin; --j)
        std::swap(spans_[j], spans_[j - 1]);
    }
    std::vector<TextSpan> merged;
    for (const TextSpan& span : spans_) {
      if (!merged.empty() && span.begin <= merged.back().end)
        merged.back().end = std::max(merged.back().end, span.end);
      else
        merged.push_back(span);
    }
    return merged;
  }

 private:
  struct Part {
    std::size_t begin;
    std::vector<FoldedWord> words;
  };

  [[nodiscard]] std::size_t begin_of(std::string_view part) const {
    return part.empty() ? 0 : static_cast<std::size_t>(part.data() - list_.display_name(row_).data());
  }

  // The name of the key in which a word begins so. Keys are folded, so that is all that is known of it.
  void find_hidden(std::string_view key, std::string_view typed) {
    std::string name;
    std::size_t mark = std::string::npos;
    bool is_found = false;
    for (std::size_t at = 0; at < key.size();) {
      std::size_t end = at + 1;
      while (end < key.size() && !is_mark(key[end])) ++end;
      const std::string_view word = key.substr(at + 1, end - at - 1);
      if (key[at] == kNameMark || key[at] == kOtherNameMark) {
        if (is_found) break;
        name.clear();
        mark = std::string::npos;
      }
      const bool begins = word.starts_with(typed);
      is_found = is_found || begins;
      if (key[at] != kTiedMark) {
        if (!name.empty()) name += ' ';
        if (begins && mark == std::string::npos) mark = name.size();
        name += word;
      }
      at = end;
    }
    if (!is_found) return;
    hidden_name_ = upper_case(name);
    // Capitals may be longer than the small letters: then nothing is marked.
    if (mark != std::string::npos && hidden_name_.size() == name.size())
      hidden_mark_ = {mark, mark + typed.size()};
  }

  const PatientList& list_;
  RowNumber row_;
  PatientList::NameParts parts_;
  std::vector<Part> words_;  // family, used, given
  std::vector<TextSpan> spans_;
  std::string hidden_name_;
  TextSpan hidden_mark_;
};

}  // namespace

MatchMarks match_marks(const PatientList& list, RowNumber row, const TypedSearch& search) {
  MatchMarks marks;
  Marker marker(list, row);
  marker.mark(search.name_words, false);
  marker.mark(search.given_words, true);
  for (const TypedNumber& number : search.numbers) {
    if (begins(number, list.matricule(row)))
      marks.matricule = std::max(marks.matricule, number.matricule.size());
    if (marker.has_all(number.words)) marker.mark(number.words, false);
  }
  marker.tell_hidden(marks);
  marks.name = marker.merged();
  return marks;
}

std::string beginning_of(const Matricule& matricule, std::size_t characters) {
  std::string text = format_matricule(matricule);
  std::size_t end = 0;
  for (; end < text.size() && characters > 0; ++end) characters -= text[end] == ' ' ? 0U : 1U;
  text.resize(end);
  return text;
}

bool marks_birth_date(const PatientList& list, RowNumber row, const TypedSearch& search) {
  const CivilDate birth = list.birth_date(row);
  return birth.is_known() &&
         ((!search.birth_date.is_empty() && search.birth_date.matches(birth)) ||
          std::any_of(search.numbers.begin(), search.numbers.end(),
                      [&](const TypedNumber& number) { return number.date.matches(birth); }));
}

}  // namespace spico
