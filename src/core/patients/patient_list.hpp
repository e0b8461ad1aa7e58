// All the patients a professional may see, in memory, as columns: 100,000 rows are filtered and sorted at
// each keystroke. Part of Model; the only copy of patient data in the page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/patients/patient.hpp"
#include "core/patients/patient_query.hpp"

namespace spico {

using RowNumber = std::uint32_t;  // position in arrival order; stable until clear()

class PatientList {
 public:
  void clear();
  void reserve(std::size_t rows);
  void set_people(std::vector<Professional> professionals, std::vector<Structure> structures);
  /// The row is found by search at once.
  void append(const Patient& patient);

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] PatientId id(RowNumber row) const { return ids_[row]; }
  /// «BÉNAZET Zoé», see traits.hpp.
  [[nodiscard]] std::string_view display_name(RowNumber row) const {
    return text(names_, display_names_[row]);
  }
  [[nodiscard]] CivilDate birth_date(RowNumber row) const { return birth_dates_[row]; }
  [[nodiscard]] Sex sex(RowNumber row) const { return sexes_[row]; }
  [[nodiscard]] ThematiqueSet thematiques(RowNumber row) const { return thematiques_[row]; }
  [[nodiscard]] std::int64_t updated_at_ms(RowNumber row) const { return updated_at_ms_[row]; }
  [[nodiscard]] std::int64_t next_appointment_ms(RowNumber row) const { return next_appointment_ms_[row]; }
  [[nodiscard]] int tasks_open(RowNumber row) const { return tasks_open_[row]; }
  [[nodiscard]] int tasks_late(RowNumber row) const { return tasks_late_[row]; }
  [[nodiscard]] Statut statut(RowNumber row) const { return statuts_[row]; }
  [[nodiscard]] PatientFlags flags(RowNumber row) const { return flags_[row]; }
  [[nodiscard]] IdentityStatus identity_status(RowNumber row) const { return identity_statuses_[row]; }
  [[nodiscard]] bool is_favourite(RowNumber row) const { return (marks_[row] & kFavourite) != 0; }
  [[nodiscard]] bool is_archived(RowNumber row) const { return (marks_[row] & kArchived) != 0; }
  [[nodiscard]] bool is_test(RowNumber row) const { return (marks_[row] & kTest) != 0; }
  /// Positions in professionals().
  [[nodiscard]] std::vector<std::uint32_t> circle(RowNumber row) const;
  [[nodiscard]] const std::vector<Professional>& professionals() const { return professionals_; }
  [[nodiscard]] const std::vector<Structure>& structures() const { return structures_; }

  /// False when no row has this id.
  bool set_favourite(PatientId id, YesNoAll favourite);
  bool set_archived(PatientId id, YesNoAll archived);
  [[nodiscard]] bool find(PatientId id, RowNumber& row) const;

  /// Rows that match both filters, in the wanted order; ties keep the newest update first, then arrival.
  /// Words of the name fields match in any order, as prefixes of words, accents, case, hyphens and
  /// apostrophes ignored. A birth date that is not finished being typed matches what it can still become.
  void select(const TypedFilters& typed, const CodedFilters& coded, std::vector<RowNumber>& rows) const;
  /// The same when `rows` holds what select() gave for filters that let at least as much through.
  void narrow(const TypedFilters& typed, const CodedFilters& coded, std::vector<RowNumber>& rows) const;

 private:
  class Filter;
  struct Span {
    std::uint32_t offset = 0, length = 0;
  };
  enum Mark : std::uint8_t { kFavourite = 1, kArchived = 2, kTest = 4 };

  bool set_mark(PatientId id, Mark mark, YesNoAll choice);
  [[nodiscard]] static std::string_view text(const std::string& arena, Span span) {
    return {arena.data() + span.offset, span.length};
  }
  [[nodiscard]] std::string_view key(Span span) const { return text(keys_, span); }
  [[nodiscard]] static Span keep(std::string& arena, std::string_view text);
  [[nodiscard]] bool passes(const CodedFilters& coded, RowNumber row) const;
  [[nodiscard]] const std::vector<RowNumber>& in_order(const PatientOrder& wanted) const;
  [[nodiscard]] std::uint64_t sort_value(PatientColumn column, RowNumber row) const;
  void sort(const PatientOrder& order, std::vector<RowNumber>& rows) const;
  void update_ranks() const;

  // Two arenas: 100,000 small strings would cost four times as much, and a search reads nothing but keys.
  std::string names_, keys_;
  std::vector<PatientId> ids_;
  std::vector<Span> display_names_, name_keys_,
      given_keys_;  // folded words, each after a space; the second ends the first
  // Which letters the words of those keys begin with: one row in ten is left to be searched for a first
  // letter.
  std::vector<std::uint32_t> name_initials_, given_initials_;
  std::vector<CivilDate> birth_dates_;
  std::vector<Sex> sexes_;
  std::vector<ThematiqueSet> thematiques_;
  std::vector<std::int64_t> updated_at_ms_, next_appointment_ms_;
  std::vector<std::uint16_t> tasks_open_, tasks_late_;
  std::vector<Statut> statuts_;
  std::vector<PatientFlags> flags_;
  std::vector<IdentityStatus> identity_statuses_;
  std::vector<std::uint8_t> marks_;
  std::vector<Span> circles_, structure_sets_;  // into numbers_
  std::vector<std::uint32_t> numbers_;          // positions in professionals_, ids of structures
  std::vector<Professional> professionals_;
  std::vector<Structure> structures_;
  mutable std::vector<RowNumber> order_;  // all rows as order_sort_ wants them; made when first needed
  mutable PatientOrder order_sort_;
  mutable std::vector<std::uint32_t> name_ranks_;  // place of each row by folded name; made when first needed
};

}  // namespace spico
