// A patient as every part knows it: the server, the FHIR import, the demo generator and the client share
// these plain values. No behaviour beyond codes; rules on the matricule are in ins.hpp, names and checks in
// traits.hpp.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time/civil_date.hpp"

namespace spico {

/// A number that cannot be mixed up with another kind of number. 0 = none.
template <typename Tag, typename Number>
struct StrongNumber {
  Number value = 0;

  friend constexpr auto operator<=>(const StrongNumber&, const StrongNumber&) = default;
  [[nodiscard]] constexpr bool is_none() const { return value == 0; }
};

/// Given by the server, never reused; its decimal form is the `id` of the wire and the 42 of `#/patients/42`.
using PatientId = StrongNumber<struct PatientIdTag, std::uint64_t>;
using ProfessionalId = StrongNumber<struct ProfessionalIdTag, std::uint32_t>;
using StructureId = StrongNumber<struct StructureIdTag, std::uint32_t>;

/// "42"; also for professionals and structures.
[[nodiscard]] std::string to_decimal(std::uint64_t value);
/// nullopt unless the text is a number of 1 to 19 digits without sign, space or leading zero; 0 is no id.
[[nodiscard]] std::optional<std::uint64_t> id_from_decimal(std::string_view text);

enum class Sex : std::uint8_t { kUnknown, kFemale, kMale };

/// Status of the digital identity (RNIV, volume 1): what its traits have been checked against.
enum class IdentityStatus : std::uint8_t { kProvisional, kRetrieved, kValidated, kQualified };

/// Where the patient stands in the coordination. kUnknown: as a newer server says and this page cannot name;
/// it has no code and no entry, and nothing is stored as that.
enum class Statut : std::uint8_t { kActive, kWaiting, kSuspended, kLeft, kUnknown };

/// Whose register a matricule INS comes from; each has its OID (ins.hpp).
enum class InsAuthority : std::uint8_t { kNone, kNir, kNia, kNirTest, kNirDemo };

/// Matricule INS: 13 characters and the two digits of the key, kept as received even when the key is wrong.
struct Matricule {
  std::array<char, 15> characters{};

  friend constexpr bool operator==(const Matricule&, const Matricule&) = default;
  [[nodiscard]] constexpr bool is_known() const { return characters[0] != '\0'; }
  [[nodiscard]] constexpr std::string_view text() const {
    return is_known() ? std::string_view{characters.data(), characters.size()} : std::string_view{};
  }
};

/// What shall be told to whoever reads the record. Stored with it, decided by traits.hpp when it enters the
/// server.
enum class PatientFlag : std::uint16_t {
  kInsKeyWrong = 1U << 0,  ///< «clé du matricule incorrecte»
  kInsTraitsDiffer =
      1U << 1,  ///< «traits incohérents»: the matricule says another sex, month or year of birth
  kBirthInFuture = 1U << 2,        ///< born after today
  kBirthTooLongAgo = 1U << 3,      ///< born more than 130 years ago
  kBirthDateMissing = 1U << 4,     ///< no birth date at all
  kBirthDateIncomplete = 1U << 5,  ///< day, or day and month, unknown
};
inline constexpr std::array kAllPatientFlags{
    PatientFlag::kInsKeyWrong,     PatientFlag::kInsTraitsDiffer,  PatientFlag::kBirthInFuture,
    PatientFlag::kBirthTooLongAgo, PatientFlag::kBirthDateMissing, PatientFlag::kBirthDateIncomplete};

struct PatientFlags {
  std::uint16_t bits = 0;

  friend constexpr bool operator==(const PatientFlags&, const PatientFlags&) = default;
  [[nodiscard]] constexpr bool has(PatientFlag flag) const {
    return (bits & static_cast<std::uint16_t>(flag)) != 0;
  }
  constexpr void add(PatientFlag flag) {
    bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(flag));
  }
  [[nodiscard]] constexpr bool is_empty() const { return bits == 0; }
};

/// Position of a thématique in assets/referentiels.json (reference.hpp has its code, label and colours).
enum class ThematiqueId : std::uint8_t {};
/// Position of a profession in assets/referentiels.json.
enum class ProfessionId : std::uint8_t {};

/// A set of thématiques; 32 at most. Walk it with for_each, lowest position first.
struct ThematiqueSet {
  std::uint32_t bits = 0;

