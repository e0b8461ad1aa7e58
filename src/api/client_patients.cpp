#include "api/client_patients.hpp"

#include <algorithm>
#include <utility>

#include "core/patients/reference.hpp"

namespace spico::api {

namespace {

constexpr std::size_t kLongestLine = 1U << 20;
constexpr std::int64_t kLastMoment = 253'402'300'799'000;  // 31/12/9999
constexpr std::int64_t kMostPatients = 10'000'000;

template <typename Id>
std::optional<Id> id_of(JsonValue value) {
  const auto number = id_from_decimal(value.required_string());
  using Number = decltype(Id{}.value);
  if (!number || *number > static_cast<std::uint64_t>(static_cast<Number>(-1))) {
    value.reject(JsonProblem::kOutOfRange);
    return std::nullopt;
  }
  return Id{static_cast<Number>(*number)};
}

template <typename Id>
void read_ids(JsonValue list, std::vector<Id>& ids) {
  for (const JsonValue item : list.items()) {
    if (const auto id = id_of<Id>(item)) ids.push_back(*id);
  }
}

std::string text_of(JsonValue value) { return std::string(value.as_string().value_or("")); }

template <typename Code>
Code known(JsonValue value, std::optional<Code> code) {
  if (!code) value.reject(JsonProblem::kOutOfRange);
  return code.value_or(Code{});
}

void read_traits(JsonValue root, IdentityTraits& traits) {
  traits.birth_name = text_of(root["birth_name"]);
  traits.used_name = text_of(root["used_name"]);
  traits.given_names = text_of(root["given_names"]);
  traits.first_given_name = text_of(root["first_given_name"]);
  traits.used_given_name = text_of(root["used_given_name"]);
  traits.birth_place_code = text_of(root["birth_place_code"]);
  traits.birth_place_name = text_of(root["birth_place_name"]);
  traits.sex = known(root["sex"], sex_from_code(root["sex"].required_string()));
  if (const auto status = root["identity_status"].as_string())
    traits.status = known(root["identity_status"], identity_status_from_code(*status));
  if (const auto date = root["birth_date"].as_string()) {
    const DateReading reading = parse_iso_date(*date);
    if (!reading.ok()) root["birth_date"].reject(JsonProblem::kOutOfRange);
    traits.birth_date = reading.date;
  }
  if (const auto ins = root["ins"].as_string()) {
    if (ins->size() == traits.matricule.characters.size())
      std::copy(ins->begin(), ins->end(), traits.matricule.characters.begin());
    else
      root["ins"].reject(JsonProblem::kOutOfRange);
    traits.ins_authority =
        known(root["ins_kind"], ins_authority_from_kind(root["ins_kind"].required_string()));
  }
}

PatientStreamStarted read_head(Ticket ticket, JsonValue root) {
  PatientStreamStarted head{
      ticket, static_cast<std::size_t>(root["total"].required_integer(0, kMostPatients)), {}, {}};
  for (const JsonValue item : root["professionals"].items()) {
    const auto id = id_of<ProfessionalId>(item["id"]);
    // A profession of a newer build shows as the last of the list, «autre».
    const auto profession = profession_from_code(item["profession"].required_string());
    const auto other = static_cast<ProfessionId>(profession_entries().size() - 1);
    if (id) head.professionals.push_back({*id, text_of(item["name"]), profession.value_or(other)});
  }
  for (const JsonValue item : root["structures"].items()) {
    if (const auto id = id_of<StructureId>(item["id"]))
      head.structures.push_back({*id, text_of(item["name"])});
  }
  return head;
}

}  // namespace

std::optional<Patient> read_patient(JsonDocument& document, std::string_view line) {
  if (!document.parse_stream_line(line)) return std::nullopt;
  const JsonValue root = document.root();
  Patient patient;
  if (const auto id = id_of<PatientId>(root["id"])) patient.id = *id;
  read_traits(root, patient.traits);
  for (const JsonValue item : root["thematiques"].items()) {
    // Unknown codes are of a newer build: left out rather than refused.
    if (const auto thematique = thematique_from_code(item.required_string()))
      patient.thematiques.add(*thematique);
  }
  read_ids(root["professionals"], patient.professionals);
  read_ids(root["structures"], patient.structures);
  patient.statut = known(root["statut"], statut_from_code(root["statut"].required_string()));
  patient.updated_at_ms = root["updated_at"].required_integer(0, kLastMoment);
  patient.next_appointment_ms = root["next_appointment"].as_integer(0, kLastMoment).value_or(0);
  patient.tasks_open = static_cast<std::uint16_t>(root["tasks_open"].as_integer(0, 65535).value_or(0));
  patient.tasks_late = static_cast<std::uint16_t>(root["tasks_late"].as_integer(0, 65535).value_or(0));
  for (const JsonValue item : root["flags"].items()) {
    if (const auto flag = patient_flag_from_code(item.required_string())) patient.flags.add(*flag);
  }
  patient.favourite = root["favourite"].as_bool().value_or(false);
  patient.archived = root["archived"].as_bool().value_or(false);
  patient.test = root["test"].as_bool().value_or(false);
  if (!document.error().is_none()) return std::nullopt;
  return patient;
}

void PatientStreamReader::append(std::span<const unsigned char> bytes) {
  if (broken_) return;
  // Bytes that were read are dropped once they are more than half, so that a long stream does not copy itself
  // again and again.
  if (start_ > buffer_.size() / 2) {
    buffer_.erase(0, start_);
    start_ = 0;
  }
  buffer_.append(bytes.begin(), bytes.end());
  // A line without an end is no line of ours, and must not fill the memory.
  if (buffer_.size() - start_ > kLongestLine && !has_lines()) {
    broken_ = true;
    buffer_.clear();
    start_ = 0;
  }
}

void PatientStreamReader::read_line(std::string_view line, std::vector<Patient>& patients,
                                    std::optional<PatientStreamStarted>& head) {
  ++line_number_;
  if (ended_) {
    broken_ = true;
    return;
  }
  if (line_number_ == 1) {
    if (document_.parse(line)) head = read_head(ticket_, document_.root());
    if (!document_.error().is_none()) head.reset();
    broken_ = !head;
    return;
  }
  if (line.starts_with("{\"end\"")) {
    ended_ = true;
    if (!document_.parse(line)) return;
    const auto count = document_.root()["count"].as_integer();
    counted_right_ = count && *count == static_cast<std::int64_t>(patients_read_);
    return;
  }
  auto patient = read_patient(document_, line);
  if (!patient) {
    broken_ = true;
    return;
  }
  ++patients_read_;
  patients.push_back(std::move(*patient));
}

std::vector<Event> PatientStreamReader::read(std::size_t most_lines) {
  std::vector<Event> events;
  std::vector<Patient> patients;
  std::optional<PatientStreamStarted> head;
  for (std::size_t lines = 0; lines < most_lines && !broken_; ++lines) {
    const std::size_t end = buffer_.find('\n', start_);
    if (end == std::string::npos) break;
    read_line(std::string_view(buffer_).substr(start_, end - start_), patients, head);
    start_ = end + 1;
  }
  // Also when a later line is broken: rows without their head would join those of an earlier try.
  if (head) events.push_back(PatientsEvent{std::move(*head)});
  if (!patients.empty()) events.push_back(PatientsEvent{PatientRowsArrived{ticket_, std::move(patients)}});
  return events;
}

Failure PatientStreamReader::finish() const {
  Failure failure;
  if (broken_ || (ended_ && start_ < buffer_.size()))
    failure.kind = Failure::Kind::kMalformed;
  else if (!ended_ || !counted_right_)
    failure.kind = Failure::Kind::kCut;
  return failure;
}

}  // namespace spico::api
