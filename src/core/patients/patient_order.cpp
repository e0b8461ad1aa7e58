// PatientList: its rows in every order.
#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "core/patients/patient_list.hpp"

namespace spico {

namespace {

constexpr std::uint64_t kLast = ~std::uint64_t{0};
constexpr PatientSort kNewestFirst{PatientColumn::kUpdatedAt, Direction::kDescending};

// Times before 1970 stand before those after it as numbers without a sign, too.
std::uint64_t in_order_of(std::int64_t time_ms) {
  return static_cast<std::uint64_t>(time_ms) ^ std::uint64_t{1} << 63;
}

// Sorts rows by a number of each, equal ones staying as they are: digit by digit, so that 100,000 rows of a
// few different numbers cost two passes and nothing is ever compared. kLast stands last whatever the others.
void sort_by_numbers(const std::vector<std::uint64_t>& numbers, std::vector<RowNumber>& rows) {
  constexpr unsigned kDigitBits = 11;
  constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
  std::uint64_t least = kLast;
  std::uint64_t most = 0;
  for (const std::uint64_t number : numbers) {
    least = std::min(least, number);
    if (number != kLast) most = std::max(most, number);
  }
  if (least == kLast) return;
  const std::uint64_t behind_all = most - least + 1;
  const auto reduced = [&](RowNumber row) {
    return numbers[row] == kLast ? behind_all : numbers[row] - least;
  };
  std::vector<RowNumber> sorted(rows.size());
  for (unsigned shift = 0; shift < 64 && behind_all >> shift != 0; shift += kDigitBits) {
    std::array<std::uint32_t, kDigits> starts{};
    const auto digit = [&](RowNumber row) {
      return static_cast<std::size_t>((reduced(row) >> shift) & (kDigits - 1));
    };
    for (const RowNumber row : rows) ++starts[digit(row)];
    std::uint32_t start = 0;
    for (std::uint32_t& each : starts) start += std::exchange(each, start);
    for (const RowNumber row : rows) sorted[starts[digit(row)]++] = row;
    rows.swap(sorted);
  }
}

// The first eight bytes of a key as a number that orders as they do.
std::uint64_t first_bytes(std::string_view key) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i)
    number = number << 8 | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0U);
  return number;
}

void erase_row(std::vector<RowNumber>& rows, RowNumber row) {
  rows.erase(std::find(rows.begin(), rows.end(), row));
}

}  // namespace

// A number that stands before another's when its row does; of names the caller knows the ranks.
std::uint64_t PatientList::sort_value(PatientSort key, RowNumber row) const {
  const auto number = [&]() -> std::uint64_t {
    switch (key.column) {
      case PatientColumn::kIdentity:
        return name_ranks_[row];
      case PatientColumn::kBirthDate: {
        const CivilDate date = birth_dates_[row];
        return static_cast<std::uint64_t>(date.year) << 9 | static_cast<std::uint64_t>(date.month) << 5 |
               static_cast<std::uint64_t>(date.day);
      }
      case PatientColumn::kSex:
        return static_cast<std::uint64_t>(sexes_[row]);
      case PatientColumn::kThematiques:
        return thematiques_[row].bits;
      case PatientColumn::kProfessionals:
        return circles_[row].length;
      case PatientColumn::kTasks:
        return static_cast<std::uint64_t>(tasks_late_[row]) << 16 | tasks_open_[row];
      case PatientColumn::kStatut:
        return static_cast<std::uint64_t>(statuts_[row]);
      case PatientColumn::kNextAppointment:
        return in_order_of(next_appointment_ms_[row]);
      case PatientColumn::kUpdatedAt:
      case PatientColumn::kActions:
        return in_order_of(updated_at_ms_[row]);
    }
    return 0;
  };
  // Without an appointment is never "soon": those rows stand last in both directions.
  if (key.column == PatientColumn::kNextAppointment && next_appointment_ms_[row] == 0) return kLast;
  return key.direction == Direction::kAscending ? number() : kLast - 1 - number();
}

// Family names first, or MARTIN Zoé would stand behind MARTIN DUPONT Albert.
int PatientList::compare_names(RowNumber a, RowNumber b) const {
  const int compared = family_key(a).compare(family_key(b));
  return compared != 0 ? compared : given_key(a).compare(given_key(b));
}

