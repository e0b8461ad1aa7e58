// PatientList: which rows pass, and how well.
#include <algorithm>
#include <array>
#include <optional>

#include "core/patients/name_match.hpp"
#include "core/patients/patient_list.hpp"
#include "core/patients/typed_search.hpp"

namespace spico {

namespace {

bool agrees(YesNoAll choice, bool fact) {
  return choice == YesNoAll::kAll || (choice == YesNoAll::kYes) == fact;
}

}  // namespace

bool PatientList::passes(const CodedFilters& coded, RowNumber row) const {
  if (coded.sexes != 0 && (coded.sexes & bit_of(sexes_[row])) == 0) return false;
  if (coded.statuts != 0 && (coded.statuts & bit_of(statuts_[row])) == 0) return false;
  if (!coded.thematiques.is_empty() && !coded.thematiques.intersects(thematiques_[row])) return false;
  if (!agrees(coded.tasks, tasks_open_[row] > 0) ||
      !agrees(coded.favourites, has(PatientMark::kFavourite, row)) ||
      !agrees(coded.archived, has(PatientMark::kArchived, row))) {
    return false;
  }
  const auto any_of = [&](Span span, auto&& wanted) {
    const auto start = numbers_.begin() + span.offset;
    return std::any_of(start, start + span.length, wanted);
  };
  if (!coded.professionals.empty() && !any_of(circles_[row], [&](std::uint32_t position) {
        return std::find(coded.professionals.begin(), coded.professionals.end(),
                         professionals_[position].id) != coded.professionals.end();
      })) {
    return false;
  }
  return coded.structures.empty() || any_of(structure_sets_[row], [&](std::uint32_t id) {
           return std::find(coded.structures.begin(), coded.structures.end(), StructureId{id}) !=
                  coded.structures.end();
         });
}

// Of one set of typed filters, read once.
class PatientList::Filter {
 public:
  Filter(const PatientList& list, const TypedFilters& typed, const CodedFilters& coded)
      : list_(list), coded_(coded), typed_(typed), name_(typed_.name_words), given_(typed_.given_words) {
    for (const TypedNumber& number : typed_.numbers) numbers_.push_back({&number, WantedWords(number.words)});
    CodedFilters only_sorted;
    only_sorted.sort = coded.sort;
    only_sorted.archived = coded.archived;
    is_plain_ = coded == only_sorted;
  }

  [[nodiscard]] bool ranks() const { return !typed_.name_words.empty() || !typed_.given_words.empty(); }

  [[nodiscard]] bool passes(RowNumber row) const {
    return name_.may_be_in(list_.name_initials_[row]) && given_.may_be_in(list_.given_initials_[row]) &&
           passes_all_but_words(row) && name_.are_in(list_.name_key(row)) &&
           given_.are_in(list_.given_key(row));
  }

  /// As good as the worst word; nullopt for a row that does not pass.
  [[nodiscard]] std::optional<NameRank> rank(RowNumber row) const {
    if (!name_.may_be_in(list_.name_initials_[row]) || !given_.may_be_in(list_.given_initials_[row]) ||
        !passes_all_but_words(row))
      return std::nullopt;
    const auto by_name = rank_of(list_.name_key(row), list_.name_begins_[row], name_);
    if (!by_name || given_.all().empty()) return by_name;
    const auto by_given = rank_of(list_.given_key(row), list_.given_begins_[row], given_);
    if (!by_given) return std::nullopt;
    return std::max(*by_given, *by_name);
  }

 private:
  struct Number {
    const TypedNumber* typed;
    WantedWords words;
  };
  [[nodiscard]] bool passes_all_but_words(RowNumber row) const {
    return (is_plain_ ? agrees(coded_.archived, list_.has(PatientMark::kArchived, row))
                      : list_.passes(coded_, row)) &&
           (typed_.birth_date.is_empty() || typed_.birth_date.matches(list_.birth_dates_[row])) &&
           std::all_of(numbers_.begin(), numbers_.end(),
                       [&](const Number& number) { return is_found(number, row); });
  }
  [[nodiscard]] bool is_found(const Number& number, RowNumber row) const {
    return number.typed->date.matches(list_.birth_dates_[row]) ||
           begins(*number.typed, list_.matricules_[row]) ||
           (number.words.may_be_in(list_.name_initials_[row]) && number.words.are_in(list_.name_key(row)));
  }

  const PatientList& list_;
  const CodedFilters& coded_;
  const TypedSearch typed_;
  const WantedWords name_, given_;
  std::vector<Number> numbers_;
  bool is_plain_ = false;
};

void PatientList::select(const TypedFilters& typed, const CodedFilters& coded,
                         std::vector<RowNumber>& rows) const {
  const Filter filter(*this, typed, coded);
  rows.clear();
  // Rows are walked in the wanted order, so that a keystroke filters and never sorts.
  const std::vector<RowNumber>& order = in_order(coded.sort);
  if (!filter.ranks() || coded.sort != PatientOrder{}) {
    for (const RowNumber row : order) {
      if (filter.passes(row)) rows.push_back(row);
    }
    return;
  }
  std::array<std::vector<RowNumber>, 2> behind;
  for (const RowNumber row : order) {
    const std::optional<NameRank> rank = filter.rank(row);
    if (!rank) continue;
    (*rank == NameRank::kExact ? rows : behind[*rank == NameRank::kBeginning ? 0 : 1]).push_back(row);
  }
  for (const std::vector<RowNumber>& worse : behind) rows.insert(rows.end(), worse.begin(), worse.end());
}

}  // namespace spico
