#include "core/patients/patient_list.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/patients/traits.hpp"
#include "core/text/fold.hpp"
#include "core/time/typed_date.hpp"

namespace spico {

namespace {

// The typed words as they stand in a row's key: " ben" is found exactly at the start of a word.
std::vector<std::string> wanted_words(std::string_view typed) {
  std::vector<std::string> words;
  const std::string folded = fold(typed);
  for (std::size_t start = 0; start < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', start), folded.size());
    if (end > start) words.push_back(' ' + folded.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

// Written out because a search that looks for its first letter with the library's calls costs more than the
// few bytes of a name: 100,000 keys are searched at each keystroke.
bool has_word_start(std::string_view key, std::string_view word) {
  if (key.size() < word.size()) return false;
  const char first_letter = word[1];
  const char* const last = key.data() + (key.size() - word.size());
  for (const char* at = key.data(); at <= last; ++at) {
    if (at[0] == ' ' && at[1] == first_letter && std::equal(word.begin() + 2, word.end(), at + 2))
      return true;
  }
  return false;
}

// One bit a word, by the first byte of each: 32 of them for letters, and for all else by chance.
std::uint32_t initials_of(std::string_view key) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i + 1 < key.size(); ++i) {
    if (key[i] == ' ') bits |= 1U << (static_cast<unsigned char>(key[i + 1]) & 31U);
  }
  return bits;
}

std::uint32_t initials_of(const std::vector<std::string>& words) {
  std::uint32_t bits = 0;
  for (const std::string& word : words) bits |= initials_of(word);
  return bits;
}

bool has_all(std::string_view key, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return has_word_start(key, word); });
}

// Times before 1970 stand before those after it as numbers without a sign, too.
std::uint64_t in_order_of(std::int64_t time_ms) {
  return static_cast<std::uint64_t>(time_ms) ^ std::uint64_t{1} << 63;
}

bool agrees(YesNoAll choice, bool fact) {
  return choice == YesNoAll::kAll || (choice == YesNoAll::kYes) == fact;
}

}  // namespace

void PatientList::clear() { *this = PatientList{}; }

void PatientList::reserve(std::size_t rows) {
  // The announced total comes from the network: a wrong one must not reserve the whole memory.
  constexpr std::size_t kMostReserved = 200'000;
  rows = std::min(rows, kMostReserved);
  ids_.reserve(rows);
  names_.reserve(rows * 20);
  keys_.reserve(rows * 32);
}

void PatientList::set_people(std::vector<Professional> professionals, std::vector<Structure> structures) {
  professionals_ = std::move(professionals);
  structures_ = std::move(structures);
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  std::sort(professionals_.begin(), professionals_.end(), by_id);
  std::sort(structures_.begin(), structures_.end(), by_id);
}

PatientList::Span PatientList::keep(std::string& arena, std::string_view text) {
  const Span span{static_cast<std::uint32_t>(arena.size()), static_cast<std::uint32_t>(text.size())};
  arena += text;
  return span;
}

void PatientList::append(const Patient& patient) {
  const IdentityTraits& traits = patient.traits;
  ids_.push_back(patient.id);
  display_names_.push_back(keep(names_, spico::display_name(traits)));
  const Span family = keep(keys_, family_search_words(traits));
  const Span given = keep(keys_, given_search_words(traits));
  name_keys_.push_back({family.offset, family.length + given.length});
  given_keys_.push_back(given);
  name_initials_.push_back(initials_of(key(name_keys_.back())));
  given_initials_.push_back(initials_of(key(given)));
  birth_dates_.push_back(traits.birth_date);
  sexes_.push_back(traits.sex);
  identity_statuses_.push_back(traits.status);
  thematiques_.push_back(patient.thematiques);
  updated_at_ms_.push_back(patient.updated_at_ms);
  next_appointment_ms_.push_back(patient.next_appointment_ms);
  tasks_open_.push_back(patient.tasks_open);
  tasks_late_.push_back(patient.tasks_late);
  statuts_.push_back(patient.statut);
  flags_.push_back(patient.flags);
  marks_.push_back(static_cast<std::uint8_t>((patient.favourite ? kFavourite : 0) |
                                             (patient.archived ? kArchived : 0) |
                                             (patient.test ? kTest : 0)));
  const auto circle_start = static_cast<std::uint32_t>(numbers_.size());
  for (const ProfessionalId id : patient.professionals) {
    const auto found =
        std::lower_bound(professionals_.begin(), professionals_.end(), id,
                         [](const Professional& one, ProfessionalId wanted) { return one.id < wanted; });
    if (found != professionals_.end() && found->id == id) {
      numbers_.push_back(static_cast<std::uint32_t>(found - professionals_.begin()));
    }
  }
  circles_.push_back({circle_start, static_cast<std::uint32_t>(numbers_.size()) - circle_start});
  const auto structures_start = static_cast<std::uint32_t>(numbers_.size());
  for (const StructureId id : patient.structures) numbers_.push_back(id.value);
  structure_sets_.push_back(
      {structures_start, static_cast<std::uint32_t>(numbers_.size()) - structures_start});
  name_ranks_.clear();
  order_.clear();
}

