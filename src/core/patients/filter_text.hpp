// What a list is filtered by, in words: for whoever reads it on paper. For ui/.
#pragma once

#include <string>
#include <vector>

#include "core/patients/patient_list.hpp"
#include "core/text/language.hpp"

namespace spico {

/// «Nom : ben», «Sexe : F», «Thématiques : ICOPE» …: one text a filter that leaves anybody out, in the order
/// of the search fields. Empty when none does.
[[nodiscard]] std::vector<std::string> filter_texts(Language language, const TypedFilters& typed,
                                                    const CodedFilters& coded, const PatientList& list);

}  // namespace spico
