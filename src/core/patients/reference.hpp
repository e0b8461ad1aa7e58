// The reference lists of assets/referentiels.json (statuts, thématiques, professions, départements) for
// server and client. The tables are generated from it at build time (scripts/generate_referentiels), so it is
// their only place.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/patients/patient.hpp"
#include "core/text/language.hpp"

namespace spico {

struct ReferenceLabel {
  std::string_view french;
  std::string_view english;

  [[nodiscard]] constexpr std::string_view in(Language language) const {
    return language == Language::kFrench ? french : english;
  }
};

struct StatutEntry {
  std::string_view code;
  ReferenceLabel label;
};

/// Colours of the chip in the light theme (design.md), 0xRRGGBB.
struct ThematiqueEntry {
  std::string_view code;
  ReferenceLabel label;
  std::uint32_t background_rgb;
  std::uint32_t text_rgb;
};

struct ProfessionEntry {
  std::string_view code;
  std::string_view national_code;  ///< of the national nomenclature; empty when there is none
  ReferenceLabel label;
  std::string_view letters;  ///< two or three capitals for an avatar
};

struct DepartementEntry {
  std::string_view code;  ///< "09"
  std::string_view name;
};

/// In the order of the file, which is that of ThematiqueId and ProfessionId.
[[nodiscard]] std::span<const StatutEntry> statut_entries();
[[nodiscard]] std::span<const ThematiqueEntry> thematique_entries();
[[nodiscard]] std::span<const ProfessionEntry> profession_entries();
[[nodiscard]] std::span<const DepartementEntry> departement_entries();

/// The entry of an id; an id beyond the list (written by a newer build) gives the one called "autre".
[[nodiscard]] const ThematiqueEntry& entry(ThematiqueId id);
[[nodiscard]] const ProfessionEntry& entry(ProfessionId id);
[[nodiscard]] std::string_view statut_label(Statut statut, Language language);

/// By code of the wire and of the URL; nullopt for a code that is not in the list.
[[nodiscard]] std::optional<ThematiqueId> thematique_from_code(std::string_view code);
[[nodiscard]] std::optional<ProfessionId> profession_from_code(std::string_view code);

}  // namespace spico
