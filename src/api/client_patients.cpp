#include "api/client_patients.hpp"

#include <algorithm>
#include <utility>

#include "api/ranges.hpp"
#include "core/patients/reference.hpp"

namespace spico::api {

namespace {

// What a page has the memory for, several times over: a browser gives it two to four gigabytes.
constexpr std::int64_t kMostPatients = 500'000;
constexpr std::int64_t kMostTotal = 1'000'000'000;
// What the rows of a list may keep of it: three times what the longest list of real people does.
constexpr std::size_t kMostKeptBytes = std::size_t{192} << 20U;
constexpr std::size_t kKeptBytesForFew = std::size_t{1} << 20U, kKeptBytesOfOne = 1024;

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

// More than the server takes in today: what it took in before there was a limit is no reason to lose the
// list.
constexpr std::size_t kLongestTextRead = 4 * kLongestTraitBytes;

std::string trait_of(JsonValue value) {
  const std::string_view text = value.as_string().value_or(std::string_view{});
  if (text.size() <= kLongestTextRead) return std::string(text);
  value.reject(JsonProblem::kTooLarge);
  return {};
}

std::size_t kept_bytes_of(const Patient& patient) {
  const IdentityTraits& traits = patient.traits;
  std::size_t bytes = sizeof(ProfessionalId) * (patient.professionals.size() + patient.structures.size());
  for (const std::string* const text :
       {&traits.birth_name, &traits.used_name, &traits.given_names, &traits.first_given_name,
        &traits.used_given_name, &traits.birth_place_code, &traits.birth_place_name})
    bytes += text->size();
  return bytes;
}

void read_birth_date(JsonValue value, Patient& patient) {
  const DateReading reading = parse_iso_date(value.required_string());
  if (!reading.ok()) value.reject(JsonProblem::kOutOfRange);
  patient.traits.birth_date = reading.date;
}

void read_matricule(JsonValue value, Patient& patient) {
  const std::string_view ins = value.required_string();
  auto& characters = patient.traits.matricule.characters;
  if (ins.size() == characters.size())
    std::copy(ins.begin(), ins.end(), characters.begin());
  else
    value.reject(JsonProblem::kOutOfRange);
}

// Unknown codes are of a newer build: left out rather than refused.
void read_thematiques(JsonValue list, Patient& patient) {
  for (const JsonValue item : list.items()) {
    if (const auto thematique = thematique_from_code(item.required_string()))
      patient.thematiques.add(*thematique);
  }
}

void read_flags(JsonValue list, Patient& patient) {
  for (const JsonValue item : list.items()) {
    if (const auto flag = patient_flag_from_code(item.required_string())) patient.flags.add(*flag);
  }
}

enum class Presence : std::uint8_t { kOptional, kRequired };

struct Member {
  std::string_view name;
  Presence presence;
  void (*read)(JsonValue value, Patient& patient);
};

// In the order in which the server writes them, so that each is found at the first look. A code that only a
// newer build knows costs nobody the list: it says as little as can be.
constexpr Member kMembers[] = {
    {"id", Presence::kRequired,
     [](JsonValue value, Patient& patient) { patient.id = id_of<PatientId>(value).value_or(PatientId{}); }},
    {"birth_name", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.traits.birth_name = trait_of(value); }},
    {"used_name", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.traits.used_name = trait_of(value); }},
    {"given_names", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.traits.given_names = trait_of(value); }},
    {"first_given_name", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.traits.first_given_name = trait_of(value); }},
    {"used_given_name", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.traits.used_given_name = trait_of(value); }},
    {"sex", Presence::kRequired,
     [](JsonValue value, Patient& patient) {
       patient.traits.sex = sex_from_code(value.required_string()).value_or(Sex::kUnknown);
     }},
    {"birth_date", Presence::kOptional, read_birth_date},
    {"birth_place_code", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.traits.birth_place_code = trait_of(value); }},
    {"birth_place_name", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.traits.birth_place_name = trait_of(value); }},
    {"ins", Presence::kOptional, read_matricule},
    {"ins_kind", Presence::kOptional,
     [](JsonValue value, Patient& patient) {
       patient.traits.ins_authority =
           ins_authority_from_kind(value.required_string()).value_or(InsAuthority::kNone);
     }},
    {"identity_status", Presence::kOptional,
     [](JsonValue value, Patient& patient) {
       patient.traits.status =
           identity_status_from_code(value.required_string()).value_or(IdentityStatus::kProvisional);
     }},
    {"thematiques", Presence::kOptional, read_thematiques},
    {"professionals", Presence::kOptional,
     [](JsonValue value, Patient& patient) { read_ids(value, patient.professionals); }},
    {"structures", Presence::kOptional,
     [](JsonValue value, Patient& patient) { read_ids(value, patient.structures); }},
    {"statut", Presence::kRequired,
     [](JsonValue value, Patient& patient) {
       patient.statut = statut_from_code(value.required_string()).value_or(Statut::kUnknown);
     }},
    {"updated_at", Presence::kRequired,
     [](JsonValue value, Patient& patient) {
       patient.updated_at_ms = value.required_integer(0, kLastMomentMs);
     }},
    {"tasks_open", Presence::kOptional,
     [](JsonValue value, Patient& patient) {
       patient.tasks_open = static_cast<std::uint16_t>(value.as_integer(0, 65535).value_or(0));
     }},
    {"tasks_late", Presence::kOptional,
     [](JsonValue value, Patient& patient) {
       patient.tasks_late = static_cast<std::uint16_t>(value.as_integer(0, 65535).value_or(0));
     }},
    {"next_appointment", Presence::kOptional,
     [](JsonValue value, Patient& patient) {
       patient.next_appointment_ms = value.as_integer(0, kLastMomentMs).value_or(0);
     }},
    {"favourite", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.favourite = value.as_bool().value_or(false); }},
    {"archived", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.archived = value.as_bool().value_or(false); }},
    {"changed", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.changed = value.as_bool().value_or(false); }},
    {"test", Presence::kOptional,
     [](JsonValue value, Patient& patient) { patient.test = value.as_bool().value_or(false); }},
    {"flags", Presence::kOptional, read_flags},
};
constexpr std::size_t kMemberCount = std::size(kMembers);

