#include "core/patients/patient.hpp"

namespace spico {
namespace {

template <typename Value>
struct Coded {
  Value value;
  std::string_view code;
};

constexpr std::array kSexes{Coded<Sex>{Sex::kUnknown, "I"}, Coded<Sex>{Sex::kFemale, "F"},
                            Coded<Sex>{Sex::kMale, "H"}};

constexpr std::array kIdentityStatuses{Coded<IdentityStatus>{IdentityStatus::kProvisional, "provisoire"},
                                       Coded<IdentityStatus>{IdentityStatus::kRetrieved, "recuperee"},
                                       Coded<IdentityStatus>{IdentityStatus::kValidated, "validee"},
                                       Coded<IdentityStatus>{IdentityStatus::kQualified, "qualifiee"}};

constexpr std::array kStatuts{
    Coded<Statut>{Statut::kActive, "actif"}, Coded<Statut>{Statut::kWaiting, "en_attente"},
    Coded<Statut>{Statut::kSuspended, "suspendu"}, Coded<Statut>{Statut::kLeft, "sorti"}};

constexpr std::array kFlags{Coded<PatientFlag>{PatientFlag::kInsKeyWrong, "ins_key"},
                            Coded<PatientFlag>{PatientFlag::kInsTraitsDiffer, "ins_traits"},
                            Coded<PatientFlag>{PatientFlag::kBirthInFuture, "future_birth"},
                            Coded<PatientFlag>{PatientFlag::kBirthTooLongAgo, "old_birth"},
                            Coded<PatientFlag>{PatientFlag::kBirthDateMissing, "no_birth_date"},
                            Coded<PatientFlag>{PatientFlag::kBirthDateIncomplete, "partial_birth_date"}};

template <typename Value, std::size_t N>
std::string_view find_code(const std::array<Coded<Value>, N>& table, Value value) {
  for (const Coded<Value>& entry : table) {
    if (entry.value == value) return entry.code;
  }
  return {};
}

template <typename Value, std::size_t N>
std::optional<Value> find_value(const std::array<Coded<Value>, N>& table, std::string_view code) {
  for (const Coded<Value>& entry : table) {
    if (entry.code == code) return entry.value;
  }
  return std::nullopt;
}

}  // namespace

std::string to_decimal(std::uint64_t value) {
  std::array<char, 20> buffer{};
  std::size_t start = buffer.size();
  do {
    buffer[--start] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  return {buffer.data() + start, buffer.size() - start};
}

std::optional<std::uint64_t> id_from_decimal(std::string_view text) {
  if (text.empty() || text.size() > 19 || text.front() == '0') return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

std::string_view code(Sex sex) { return find_code(kSexes, sex); }
std::string_view code(IdentityStatus status) { return find_code(kIdentityStatuses, status); }
std::string_view code(Statut statut) { return find_code(kStatuts, statut); }
std::string_view code(PatientFlag flag) { return find_code(kFlags, flag); }

std::string_view kind_code(InsAuthority authority) {
  switch (authority) {
    case InsAuthority::kNone:
      return {};
    case InsAuthority::kNia:
      return "NIA";
    case InsAuthority::kNir:
    case InsAuthority::kNirTest:
    case InsAuthority::kNirDemo:
      return "NIR";
  }
  return {};
}

std::optional<Sex> sex_from_code(std::string_view code) { return find_value(kSexes, code); }
std::optional<IdentityStatus> identity_status_from_code(std::string_view code) {
  return find_value(kIdentityStatuses, code);
}
std::optional<Statut> statut_from_code(std::string_view code) { return find_value(kStatuts, code); }
std::optional<PatientFlag> patient_flag_from_code(std::string_view code) { return find_value(kFlags, code); }

std::optional<InsAuthority> ins_authority_from_kind(std::string_view kind) {
  if (kind == "NIR") return InsAuthority::kNir;
  if (kind == "NIA") return InsAuthority::kNia;
  return std::nullopt;
}

}  // namespace spico
