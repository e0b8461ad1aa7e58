// What is known of an identity, in words: the dossier and what is printed say the same. For views.
#pragma once

#include <string>
#include <string_view>

#include "core/patients/patient.hpp"
#include "core/text/strings.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

/// «Identité qualifiée»
[[nodiscard]] Text identity_status_text(IdentityStatus status);
/// «Sexe : Femme»; also of what is not known, which is said.
[[nodiscard]] std::string labelled_fact(const Ui& ui, Text label, std::string_view value);

/// «Toulouse (INSEE 31555)»; empty when neither is known.
[[nodiscard]] std::string birth_place_text(const Ui& ui, const IdentityTraits& traits);

}  // namespace spico::ui