const std::vector<RowNumber>& PatientList::by_update() const {
  if (by_update_.size() == size()) return by_update_;
  by_update_.resize(size());
  std::iota(by_update_.begin(), by_update_.end(), 0U);
  const auto before = [&](RowNumber a, RowNumber b) {
    return updated_at_ms_[a] != updated_at_ms_[b] ? updated_at_ms_[a] > updated_at_ms_[b] : ids_[a] < ids_[b];
  };
  // The server sends it so.
  if (!std::is_sorted(by_update_.begin(), by_update_.end(), before))
    std::sort(by_update_.begin(), by_update_.end(), before);
  return by_update_;
}

const std::vector<std::uint32_t>& PatientList::name_ranks() const {
  if (name_ranks_.size() == size()) return name_ranks_;
  if (by_name_.size() != size()) {
    struct Item {
      std::uint64_t first;
      RowNumber row;
    };
    std::vector<Item> items;
    items.reserve(size());
    for (RowNumber row = 0; row < size(); ++row) items.push_back({first_bytes(family_key(row)), row});
    std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
      if (a.first != b.first) return a.first < b.first;
      const int compared = compare_names(a.row, b.row);
      return compared != 0 ? compared < 0 : ids_[a.row] < ids_[b.row];
    });
    by_name_.resize(size());
    std::transform(items.begin(), items.end(), by_name_.begin(), [](const Item& item) { return item.row; });
  }
  name_ranks_.resize(size());
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < by_name_.size(); ++i) {
    if (i > 0 && compare_names(by_name_[i - 1], by_name_[i]) != 0) ++rank;
    name_ranks_[by_name_[i]] = rank;
  }
  return name_ranks_;
}

const std::vector<RowNumber>& PatientList::in_order(const PatientOrder& wanted) const {
  if (wanted == PatientOrder{}) return by_update();
  if (order_.size() == size() && order_sort_ == wanted) return order_;
  order_ = by_update();
  order_sort_ = wanted;
  // The last key first: each sorting leaves equal rows as the keys behind it want them.
  std::vector<std::uint64_t> numbers(size());
  for (std::size_t i = wanted.size(); i-- > 0;) {
    if (wanted[i].column == PatientColumn::kIdentity) (void)name_ranks();
    for (RowNumber row = 0; row < size(); ++row) numbers[row] = sort_value(wanted[i], row);
    sort_by_numbers(numbers, order_);
  }
  return order_;
}

// As sorting by the numbers would have it, without the ranks of names: those follow when they are needed.
bool PatientList::stands_before(const PatientOrder& order, RowNumber a, RowNumber b) const {
  for (const PatientSort& key : order) {
    if (key.column == PatientColumn::kIdentity) {
      const int compared = compare_names(a, b);
      if (compared != 0) return key.direction == Direction::kAscending ? compared < 0 : compared > 0;
      continue;
    }
    const std::uint64_t left = sort_value(key, a);
    const std::uint64_t right = sort_value(key, b);
    if (left != right) return left < right;
  }
  const std::uint64_t left = sort_value(kNewestFirst, a);
  const std::uint64_t right = sort_value(kNewestFirst, b);
  return left != right ? left < right : ids_[a] < ids_[b];
}

void PatientList::take_out_of_orders(RowNumber row) {
  for (std::vector<RowNumber>* rows : {&order_, &by_update_, &by_name_}) {
    if (!rows->empty()) erase_row(*rows, row);
  }
  name_ranks_.clear();
}

void PatientList::put_into_orders(RowNumber row) {
  // Made orders lack this one row; the others are made when they are needed.
  const auto insert = [&](std::vector<RowNumber>& rows, auto&& before) {
    if (rows.size() + 1 != size())
      rows.clear();
    else
      rows.insert(std::lower_bound(rows.begin(), rows.end(), row, before), row);
  };
  const auto in = [&](const PatientOrder& order) {
    return [this, order](RowNumber a, RowNumber b) { return stands_before(order, a, b); };
  };
  insert(order_, in(order_sort_));
  insert(by_update_, in(PatientOrder{}));
  insert(by_name_, [&](RowNumber a, RowNumber b) {
    const int compared = compare_names(a, b);
    return compared != 0 ? compared < 0 : ids_[a] < ids_[b];
  });
}

void PatientList::rename_in_orders(RowNumber from, RowNumber to) {
  for (std::vector<RowNumber>* rows : {&order_, &by_update_, &by_name_})
    std::replace(rows->begin(), rows->end(), from, to);
}

}  // namespace spico
