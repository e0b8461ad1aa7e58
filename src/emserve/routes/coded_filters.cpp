#include "emserve/routes/coded_filters.hpp"

#include <array>

#include "core/patients/column_layout.hpp"
#include "core/patients/reference.hpp"
#include "emserve/http/path.hpp"

namespace spico::emserve {
namespace {

bool is_yes_no_all(std::string_view code) { return code == "oui" || code == "non" || code == "tous"; }

bool is_id(std::string_view code) {
  const std::optional<std::uint64_t> id = id_from_decimal(code);
  return id && *id <= 0xFFFFFFFFU;
}

bool is_order(std::string_view code) {
  if (code.starts_with('-')) code.remove_prefix(1);
  const std::optional<PatientColumn> column = patient_column_from_code(code);
  return column && *column != PatientColumn::kActions;
}

struct Key {
  std::string_view name;
  bool (*knows)(std::string_view code);
};

// Those of core/route.cpp.
constexpr std::array kKeys = {
    Key{"sexe", [](std::string_view code) { return sex_from_code(code).has_value(); }},
    Key{"statut", [](std::string_view code) { return statut_from_code(code).has_value(); }},
    Key{"thematique", [](std::string_view code) { return thematique_from_code(code).has_value(); }},
    Key{"professionnel", is_id},
    Key{"structure", is_id},
    Key{"taches", [](std::string_view code) { return tasks_choice_from_code(code).has_value(); }},
    Key{"favoris", is_yes_no_all},
    Key{"archives", is_yes_no_all},
    Key{"tri", is_order},
};

// Calls visit(part) for each part until one is refused; an empty text has no parts.
template <typename Visit>
bool all_parts(std::string_view text, char separator, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    if (!visit(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
    if (text.empty()) return false;
  }
  return true;
}

bool is_known(std::string_view part) {
  const std::size_t equals = part.find('=');
  if (equals == std::string_view::npos || equals + 1 == part.size()) return false;
  const std::optional<std::string> codes = percent_decoded(part.substr(equals + 1));
  if (!codes) return false;
  for (const Key& key : kKeys) {
    if (key.name == part.substr(0, equals)) return all_parts(*codes, ',', key.knows);
  }
  return false;
}

}  // namespace

std::optional<std::string> coded_filters(std::string_view query) {
  if (query.starts_with('?')) query.remove_prefix(1);
  if (!all_parts(query, '&', is_known)) return std::nullopt;
  return std::string(query);
}

}  // namespace spico::emserve
