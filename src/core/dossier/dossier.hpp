// One patient's page: who it is, what is known, what has changed since this reader was last here. Part of
// Model.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/patients/patient.hpp"
#include "core/patients/patient_change.hpp"
#include "core/remote.hpp"

namespace spico {

struct DossierPage {
  Patient patient;
  std::optional<std::int64_t> previous_visit_ms;  ///< none: the first visit
  std::vector<PatientChange> changes;             ///< since then, newest first
};

struct Dossier {
  PatientId patient;  ///< whose page `page` is, or will be
  Remote<DossierPage> page;
  bool print_wanted = false;  ///< as soon as it is there
};

}  // namespace spico
