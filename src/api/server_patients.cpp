#include "api/server_patients.hpp"

#include "api/server_json.hpp"
#include "core/patients/ins.hpp"
#include "core/patients/reference.hpp"

namespace spico::api {
namespace {

void write_traits(JsonWriter& json, const IdentityTraits& traits) {
  member_unless_empty(json, "birth_name", traits.birth_name);
  member_unless_empty(json, "used_name", traits.used_name);
  member_unless_empty(json, "given_names", traits.given_names);
  member_unless_empty(json, "first_given_name", traits.first_given_name);
  member_unless_empty(json, "used_given_name", traits.used_given_name);
  json.member("sex", code(traits.sex));
  if (traits.birth_date.is_known()) json.member("birth_date", format_iso_date(traits.birth_date));
  member_unless_empty(json, "birth_place_code", traits.birth_place_code);
  member_unless_empty(json, "birth_place_name", traits.birth_place_name);
  member_unless_empty(json, "ins", traits.matricule.text());
  member_unless_empty(json, "ins_kind", kind_code(traits.ins_authority));
  json.member("identity_status", code(traits.status));
}

}  // namespace

void append_patients_head(std::string& out, std::uint64_t total, std::int64_t revision,
                          std::span<const Professional> professionals,
                          std::span<const Structure> structures) {
  JsonWriter json(out);
  json.begin_object().member("total", static_cast<std::int64_t>(total)).member("revision", revision);
  json.key("professionals").begin_array();
  for (const Professional& professional : professionals) {
    json.begin_object()
        .member("id", Decimal(professional.id.value).text())
        .member("name", professional.name)
        .member("profession", entry(professional.profession).code)
        .end_object();
  }
  json.end_array().key("structures").begin_array();
  for (const Structure& structure : structures) {
    json.begin_object()
        .member("id", Decimal(structure.id.value).text())
        .member("name", structure.name)
        .end_object();
  }
  json.end_array().end_object();
  out.push_back('\n');
}

void write_patient_members(JsonWriter& json, const Patient& patient) {
  member_id(json, "id", patient.id);
  write_traits(json, patient.traits);
  if (!patient.thematiques.is_empty()) {
    json.key("thematiques").begin_array();
    patient.thematiques.for_each([&json](ThematiqueId id) { json.string(entry(id).code); });
    json.end_array();
  }
  ids_unless_empty(json, "professionals", patient.professionals);
  ids_unless_empty(json, "structures", patient.structures);
  json.member("statut", code(patient.statut)).member("updated_at", patient.updated_at_ms);
  member_unless_zero(json, "tasks_open", patient.tasks_open);
  member_unless_zero(json, "tasks_late", patient.tasks_late);
  member_unless_zero(json, "next_appointment", patient.next_appointment_ms);
  member_if(json, "favourite", patient.favourite);
  member_if(json, "archived", patient.archived);
  member_if(json, "changed", patient.changed);
  member_if(json, "test", patient.test);
  if (!patient.flags.is_empty()) {
    json.key("flags").begin_array();
    for (const PatientFlag flag : kAllPatientFlags) {
      if (patient.flags.has(flag)) json.string(code(flag));
    }
    json.end_array();
  }
}

void append_patient_line(std::string& out, const Patient& patient) {
  JsonWriter json(out);
  write_patient_members(json.begin_object(), patient);
  json.end_object();
  out.push_back('\n');
}

void append_patients_end(std::string& out, std::uint64_t count) {
  JsonWriter(out)
      .begin_object()
      .member("end", true)
      .member("count", static_cast<std::int64_t>(count))
      .end_object();
  out.push_back('\n');
}

std::string to_json(const DossierAnswer& answer) {
  std::string body;
  JsonWriter json(body);
  write_patient_members(json.begin_object(), answer.patient);
  member_unless_empty(json, "ins_oid", oid(answer.patient.traits.ins_authority));
  if (answer.previous_visit_ms) json.member("previous_visit_ms", *answer.previous_visit_ms);
  json.key("changes").begin_array();
  for (const PatientChange& change : answer.changes) {
    json.begin_object().member("field", code(change.field)).member("at_ms", change.at_ms);
    member_unless_empty(json, "author", change.author);
    json.end_object();
  }
  json.end_array().end_object();
  return body;
}

}  // namespace spico::api
