// PatientList: who has a homonym.
#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "core/patients/homonyms.hpp"
#include "core/patients/patient_list.hpp"

namespace spico {

namespace {

Likeness likeness_of(CivilDate birth) { return birth.is_known() ? Likeness::kNear : Likeness::kSame; }

std::uint32_t day_number(CivilDate date) {
  return static_cast<std::uint32_t>(static_cast<std::uint16_t>(date.year)) << 16 |
         static_cast<std::uint32_t>(date.month) << 8 | date.day;
}

// Without its key, which may be wrong; empty for none.
std::string_view number_of(const Matricule& matricule) {
  constexpr std::size_t kNumber = 13;
  return matricule.text().substr(0, kNumber);
}

}  // namespace

bool PatientList::share_matricule(RowNumber a, RowNumber b) const {
  const std::string_view number = number_of(matricules_[a]);
  return a != b && !number.empty() && number == number_of(matricules_[b]);
}

void PatientList::mark_shared_matricules() const {
  std::vector<std::pair<std::string_view, RowNumber>> numbers;
  numbers.reserve(size());
  for (RowNumber row = 0; row < size(); ++row) {
    if (const std::string_view number = number_of(matricules_[row]); !number.empty())
      numbers.emplace_back(number, row);
  }
  std::sort(numbers.begin(), numbers.end());
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    if (numbers[i].first != numbers[i - 1].first) continue;
    has_homonym_[numbers[i].second] = has_homonym_[numbers[i - 1].second] = 1;
  }
}

// An incomplete birth date is another day than a complete one: whether they agree, nobody knows.
bool PatientList::has_homonym(RowNumber row) const {
  if (has_homonym_.size() == size()) return has_homonym_[row] != 0;
  has_homonym_.assign(size(), 0);
  struct Item {
    std::uint32_t day;
    RowNumber row;
  };
  std::vector<Item> items;
  items.reserve(size());
  for (RowNumber each = 0; each < size(); ++each) items.push_back({day_number(birth_dates_[each]), each});
  std::sort(items.begin(), items.end(),
            [](const Item& a, const Item& b) { return a.day != b.day ? a.day < b.day : a.row < b.row; });
  std::vector<std::vector<HomonymName>> people;
  for (auto first = items.begin(); first != items.end();) {
    const auto last =
        std::find_if(first, items.end(), [&](const Item& item) { return item.day != first->day; });
    const auto count = static_cast<std::size_t>(last - first);
    if (count > 1) {
      if (people.size() < count) people.resize(count);
      for (std::size_t i = 0; i < count; ++i) {
        const RowNumber each = (first + static_cast<std::ptrdiff_t>(i))->row;
        read_homonym_names(family_key(each), given_key(each), people[i]);
      }
      const std::vector<std::uint8_t> marks =
          find_homonyms({people.data(), count}, likeness_of(birth_dates_[first->row]));
      for (auto each = first; each != last; ++each)
        has_homonym_[each->row] = marks[static_cast<std::size_t>(each - first)];
    }
    first = last;
  }
  mark_shared_matricules();
  return has_homonym_[row] != 0;
}

std::vector<RowNumber> PatientList::homonyms_of(RowNumber row) const {
  std::vector<RowNumber> others;
  std::vector<HomonymName> names, other_names;
  read_homonym_names(family_key(row), given_key(row), names);
  for (RowNumber other = 0; other < size(); ++other) {
    if (share_matricule(other, row)) {
      others.push_back(other);
      continue;
    }
    if (birth_dates_[other] != birth_dates_[row] || other == row) continue;
    read_homonym_names(family_key(other), given_key(other), other_names);
    if (are_homonyms(names, other_names, likeness_of(birth_dates_[row]))) others.push_back(other);
  }
  return others;
}

// Those who were like this one may be like nobody else.
void PatientList::take_out_of_homonyms(RowNumber row) {
  if (has_homonym_.size() != size() || has_homonym_[row] == 0) return;
  const std::vector<RowNumber> others = homonyms_of(row);
  // Likely ones first: a family of equal names is settled by the first comparison of each.
  std::vector<RowNumber> candidates = others;
  for (RowNumber each = 0; each < size(); ++each) {
    if (each != row && birth_dates_[each] == birth_dates_[row]) candidates.push_back(each);
  }
  std::vector<std::vector<HomonymName>> names(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i)
    read_homonym_names(family_key(candidates[i]), given_key(candidates[i]), names[i]);
  const Likeness likeness = likeness_of(birth_dates_[row]);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const RowNumber other = others[i];
    const bool is_of_that_day = birth_dates_[other] == birth_dates_[row];
    bool is_like_somebody = false;
    for (std::size_t at = 0; at < candidates.size() && !is_like_somebody; ++at)
      is_like_somebody =
          candidates[at] != other && (share_matricule(candidates[at], other) ||
                                      (is_of_that_day && birth_dates_[candidates[at]] == birth_dates_[row] &&
                                       are_homonyms(names[i], names[at], likeness)));
    // Rare: what is left may be like somebody of another day by its matricule.
    if (!is_like_somebody) {
      const std::vector<RowNumber> left = homonyms_of(other);
      is_like_somebody = std::any_of(left.begin(), left.end(), [&](RowNumber each) { return each != row; });
    }
    has_homonym_[other] = is_like_somebody ? 1 : 0;
  }
  has_homonym_[row] = 0;
}

void PatientList::put_into_homonyms(RowNumber row) {
  if (has_homonym_.size() != size()) return;
  const std::vector<RowNumber> others = homonyms_of(row);
  has_homonym_[row] = others.empty() ? 0 : 1;
  for (const RowNumber other : others) has_homonym_[other] = 1;
}

}  // namespace spico
