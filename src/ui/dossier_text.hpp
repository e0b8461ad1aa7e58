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

/// A name as a list shows it, with the date of birth when that is known.
[[nodiscard]] std::string name_and_birth(const Ui& ui, std::string_view name, CivilDate birth_date);

}  // namespace spico::ui
