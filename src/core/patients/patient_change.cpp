#include "core/patients/patient_change.hpp"

#include <array>
#include <cstddef>

namespace spico {
namespace {

// By position.
constexpr std::array<std::string_view, 9> kCodes = {
    "created", "identity", "statut", "thematiques", "circle", "tasks", "appointment", "archived", "entries"};

}  // namespace

std::string_view code(PatientField field) {
  const auto position = static_cast<std::size_t>(field);
  return position < kCodes.size() ? kCodes[position] : std::string_view{};
}

std::optional<PatientField> patient_field_from_code(std::string_view code) {
  for (std::size_t i = 0; i < kCodes.size(); ++i) {
    if (kCodes[i] == code) return static_cast<PatientField>(i);
  }
  return std::nullopt;
}

}  // namespace spico
