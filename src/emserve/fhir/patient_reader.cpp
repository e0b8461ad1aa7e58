#include "emserve/fhir/patient_reader.hpp"

#include <algorithm>
#include <array>

#include "core/patients/ins.hpp"
#include "core/patients/traits.hpp"
#include "core/text/fold.hpp"
#include "core/time/paris.hpp"
#include "emserve/fhir/instant.hpp"
#include "emserve/text/nfc.hpp"

namespace spico::emserve::fhir {
namespace {

using api::JsonValue;

constexpr std::size_t kLongestKeyBytes = 400;

constexpr std::string_view kBirthPlace = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace";
constexpr std::array<std::string_view, 4> kFrenchRoots{
    "https://hl7.fr/ig/fhir/core/StructureDefinition/", "http://hl7.fr/ig/fhir/core/StructureDefinition/",
    "http://interopsante.org/fhir/StructureDefinition/", "http://interopsante.org/StructureDefinition/"};

/// An extension of FR Core is known by the last part of its URL; it kept some names and changed others over
/// versions.
bool is_french_extension(std::string_view url, std::initializer_list<std::string_view> names) {
  for (const std::string_view root : kFrenchRoots) {
    if (!url.starts_with(root)) continue;
    return std::find(names.begin(), names.end(), url.substr(root.size())) != names.end();
  }
  return false;
}

bool is_insee_code(std::string_view code) {
  if (code.size() != 5) return false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const bool is_digit = code[i] >= '0' && code[i] <= '9';
    const bool is_corsica = i == 1 && code[0] == '2' && (code[i] == 'A' || code[i] == 'B');
    if (!is_digit && !is_corsica) return false;
  }
  return true;
}

void append_word(std::string& words, std::string_view word) {
  if (word.empty()) return;
  if (!words.empty()) words += ' ';
  words += word;
}

class Reader {
 public:
  Reader(const JsonValue& resource, std::int64_t now_ms) : resource_(resource), now_ms_(now_ms) {}

  PatientReading run() {
    read_header();
    for (const JsonValue extension : resource_["extension"].items()) read_extension(extension);
    for (const JsonValue identifier : resource_["identifier"].items()) read_identifier(identifier);
    read_names();
    read_sex_and_birth();
    IdentityTraits& found = traits();
    if (found.birth_name.empty() && found.used_name.empty() && display_given_name(found).empty()) {
      reject(resource_["name"], Reason::kNoName);
    }
    patient().flags = flags_of(found, paris_time(now_ms_).date);
    if (is_fictional(found.ins_authority)) patient().test = true;
    return std::move(reading_);
  }

 private:
  Patient& patient() { return reading_.imported.patient; }
  IdentityTraits& traits() { return patient().traits; }

  void reject(const JsonValue& where, Reason reason) {
    if (reading_.problem) return;
    reading_.problem = reason;
    reading_.path = where.path();
  }

  std::string text_of(const JsonValue& value) {
    const std::string_view raw = value.as_string().value_or(std::string_view{});
    if (raw.size() > kLongestTraitBytes) {
      reject(value, Reason::kTextTooLong);
      return {};
    }
    return kept(value, clean_text(raw).value_or(std::string{}));
  }

  // What is put together, or composed anew, may have grown.
  std::string kept(const JsonValue& where, std::string text) {
    if (text.size() <= kLongestTraitBytes) return text;
    reject(where, Reason::kTextTooLong);
    return {};
  }

  void read_header() {
    patient().updated_at_ms = now_ms_;
    const JsonValue updated = resource_["meta"]["lastUpdated"];
    if (const auto text = updated.as_string()) {
      if (const std::optional<std::int64_t> at_ms = parse_instant(*text)) {
        patient().updated_at_ms = *at_ms;
      } else {
        reject(updated, Reason::kNotATime);
      }
    }
    for (const std::string_view kind : {"tag", "security"}) {
      for (const JsonValue coding : resource_["meta"][kind].items()) {
        if (coding["code"].as_string() == "HTEST") patient().test = true;
      }
    }
    if (const auto id = resource_["id"].as_string(); id && id->size() <= kLongestKeyBytes) {
      reading_.imported.source_key = "Patient/" + std::string{*id};
    }
    // Retired and duplicate records stay findable, out of the daily list.
    if (resource_["active"].as_bool() == false) patient().archived = true;
    const bool is_deceased = resource_["deceasedBoolean"].as_bool().value_or(false) ||
                             resource_["deceasedDateTime"].as_string().has_value();
    if (is_deceased) patient().statut = Statut::kLeft;
  }

