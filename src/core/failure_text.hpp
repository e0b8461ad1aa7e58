// The sentence a person reads for a failure: what happened and what to do. Used by update (announcements) and
// ui.
#pragma once

#include <string>

#include "core/remote.hpp"
#include "core/text/language.hpp"

namespace spico {

/// Empty for no failure. Never shows the server's own message, which is for logs.
[[nodiscard]] std::string failure_text(Language language, const Failure& failure);

}  // namespace spico
