#include "core/patients/match_marks.hpp"

#include <algorithm>

#include "core/patients/name_match.hpp"

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
      if (!is_shown && has_word_start(only_given ? list_.given_key(row_) : list_.name_key(row_), word))
        hidden_name_ = true;
    }
  }

  [[nodiscard]] bool has_all(const std::vector<std::string>& typed) const {
    return std::all_of(typed.begin(), typed.end(),
                       [&](const std::string& word) { return has_word_start(list_.name_key(row_), word); });
  }
  [[nodiscard]] bool hidden_name() const { return hidden_name_; }

  [[nodiscard]] std::vector<TextSpan> merged() {
    std::sort(spans_.begin(), spans_.end(), [](const TextSpan& a, const TextSpan& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
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

  const PatientList& list_;
  RowNumber row_;
  PatientList::NameParts parts_;
  std::vector<Part> words_;  // family, used, given
  std::vector<TextSpan> spans_;
  bool hidden_name_ = false;
};

}  // namespace

MatchMarks match_marks(const PatientList& list, RowNumber row, const TypedSearch& search) {
  MatchMarks marks;
  Marker marker(list, row);
  marker.mark(search.name_words, false);
  marker.mark(search.given_words, true);
  for (const TypedNumber& number : search.numbers) {
    marks.matricule = marks.matricule || begins(number, list.matricule(row));
    if (marker.has_all(number.words)) marker.mark(number.words, false);
  }
  marks.hidden_name = marker.hidden_name();
  marks.name = marker.merged();
  return marks;
}

bool marks_birth_date(const PatientList& list, RowNumber row, const TypedSearch& search) {
  const CivilDate birth = list.birth_date(row);
  return birth.is_known() &&
         ((!search.birth_date.is_empty() && search.birth_date.matches(birth)) ||
          std::any_of(search.numbers.begin(), search.numbers.end(),
                      [&](const TypedNumber& number) { return number.date.matches(birth); }));
}

}  // namespace spico
