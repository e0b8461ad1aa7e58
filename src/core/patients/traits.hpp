// What follows from the identity traits: the name to show, the words it is found by, what is odd about them.
#pragma once

#include <string>

#include "core/patients/patient.hpp"

namespace spico {

/// «BÉNAZET Zoé»: birth name in capitals, then the given name in use, else the first one, as it was received.
/// A used name other than the birth name follows it in brackets: «BÉNAZET (MARTIN) Zoé». RNIV: the birth name
/// comes first and is never replaced. Empty only when every name is.
[[nodiscard]] std::string display_name(const IdentityTraits& traits);

/// «BÉNAZET», or the used name in capitals when no birth name is known.
[[nodiscard]] std::string display_family_name(const IdentityTraits& traits);
/// «Zoé»: the given name in use, else the first one.
[[nodiscard]] std::string_view display_given_name(const IdentityTraits& traits);

/// What stands before a word in the two keys below (core/text/fold.hpp); before any other word a space.
inline constexpr char kNameMark = '\x01';       ///< begins the birth name, the used name, a name in use
inline constexpr char kOtherNameMark = '\x02';  ///< begins a further given name
inline constexpr char kTiedMark = '\x03';       ///< words of the same name, written as one
[[nodiscard]] inline bool is_mark(char c) { return static_cast<unsigned char>(c) <= ' '; }

/// Folded words of the birth name, then of the used name if it is another.
[[nodiscard]] std::string family_search_words(const IdentityTraits& traits);
/// Folded words of the given name that is shown, of the first one if it is another, then of all others.
[[nodiscard]] std::string given_search_words(const IdentityTraits& traits);

/// First of the given names of a birth certificate, which spaces separate («Marie-Louise Anne» →
/// «Marie-Louise»).
[[nodiscard]] std::string_view first_of(std::string_view given_names);

/// Everything odd about the traits on that day. Nothing is corrected: who reads the record decides.
[[nodiscard]] PatientFlags flags_of(const IdentityTraits& traits, CivilDate today);

/// Nobody is known to have lived longer than 122 years; beyond this age a birth date is a mistake.
inline constexpr int kOldestAgeYears = 130;

}  // namespace spico