  void read_extension(const JsonValue& extension) {
    const std::string_view url = extension["url"].as_string().value_or(std::string_view{});
    if (url == kBirthPlace) {
      read_birth_place(extension["valueAddress"]);
    } else if (is_french_extension(url, {"fr-core-identity-reliability", "fr-core-ident-reliability",
                                         "fr-core-patient-ident-reliability"})) {
      for (const JsonValue part : extension["extension"].items()) {
        const auto name = part["url"].as_string();
        if (name == "identityReliability" || name == "identityStatus")
          read_status(part["valueCoding"]["code"]);
      }
    }
  }

  void read_birth_place(const JsonValue& address) {
    traits().birth_place_name = text_of(address["city"]);
    for (const JsonValue holder : {address, address["_city"]}) {
      for (const JsonValue extension : holder["extension"].items()) {
        const std::string_view url = extension["url"].as_string().value_or(std::string_view{});
        if (is_french_extension(url, {"fr-core-address-insee-code"})) {
          set_birth_place_code(extension["valueCoding"]["code"]);
        }
      }
    }
    // FR Core before version 2 kept the code in `district`.
    if (traits().birth_place_code.empty()) set_birth_place_code(address["district"]);
  }

  void set_birth_place_code(const JsonValue& value) {
    const std::string_view code = value.as_string().value_or(std::string_view{});
    if (is_insee_code(code)) traits().birth_place_code = code;
  }

  // Table 0445 of HL7 v2 (France) and the four statuses of FR Core since 2.2. Its other codes (empty,
  // doubtful, duplicate…) say nothing that was checked: provisional.
  void read_status(const JsonValue& value) {
    const std::string_view code = value.as_string().value_or(std::string_view{});
    if (code == "VALI") traits().status = IdentityStatus::kValidated;
    if (code == "RECUP") traits().status = IdentityStatus::kRetrieved;
    if (code == "QUAL") traits().status = IdentityStatus::kQualified;
    if (code == "FICT") patient().test = true;
  }

  void read_identifier(const JsonValue& identifier) {
    if (identifier["use"].as_string() == "old") return;
    const std::string_view system = identifier["system"].as_string().value_or(std::string_view{});
    const std::string_view value = identifier["value"].as_string().value_or(std::string_view{});
    bool is_social_security = false;
    bool is_internal = false;
    for (const JsonValue coding : identifier["type"]["coding"].items()) {
      const std::string_view code = coding["code"].as_string().value_or(std::string_view{});
      is_social_security = is_social_security || code == "NH";
      is_internal = is_internal || code == "PI";
    }
    if (is_internal && !has_internal_key_ && !value.empty() &&
        system.size() + value.size() <= kLongestKeyBytes) {
      reading_.imported.source_key = std::string{system} + '|' + std::string{value};
      has_internal_key_ = true;
    }
    const std::optional<InsAuthority> authority = ins_authority_from_oid(system);
    // The number of the insurance shares the OID of the INS and may be a parent's.
    if (!authority || is_social_security || value.empty()) return;
    const std::optional<Matricule> matricule = parse_matricule(value);
    if (!matricule) {
      reject(identifier["value"], Reason::kNotMatricule);
      return;
    }
    // A NIA is given while waiting for the NIR, which then replaces it.
    const bool replaces = !traits().matricule.is_known() || traits().ins_authority == InsAuthority::kNia;
    if (!replaces) return;
    traits().matricule = *matricule;
    traits().ins_authority = *authority;
  }

