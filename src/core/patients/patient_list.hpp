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

using RowNumber = std::uint32_t;  // stable until a row is removed: the last one then takes its place

class PatientList {
 public:
  void clear();
  void reserve(std::size_t rows);
  void set_people(std::vector<Professional> professionals, std::vector<Structure> structures);
  /// For a stream: an id that is already there would stand in two rows. Found by search at once.
  void append(const Patient& patient);
  /// One patient who changed, or a new one; orders and homonyms follow without being made anew.
  void put(const Patient& patient);
  /// False when no row has this id.
  bool remove(PatientId id);

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] PatientId id(RowNumber row) const { return ids_[row]; }
  /// «BÉNAZET Zoé», see traits.hpp. Texts of a row may be read until the list changes.
  [[nodiscard]] std::string_view display_name(RowNumber row) const {
    return text(names_, display_names_[row]);
  }
  /// Where its parts stand there: the used name only when it is another than the birth name.
  struct NameParts {
    std::string_view family, used, given;
  };
  [[nodiscard]] NameParts name_parts(RowNumber row) const;
  /// family_search_words() and given_search_words() of its traits.
  [[nodiscard]] std::string_view family_key(RowNumber row) const {
    return key(name_keys_[row]).substr(0, name_keys_[row].length - given_keys_[row].length);
  }
  [[nodiscard]] std::string_view given_key(RowNumber row) const { return key(given_keys_[row]); }
  [[nodiscard]] std::string_view name_key(RowNumber row) const { return key(name_keys_[row]); }
  [[nodiscard]] const Matricule& matricule(RowNumber row) const { return matricules_[row]; }
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
  [[nodiscard]] bool has(PatientMark mark, RowNumber row) const { return (marks_[row] & bit(mark)) != 0; }
  /// Positions in professionals().
  [[nodiscard]] std::vector<std::uint32_t> circle(RowNumber row) const;
  [[nodiscard]] const std::vector<Professional>& professionals() const { return professionals_; }
  [[nodiscard]] const std::vector<Structure>& structures() const { return structures_; }

  /// False when no row has this id.
  bool set_mark(PatientMark mark, PatientId id, YesNoAll choice);
  [[nodiscard]] bool find(PatientId id, RowNumber& row) const;

  /// Rows that match both filters, in the wanted order; ties keep the newest update first, then the lower id.
  /// Words of the name fields match in any order, as prefixes of words, accents, case, hyphens and
  /// apostrophes ignored; digits in «Nom» see typed_search.hpp. A birth date that is not finished being typed
  /// matches what it can still become.
  /// As long as the order is the one of the start, rows whose name is what was typed stand first, then those
  /// with a name that begins so, then those with such a word inside a name; whoever sorts otherwise wants
  /// that order and nothing else.
  void select(const TypedFilters& typed, const CodedFilters& coded, std::vector<RowNumber>& rows) const;

  /// Somebody else in the list may be taken for this person, or be the same: see homonyms.hpp. Worked out for
  /// all rows when first asked for, and again after append(): to be asked when the stream has ended.
  [[nodiscard]] bool has_homonym(RowNumber row) const;
  /// Both have one, and it is the same: one of the two records is wrong, or they are one person twice.
  [[nodiscard]] bool share_matricule(RowNumber a, RowNumber b) const;
  /// Those rows, lowest first. Reads all rows.
  [[nodiscard]] std::vector<RowNumber> homonyms_of(RowNumber row) const;

 private:
  class Filter;
  struct Span {
    std::uint32_t offset = 0, length = 0;
  };
  struct NameLengths {
    std::uint32_t used = 0, given = 0;
  };

  static constexpr std::uint8_t bit(PatientMark mark) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(mark));
  }
  [[nodiscard]] static std::string_view text(const std::string& arena, Span span) {
    return {arena.data() + span.offset, span.length};
  }
  [[nodiscard]] std::string_view key(Span span) const { return text(keys_, span); }
  template <typename Visit>
  void for_each_column(Visit&& visit);
  void write(RowNumber row, const Patient& patient);
  void write_people(RowNumber row, const Patient& patient);
  void replace(std::string& arena, Span& span, std::string_view with);
  void pack_when_half_is_waste();
  [[nodiscard]] bool passes(const CodedFilters& coded, RowNumber row) const;

  // patient_order.cpp: rows in an order, made when first needed and kept right by put() and remove().
  [[nodiscard]] const std::vector<RowNumber>& in_order(const PatientOrder& wanted) const;
  [[nodiscard]] const std::vector<RowNumber>& by_update() const;
  [[nodiscard]] const std::vector<std::uint32_t>& name_ranks() const;
  [[nodiscard]] std::uint64_t sort_value(PatientSort key, RowNumber row) const;
  [[nodiscard]] int compare_names(RowNumber a, RowNumber b) const;
  [[nodiscard]] bool stands_before(const PatientOrder& order, RowNumber a, RowNumber b) const;
  void take_out_of_orders(RowNumber row);
  void put_into_orders(RowNumber row);
  void rename_in_orders(RowNumber from, RowNumber to);

  void mark_shared_matricules() const;
  void take_out_of_homonyms(RowNumber row);
  void put_into_homonyms(RowNumber row);

  // Two arenas: 100,000 small strings would cost four times as much, and a search reads nothing but keys.
  std::string names_, keys_;
  std::vector<PatientId> ids_;
  std::vector<Span> display_names_, name_keys_, given_keys_;  // the second ends the first
  std::vector<NameLengths> name_lengths_;
  // Which letters the words of those keys begin with: one row in ten is left to be searched for a first
  // letter.
  std::vector<std::uint32_t> name_initials_, given_initials_;
  std::vector<std::uint32_t> name_begins_, given_begins_;  // the same of words that begin a name
  std::vector<CivilDate> birth_dates_;
  std::vector<Matricule> matricules_;
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
  std::size_t wasted_ = 0;                      // places of names_, keys_ and numbers_ that no row uses
  std::vector<Professional> professionals_;
  std::vector<Structure> structures_;

  // Each holds every row, or nothing when it has to be made.
  mutable std::vector<RowNumber> order_, by_update_, by_name_;
  mutable PatientOrder order_sort_;                // of order_
  mutable std::vector<std::uint32_t> name_ranks_;  // place of each row's name in by_name_
  mutable std::vector<std::uint8_t> has_homonym_;

  // What the last search by words found, in the order of the start: who goes on typing searches these rows
  // only. Without words nothing is known.
  struct Found {
    CodedFilters coded;
    std::vector<std::string> name_words, given_words;
    std::vector<RowNumber> rows;
  };
  mutable Found found_;
  // For each row that changes, so it must cost nothing.
  void forget_found() {
    found_.name_words.clear();
    found_.given_words.clear();
  }
};

}  // namespace spico
