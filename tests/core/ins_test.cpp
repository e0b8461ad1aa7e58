// The matricule INS: its shape, its key, Corsica, and what it says of sex and birth.
#include "core/patients/ins.hpp"

#include <doctest/doctest.h>

#include <string>

namespace spico {
namespace {

Matricule matricule(std::string_view text) {
  const std::optional<Matricule> read = parse_matricule(text);
  REQUIRE(read.has_value());
  return *read;
}

TEST_CASE("shapes that are read, and how they are shown") {
  CHECK(matricule("162126587913677").text() == "162126587913677");
  CHECK(matricule("1 62 12 65 879 136 77").text() == "162126587913677");
  CHECK(matricule("1\u00A062\u202F12 65 879 136 77").text() == "162126587913677");
  CHECK(matricule("2 56 04 2a 004 123 97").text() == "256042A00412397");
  CHECK(format_matricule(matricule("162126587913677")) == "1 62 12 65 879 136 77");
  CHECK(format_matricule(Matricule{}).empty());
}

TEST_CASE("shapes that are refused") {
  for (const char* const text :
       {"", " ", "16212658791367", "1621265879136777", "1621265879136", "A62126587913677", "16212A587913677",
        "162121B87913677", "162122C87913677", "1621265879136AA", "162-12-65-879-136-77", "162126587913６77",
        "16212658791367\xC2"}) {
    CAPTURE(std::string{text});
    CHECK_FALSE(parse_matricule(text).has_value());
  }
}

TEST_CASE("the key: 97 minus the remainder by 97, Corsica as 19 and 18") {
  struct Known {
    const char* text;
    int key;
  };
  // The first is INSEE's own example form; the Corsican ones were computed by the rule with whole numbers:
  // 97 - 1850119004123 % 97 and 97 - 1850118004123 % 97.
  for (const Known& one :
       {Known{"255081416802538", 38}, Known{"162126587913677", 77}, Known{"179125612113516", 15},
        Known{"185012A00412300", 97 - static_cast<int>(1850119004123LL % 97)},
        Known{"185012B00412300", 97 - static_cast<int>(1850118004123LL % 97)}}) {
    CAPTURE(one.text);
    CHECK(expected_key(matricule(one.text)) == one.key);
  }
  CHECK(has_right_key(matricule("255081416802538")));
  CHECK(has_right_key(matricule("162126587913677")));
  CHECK_FALSE(has_right_key(matricule("179125612113516")));
  CHECK_FALSE(has_right_key(Matricule{}));
}

TEST_CASE("a right key survives no single wrong digit and no swap of neighbours") {
  const std::string right{with_right_key(matricule("256042A00412300")).text()};
  CHECK(has_right_key(matricule(right)));
  int missed = 0;
  for (std::size_t i = 0; i < right.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string wrong = right;
      if (wrong[i] == digit || wrong[i] == 'A') continue;
      wrong[i] = digit;
      const std::optional<Matricule> read = parse_matricule(wrong);
      missed += read && has_right_key(*read);
    }
    std::string swapped = right;
    if (i + 1 == right.size() || right[i] == right[i + 1]) continue;
    std::swap(swapped[i], swapped[i + 1]);
    const std::optional<Matricule> read = parse_matricule(swapped);
    missed += read && has_right_key(*read);
  }
  CHECK(missed == 0);
}

TEST_CASE("what contradicts the traits, and what does not") {
  const Matricule man_of_december_1962 = matricule("162126587913677");
  CHECK_FALSE(contradicts(man_of_december_1962, Sex::kMale, {1962, 12, 27}));
  CHECK_FALSE(contradicts(man_of_december_1962, Sex::kUnknown, {1962, 12, 27}));
  CHECK_FALSE(contradicts(man_of_december_1962, Sex::kMale, {1962, 0, 0}));
  CHECK_FALSE(contradicts(man_of_december_1962, Sex::kMale, {}));
  CHECK(contradicts(man_of_december_1962, Sex::kFemale, {1962, 12, 27}));
  CHECK(contradicts(man_of_december_1962, Sex::kMale, {1962, 11, 27}));
  CHECK(contradicts(man_of_december_1962, Sex::kMale, {1963, 12, 27}));
  CHECK_FALSE(contradicts(Matricule{}, Sex::kMale, {1963, 12, 27}));
  // Numbers given while waiting for a final one, and months that stand for an unknown one.
  CHECK_FALSE(contradicts(matricule("762126587913600"), Sex::kMale, {1962, 12, 27}));
  CHECK(contradicts(matricule("862126587913600"), Sex::kMale, {1962, 12, 27}));
  CHECK_FALSE(contradicts(matricule("162206587913600"), Sex::kMale, {1962, 5, 1}));
  CHECK_FALSE(contradicts(matricule("162996587913600"), Sex::kMale, {1962, 5, 1}));
}

TEST_CASE("registers and their OIDs") {
  CHECK(ins_authority_from_oid("1.2.250.1.213.1.4.8") == InsAuthority::kNir);
  CHECK(ins_authority_from_oid("urn:oid:1.2.250.1.213.1.4.9") == InsAuthority::kNia);
  CHECK(ins_authority_from_oid("urn:oid:1.2.250.1.213.1.4.10") == InsAuthority::kNirTest);
  CHECK(ins_authority_from_oid("urn:oid:1.2.250.1.213.1.4.11") == InsAuthority::kNirDemo);
  CHECK_FALSE(ins_authority_from_oid("urn:oid:1.2.250.1.213.1.4.2").has_value());
  CHECK_FALSE(ins_authority_from_oid("").has_value());
  for (const InsAuthority authority :
       {InsAuthority::kNir, InsAuthority::kNia, InsAuthority::kNirTest, InsAuthority::kNirDemo}) {
    CHECK(ins_authority_from_oid(oid(authority)) == authority);
  }
  CHECK(oid(InsAuthority::kNone).empty());
  CHECK_FALSE(is_fictional(InsAuthority::kNir));
  CHECK(is_fictional(InsAuthority::kNirDemo));
  CHECK(kind_code(InsAuthority::kNirTest) == "NIR");
  CHECK(kind_code(InsAuthority::kNia) == "NIA");
}

}  // namespace
}  // namespace spico
