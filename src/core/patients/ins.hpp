// The matricule INS: reading it, its key, whose register it comes from, what it says of sex and birth. Anyone
// may use it. Sources: INSEE, «Numéro de sécurité sociale / NIR» (structure and key); Référentiel Identifiant
// National de Santé, annex on the OIDs of the assigning authorities.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/patients/patient.hpp"

namespace spico {

/// 13 characters and a key of two digits; all digits but for 2A and 2B as the département of birth (Corsica).
/// Spaces, also no-break ones, are dropped and a, b accepted. nullopt for anything else; the key is not
/// checked here.
[[nodiscard]] std::optional<Matricule> parse_matricule(std::string_view text);

/// Key that the 13 characters call for, 1…97: 97 − (number mod 97), where 2A counts as 19 and 2B as 18.
[[nodiscard]] int expected_key(const Matricule& matricule);
[[nodiscard]] bool has_right_key(const Matricule& matricule);
/// The same 13 characters with their right key.
[[nodiscard]] Matricule with_right_key(Matricule matricule);

/// True when the matricule says another sex, year or month of birth than the traits. What either side does
/// not know (indeterminate sex, partial date, the fictitious months above 12 of the register) contradicts
/// nothing. The place is not compared: communes change their code, and the register keeps the one of the day
/// of birth.
[[nodiscard]] bool contradicts(const Matricule& matricule, Sex sex, CivilDate birth_date);

/// "1 62 12 65 879 136 77", the usual grouping; empty for none.
[[nodiscard]] std::string format_matricule(const Matricule& matricule);

/// With or without the prefix "urn:oid:"; nullopt for an OID that is no register of the INS.
[[nodiscard]] std::optional<InsAuthority> ins_authority_from_oid(std::string_view oid);
/// "1.2.250.1.213.1.4.8"; empty for kNone.
[[nodiscard]] std::string_view oid(InsAuthority authority);
/// The registers of test and demonstration hold fictional people only.
[[nodiscard]] bool is_fictional(InsAuthority authority);

}  // namespace spico
