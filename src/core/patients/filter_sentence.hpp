// What a list is filtered by, as one sentence and as its parts: «Femmes nées en 1956, thématique ICOPE, avec
// tâches». For the views, on paper, in files and in announcements.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/patients/patient_list.hpp"
#include "core/text/language.hpp"

namespace spico {

enum class FilterKind : std::uint8_t {
  kSexes,
  kName,
  kGivenName,
  kBirthDate,
  kThematiques,
  kStatuts,
  kProfessionals,
  kStructures,
  kTasks,
  kFavourites,
  kArchived
};
inline constexpr int kFilterKindCount = 11;

struct FilterPart {
  std::string text;                   ///< «Femmes», «nées en 1956», «thématique ICOPE ou Diabète»
  std::optional<FilterKind> removes;  ///< what to take away with it; nullopt for a plain «Patients»
  bool after_comma = true;            ///< in the sentence
};

/// In the order of the sentence, who first; empty when every filter is as at the start or leaves nobody out.
/// Agrees in gender with who is looked for.
[[nodiscard]] std::vector<FilterPart> filter_parts(Language language, const TypedFilters& typed,
                                                   const CodedFilters& coded, const PatientList& list);

/// Without a full stop. «Tous les patients non archivés» when there are no parts.
[[nodiscard]] std::string filter_sentence(Language language, const TypedFilters& typed,
                                          const CodedFilters& coded, const PatientList& list);

/// As it is at the start; the order stays.
void remove_filter(FilterKind kind, TypedFilters& typed, CodedFilters& coded);

}  // namespace spico