  friend constexpr bool operator==(const ThematiqueSet&, const ThematiqueSet&) = default;
  constexpr void add(ThematiqueId id) { bits |= bit_of(id); }
  constexpr void toggle(ThematiqueId id) { bits ^= bit_of(id); }
  [[nodiscard]] constexpr bool has(ThematiqueId id) const { return (bits & bit_of(id)) != 0; }
  [[nodiscard]] constexpr bool intersects(ThematiqueSet other) const { return (bits & other.bits) != 0; }
  [[nodiscard]] constexpr bool is_empty() const { return bits == 0; }
  [[nodiscard]] constexpr int size() const { return std::popcount(bits); }
  template <typename Visit>
  constexpr void for_each(Visit&& visit) const {
    for (std::uint32_t rest = bits; rest != 0; rest &= rest - 1) {
      visit(static_cast<ThematiqueId>(std::countr_zero(rest)));
    }
  }

 private:
  static constexpr std::uint32_t bit_of(ThematiqueId id) { return 1U << (static_cast<unsigned>(id) & 31U); }
};

/// Bytes of each text of the traits. The server takes in none that is longer, so a list that has one is none
/// of ours.
inline constexpr std::size_t kLongestTraitBytes = 400;

/// The traits that identify a person (RNIV; arrêté of 27 May 2021 approving the INS reference document).
/// Text is UTF-8, NFC since it entered the server, in the letter case it was received in.
struct IdentityTraits {
  std::string birth_name;  ///< nom de naissance
  std::string used_name;   ///< nom utilisé; empty when it is the birth name
  std::string
      given_names;  ///< prénoms de naissance, separated by spaces, in the order of the birth certificate
  std::string first_given_name;  ///< premier prénom de naissance
  std::string used_given_name;   ///< prénom utilisé; empty when it is the first given name
  std::string birth_place_code;  ///< INSEE code of the commune, or 99 and the country; empty when unknown
  std::string birth_place_name;
  CivilDate birth_date;
  Sex sex = Sex::kUnknown;
  IdentityStatus status = IdentityStatus::kProvisional;
  InsAuthority ins_authority = InsAuthority::kNone;  ///< kNone exactly when there is no matricule
  Matricule matricule;

  friend bool operator==(const IdentityTraits&, const IdentityTraits&) = default;
};

/// What a list keeps of a patient beside the data.
enum class PatientMark : std::uint8_t {
  kFavourite,  ///< of the user who asked, not of the patient
  kArchived,
  kChanged,  ///< since the user who asked last opened it; not when that never was
  kTest      ///< shown with the chip «TEST»
};

struct Patient {
  PatientId id;
  IdentityTraits traits;
  ThematiqueSet thematiques;
  std::vector<ProfessionalId> professionals;  ///< the care circle, in the order it was built
  std::vector<StructureId> structures;        ///< structures de coordination
  std::int64_t updated_at_ms = 0;             ///< Unix time
  std::int64_t next_appointment_ms = 0;       ///< Unix time; 0 = none
  std::uint16_t tasks_open = 0;               ///< late ones included
  std::uint16_t tasks_late = 0;
  Statut statut = Statut::kActive;
  PatientFlags flags;
  bool favourite = false;  ///< of the user who asked, not of the patient
  bool archived = false;
  bool changed = false;  ///< since the user who asked last opened it; not when that never was
  bool test = false;     ///< shown with the chip «TEST»

  friend bool operator==(const Patient&, const Patient&) = default;
};

struct Professional {
  ProfessionalId id;
  std::string name;
  ProfessionId profession{};

  friend bool operator==(const Professional&, const Professional&) = default;
};

struct Structure {
  StructureId id;
  std::string name;

  friend bool operator==(const Structure&, const Structure&) = default;
};

/// Codes of the wire, of the URL and of the store; the inverse is nullopt for any other text.
[[nodiscard]] std::string_view code(Sex sex);  ///< "I" "F" "H"
[[nodiscard]] std::string_view code(
    IdentityStatus status);                             ///< "provisoire" "recuperee" "validee" "qualifiee"
[[nodiscard]] std::string_view code(Statut statut);     ///< "actif" "en_attente" "suspendu" "sorti"
[[nodiscard]] std::string_view code(PatientFlag flag);  ///< "ins_key" "ins_traits" "future_birth" …
[[nodiscard]] std::string_view kind_code(InsAuthority authority);  ///< "NIR" "NIA", empty for none
[[nodiscard]] std::optional<Sex> sex_from_code(std::string_view code);
[[nodiscard]] std::optional<IdentityStatus> identity_status_from_code(std::string_view code);
[[nodiscard]] std::optional<Statut> statut_from_code(std::string_view code);
[[nodiscard]] std::optional<PatientFlag> patient_flag_from_code(std::string_view code);
[[nodiscard]] std::optional<InsAuthority> ins_authority_from_kind(std::string_view kind);

}  // namespace spico
