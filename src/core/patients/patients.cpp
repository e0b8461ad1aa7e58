#include "core/patients/patients.hpp"

#include <algorithm>

#include "core/patients/typed_search.hpp"

namespace spico {

bool advises_birth_date(const Patients& patients) {
  constexpr std::size_t kMany = 20;
  if (!patients.loading.complete || patients.shown.size() <= kMany) return false;
  const TypedSearch search(patients.typed);
  const bool named = !search.name_words.empty() || !search.given_words.empty();
  return named && search.numbers.empty() && search.birth_date.is_empty();
}

}  // namespace spico
