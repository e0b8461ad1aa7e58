#include "emserve/store/sqlite_patient_rows.hpp"

namespace spico::emserve {
namespace {

template <typename Id>
void read_ids(std::string_view text, std::vector<Id>& ids) {
  ids.clear();
  const char* next = text.data();
  const char* const end = next + text.size();
  while (next < end) {
    Id id;
    next = std::from_chars(next, end, id.value).ptr;
    ids.push_back(id);
    ++next;  // the space, or beyond the end
  }
}

void read_matricule(std::string_view text, Matricule& matricule) {
  matricule = {};
  if (text.size() == matricule.characters.size()) text.copy(matricule.characters.data(), text.size());
}

}  // namespace

CivilDate unpacked_date(std::int64_t packed) {
  return {.year = static_cast<std::int16_t>(packed / 10'000),
          .month = static_cast<std::uint8_t>(packed / 100 % 100),
          .day = static_cast<std::uint8_t>(packed % 100)};
}

std::int64_t packed_date(CivilDate date) {
  return std::int64_t{date.year} * 10'000 + date.month * 100 + date.day;
}

void read_patient(const Query& query, Patient& patient) {
  IdentityTraits& traits = patient.traits;
  patient.id.value = static_cast<std::uint64_t>(query.integer(0));
  traits.birth_name = query.text(1);
  traits.used_name = query.text(2);
  traits.given_names = query.text(3);
  traits.first_given_name = query.text(4);
  traits.used_given_name = query.text(5);
  traits.birth_place_code = query.text(6);
  traits.birth_place_name = query.text(7);
  traits.birth_date = unpacked_date(query.integer(8));
  traits.sex = static_cast<Sex>(query.integer(9));
  traits.status = static_cast<IdentityStatus>(query.integer(10));
  traits.ins_authority = static_cast<InsAuthority>(query.integer(11));
  read_matricule(query.text(12), traits.matricule);
  patient.thematiques.bits = static_cast<std::uint32_t>(query.integer(13));
  read_ids(query.text(14), patient.professionals);
  read_ids(query.text(15), patient.structures);
  patient.updated_at_ms = query.integer(16);
  patient.next_appointment_ms = query.integer(17);
  patient.tasks_open = static_cast<std::uint16_t>(query.integer(18));
  patient.tasks_late = static_cast<std::uint16_t>(query.integer(19));
  patient.statut = static_cast<Statut>(query.integer(20));
  patient.flags.bits = static_cast<std::uint16_t>(query.integer(21));
  patient.archived = query.boolean(22);
  patient.test = query.boolean(23);
  patient.favourite = query.boolean(24);
  patient.changed = query.boolean(25);
}

std::optional<Patient> find_patient_of(SqliteConnection& connection, AccountId account, PatientId patient) {
  Query query = connection.query(PATIENT_OF_READER "WHERE p.id = ?2 AND " READER_MAY_SEE);
  query.bind(account.value).bind(key_of(patient));
  if (!query.step()) return std::nullopt;
  std::optional<Patient> found(std::in_place);
  read_patient(query, *found);
  return found;
}

}  // namespace spico::emserve
