// How a patient lies in its table: the columns and both directions of each value. For the sqlite_*.cpp of
// patients and events.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "core/patients/patient.hpp"
#include "emserve/store/sqlite_connection.hpp"

// In this order in every SELECT and in the INSERT.
#define PATIENT_COLUMNS                                                                                    \
  "id, birth_name, used_name, given_names, first_given_name, used_given_name, birth_place_code, "          \
  "birth_place_name, birth_date, sex, identity_status, ins_authority, matricule, thematiques, "            \
  "professionals, structures, updated_at_ms, next_appointment_ms, tasks_open, tasks_late, statut, flags, " \
  "archived, test"

// A patient as the account ?1 sees it, of `patients p`; without the condition anybody would.
#define PATIENT_OF_READER                                                                         \
  "SELECT " PATIENT_COLUMNS                                                                       \
  ", EXISTS (SELECT 1 FROM favourite_patients f WHERE f.account_id = ?1 AND f.patient_id = p.id)" \
  ", p.changed_event > 0 AND EXISTS (SELECT 1 FROM patient_visits v WHERE v.account_id = ?1 AND " \
  "v.patient_id = p.id AND v.event_id < p.changed_event) FROM patients p "
#define READER_MAY_SEE \
  "EXISTS (SELECT 1 FROM patient_access a WHERE a.account_id = ?1 AND a.patient_id = p.id)"

namespace spico::emserve {

// The row of a PATIENT_OF_READER, or of PATIENT_COLUMNS and two more columns. Reuses the memory of `patient`.
void read_patient(const Query& query, Patient& patient);

// As the account sees it; nothing when it may not.
std::optional<Patient> find_patient_of(SqliteConnection& connection, AccountId account, PatientId patient);

// year * 10000 + month * 100 + day: sorts and compares as the date does, unknown parts are 0
std::int64_t packed_date(CivilDate date);
CivilDate unpacked_date(std::int64_t packed);

// "12 7 3"
template <typename Id>
void write_ids(std::string& text, const std::vector<Id>& ids) {
  text.clear();
  for (const Id id : ids) {
    if (!text.empty()) text.push_back(' ');
    text.append(std::to_string(id.value));
  }
}

inline std::int64_t key_of(PatientId patient) { return static_cast<std::int64_t>(patient.value); }

}  // namespace spico::emserve