  void read_names() {
    for (const JsonValue name : resource_["name"].items()) {
      const std::string_view use = name["use"].as_string().value_or(std::string_view{});
      if (use == "official") {
        read_birth_name(name);
      } else if (use == "usual") {
        read_used_name(name);
      }
    }
    // Names without a use, and former names, fill what is still unknown.
    for (const std::string_view wanted : {"", "maiden"}) {
      if (!traits().birth_name.empty()) break;
      for (const JsonValue name : resource_["name"].items()) {
        if (name["use"].as_string().value_or(std::string_view{}) != wanted) continue;
        read_birth_name(name);
        break;
      }
    }
    forget_repetitions();
  }

  void read_birth_name(const JsonValue& name) {
    if (!traits().birth_name.empty()) return;
    traits().birth_name = text_of(name["family"]);
    std::string given_names;
    std::string first;
    for (const JsonValue given : name["given"].items()) {
      const std::string one = text_of(given);
      if (first.empty()) first = one;
      append_word(given_names, one);
    }
    std::string birth_list;
    for (const JsonValue extension : name["extension"].items()) {
      const std::string_view url = extension["url"].as_string().value_or(std::string_view{});
      if (is_french_extension(url,
                              {"fr-core-patient-birth-list-given-name", "fr-core-birth-list-given-name"})) {
        birth_list = text_of(extension["valueString"]);
      }
    }
    if (birth_list.empty()) birth_list = given_names_in_text(name, first);
    traits().given_names = kept(name["given"], birth_list.empty() ? given_names : birth_list);
    traits().first_given_name = first.empty() ? std::string{first_of(traits().given_names)} : first;
  }

  // Before it had an extension for them, FR Core put the given names of the birth certificate in `text`,
  // where everyone else writes the whole name: it is the list when it begins with the first given name and
  // the family name is not in it.
  std::string given_names_in_text(const JsonValue& name, const std::string& first) {
    std::string text = text_of(name["text"]);
    if (first.empty() || text.empty()) return {};
    const std::string words = ' ' + fold(text) + ' ';
    const bool begins_with_first = words.starts_with(' ' + fold(first) + ' ');
    const std::string family = fold(traits().birth_name);
    const bool has_family = !family.empty() && words.find(' ' + family + ' ') != std::string::npos;
    return begins_with_first && !has_family ? text : std::string{};
  }

  void read_used_name(const JsonValue& name) {
    if (!traits().used_name.empty() || !traits().used_given_name.empty()) return;
    traits().used_name = text_of(name["family"]);
    std::string given_names;
    for (const JsonValue given : name["given"].items()) append_word(given_names, text_of(given));
    traits().used_given_name = kept(name["given"], std::move(given_names));
  }

  // A used name that is the birth name says nothing; told once, it cannot differ from itself later.
  void forget_repetitions() {
    if (traits().used_name == traits().birth_name) traits().used_name.clear();
    if (traits().used_given_name == traits().first_given_name) traits().used_given_name.clear();
  }

  void read_sex_and_birth() {
    const JsonValue gender = resource_["gender"];
    if (const auto code = gender.as_string()) {
      if (*code == "female") {
        traits().sex = Sex::kFemale;
      } else if (*code == "male") {
        traits().sex = Sex::kMale;
      } else if (*code != "other" && *code != "unknown") {
        reject(gender, Reason::kUnknownCode);
      }
    }
    const JsonValue birth_date = resource_["birthDate"];
    if (const auto text = birth_date.as_string()) {
      const DateReading reading = parse_iso_date(*text);
      traits().birth_date = reading.date;
      if (!reading.ok()) {
        const bool is_form =
            reading.problem == DateProblem::kUnreadable || reading.problem == DateProblem::kEmpty;
        reject(birth_date, is_form ? Reason::kNotADate : Reason::kNoSuchDate);
      }
    }
  }

  JsonValue resource_;
  std::int64_t now_ms_;
  PatientReading reading_;
  bool has_internal_key_ = false;
};

}  // namespace

PatientReading read_patient(const JsonValue& resource, std::int64_t now_ms) {
  return Reader{resource, now_ms}.run();
}

}  // namespace spico::emserve::fhir
