// Why a row was found: what to mark in it. For the views; cheap enough for the rows in sight, not for all.
#pragma once

#include <vector>

#include "core/patients/patient_list.hpp"
#include "core/patients/typed_search.hpp"
#include "core/text/fold.hpp"

namespace spico {

struct MatchMarks {
  /// In display_name(row): in order, apart from each other, never inside a letter and its accents. A typed
  /// word is marked at each word that it begins.
  std::vector<TextSpan> name;
  bool matricule = false;    ///< its beginning was typed
  bool hidden_name = false;  ///< a word was found in a given name that is not shown
};

/// Of any row; one that does not pass is marked where it agrees.
[[nodiscard]] MatchMarks match_marks(const PatientList& list, RowNumber row, const TypedSearch& search);

/// The one mark that costs nothing to know.
[[nodiscard]] bool marks_birth_date(const PatientList& list, RowNumber row, const TypedSearch& search);

}  // namespace spico
