// Filters as one sentence and its parts (product.md §5; decision 10).
#include "core/patients/filter_sentence.hpp"

#include <doctest/doctest.h>

#include <random>

#include "core/patients/reference.hpp"

namespace spico {
namespace {

PatientList list_of_people() {
  PatientList list;
  list.set_people({{{7}, "Dr TEST", ProfessionId{0}}, {{8}, "Mme ESSAI", ProfessionId{1}}},
                  {{{3}, "MSP TEST"}, {{4}, "CPTS TEST"}});
  return list;
}

// Spaces as a keyboard has them.
std::string plain(std::string text) {
  for (std::size_t at = 0; (at = text.find("\u00A0", at)) != std::string::npos;) text.replace(at, 2, " ");
  return text;
}

struct Filters {
  TypedFilters typed;
  CodedFilters coded;
};

std::string french(const Filters& filters) {
  return plain(filter_sentence(Language::kFrench, filters.typed, filters.coded, list_of_people()));
}
std::string english(const Filters& filters) {
  return plain(filter_sentence(Language::kEnglish, filters.typed, filters.coded, list_of_people()));
}

constexpr std::uint8_t kF = bit_of(Sex::kFemale), kH = bit_of(Sex::kMale), kI = bit_of(Sex::kUnknown);

Filters of_sexes(unsigned sexes) {
  Filters filters;
  filters.coded.sexes = static_cast<std::uint8_t>(sexes);
  return filters;
}

TEST_CASE("the example of the papers") {
  Filters filters = of_sexes(kF);
  filters.typed.birth_date = "1956";
  filters.coded.thematiques.add(*thematique_from_code("icope"));
  filters.coded.tasks = TasksChoice::kSome;
  CHECK(french(filters) == "Femmes nées en 1956, thématique ICOPE, avec tâches");
  CHECK(english(filters) == "Women born in 1956, theme ICOPE, with tasks");
  filters.coded.tasks = TasksChoice::kLate;
  CHECK(french(filters) == "Femmes nées en 1956, thématique ICOPE, avec tâches en retard");
  CHECK(english(filters) == "Women born in 1956, theme ICOPE, with late tasks");
}

TEST_CASE("who") {
  CHECK(french(of_sexes(0)) == "Tous les patients non archivés");
  CHECK(french(of_sexes(kF | kH | kI)) == "Tous les patients non archivés");
  CHECK(french(of_sexes(kF)) == "Femmes");
  CHECK(french(of_sexes(kH)) == "Hommes");
  CHECK(french(of_sexes(kF | kH)) == "Hommes et femmes");
  CHECK(french(of_sexes(kI)) == "Patients de sexe indéterminé");
  CHECK(french(of_sexes(kF | kI)) == "Femmes et patients de sexe indéterminé");
  CHECK(french(of_sexes(kH | kI)) == "Hommes et patients de sexe indéterminé");
  CHECK(english(of_sexes(0)) == "All patients who are not archived");
  CHECK(english(of_sexes(kF | kH)) == "Men and women");
  CHECK(english(of_sexes(kI)) == "Patients of undetermined sex");
}

TEST_CASE("birth dates, complete or not, in both genders") {
  struct Row {
    const char *typed, *men, *women, *in_english;
  };
  for (const Row& row :
       {Row{"07/04/1956", "Hommes nés le 07/04/1956", "Femmes nées le 07/04/1956",
            "Women born on 07/04/1956"},
        Row{"07041956", "Hommes nés le 07/04/1956", "Femmes nées le 07/04/1956", "Women born on 07/04/1956"},
        Row{"04/1956", "Hommes nés en avril 1956", "Femmes nées en avril 1956", "Women born in April 1956"},
        Row{"081956", "Hommes nés en août 1956", "Femmes nées en août 1956", "Women born in August 1956"},
        Row{" 1956 ", "Hommes nés en 1956", "Femmes nées en 1956", "Women born in 1956"},
        Row{"07/04", "Hommes dont la date de naissance contient « 07/04 »",
            "Femmes dont la date de naissance contient « 07/04 »",
            "Women whose date of birth contains “07/04”"},
        // The 20th of November as well.
        Row{"2011", "Hommes dont la date de naissance contient « 2011 »",
            "Femmes dont la date de naissance contient « 2011 »",
            "Women whose date of birth contains “2011”"},
        Row{"abc", "Hommes dont la date de naissance contient « abc »",
            "Femmes dont la date de naissance contient « abc »", "Women whose date of birth contains “abc”"},
        Row{"  ", "Hommes", "Femmes", "Women"}}) {
    Filters men = of_sexes(kH), women = of_sexes(kF);
    men.typed.birth_date = women.typed.birth_date = row.typed;
    CHECK(french(men) == row.men);
    CHECK(french(women) == row.women);
    CHECK(english(women) == row.in_english);
  }
}

TEST_CASE("names, and what else «Nom» takes") {
  Filters filters;
  filters.typed.name = " ben ";
  CHECK(french(filters) == "Patients dont le nom contient « ben »");
  CHECK(english(filters) == "Patients whose name contains “ben”");
  filters.typed.given_name = "zo";
  CHECK(french(filters) == "Patients dont le nom contient « ben », dont le prénom contient « zo »");
  filters = of_sexes(kF);
  filters.typed.name = "ben 1956";
  CHECK(french(filters) == "Femmes répondant à « ben 1956 »");
  CHECK(english(filters) == "Women matching “ben 1956”");
  filters.typed.name = " - ";
  CHECK(french(filters) == "Femmes");
}

TEST_CASE("several of a kind, and agreement") {
  Filters filters;
  filters.coded.thematiques.add(*thematique_from_code("icope"));
  filters.coded.thematiques.add(*thematique_from_code("diabete"));
  CHECK(french(filters) == "Patients, thématique ICOPE ou Diabète");
  filters.coded.thematiques.add(*thematique_from_code("oncologie"));
  CHECK(french(filters) == "Patients, thématique ICOPE, Diabète ou Oncologie");
  CHECK(english(filters) == "Patients, theme ICOPE, Diabetes or Oncology");
  filters = of_sexes(kF);
  filters.coded.statuts = static_cast<std::uint8_t>(bit_of(Statut::kActive) | bit_of(Statut::kWaiting));
  filters.coded.professionals = {{7}, {99}};
  filters.coded.structures = {{4}};
  filters.coded.tasks = TasksChoice::kNone;
  filters.coded.favourites = YesNoAll::kYes;
  filters.coded.archived = YesNoAll::kYes;
  CHECK(
      french(filters) ==
      "Femmes, statut Actif ou En attente, suivies par Dr TEST ou le professionnel n° 99, rattachées à CPTS "
      "TEST, sans tâche, parmi les favoris, archivées");
  CHECK(english(filters) ==
        "Women, status Active or Waiting, followed by Dr TEST or professional no. 99, attached to CPTS TEST, "
        "without tasks, among favourites, archived");
  filters.coded = {};
  filters.coded.professionals = {{8}};
  filters.coded.favourites = YesNoAll::kNo;
  filters.coded.archived = YesNoAll::kAll;
  CHECK(french(filters) == "Patients suivis par Mme ESSAI, hors favoris, archivés compris");
  filters.coded = {};
  filters.coded.statuts = 0x0F;  // all of them leave nobody out
  CHECK(french(filters) == "Tous les patients non archivés");
}

TEST_CASE("each part takes away what it says and nothing else; without any the list is as at the start") {
  constexpr std::uint32_t kSeed = 17;
  MESSAGE("seed " << kSeed);
  std::mt19937 random(kSeed);
  const auto below = [&](std::size_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  const PatientList list = list_of_people();
  std::size_t removed = 0;
  for (int round = 0; round < 2'000; ++round) {
    Filters filters = of_sexes(below(7));
    if (below(2) == 0) filters.typed.name = below(2) == 0 ? "ben" : "ben 1956";
    if (below(2) == 0) filters.typed.given_name = "zo";
    if (below(2) == 0) filters.typed.birth_date = below(2) == 0 ? "1956" : "07/04/1956";
    if (below(2) == 0) filters.coded.thematiques.bits = below(256);
    if (below(2) == 0) filters.coded.statuts = static_cast<std::uint8_t>(below(15));
    if (below(2) == 0) filters.coded.professionals = {{7}, {8}};
    if (below(2) == 0) filters.coded.structures = {{3}};
    filters.coded.tasks = static_cast<TasksChoice>(below(4));
    filters.coded.favourites = static_cast<YesNoAll>(below(3));
    filters.coded.archived = static_cast<YesNoAll>(below(3));
    filters.coded.sort = {PatientColumn::kIdentity, Direction::kAscending};
    const auto language = static_cast<Language>(below(2));
    const auto parts_of = [&](const Filters& of) {
      std::vector<FilterKind> kinds;
      for (const FilterPart& part : filter_parts(language, of.typed, of.coded, list))
        if (part.removes) kinds.push_back(*part.removes);
      return kinds;
    };
    std::vector<FilterKind> left = parts_of(filters);
    while (!left.empty()) {
      const std::size_t at = below(left.size());
      remove_filter(left[at], filters.typed, filters.coded);
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
      CHECK(parts_of(filters) == left);
      ++removed;
    }
    CHECK(filter_parts(language, filters.typed, filters.coded, list).empty());
    CodedFilters start;
    start.sort = filters.coded.sort;
    CHECK(filters.coded == start);
    CHECK(filters.typed.is_empty());
  }
  CHECK(removed > 5'000);
}

}  // namespace
}  // namespace spico