std::vector<std::uint32_t> PatientList::circle(RowNumber row) const {
  const auto start = numbers_.begin() + circles_[row].offset;
  return {start, start + circles_[row].length};
}

bool PatientList::find(PatientId id, RowNumber& row) const {
  const auto found = std::find(ids_.begin(), ids_.end(), id);
  row = static_cast<RowNumber>(found - ids_.begin());
  return found != ids_.end();
}

bool PatientList::set_mark(PatientId id, Mark mark, YesNoAll choice) {
  RowNumber row = 0;
  if (!find(id, row)) return false;
  marks_[row] = static_cast<std::uint8_t>((marks_[row] & ~mark) | (choice == YesNoAll::kYes ? mark : 0));
  return true;
}

bool PatientList::set_favourite(PatientId id, YesNoAll favourite) {
  return set_mark(id, kFavourite, favourite);
}

bool PatientList::set_archived(PatientId id, YesNoAll archived) { return set_mark(id, kArchived, archived); }

bool PatientList::passes(const CodedFilters& coded, RowNumber row) const {
  if (coded.sexes != 0 && (coded.sexes & bit_of(sexes_[row])) == 0) return false;
  if (coded.statuts != 0 && (coded.statuts & bit_of(statuts_[row])) == 0) return false;
  if (!coded.thematiques.is_empty() && !coded.thematiques.intersects(thematiques_[row])) return false;
  if (!agrees(coded.tasks, tasks_open_[row] > 0) || !agrees(coded.favourites, is_favourite(row)) ||
      !agrees(coded.archived, is_archived(row))) {
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

class PatientList::Filter {
 public:
  Filter(const PatientList& list, const TypedFilters& typed, const CodedFilters& coded)
      : list_(list),
        coded_(coded),
        name_words_(wanted_words(typed.name)),
        given_words_(wanted_words(typed.given_name)),
        name_initials_(initials_of(name_words_)),
        given_initials_(initials_of(given_words_)),
        birth_(typed.birth_date) {
    CodedFilters only_sorted;
    only_sorted.sort = coded.sort;
    only_sorted.archived = coded.archived;
    is_plain_ = coded == only_sorted;
  }

  [[nodiscard]] bool passes(RowNumber row) const {
    if ((list_.name_initials_[row] & name_initials_) != name_initials_ ||
        (list_.given_initials_[row] & given_initials_) != given_initials_)
      return false;
    return (is_plain_ ? agrees(coded_.archived, list_.is_archived(row)) : list_.passes(coded_, row)) &&
           (birth_.is_empty() || birth_.matches(list_.birth_dates_[row])) &&
           has_all(list_.key(list_.name_keys_[row]), name_words_) &&
           has_all(list_.key(list_.given_keys_[row]), given_words_);
  }

 private:
  const PatientList& list_;
  const CodedFilters& coded_;
  const std::vector<std::string> name_words_, given_words_;
  const std::uint32_t name_initials_, given_initials_;
  const TypedDatePattern birth_;
  bool is_plain_ = false;
};

void PatientList::select(const TypedFilters& typed, const CodedFilters& coded,
                         std::vector<RowNumber>& rows) const {
  const Filter filter(*this, typed, coded);
  rows.clear();
  // Rows are walked in the wanted order, so that a keystroke filters and never sorts.
  for (const RowNumber row : in_order(coded.sort)) {
    if (filter.passes(row)) rows.push_back(row);
  }
}

void PatientList::narrow(const TypedFilters& typed, const CodedFilters& coded,
                         std::vector<RowNumber>& rows) const {
  const Filter filter(*this, typed, coded);
  std::erase_if(rows, [&](RowNumber row) { return !filter.passes(row); });
}

const std::vector<RowNumber>& PatientList::in_order(const PatientOrder& wanted) const {
  if (order_.size() == size() && order_sort_ == wanted) return order_;
  order_.resize(size());
  std::iota(order_.begin(), order_.end(), 0U);
  sort(wanted, order_);
  order_sort_ = wanted;
  return order_;
}

void PatientList::update_ranks() const {
  if (name_ranks_.size() == size()) return;
  std::vector<RowNumber> order(size());
  std::iota(order.begin(), order.end(), 0U);
  // Family names first, or MARTIN Zoé would stand behind MARTIN DUPONT Albert.
  const auto family = [&](RowNumber row) {
    return key({name_keys_[row].offset, name_keys_[row].length - given_keys_[row].length});
  };
  std::sort(order.begin(), order.end(), [&](RowNumber a, RowNumber b) {
    int compared = family(a).compare(family(b));
    if (compared == 0) compared = key(given_keys_[a]).compare(key(given_keys_[b]));
    return compared != 0 ? compared < 0 : a < b;
  });
  name_ranks_.resize(size());
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && (family(order[i]) != family(order[i - 1]) ||
                  key(given_keys_[order[i]]) != key(given_keys_[order[i - 1]]))) {
      ++rank;
    }
    name_ranks_[order[i]] = rank;
  }
}

