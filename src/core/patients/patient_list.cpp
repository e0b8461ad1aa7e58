#include "core/patients/patient_list.hpp"

#include <algorithm>
#include <utility>

#include "core/patients/name_match.hpp"
#include "core/patients/traits.hpp"

namespace spico {

namespace {

constexpr std::size_t kBrackets = 3;  // " (" and ")" around a used name

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

template <typename Visit>
void PatientList::for_each_column(Visit&& visit) {
  const auto all = [&](auto&... columns) { (visit(columns), ...); };
  all(ids_, display_names_, name_keys_, given_keys_, name_lengths_, name_initials_, given_initials_,
      name_begins_, given_begins_, birth_dates_, matricules_, sexes_, thematiques_, updated_at_ms_,
      next_appointment_ms_, tasks_open_, tasks_late_, statuts_, flags_, identity_statuses_, marks_, circles_,
      structure_sets_);
}

void PatientList::append(const Patient& patient) {
  for_each_column([](auto& column) { column.emplace_back(); });
  write(static_cast<RowNumber>(size() - 1), patient);
  order_.clear();
  by_update_.clear();
  by_name_.clear();
  name_ranks_.clear();
  has_homonym_.clear();
}

void PatientList::put(const Patient& patient) {
  RowNumber row = 0;
  if (find(patient.id, row)) {
    take_out_of_homonyms(row);
    take_out_of_orders(row);
  } else {
    for_each_column([](auto& column) { column.emplace_back(); });
    if (!has_homonym_.empty()) has_homonym_.push_back(0);
  }
  write(row, patient);
  put_into_orders(row);
  put_into_homonyms(row);
  pack_when_half_is_waste();
}

bool PatientList::remove(PatientId id) {
  RowNumber row = 0;
  if (!find(id, row)) return false;
  forget_found();
  take_out_of_homonyms(row);
  take_out_of_orders(row);
  wasted_ += display_names_[row].length + name_keys_[row].length + circles_[row].length +
             structure_sets_[row].length;
  const auto last = static_cast<RowNumber>(size() - 1);
  rename_in_orders(last, row);
  const auto drop = [row](auto& column) {
    column[row] = column.back();
    column.pop_back();
  };
  for_each_column(drop);
  if (!has_homonym_.empty()) drop(has_homonym_);
  pack_when_half_is_waste();
  return true;
}

// What is the same stays where it is: most changes leave the names alone.
void PatientList::replace(std::string& arena, Span& span, std::string_view with) {
  if (text(arena, span) == with) return;
  wasted_ += span.length;
  span = {static_cast<std::uint32_t>(arena.size()), static_cast<std::uint32_t>(with.size())};
  arena += with;
}

void PatientList::write(RowNumber row, const Patient& patient) {
  forget_found();
  const IdentityTraits& traits = patient.traits;
  ids_[row] = patient.id;
  const std::string name = spico::display_name(traits);
  replace(names_, display_names_[row], name);
  const std::string_view given = display_given_name(traits);
  const std::string family = display_family_name(traits);
  const std::size_t behind_family = name.size() - family.size();
  const std::size_t behind_used = given.empty() ? 0 : given.size() + (name.size() > given.size() ? 1 : 0);
  name_lengths_[row] = {
      static_cast<std::uint32_t>(behind_family > behind_used ? behind_family - behind_used - kBrackets : 0),
      static_cast<std::uint32_t>(given.size())};

  const std::string given_words = given_search_words(traits);
  replace(keys_, name_keys_[row], family_search_words(traits) + given_words);
  const auto given_length = static_cast<std::uint32_t>(given_words.size());
  given_keys_[row] = {name_keys_[row].offset + name_keys_[row].length - given_length, given_length};
  name_initials_[row] = initials_of(name_key(row));
  given_initials_[row] = initials_of(given_words);
  name_begins_[row] = name_initials_of(name_key(row));
  given_begins_[row] = name_initials_of(given_words);

  birth_dates_[row] = traits.birth_date;
  matricules_[row] = traits.matricule;
  sexes_[row] = traits.sex;
  identity_statuses_[row] = traits.status;
  thematiques_[row] = patient.thematiques;
  updated_at_ms_[row] = patient.updated_at_ms;
  next_appointment_ms_[row] = patient.next_appointment_ms;
  tasks_open_[row] = patient.tasks_open;
  tasks_late_[row] = patient.tasks_late;
  statuts_[row] = patient.statut;
  flags_[row] = patient.flags;
  const auto mark = [](bool has, PatientMark which) { return has ? bit(which) : 0; };
  marks_[row] = static_cast<std::uint8_t>(
      mark(patient.favourite, PatientMark::kFavourite) | mark(patient.archived, PatientMark::kArchived) |
      mark(patient.changed, PatientMark::kChanged) | mark(patient.test, PatientMark::kTest));
  write_people(row, patient);
}

void PatientList::write_people(RowNumber row, const Patient& patient) {
  wasted_ += circles_[row].length + structure_sets_[row].length;
  const auto circle_start = static_cast<std::uint32_t>(numbers_.size());
  for (const ProfessionalId id : patient.professionals) {
    const auto found =
        std::lower_bound(professionals_.begin(), professionals_.end(), id,
                         [](const Professional& one, ProfessionalId wanted) { return one.id < wanted; });
    if (found != professionals_.end() && found->id == id) {
      numbers_.push_back(static_cast<std::uint32_t>(found - professionals_.begin()));
    }
  }
  const auto structures_start = static_cast<std::uint32_t>(numbers_.size());
  circles_[row] = {circle_start, structures_start - circle_start};
  for (const StructureId id : patient.structures) numbers_.push_back(id.value);
  structure_sets_[row] = {structures_start, static_cast<std::uint32_t>(numbers_.size()) - structures_start};
}

void PatientList::pack_when_half_is_waste() {
  constexpr std::size_t kNotWorthIt = 1 << 16;
  if (wasted_ < kNotWorthIt || wasted_ < (names_.size() + keys_.size() + numbers_.size()) / 2) return;
  std::string names, keys;
  std::vector<std::uint32_t> numbers;
  const auto move_numbers = [&](Span& span) {
    const auto start = numbers_.begin() + span.offset;
    span.offset = static_cast<std::uint32_t>(numbers.size());
    numbers.insert(numbers.end(), start, start + span.length);
  };
  for (RowNumber row = 0; row < size(); ++row) {
    const auto name_start = static_cast<std::uint32_t>(names.size());
    names += display_name(row);
    display_names_[row].offset = name_start;
    const auto key_start = static_cast<std::uint32_t>(keys.size());
    keys += name_key(row);
    name_keys_[row].offset = key_start;
    given_keys_[row].offset = key_start + name_keys_[row].length - given_keys_[row].length;
    move_numbers(circles_[row]);
    move_numbers(structure_sets_[row]);
  }
  names_ = std::move(names);
  keys_ = std::move(keys);
  numbers_ = std::move(numbers);
  wasted_ = 0;
}

PatientList::NameParts PatientList::name_parts(RowNumber row) const {
  const std::string_view name = display_name(row);
  const NameLengths lengths = name_lengths_[row];
  NameParts parts;
  parts.given = name.substr(name.size() - lengths.given);
  std::string_view family = name.substr(0, name.size() - lengths.given);
  if (!parts.given.empty() && !family.empty()) family.remove_suffix(1);
  if (lengths.used > 0) {
    parts.used = family.substr(family.size() - 1 - lengths.used, lengths.used);
    family.remove_suffix(lengths.used + kBrackets);
  }
  parts.family = family;
  return parts;
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

bool PatientList::set_mark(PatientMark mark, PatientId id, YesNoAll choice) {
  RowNumber row = 0;
  if (!find(id, row)) return false;
  forget_found();
  marks_[row] =
      static_cast<std::uint8_t>((marks_[row] & ~bit(mark)) | (choice == YesNoAll::kYes ? bit(mark) : 0));
  return true;
}

}  // namespace spico
