// Patients of the list that a text finds, for those dialogs and searches of discussions that name a few. Part
// of Model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/patients/patients.hpp"

namespace spico {

struct PatientsFound {
  std::vector<PatientId> first;  ///< the first of them, in the order of the list
  std::size_t total = 0;
  std::size_t rows = 0;  ///< the list as it was then: its size, Patients::changes
  std::uint32_t changes = 0;
};

/// Searches as the field of the list does; nothing is found by a blank text.
[[nodiscard]] PatientsFound find_patients(const Patients& patients, std::string_view typed, std::size_t most);
/// Rows have arrived since, or have changed: it is to be searched again.
[[nodiscard]] bool is_old(const PatientsFound& found, const Patients& patients);

}  // namespace spico
