// The reference lists as server and client see them: order is stored in databases, labels are product.md's
// and design.md's.
#include "core/patients/reference.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace spico {
namespace {

template <typename Entries>
std::vector<std::string> labels(const Entries& entries) {
  std::vector<std::string> result;
  for (const auto& one : entries) result.emplace_back(one.label.in(Language::kFrench));
  return result;
}

TEST_CASE("statuts and thématiques, in their stored order") {
  CHECK(labels(statut_entries()) == std::vector<std::string>{"Actif", "En attente", "Suspendu", "Sorti"});
  CHECK(labels(thematique_entries()) == std::vector<std::string>{"ICOPE", "Diabète", "Douleur chronique",
                                                                 "Oncologie", "Gériatrie", "Santé mentale",
                                                                 "Urgence", "Autre"});
  for (const Statut statut : {Statut::kActive, Statut::kWaiting, Statut::kSuspended, Statut::kLeft}) {
    const StatutEntry& entry = statut_entries()[static_cast<std::size_t>(statut)];
    CHECK(entry.code == code(statut));
    CHECK(statut_label(statut, Language::kEnglish) == entry.label.english);
  }
  CHECK(statut_label(Statut::kUnknown, Language::kFrench) == "Inconnu");
}

TEST_CASE("ids and codes agree") {
  for (std::size_t i = 0; i < thematique_entries().size(); ++i) {
    const auto id = static_cast<ThematiqueId>(i);
    CHECK(thematique_from_code(entry(id).code) == id);
  }
  for (std::size_t i = 0; i < profession_entries().size(); ++i) {
    const auto id = static_cast<ProfessionId>(i);
    CHECK(profession_from_code(entry(id).code) == id);
  }
  CHECK_FALSE(thematique_from_code("ICOPE").has_value());
  CHECK_FALSE(profession_from_code("").has_value());
  CHECK(entry(ThematiqueId{31}).code == "autre");
  CHECK(entry(ProfessionId{200}).code == "autre");
}

TEST_CASE("the colours and the territory") {
  CHECK(entry(ThematiqueId{0}).background_rgb == 0xDCEBFA);
  CHECK(entry(ThematiqueId{0}).text_rgb == 0x123F6B);
  CHECK(departement_entries().size() == 13);
  CHECK(departement_entries().front().code == "09");
  CHECK(entry(*profession_from_code("infirmier")).national_code == "60");
}

}  // namespace
}  // namespace spico
