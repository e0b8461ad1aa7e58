// PatientList: which rows pass, and how well.
#include <algorithm>
#include <array>
#include <utility>

#include "core/patients/name_match.hpp"
#include "core/patients/patient_list.hpp"
#include "core/patients/typed_search.hpp"

namespace spico {

namespace {

bool agrees(YesNoAll choice, bool fact) {
  return choice == YesNoAll::kAll || (choice == YesNoAll::kYes) == fact;
}

bool agrees(TasksChoice choice, std::uint16_t open, std::uint16_t late) {
  switch (choice) {
    case TasksChoice::kAll:
      return true;
    case TasksChoice::kSome:
      return open > 0;
    case TasksChoice::kNone:
      return open == 0;
    case TasksChoice::kLate:
      return late > 0;
  }
  return true;
}

// Whoever has words that begin with each of `wanted` has each of `earlier`.
bool go_on(const std::vector<std::string>& wanted, const std::vector<std::string>& earlier) {
  return std::all_of(earlier.begin(), earlier.end(), [&](const std::string& word) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const std::string& longer) { return longer.starts_with(word); });
  });
}

}  // namespace

bool PatientList::passes(const CodedFilters& coded, RowNumber row) const {
  if (coded.sexes != 0 && (coded.sexes & bit_of(sexes_[row])) == 0) return false;
  if (coded.statuts != 0 && (coded.statuts & bit_of(statuts_[row])) == 0) return false;
  if (!coded.thematiques.is_empty() && !coded.thematiques.intersects(thematiques_[row])) return false;
  if (!agrees(coded.tasks, tasks_open_[row], tasks_late_[row]) ||
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
    only_words_ = coded == only_sorted && typed_.birth_date.is_empty() && numbers_.empty();
  }

  [[nodiscard]] bool ranks() const { return !typed_.name_words.empty() || !typed_.given_words.empty(); }
  /// All that passes is among what was found before.
  [[nodiscard]] bool narrows(const Found& found) const {
    return only_words_ && !(found.name_words.empty() && found.given_words.empty()) && found.coded == coded_ &&
           go_on(typed_.name_words, found.name_words) && go_on(typed_.given_words, found.given_words);
  }
  void keep(Found& found, std::vector<RowNumber> rows) const {
    if (only_words_) found = {coded_, typed_.name_words, typed_.given_words, std::move(rows)};
  }

  [[nodiscard]] bool passes(RowNumber row) const {
    return may_pass(row) && name_.are_in(list_.name_key(row)) && given_.are_in(list_.given_key(row));
  }

  /// As good as the worst word.
  [[nodiscard]] NameRank rank(RowNumber row) const {
    if (!may_pass(row)) return NameRank::kNotFound;
    const NameRank by_name = rank_in(list_.name_begins_[row], list_.name_keys_[row], name_);
    if (given_.all().empty() || by_name == NameRank::kNotFound) return by_name;
    return std::max(by_name, rank_in(list_.given_begins_[row], list_.given_keys_[row], given_));
  }

 private:
  struct Number {
    const TypedNumber* typed;
    WantedWords words;
  };
  // The key itself is not looked at when its initials say all: one letter passes a third of the list.
  [[nodiscard]] NameRank rank_in(std::uint32_t name_initials, Span key, const WantedWords& words) const {
    const NameRank by_initials = words.rank_by_initials(name_initials);
    return by_initials != NameRank::kNotFound ? by_initials : rank_of(list_.key(key), name_initials, words);
  }
  [[nodiscard]] bool may_pass(RowNumber row) const {
    if (!name_.may_be_in(list_.name_initials_[row]) || !given_.may_be_in(list_.given_initials_[row]))
      return false;
    return only_words_ ? agrees(coded_.archived, list_.has(PatientMark::kArchived, row))
                       : passes_all_but_words(row);
  }
  [[nodiscard]] bool passes_all_but_words(RowNumber row) const {
    return list_.passes(coded_, row) &&
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
  bool only_words_ = false;  // but for the archived ones, which are left out at the start
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
  std::vector<std::uint8_t> ranks;  // of each row that is found
  std::array<std::size_t, 3> starts{};
  for (const RowNumber row : filter.narrows(found_) ? found_.rows : order) {
    const NameRank rank = filter.rank(row);
    if (rank == NameRank::kNotFound) continue;
    rows.push_back(row);
    ranks.push_back(static_cast<std::uint8_t>(rank));
    ++starts[ranks.back()];
  }
  std::size_t start = 0;
  for (std::size_t& each : starts) start += std::exchange(each, start);
  std::vector<RowNumber> found = rows;
  for (std::size_t i = 0; i < found.size(); ++i) rows[starts[ranks[i]]++] = found[i];
  filter.keep(found_, std::move(found));
}

}  // namespace spico
