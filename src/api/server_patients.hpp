// What the server says of patients, as openapi.yaml describes it: the lines of the list, a dossier. For
// emserve.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "api/json.hpp"
#include "core/patients/patient.hpp"
#include "core/patients/patient_change.hpp"

namespace spico::api {

// Each appends one JSON value and a line feed.
void append_patients_head(std::string& out, std::uint64_t total, std::int64_t revision,
                          std::span<const Professional> professionals, std::span<const Structure> structures);
/// Into an open object. Members that are empty, false or zero are left out.
void write_patient_members(JsonWriter& json, const Patient& patient);
void append_patient_line(std::string& out, const Patient& patient);
void append_patients_end(std::string& out, std::uint64_t count);

struct DossierAnswer {
  const Patient& patient;
  std::optional<std::int64_t> previous_visit_ms;  ///< of whoever asks
  std::span<const PatientChange> changes;         ///< since then, newest first
};
[[nodiscard]] std::string to_json(const DossierAnswer& answer);

}  // namespace spico::api
