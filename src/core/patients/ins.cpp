#include "core/patients/ins.hpp"

#include "core/text/digits.hpp"

namespace spico {
namespace {

constexpr std::size_t kBodyLength = 13;
constexpr std::size_t kCorsicaPosition = 6;  // the second character of the département

struct AuthorityOid {
  InsAuthority authority;
  std::string_view oid;
};

constexpr std::array kOids{AuthorityOid{InsAuthority::kNir, "1.2.250.1.213.1.4.8"},
                           AuthorityOid{InsAuthority::kNia, "1.2.250.1.213.1.4.9"},
                           AuthorityOid{InsAuthority::kNirTest, "1.2.250.1.213.1.4.10"},
                           AuthorityOid{InsAuthority::kNirDemo, "1.2.250.1.213.1.4.11"}};

int two_digits(const Matricule& matricule, std::size_t at) {
  return (matricule.characters[at] - '0') * 10 + (matricule.characters[at + 1] - '0');
}

/// What the first character says: 1, 3, 7 men; 2, 4, 8 women (3, 4, 7, 8: numbers given while waiting for a
/// final one).
Sex registered_sex(const Matricule& matricule) {
  switch (matricule.characters[0]) {
    case '1':
    case '3':
    case '7':
      return Sex::kMale;
    case '2':
    case '4':
    case '8':
      return Sex::kFemale;
    default:
      return Sex::kUnknown;
  }
}

/// Length of the space at `at`: a plain one, U+00A0 or U+202F; 0 when there is none.
std::size_t space_length(std::string_view text, std::size_t at) {
  if (text[at] == ' ') return 1;
  if (text.substr(at).starts_with("\xC2\xA0")) return 2;
  return text.substr(at).starts_with("\xE2\x80\xAF") ? 3 : 0;
}

}  // namespace

std::optional<Matricule> parse_matricule(std::string_view text) {
  Matricule matricule;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t length = space_length(text, at); length > 0) {
      at += length;
      continue;
    }
    if (count == matricule.characters.size()) return std::nullopt;
    char c = text[at];
    if (c == 'a') c = 'A';
    if (c == 'b') c = 'B';
    const bool is_corsica =
        count == kCorsicaPosition && (c == 'A' || c == 'B') && matricule.characters[count - 1] == '2';
    if (!is_digit(c) && !is_corsica) return std::nullopt;
    matricule.characters[count++] = c;
    ++at;
  }
  if (count != matricule.characters.size()) return std::nullopt;
  return matricule;
}

int expected_key(const Matricule& matricule) {
  int remainder = 0;
  for (std::size_t i = 0; i < kBodyLength; ++i) {
    const char c = matricule.characters[i];
    remainder = (remainder * 10 + (is_digit(c) ? c - '0' : 0)) % 97;
    // 2A and 2B were read as 20; they count as 19 and 18.
    if (c == 'A') remainder = (remainder + 96) % 97;
    if (c == 'B') remainder = (remainder + 95) % 97;
  }
  return 97 - remainder;
}

bool has_right_key(const Matricule& matricule) {
  return matricule.is_known() && two_digits(matricule, kBodyLength) == expected_key(matricule);
}

Matricule with_right_key(Matricule matricule) {
  const int key = expected_key(matricule);
  matricule.characters[kBodyLength] = static_cast<char>('0' + key / 10);
  matricule.characters[kBodyLength + 1] = static_cast<char>('0' + key % 10);
  return matricule;
}

bool contradicts(const Matricule& matricule, Sex sex, CivilDate birth_date) {
  if (!matricule.is_known()) return false;
  const Sex registered = registered_sex(matricule);
  if (registered != Sex::kUnknown && sex != Sex::kUnknown && registered != sex) return true;
  if (!birth_date.is_known()) return false;
  if (two_digits(matricule, 1) != birth_date.year % 100) return true;
  const int registered_month = two_digits(matricule, 3);
  const bool month_is_known = registered_month >= 1 && registered_month <= 12 && birth_date.month != 0;
  return month_is_known && registered_month != birth_date.month;
}

std::string format_matricule(const Matricule& matricule) {
  std::string out;
  for (std::size_t i = 0; i < matricule.text().size(); ++i) {
    const bool begins_group = i == 1 || i == 3 || i == 5 || i == 7 || i == 10 || i == kBodyLength;
    if (begins_group) out += ' ';
    out += matricule.characters[i];
  }
  return out;
}

std::optional<InsAuthority> ins_authority_from_oid(std::string_view oid) {
  constexpr std::string_view kPrefix = "urn:oid:";
  if (oid.starts_with(kPrefix)) oid.remove_prefix(kPrefix.size());
  for (const AuthorityOid& entry : kOids) {
    if (entry.oid == oid) return entry.authority;
  }
  return std::nullopt;
}

std::string_view oid(InsAuthority authority) {
  for (const AuthorityOid& entry : kOids) {
    if (entry.authority == authority) return entry.oid;
  }
  return {};
}

bool is_fictional(InsAuthority authority) {
  return authority == InsAuthority::kNirTest || authority == InsAuthority::kNirDemo;
}

}  // namespace spico
