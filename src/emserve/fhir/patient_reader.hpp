// One FHIR R4 Patient resource, profile FR Core, as a Patient. Used by reader.cpp; no stream, no store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "api/json.hpp"
#include "emserve/fhir/record.hpp"

namespace spico::emserve::fhir {

struct PatientReading {
  ImportedPatient imported;
  std::optional<Reason> problem;
  std::string path;  // of the problem
};

// `resource` is an object whose resourceType is Patient. Errors of type recorded in its document are the
// caller's to take (they come first); `problem` tells what FHIR or the INS does not allow. `now_ms` dates a
// resource that carries no date and decides which births lie in the future. Both families of URLs of FR Core
// are read (interopsante.org until version 1, hl7.fr since).
PatientReading read_patient(const api::JsonValue& resource, std::int64_t now_ms);

}  // namespace spico::emserve::fhir
