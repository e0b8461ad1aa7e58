// What the reader looks for in the patient list: typed words (memory only) and coded filters (in the URL).
// Part of Model and Route.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/patients/patient.hpp"

namespace spico {

enum class PatientColumn : std::uint8_t {
  kIdentity,
  kBirthDate,
  kSex,
  kThematiques,
  kProfessionals,
  kUpdatedAt,
  kTasks,
  kStatut,
  kNextAppointment,
  kActions
};
inline constexpr int kPatientColumnCount = 10;

enum class Direction : std::uint8_t { kAscending, kDescending };
enum class YesNoAll : std::uint8_t { kAll, kYes, kNo };
/// Of a plain fact; kAll stays.
constexpr YesNoAll opposite(YesNoAll choice) {
  return choice == YesNoAll::kYes ? YesNoAll::kNo : choice == YesNoAll::kNo ? YesNoAll::kYes : YesNoAll::kAll;
}

struct PatientSort {
  PatientColumn column = PatientColumn::kUpdatedAt;
  Direction direction = Direction::kDescending;
  friend bool operator==(const PatientSort&, const PatientSort&) = default;
};

/// The coded part: no name, no birth date, no matricule may ever stand here (decisions 1).
struct CodedFilters {
  std::uint8_t sexes = 0;     ///< bit per Sex; 0 = all
  std::uint8_t statuts = 0;   ///< bit per Statut; 0 = all
  ThematiqueSet thematiques;  ///< empty = all, else any of them
  std::vector<ProfessionalId> professionals;
  std::vector<StructureId> structures;
  YesNoAll tasks = YesNoAll::kAll;
  YesNoAll favourites = YesNoAll::kAll;
  YesNoAll archived = YesNoAll::kNo;
  PatientSort sort;
  friend bool operator==(const CodedFilters&, const CodedFilters&) = default;
};

/// The typed part: kept over Back and Forward, lost on reload.
struct TypedFilters {
  std::string name, given_name, birth_date;
  [[nodiscard]] bool is_empty() const { return name.empty() && given_name.empty() && birth_date.empty(); }
  friend bool operator==(const TypedFilters&, const TypedFilters&) = default;
};

template <typename Code>
[[nodiscard]] constexpr std::uint8_t bit_of(Code code) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(code));
}

}  // namespace spico
