// The lines of GET /api/spico/patients, as openapi.yaml describes them. For emserve.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/patients/patient.hpp"

namespace spico::api {

// Each appends one JSON value and a line feed.
void append_patients_head(std::string& out, std::uint64_t total, std::int64_t revision,
                          std::span<const Professional> professionals, std::span<const Structure> structures);
// Members that are empty, false or zero are left out.
void append_patient_line(std::string& out, const Patient& patient);
void append_patients_end(std::string& out, std::uint64_t count);

}  // namespace spico::api
