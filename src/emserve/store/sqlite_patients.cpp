#include <charconv>
#include <utility>

#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

// year * 10000 + month * 100 + day: sorts and compares as the date does, unknown parts are 0
std::int64_t packed_date(CivilDate date) {
  return std::int64_t{date.year} * 10'000 + date.month * 100 + date.day;
}

CivilDate unpacked_date(std::int64_t packed) {
  return {.year = static_cast<std::int16_t>(packed / 10'000),
          .month = static_cast<std::uint8_t>(packed / 100 % 100),
          .day = static_cast<std::uint8_t>(packed % 100)};
}

template <typename Id>
void append_ids(std::string& text, const std::vector<Id>& ids) {
  text.clear();
  for (const Id id : ids) {
    if (!text.empty()) text.push_back(' ');
    text.append(std::to_string(id.value));
  }
}

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

// In this order in the SELECT and in the INSERT below.
#define PATIENT_COLUMNS                                                                           \
  "id, birth_name, used_name, given_names, first_given_name, used_given_name, birth_place_code, " \
  "birth_place_name, birth_date, sex, identity_status, ins_authority, matricule, thematiques, "   \
  "professionals, "                                                                               \
  "structures, updated_at_ms, next_appointment_ms, tasks_open, tasks_late, statut, flags, archived, test"

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
}

class SqlitePatientCursor final : public PatientCursor {
 public:
  SqlitePatientCursor(SqliteConnection& connection, AccountId account)
      : view_(connection),
        total_(count(connection, account)),
        query_(connection.query("SELECT " PATIENT_COLUMNS
                                ", EXISTS (SELECT 1 FROM favourite_patients f WHERE f.account_id = ?1 AND "
                                "f.patient_id = p.id) FROM patients p "
                                "WHERE EXISTS (SELECT 1 FROM patient_access a WHERE a.account_id = ?1 AND "
                                "a.patient_id = p.id) ORDER BY p.updated_at_ms DESC, p.id")) {
    query_.bind(account.value);
  }

  std::uint64_t total() const override { return total_; }

  bool next(Patient& patient) override {
    if (!query_.step()) return false;
    read_patient(query_, patient);
    return true;
  }

 private:
  static std::uint64_t count(SqliteConnection& connection, AccountId account) {
    Query query = connection.query("SELECT count(*) FROM patient_access WHERE account_id = ?");
    query.bind(account.value);
    query.step();
    return static_cast<std::uint64_t>(query.integer(0));
  }

  ReadTransaction view_;
  std::uint64_t total_;
  Query query_;
};

class SqlitePatientWriter final : public PatientWriter {
 public:
  explicit SqlitePatientWriter(SqliteConnection& connection)
      : connection_(connection),
        transaction_(connection),
        insert_(connection.query(
            "INSERT INTO patients (" PATIENT_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET birth_name = excluded.birth_name, "
            "used_name = excluded.used_name, given_names = excluded.given_names, "
            "first_given_name = excluded.first_given_name, used_given_name = excluded.used_given_name, "
            "birth_place_code = excluded.birth_place_code, birth_place_name = excluded.birth_place_name, "
            "birth_date = excluded.birth_date, sex = excluded.sex, "
            "identity_status = excluded.identity_status, ins_authority = excluded.ins_authority, "
            "matricule = excluded.matricule, updated_at_ms = excluded.updated_at_ms, "
            "flags = excluded.flags, test = excluded.test")),
        grant_(connection.query("INSERT INTO patient_access (account_id, patient_id) VALUES (?, ?) "
                                "ON CONFLICT (account_id, patient_id) DO NOTHING")) {}

  void add_professional(const Professional& professional) override {
    connection_
        .query(
            "INSERT INTO professionals (id, name, profession) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, profession = excluded.profession")
        .bind(std::int64_t{professional.id.value})
        .bind(std::string_view(professional.name))
        .bind(static_cast<int>(professional.profession))
        .run();
  }

  void add_structure(const Structure& structure) override {
    connection_
        .query(
            "INSERT INTO structures (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = "
            "excluded.name")
        .bind(std::int64_t{structure.id.value})
        .bind(std::string_view(structure.name))
        .run();
  }

