// The fields that can change: their numbers are stored, their codes are on the wire.
#include "core/patients/patient_change.hpp"

#include <doctest/doctest.h>

namespace spico {

TEST_CASE("fields and codes agree, in the order that is stored") {
  constexpr std::string_view kCodes[] = {"created", "identity",    "statut",   "thematiques", "circle",
                                         "tasks",   "appointment", "archived", "entries"};
  for (std::size_t i = 0; i < std::size(kCodes); ++i) {
    const auto field = static_cast<PatientField>(i);
    CHECK(code(field) == kCodes[i]);
    CHECK(patient_field_from_code(kCodes[i]) == field);
  }
  CHECK(code(static_cast<PatientField>(9)).empty());
  for (const char* unknown : {"", "Identity", "identity ", "name"})
    CHECK_FALSE(patient_field_from_code(unknown).has_value());
}

}  // namespace spico
