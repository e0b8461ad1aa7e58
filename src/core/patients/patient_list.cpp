#include "core/patients/patient_list.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/patients/traits.hpp"
#include "core/text/fold.hpp"

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

bool has_all(std::string_view key, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return key.find(word) != key.npos; });
}

// What a typed birth date accepts. Complete parts compare as parts; unfinished typing compares digits from
// the left, as day first and as a year, since nobody knows yet which of the two it becomes.
class BirthDateFilter {
 public:
  explicit BirthDateFilter(std::string_view typed) {
    const DateReading reading = parse_typed_date(typed);
    if (reading.problem == DateProblem::kEmpty) return;
    active_ = true;
    if (reading.ok()) {
      date_ = reading.date;
      return;
    }
    for (const char c : typed) {
      if (c >= '0' && c <= '9') digits_ += c;
    }
    impossible_ = reading.problem != DateProblem::kIncomplete || digits_.empty();
  }
  [[nodiscard]] bool accepts(CivilDate birth) const {
    if (!active_) return true;
    if (impossible_) return false;
    if (date_.is_known()) {
      return birth.year == date_.year && (date_.month == 0 || birth.month == date_.month) &&
             (date_.day == 0 || birth.day == date_.day);
    }
    const auto two = [](int n) {
      return std::string{static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
    };
    const std::string year = two(birth.year / 100) + two(birth.year % 100);
    return (two(birth.day) + two(birth.month) + year).starts_with(digits_) || year.starts_with(digits_);
  }

 private:
  CivilDate date_;
  std::string digits_;
  bool active_ = false, impossible_ = false;
};

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
  texts_.reserve(rows * 64);
}

void PatientList::set_people(std::vector<Professional> professionals, std::vector<Structure> structures) {
  professionals_ = std::move(professionals);
  structures_ = std::move(structures);
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  std::sort(professionals_.begin(), professionals_.end(), by_id);
  std::sort(structures_.begin(), structures_.end(), by_id);
}

PatientList::Span PatientList::keep(std::string_view text) {
  const Span span{static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(text.size())};
  texts_ += text;
  return span;
}

void PatientList::append(const Patient& patient) {
  const IdentityTraits& traits = patient.traits;
  ids_.push_back(patient.id);
  display_names_.push_back(keep(spico::display_name(traits)));
  const Span family = keep(family_search_words(traits));
  const Span given = keep(given_search_words(traits));
  name_keys_.push_back({family.offset, family.length + given.length});
  given_keys_.push_back(given);
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

bool PatientList::set_favourite(PatientId id, YesNoAll favourite) {
  RowNumber row = 0;
  if (!find(id, row)) return false;
  marks_[row] =
      static_cast<std::uint8_t>((marks_[row] & ~kFavourite) | (favourite == YesNoAll::kYes ? kFavourite : 0));
  return true;
}

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

void PatientList::select(const TypedFilters& typed, const CodedFilters& coded,
                         std::vector<RowNumber>& rows) const {
  const auto name_words = wanted_words(typed.name);
  const auto given_words = wanted_words(typed.given_name);
  const BirthDateFilter birth(typed.birth_date);
  rows.clear();
  for (RowNumber row = 0; row < size(); ++row) {
    if (passes(coded, row) && birth.accepts(birth_dates_[row]) &&
        has_all(text(name_keys_[row]), name_words) && has_all(text(given_keys_[row]), given_words)) {
      rows.push_back(row);
    }
  }
  sort(coded.sort, rows);
}

void PatientList::update_ranks() const {
  if (name_ranks_.size() == size()) return;
  std::vector<RowNumber> order(size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](RowNumber a, RowNumber b) {
    const int compared = text(name_keys_[a]).compare(text(name_keys_[b]));
    return compared != 0 ? compared < 0 : a < b;
  });
  name_ranks_.resize(size());
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && text(name_keys_[order[i]]) != text(name_keys_[order[i - 1]])) ++rank;
    name_ranks_[order[i]] = rank;
  }
}

void PatientList::sort(PatientSort sort, std::vector<RowNumber>& rows) const {
  const auto by = [&](auto&& key) {
    std::sort(rows.begin(), rows.end(), [&](RowNumber a, RowNumber b) {
      const auto left = key(a);
      const auto right = key(b);
      if (left != right) return sort.direction == Direction::kAscending ? left < right : right < left;
      if (updated_at_ms_[a] != updated_at_ms_[b]) return updated_at_ms_[a] > updated_at_ms_[b];
      return a < b;
    });
  };
  switch (sort.column) {
    case PatientColumn::kIdentity:
      update_ranks();
      return by([&](RowNumber row) { return name_ranks_[row]; });
    case PatientColumn::kBirthDate:
      return by([&](RowNumber row) { return birth_dates_[row]; });
    case PatientColumn::kSex:
      return by([&](RowNumber row) { return sexes_[row]; });
    case PatientColumn::kThematiques:
      return by([&](RowNumber row) { return thematiques_[row].bits; });
    case PatientColumn::kProfessionals:
      return by([&](RowNumber row) { return circles_[row].length; });
    case PatientColumn::kTasks:
      return by([&](RowNumber row) { return tasks_late_[row] * 65536 + tasks_open_[row]; });
    case PatientColumn::kStatut:
      return by([&](RowNumber row) { return statuts_[row]; });
    // Without an appointment is never "soon": those rows stand last in both directions.
    case PatientColumn::kNextAppointment: {
      by([&](RowNumber row) { return next_appointment_ms_[row]; });
      std::stable_partition(rows.begin(), rows.end(),
                            [&](RowNumber row) { return next_appointment_ms_[row] != 0; });
      return;
    }
    case PatientColumn::kUpdatedAt:
    case PatientColumn::kActions:
      return by([&](RowNumber row) { return updated_at_ms_[row]; });
  }
}

}  // namespace spico