  PatientId put(const Patient& patient, std::string_view source_key,
                std::span<const AccountId> visible_to) override {
    const PatientId known = source_key.empty() ? patient.id : patient_from(source_key, patient.id);
    const IdentityTraits& traits = patient.traits;
    append_ids(professionals_, patient.professionals);
    append_ids(structures_, patient.structures);
    insert_.rewind();
    if (known.is_none()) {
      insert_.bind_null();
    } else {
      insert_.bind(static_cast<std::int64_t>(known.value));
    }
    insert_.bind(std::string_view(traits.birth_name))
        .bind(std::string_view(traits.used_name))
        .bind(std::string_view(traits.given_names))
        .bind(std::string_view(traits.first_given_name))
        .bind(std::string_view(traits.used_given_name))
        .bind(std::string_view(traits.birth_place_code))
        .bind(std::string_view(traits.birth_place_name))
        .bind(packed_date(traits.birth_date))
        .bind(static_cast<int>(traits.sex))
        .bind(static_cast<int>(traits.status))
        .bind(static_cast<int>(traits.ins_authority))
        .bind(traits.matricule.text())
        .bind(std::int64_t{patient.thematiques.bits})
        .bind(std::string_view(professionals_))
        .bind(std::string_view(structures_))
        .bind(patient.updated_at_ms)
        .bind(patient.next_appointment_ms)
        .bind(int{patient.tasks_open})
        .bind(int{patient.tasks_late})
        .bind(static_cast<int>(patient.statut))
        .bind(int{patient.flags.bits})
        .bind(patient.archived)
        .bind(patient.test)
        .run();
    const PatientId id =
        known.is_none() ? PatientId{static_cast<std::uint64_t>(connection_.last_id())} : known;
    if (!source_key.empty()) remember_source(source_key, id);
    for (const AccountId account : visible_to) {
      grant_.rewind();
      grant_.bind(account.value).bind(static_cast<std::int64_t>(id.value)).run();
    }
    return id;
  }

  void commit() override {
    connection_
        .query(
            "UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = "
            "'patients_revision'")
        .run();
    // A statement that is not reset keeps the transaction from ending.
    insert_.rewind();
    grant_.rewind();
    transaction_.commit();
  }

 private:
  PatientId patient_from(std::string_view source_key, PatientId otherwise) {
    Query query = connection_.query("SELECT patient_id FROM patient_sources WHERE source_key = ?");
    query.bind(source_key);
    return query.step() ? PatientId{static_cast<std::uint64_t>(query.integer(0))} : otherwise;
  }

  void remember_source(std::string_view source_key, PatientId patient) {
    connection_
        .query(
            "INSERT INTO patient_sources (source_key, patient_id) VALUES (?, ?) "
            "ON CONFLICT (source_key) DO NOTHING")
        .bind(source_key)
        .bind(static_cast<std::int64_t>(patient.value))
        .run();
  }

  SqliteConnection& connection_;
  WriteTransaction transaction_;
  Query insert_;
  Query grant_;
  std::string professionals_, structures_;
};

}  // namespace

void SqliteStore::set_favourite_patient(AccountId account, PatientId patient, bool favourite) {
  connection_
      .query(favourite ? "INSERT INTO favourite_patients (account_id, patient_id) VALUES (?, ?) "
                         "ON CONFLICT (account_id, patient_id) DO NOTHING"
                       : "DELETE FROM favourite_patients WHERE account_id = ? AND patient_id = ?")
      .bind(account.value)
      .bind(static_cast<std::int64_t>(patient.value))
      .run();
}

bool SqliteStore::can_see(AccountId account, PatientId patient) {
  Query query = connection_.query("SELECT 1 FROM patient_access WHERE account_id = ? AND patient_id = ?");
  query.bind(account.value).bind(static_cast<std::int64_t>(patient.value));
  return query.step();
}

std::int64_t SqliteStore::patients_revision() {
  const std::string value = setting("patients_revision");
  std::int64_t revision = 0;
  std::from_chars(value.data(), value.data() + value.size(), revision);
  return revision;
}

std::vector<Professional> SqliteStore::professionals() {
  Query query = connection_.query("SELECT id, name, profession FROM professionals ORDER BY id");
  std::vector<Professional> professionals;
  while (query.step()) {
    professionals.push_back({{static_cast<std::uint32_t>(query.integer(0))},
                             std::string(query.text(1)),
                             static_cast<ProfessionId>(query.integer(2))});
  }
  return professionals;
}

std::vector<Structure> SqliteStore::structures() {
  Query query = connection_.query("SELECT id, name FROM structures ORDER BY id");
  std::vector<Structure> structures;
  while (query.step()) {
    structures.push_back({{static_cast<std::uint32_t>(query.integer(0))}, std::string(query.text(1))});
  }
  return structures;
}

std::unique_ptr<PatientCursor> SqliteStore::patients_of(AccountId account) {
  return std::make_unique<SqlitePatientCursor>(connection_, account);
}

std::unique_ptr<PatientWriter> SqliteStore::write_patients() {
  return std::make_unique<SqlitePatientWriter>(connection_);
}

}  // namespace spico::emserve
