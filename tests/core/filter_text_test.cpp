// Filters in words (product.md §5; decision 10).
#include "core/patients/filter_text.hpp"

#include <doctest/doctest.h>

namespace spico {
namespace {

TEST_CASE("no filter, no text; each filter that leaves somebody out has one, in the order of the fields") {
  PatientList list;
  list.set_people({{{7}, "Dr TEST", ProfessionId{0}}}, {{{3}, "MSP TEST"}});
  CHECK(filter_texts(Language::kFrench, {}, {}, list).empty());
  TypedFilters typed;
  typed.name = "béna";
  typed.birth_date = "1956";
  CodedFilters coded;
  coded.sexes = static_cast<std::uint8_t>(bit_of(Sex::kFemale) | bit_of(Sex::kUnknown));
  coded.professionals = {{7}, {99}};
  coded.structures = {{3}};
  coded.tasks = YesNoAll::kYes;
  coded.archived = YesNoAll::kAll;
  const std::vector<std::string> expected{"Nom : béna",
                                          "Date de naissance : 1956",
                                          "Sexe : F, I",
                                          "Professionnels : Dr TEST, 99",
                                          "Structures de coordination : MSP TEST",
                                          "Tâches : Oui",
                                          "Archivés : Tous"};
  CHECK(filter_texts(Language::kFrench, typed, coded, list) == expected);
  CHECK(filter_texts(Language::kEnglish, typed, coded, list).front() == "Family name: béna");
}

}  // namespace
}  // namespace spico
