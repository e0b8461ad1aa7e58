// Names to show, words to be found by, and what is odd about an identity.
#include "core/patients/traits.hpp"

#include <doctest/doctest.h>

#include "core/patients/ins.hpp"

namespace spico {
namespace {

constexpr CivilDate kToday{2026, 11, 22};

IdentityTraits zoe() {
  IdentityTraits traits;
  traits.birth_name = "Bénazet";
  traits.given_names = "Zoé Marie-Louise";
  traits.first_given_name = "Zoé";
  traits.sex = Sex::kFemale;
  traits.birth_date = {1956, 4, 7};
  return traits;
}

TEST_CASE("the name that is shown") {
  IdentityTraits traits = zoe();
  CHECK(display_name(traits) == "BÉNAZET Zoé");
  traits.used_name = "Martin";
  CHECK(display_name(traits) == "BÉNAZET (MARTIN) Zoé");
  traits.used_name = "BENAZET";
  CHECK(display_name(traits) == "BÉNAZET Zoé");
  traits.used_given_name = "Marie";
  CHECK(display_name(traits) == "BÉNAZET Marie");
  traits.birth_name.clear();
  CHECK(display_name(traits) == "BENAZET Marie");
  CHECK(display_name(IdentityTraits{}).empty());

  IdentityTraits only_given;
  only_given.given_names = "  Marie-Louise Anne";
  CHECK(display_name(only_given) == "Marie-Louise");
}

TEST_CASE("the words a person is found by") {
  IdentityTraits traits = zoe();
  traits.used_name = "D’Artagnan";
  traits.used_given_name = "Zette";
  // \1 begins a name in use, \2 another given name, \3 words written as one.
  CHECK(family_search_words(traits) == "\1benazet\1d artagnan\3dartagnan");
  CHECK(given_search_words(traits) == "\1zette\1zoe\2marie louise\3marielouise");
  traits.used_given_name = "Zoe";
  CHECK(given_search_words(traits) == "\1zoe\2marie louise\3marielouise");
  traits.first_given_name = "Zoé Marie-Louise";
  traits.used_given_name.clear();
  CHECK(given_search_words(traits) == "\1zoe marie louise\3marielouise\2zoe\2marie louise\3marielouise");
}

TEST_CASE("oddities are flagged, never corrected") {
  IdentityTraits traits = zoe();
  CHECK(flags_of(traits, kToday).is_empty());

  traits.matricule = *parse_matricule("179125612113516");
  traits.ins_authority = InsAuthority::kNir;
  CHECK(flags_of(traits, kToday).has(PatientFlag::kInsKeyWrong));
  CHECK(flags_of(traits, kToday).has(PatientFlag::kInsTraitsDiffer));
  traits.matricule = with_right_key(*parse_matricule("256043155500100"));
  CHECK(flags_of(traits, kToday).is_empty());

  traits = zoe();
  traits.birth_date = {2026, 11, 23};
  CHECK(flags_of(traits, kToday).has(PatientFlag::kBirthInFuture));
  traits.birth_date = kToday;
  CHECK(flags_of(traits, kToday).is_empty());
  traits.birth_date = {2026, 12, 0};
  CHECK(flags_of(traits, kToday).has(PatientFlag::kBirthInFuture));
  traits.birth_date = {2026, 0, 0};
  CHECK_FALSE(flags_of(traits, kToday).has(PatientFlag::kBirthInFuture));
  CHECK(flags_of(traits, kToday).has(PatientFlag::kBirthDateIncomplete));
  traits.birth_date = {1896, 11, 22};
  CHECK_FALSE(flags_of(traits, kToday).has(PatientFlag::kBirthTooLongAgo));
  traits.birth_date = {1895, 11, 22};
  CHECK(flags_of(traits, kToday).has(PatientFlag::kBirthTooLongAgo));
  traits.birth_date = {};
  CHECK(flags_of(traits, kToday).has(PatientFlag::kBirthDateMissing));
}

template <typename Value, typename FromCode>
void check_codes(std::initializer_list<Value> values, FromCode from_code) {
  for (const Value value : values) {
    CHECK_FALSE(code(value).empty());
    CHECK(from_code(code(value)) == value);
  }
  CHECK_FALSE(from_code("").has_value());
  CHECK_FALSE(from_code("nothing").has_value());
}

TEST_CASE("codes go there and back") {
  check_codes({Sex::kUnknown, Sex::kFemale, Sex::kMale}, sex_from_code);
  check_codes({IdentityStatus::kProvisional, IdentityStatus::kRetrieved, IdentityStatus::kValidated,
               IdentityStatus::kQualified},
              identity_status_from_code);
  check_codes({Statut::kActive, Statut::kWaiting, Statut::kSuspended, Statut::kLeft}, statut_from_code);
  for (const PatientFlag flag : kAllPatientFlags) CHECK(patient_flag_from_code(code(flag)) == flag);
  CHECK_FALSE(patient_flag_from_code("").has_value());
}

TEST_CASE("ids are decimal, and nothing else is one") {
  CHECK(to_decimal(0) == "0");
  CHECK(to_decimal(18446744073709551615ULL) == "18446744073709551615");
  CHECK(id_from_decimal("42") == 42);
  CHECK(id_from_decimal("9999999999999999999") == 9999999999999999999ULL);
  for (const char* const text :
       {"", "0", "042", "-1", "+1", " 1", "1 ", "1.0", "4２", "10000000000000000000"}) {
    CAPTURE(std::string{text});
    CHECK_FALSE(id_from_decimal(text).has_value());
  }
}

TEST_CASE("a set of thématiques") {
  ThematiqueSet set;
  CHECK(set.is_empty());
  set.add(ThematiqueId{7});
  set.add(ThematiqueId{0});
  set.add(ThematiqueId{31});
  CHECK(set.size() == 3);
  CHECK(set.has(ThematiqueId{7}));
  CHECK_FALSE(set.has(ThematiqueId{8}));
  std::vector<int> seen;
  set.for_each([&](ThematiqueId id) { seen.push_back(static_cast<int>(id)); });
  CHECK(seen == std::vector<int>{0, 7, 31});
}

}  // namespace
}  // namespace spico
