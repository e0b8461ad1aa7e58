// Counts as people read them: «94 671», "94,671". For sentences; never for the wire or an address.
#pragma once

#include <cstddef>
#include <string>

#include "core/text/language.hpp"

namespace spico {

/// Groups of three digits; in French with no-break spaces (U+00A0: not every font has the narrow one).
[[nodiscard]] std::string grouped_count(Language language, std::size_t count);

}  // namespace spico
