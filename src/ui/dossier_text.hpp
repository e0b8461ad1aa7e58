// What is known of an identity, in words: the dossier and what is printed say the same. For views.
#pragma once

#include "core/patients/patient.hpp"
#include "core/text/strings.hpp"

namespace spico::ui {

/// «Identité qualifiée»
[[nodiscard]] Text identity_status_text(IdentityStatus status);

}  // namespace spico::ui