// A number that stands before another's when its row does, upwards.
std::uint64_t PatientList::sort_value(PatientColumn column, RowNumber row) const {
  switch (column) {
    case PatientColumn::kIdentity:
      return name_ranks_[row];
    case PatientColumn::kBirthDate: {
      const CivilDate date = birth_dates_[row];
      return static_cast<std::uint64_t>(date.year) << 16 | static_cast<std::uint64_t>(date.month) << 8 |
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
}

// Each key becomes a column of numbers first: comparing rows then knows neither columns nor directions.
void PatientList::sort(const PatientOrder& order, std::vector<RowNumber>& rows) const {
  constexpr std::uint64_t kLast = ~std::uint64_t{0};
  if (order.rank(PatientColumn::kIdentity)) update_ranks();
  const auto value = [&](const PatientSort& key, RowNumber row) {
    // Without an appointment is never "soon": those rows stand last in both directions.
    if (key.column == PatientColumn::kNextAppointment && next_appointment_ms_[row] == 0) return kLast;
    const std::uint64_t number = sort_value(key.column, row);
    return key.direction == Direction::kAscending ? number : ~number;
  };
  std::vector<std::vector<std::uint64_t>> behind(order.size() - 1);
  for (std::size_t i = 0; i < behind.size(); ++i) {
    behind[i].resize(size());
    for (RowNumber row = 0; row < size(); ++row) behind[i][row] = value(order[i + 1], row);
  }
  struct Item {
    std::uint64_t first;
    RowNumber row;
  };
  std::vector<Item> items;
  items.reserve(rows.size());
  for (const RowNumber row : rows) items.push_back({value(order[0], row), row});
  const auto before = [&](const Item& a, const Item& b) {
    if (a.first != b.first) return a.first < b.first;
    for (const auto& values : behind) {
      if (values[a.row] != values[b.row]) return values[a.row] < values[b.row];
    }
    if (updated_at_ms_[a.row] != updated_at_ms_[b.row]) return updated_at_ms_[a.row] > updated_at_ms_[b.row];
    return a.row < b.row;
  };
  // The server sends the newest update first: that order costs one pass.
  if (std::is_sorted(items.begin(), items.end(), before)) return;
  std::sort(items.begin(), items.end(), before);
  std::transform(items.begin(), items.end(), rows.begin(), [](const Item& item) { return item.row; });
}

}  // namespace spico
