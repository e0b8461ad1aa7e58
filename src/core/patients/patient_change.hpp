// What can change about a patient, as its trace and «Depuis ma dernière visite» name it. The server writes
// it, the client shows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spico {

/// The numbers are stored: the list only grows.
enum class PatientField : std::uint8_t {
  kCreated,
  kIdentity,  ///< traits, matricule, status, and what is odd about them
  kStatut,
  kThematiques,
  kCircle,  ///< professionals and structures
  kTasks,
  kAppointment,
  kArchived,
  kEntries  ///< what was put into the dossier, or taken out again
};

struct PatientChange {
  PatientField field = PatientField::kCreated;
  std::int64_t at_ms = 0;  ///< Unix time
  std::string author;      ///< shown name; empty when it was no account, such as an import

  friend bool operator==(const PatientChange&, const PatientChange&) = default;
};

/// Codes of the wire: "created" "identity" "statut" "thematiques" "circle" "tasks" "appointment" "archived"
/// "entries".
[[nodiscard]] std::string_view code(PatientField field);
[[nodiscard]] std::optional<PatientField> patient_field_from_code(std::string_view code);

}  // namespace spico
