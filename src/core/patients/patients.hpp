// The patient list screen: the rows, what is looked for, what is shown. Part of Model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/choices.hpp"
#include "core/patients/column_layout.hpp"
#include "core/patients/patient_list.hpp"
#include "core/remote.hpp"

namespace spico {

/// Rows that a printed list holds at most, and a copy (decision 10).
inline constexpr std::size_t kMostPrintedRows = 2000;

/// How far the stream of rows has come.
struct PatientLoading {
  std::size_t announced = 0;  ///< the total of the stream's first line
  bool started = false;       ///< the first line has arrived
  bool complete = false;      ///< the last line has arrived, and counted right
};

/// What «Annuler» takes back of one patient.
struct LastChoice {
  PatientMark mark{};
  PatientId patient;
  YesNoAll was = YesNoAll::kAll;
};

struct Patients {
  PatientList list;
  std::uint32_t changes = 0;  ///< times that it was changed from outside: rows moved under the reader
  /// A whole list is loaded again here, so that the one on screen stays until the new one is whole.
  std::optional<PatientList> next_list;
  std::int64_t next_revision = 0;  ///< number of the last event that the rows which arrive show
  PatientLoading loading;
  Remote<Nothing> stream;  ///< pending while rows arrive; its failure is what cut the last try
  TypedFilters typed;
  CodedFilters coded;            ///< mirrored in the URL
  std::vector<RowNumber> shown;  ///< the rows that pass, in order
  std::size_t selected_at = 0;   ///< rows in the list when `shown` was last made
  TypedFilters cleared_typed;    ///< what «Effacer» emptied, for «Annuler»
  CodedFilters cleared_coded;
  bool search_open = true;  ///< «Rechercher un patient», open on desktop
  ColumnLayout layout;
  bool columns_open = false;                     ///< the dialog «Colonnes»
  std::optional<PatientColumn> column_menu;      ///< of the header whose menu is open
  ChoicesUnderWay<PatientId> stars, archivings;  ///< see choices()
  std::vector<LastChoice> last_choices;          ///< newest last, as long as the toast speaks of them
  bool export_waits = false;                     ///< for the part of the module that writes it
  Remote<Nothing> exporting;                     ///< a file is saved once the server has noted it

  /// Of kFavourite or kArchived.
  [[nodiscard]] ChoicesUnderWay<PatientId>& choices(PatientMark mark) {
    return mark == PatientMark::kFavourite ? stars : archivings;
  }
};

/// A name without a birth date leaves so many that somebody may be taken for somebody else: birth date first,
/// then three letters of a name, is what RNIV (volume 1) recommends. Only advice.
[[nodiscard]] bool advises_birth_date(const Patients& patients);

}  // namespace spico
