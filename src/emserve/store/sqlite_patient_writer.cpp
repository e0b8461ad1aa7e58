// Store::write_patients: what an import brings, with the events and the trace that follow from it.
#include "emserve/store/sqlite_directory.hpp"
#include "emserve/store/sqlite_events.hpp"
#include "emserve/store/sqlite_patient_rows.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

class SqlitePatientWriter final : public PatientWriter {
 public:
  SqlitePatientWriter(SqliteConnection& connection, std::int64_t now_ms)
      : connection_(connection),
        transaction_(connection),
        now_ms_(now_ms),
        insert_(connection.query("INSERT INTO patients (" PATIENT_COLUMNS
                                 ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                 "?, ?, ?, ?)")),
        update_(connection.query(
            "UPDATE patients SET birth_name = ?, used_name = ?, given_names = ?, first_given_name = ?, "
            "used_given_name = ?, birth_place_code = ?, birth_place_name = ?, birth_date = ?, sex = ?, "
            "identity_status = ?, ins_authority = ?, matricule = ?, updated_at_ms = ?, flags = ?, test = ? "
            "WHERE id = ?")),
        grant_(connection.query("INSERT INTO patient_access (account_id, patient_id) VALUES (?, ?) "
                                "ON CONFLICT (account_id, patient_id) DO NOTHING")) {}

  void add_professional(const Professional& professional) override {
    connection_
        .query(
            "INSERT INTO professionals (id, name, profession, in_circles) VALUES (?, ?, ?, 1) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, profession = excluded.profession")
        .bind(std::int64_t{professional.id.value})
        .bind(std::string_view(professional.name))
        .bind(static_cast<int>(professional.profession))
        .run();
    index_professional(connection_, professional.id);
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
    if (!known.is_none() && find(known)) {
      const bool is_told = update(patient);
      for (const AccountId account : visible_to) {
        if (grant(account, known) && !is_told) {
          append_event(connection_, of_import(known, account));
        }
      }
      return known;
    }
    const PatientId id = insert(patient, known);
    if (!source_key.empty()) remember_source(source_key, id);
    for (const AccountId account : visible_to) grant(account, id);
    append_event(connection_, of_import(id), PatientField::kCreated);
    return id;
  }

  void commit() override {
    // A statement that is not reset keeps the transaction from ending.
    insert_.rewind();
    update_.rewind();
    grant_.rewind();
    transaction_.commit();
  }

 private:
  Happening of_import(PatientId patient, AccountId only_reader = {}) const {
    return {.kind = EventKind::kPatient,
            .at_ms = now_ms_,
            .patient = patient,
            .account = only_reader,
            .author = {}};
  }

  PatientId patient_from(std::string_view source_key, PatientId otherwise) {
    Query query = connection_.query("SELECT patient_id FROM patient_sources WHERE source_key = ?");
    query.bind(source_key);
    return query.step() ? PatientId{static_cast<std::uint64_t>(query.integer(0))} : otherwise;
  }

  // Into `present_`.
  bool find(PatientId patient) {
    Query query = connection_.query("SELECT " PATIENT_COLUMNS ", 0, 0 FROM patients WHERE id = ?");
    query.bind(key_of(patient));
    if (!query.step()) return false;
    read_patient(query, present_);
    return true;
  }

  PatientId insert(const Patient& patient, PatientId known) {
    write_ids(professionals_, patient.professionals);
    write_ids(structures_, patient.structures);
    insert_.rewind();
    if (known.is_none()) {
      insert_.bind_null();
    } else {
      insert_.bind(key_of(known));
    }
    bind_traits(insert_, patient.traits)
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
    return known.is_none() ? PatientId{static_cast<std::uint64_t>(connection_.last_id())} : known;
  }

  // Whether anything of the present one was different.
  bool update(const Patient& patient) {
    const bool is_identity = patient.traits != present_.traits || patient.flags != present_.flags;
    if (!is_identity && patient.updated_at_ms == present_.updated_at_ms && patient.test == present_.test)
      return false;
    update_.rewind();
    bind_traits(update_, patient.traits)
        .bind(patient.updated_at_ms)
        .bind(int{patient.flags.bits})
        .bind(patient.test)
        .bind(key_of(present_.id))
        .run();
    if (is_identity) {
      append_event(connection_, of_import(present_.id), PatientField::kIdentity);
    } else {
      append_event(connection_, of_import(present_.id));
    }
    return true;
  }

  static Query& bind_traits(Query& query, const IdentityTraits& traits) {
    return query.bind(std::string_view(traits.birth_name))
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
        .bind(traits.matricule.text());
  }

  // Whether it is new that the account sees it.
  bool grant(AccountId account, PatientId patient) {
    grant_.rewind();
    grant_.bind(account.value).bind(key_of(patient)).run();
    return connection_.changes() == 1;
  }

  void remember_source(std::string_view source_key, PatientId patient) {
    connection_
        .query(
            "INSERT INTO patient_sources (source_key, patient_id) VALUES (?, ?) "
            "ON CONFLICT (source_key) DO NOTHING")
        .bind(source_key)
        .bind(key_of(patient))
        .run();
  }

  SqliteConnection& connection_;
  WriteTransaction transaction_;
  std::int64_t now_ms_;
  Query insert_;
  Query update_;
  Query grant_;
  std::string professionals_, structures_;
  Patient present_;
};

}  // namespace

std::unique_ptr<PatientWriter> SqliteStore::write_patients(std::int64_t now_ms) {
  return std::make_unique<SqlitePatientWriter>(connection_, now_ms);
}

}  // namespace spico::emserve