// Members of a newer build are passed over. A required one that is missing is recorded as such.
void read_members(JsonValue root, Patient& patient) {
  std::uint32_t seen = 0;
  static_assert(kMemberCount <= 32);
  std::size_t next = 0;
  for (const JsonValue member : root.members()) {
    const std::string_view name = member.name();
    for (std::size_t tried = 0; tried < kMemberCount; ++tried) {
      const std::size_t i = next + tried < kMemberCount ? next + tried : next + tried - kMemberCount;
      if (kMembers[i].name != name) continue;
      next = i + 1;
      seen |= 1U << i;
      if (kMembers[i].presence == Presence::kRequired || member.is_present())
        kMembers[i].read(member, patient);
      break;
    }
  }
  for (std::size_t i = 0; i < kMemberCount; ++i) {
    const bool missing = (seen & 1U << i) == 0;
    if (missing && kMembers[i].presence == Presence::kRequired)
      (void)root[kMembers[i].name].required_string();
  }
  // Of a register that is not known here it is no matricule to anyone here.
  if (patient.traits.ins_authority == InsAuthority::kNone && patient.traits.matricule.is_known()) {
    (void)root["ins_kind"].required_string();
    patient.traits.matricule = {};
  }
}

PatientStreamStarted read_head(Ticket ticket, JsonValue root) {
  PatientStreamStarted head{ticket,
                            static_cast<std::size_t>(root["total"].required_integer(0, kMostTotal)),
                            root["revision"].required_integer(0, kMostEvents),
                            {},
                            {}};
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

Patient read_patient(JsonValue value) {
  Patient patient;
  read_members(value, patient);
  return patient;
}

std::optional<Patient> read_patient(JsonDocument& document, std::string_view line) {
  if (!document.parse_stream_line(line)) return std::nullopt;
  Patient patient = read_patient(document.root());
  if (!document.error().is_none()) return std::nullopt;
  return patient;
}

void PatientStreamReader::append(std::span<const unsigned char> bytes) {
  if (broken_) return;
  lines_.append(bytes);
  if (!lines_.is_too_long()) return;
  broken_ = true;
  lines_.clear();
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
    too_many_ = head && head->total > kMostPatients;
    if (too_many_) head.reset();
    broken_ = !head;
    if (head) announced_ = head->total;
    return;
  }
  if (line.starts_with("{\"end\"")) {
    ended_ = true;
    if (!document_.parse(line)) return;
    const auto count = document_.root()["count"].as_integer();
    counted_right_ = count && *count == static_cast<std::int64_t>(patients_read_);
    return;
  }
  // More than it announced: such a list may have no end.
  auto patient = patients_read_ < announced_ ? read_patient(document_, line) : std::nullopt;
  if (patient) kept_bytes_ += kept_bytes_of(*patient);
  if (!patient || kept_bytes_ > std::min(kMostKeptBytes, kKeptBytesForFew + announced_ * kKeptBytesOfOne)) {
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
    const auto line = lines_.next();
    if (!line) break;
    read_line(*line, patients, head);
  }
  // Also when a later line is broken: rows without their head would join those of an earlier try.
  if (head) events.push_back(PatientsEvent{std::move(*head)});
  if (!patients.empty()) events.push_back(PatientsEvent{PatientRowsArrived{ticket_, std::move(patients)}});
  return events;
}

Failure PatientStreamReader::finish() const {
  Failure failure;
  if (broken_ || (ended_ && lines_.unread_bytes() > 0))
    failure = {Failure::Kind::kMalformed, 0, 0, too_many_ ? "too_many_patients" : ""};
  else if (!ended_ || !counted_right_)
    failure.kind = Failure::Kind::kCut;
  return failure;
}

}  // namespace spico::api
