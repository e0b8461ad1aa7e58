// Why a row was found: what to mark in it. For the views; cheap enough for the rows in sight, not for all.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/patients/patient_list.hpp"
#include "core/patients/typed_search.hpp"
#include "core/text/fold.hpp"

namespace spico {

struct MatchMarks {
  /// In display_name(row): in order, apart from each other, never inside a letter and its accents. A typed
  /// word is marked at each word that it begins.
  std::vector<TextSpan> name;
  std::size_t matricule = 0;  ///< so many characters of it were typed, its beginning
  /// A name that is not shown and in which a word was found, in the capitals of the INS («MARIE LOUISE»); the
  /// first such one.
  std::string hidden_name;
  TextSpan hidden_name_mark;  ///< what was typed of it; empty when its words were typed as one
};

/// «2 56 04 …»: so many characters of it, grouped as format_matricule() does.
[[nodiscard]] std::string beginning_of(const Matricule& matricule, std::size_t characters);

/// Of any row; one that does not pass is marked where it agrees.
[[nodiscard]] MatchMarks match_marks(const PatientList& list, RowNumber row, const TypedSearch& search);

/// The one mark that costs nothing to know.
[[nodiscard]] bool marks_birth_date(const PatientList& list, RowNumber row, const TypedSearch& search);

}  // namespace spico
