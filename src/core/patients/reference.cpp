#include "core/patients/reference.hpp"

#include <algorithm>

#include "core/text/strings.hpp"

namespace spico {
namespace {

constexpr std::string_view kOther = "autre";

template <typename Entry>
std::size_t position_of(std::span<const Entry> entries, std::string_view code) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& candidate) { return candidate.code == code; });
  return static_cast<std::size_t>(found - entries.begin());
}

template <typename Entry>
const Entry& entry_or_other(std::span<const Entry> entries, std::size_t position) {
  return entries[position < entries.size() ? position : position_of(entries, kOther)];
}

template <typename Id, typename Entry>
std::optional<Id> id_from_code(std::span<const Entry> entries, std::string_view code) {
  const std::size_t position = position_of(entries, code);
  if (position == entries.size()) return std::nullopt;
  return static_cast<Id>(position);
}

}  // namespace

const ThematiqueEntry& entry(ThematiqueId id) {
  return entry_or_other(thematique_entries(), static_cast<std::size_t>(id));
}

const ProfessionEntry& entry(ProfessionId id) {
  return entry_or_other(profession_entries(), static_cast<std::size_t>(id));
}

std::string_view statut_label(Statut statut, Language language) {
  const auto position = static_cast<std::size_t>(statut);
  if (position >= statut_entries().size()) return text(language, Text::kPatientsStatutUnknown);
  return statut_entries()[position].label.in(language);
}

std::optional<ThematiqueId> thematique_from_code(std::string_view code) {
  return id_from_code<ThematiqueId>(thematique_entries(), code);
}

std::optional<ProfessionId> profession_from_code(std::string_view code) {
  return id_from_code<ProfessionId>(profession_entries(), code);
}

}  // namespace spico
