// «Rechercher un patient»: the comboboxes, the calendar, and «Annuler» after «Effacer» (product.md §5,
// decisions 1).
#include <doctest/doctest.h>

#include "tests/ui/page_checks.hpp"

namespace journey {
namespace {

using spico::mirror::Key;

App in_small_list(std::string_view fragment = "#/patients", const spico::app::Start& facts = {}) {
  App app(fragment, kInSpico, facts);
  std::string lines =
      R"({"total":2,"revision":1,"professionals":[{"id":"1","name":"Dominique ESSAI","profession":"infirmier"},{"id":"2","name":"Émile TEST","profession":"medecin"}],"structures":[{"id":"5","name":"MSP TEST"}]})"
      "\n";
  lines +=
      R"({"id":"1","birth_name":"BÉNAZET","given_names":"Zoé","first_given_name":"Zoé","sex":"F","birth_date":"1956-04-07","identity_status":"qualifiee","thematiques":["icope"],"professionals":["1"],"structures":["5"],"statut":"actif","updated_at":1795200000000,"test":true})"
      "\n";
  lines +=
      R"({"id":"2","birth_name":"ESSAI","given_names":"Paul","first_given_name":"Paul","sex":"H","birth_date":"1970-01-07","identity_status":"qualifiee","thematiques":["diabete"],"professionals":["2"],"statut":"actif","updated_at":1795100000000,"test":true})"
      "\n"
      R"({"end":true,"count":2})"
      "\n";
  REQUIRE(app->answer("/api/spico/patients", 200, lines));
  REQUIRE(app->settle());
  return app;
}

}  // namespace

TEST_CASE("a name alone that leaves many is advised a birth date, and nothing is blocked") {
  constexpr std::string_view kAdvice = "la date de naissance d'abord, puis trois lettres du nom";
  App app = in_list(60);
  CHECK_FALSE(app->shows(kAdvice));
  REQUIRE(app->type("Nom", "essai"));
  CHECK(app->shows(kAdvice));
  CHECK(app->shows("59 patients"));
  check_page(app);
  REQUIRE(app->type("Nom", "essai 1970"));
  CHECK_FALSE(app->shows(kAdvice));
  REQUIRE(app->type("Nom", "benazet"));
  CHECK_FALSE(app->shows(kAdvice));
}

TEST_CASE("the HTML version is told what was found of a name and of a birth date, in the page's own units") {
  spico::app::Start facts;
  facts.html_version = true;
  App app = in_small_list("#/patients", facts);
  REQUIRE(app->type("Nom", "bena 1956"));
  const auto* const name = app->find(Role::kLink, "BÉNAZET Zoé");
  REQUIRE(name != nullptr);
  CHECK(name->marked == "0-4");
  const auto* const birth = app->find(Role::kGridCell, "07/04/1956");
  REQUIRE(birth != nullptr);
  CHECK(birth->marked == "0-10");
  REQUIRE(app->type("Nom", "zo"));
  CHECK(app->find(Role::kLink, "BÉNAZET Zoé")->marked == "8-10");
  REQUIRE(app->type("Nom", ""));
  CHECK(app->find(Role::kLink, "BÉNAZET Zoé")->marked.empty());
  CHECK(spico::mirror::marked_text("𝒜é", {{0, 4}, {4, 6}}) == "0-2 2-3");
}

TEST_CASE("what a row was found by and does not show stands under the name") {
  constexpr std::string_view kRest =
      R"("first_given_name":"Zoé","sex":"F","birth_date":"1956-04-07","ins":"256043155500193","ins_kind":"NIR","statut":"actif","updated_at":1795200000000,"test":true})";
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app("#/patients", kInSpico, facts);
    std::string lines = R"({"total":2,"revision":1,"professionals":[],"structures":[]})"
                        "\n";
    lines += R"({"id":"1","birth_name":"BÉNAZET","given_names":"Zoé Anne-Lise",)" + std::string(kRest) + "\n";
    lines +=
        R"({"id":"2","birth_name":"DE LA ROCHEFOUCAULD DE MONTMORENCY-TEST","given_names":"Zoé Anne-Lise",)" +
        std::string(kRest) + "\n";
    REQUIRE(app->answer("/api/spico/patients", 200,
                        lines + R"({"end":true,"count":2})"
                                "\n"));
    CHECK_FALSE(app->shows("autre prénom"));
    REQUIRE(app->type("Nom", "benazet ann"));
    const auto& reason = found(app, Role::kText, "autre prénom : ANNE LISE");
    const auto& name = found(app, Role::kLink, "BÉNAZET Zoé");
    CHECK(around(app, reason.id, Role::kRowHeader) == around(app, name.id, Role::kRowHeader));
    CHECK(reason.marked == (html ? "15-18" : ""));
    if (!html) {
      constexpr int kPixel = 4;
      CHECK(reason.y >= name.y + name.height - kPixel);
      CHECK(reason.y + reason.height <= around(app, name.id, Role::kRowHeader)->height);
      const auto& chip = found(app, Role::kText, "TEST");
      CHECK(chip.x >= reason.x + reason.width);
    }
    check_page(app);
    REQUIRE(app->type("Nom", "benazet 2 56 04"));
    CHECK(app->shows("INS 2 56 04…"));
    CHECK_FALSE(app->shows("autre prénom"));
    // A name that needs both lines keeps them; why is still told.
    REQUIRE(app->type("Nom", "rochefoucauld ann"));
    const auto& long_name = found(app, Role::kLink, "DE LA ROCHEFOUCAULD DE MONTMORENCY-TEST Zoé");
    CHECK(around(app, long_name.id, Role::kRowHeader)->description ==
          (html ? "" : "autre prénom : ANNE LISE"));
    check_page(app);
    REQUIRE(app->type("Nom", ""));
    CHECK_FALSE(app->shows("autre prénom"));
    check_page(app);
  }
}

TEST_CASE("thématiques, professionnels and structures are chosen, stand in the address, and are given up") {
  App app = in_small_list();
  REQUIRE(app->shows("2 patients trouvés"));
  REQUIRE(app->type("Thématiques", "dia"));
  REQUIRE(app->key(Key::kEnter));
  CHECK(app->shows("1 patient trouvé"));
  CHECK(app->location == "#/patients?thematique=diabete");
  REQUIRE(app->press(Role::kButton, "Retirer Diabète"));
  CHECK(app->shows("2 patients trouvés"));
  CHECK(app->location == "#/patients");

  // By the name without its accent, or by the profession.
  REQUIRE(app->type("Professionnels", "emile"));
  REQUIRE(app->key(Key::kEnter));
  CHECK(app->shows("1 patient trouvé"));
  CHECK(app->location == "#/patients?professionnel=2");
  REQUIRE(app->type("Professionnels", "infirm"));
  REQUIRE(app->key(Key::kEnter));
  CHECK(app->shows("2 patients trouvés"));
  CHECK(app->location == "#/patients?professionnel=2,1");
  REQUIRE(app->type("Structures de coordination", "msp"));
  REQUIRE(app->press(Role::kListBoxOption, "MSP TEST"));
  CHECK(app->shows("1 patient trouvé"));
  CHECK(app->location == "#/patients?professionnel=2,1&structure=5");
  check_page(app);
}

TEST_CASE("«Nom» says that it takes a birth date and a matricule too") {
  App app = in_small_list();
  const auto& name = found(app, Role::kTextField, "Nom");
  CHECK(name.placeholder == "nom, date ou INS");
  CHECK(name.description == "Noms et prénoms, date de naissance ou début du matricule INS");
}

TEST_CASE("several statuts are chosen, and those of the address show") {
  App app = in_small_list("#/patients?statut=actif,sorti");
  CHECK(app->shows("2 patients trouvés"));
  CHECK(app->find(Role::kButton, "Retirer Actif") != nullptr);
  REQUIRE(app->press(Role::kButton, "Retirer Actif"));
  CHECK(app->location == "#/patients?statut=sorti");
  CHECK(app->shows("Aucun patient trouvé"));
  REQUIRE(app->type("Statuts", "att"));
  REQUIRE(app->key(Key::kEnter));
  CHECK(app->location == "#/patients?statut=en_attente,sorti");
  CHECK(app->find(Role::kButton, "Retirer En attente") != nullptr);
  REQUIRE(app->press(Role::kButton, "Retirer Sorti"));
  REQUIRE(app->press(Role::kButton, "Retirer En attente"));
  CHECK(app->location == "#/patients");
  CHECK(app->shows("2 patients trouvés"));
  check_page(app);
}

TEST_CASE("the address's filters show as chips, and so does somebody whom nobody knows any more") {
  App app = in_small_list("#/patients?thematique=icope&professionnel=77");
  CHECK(app->find(Role::kButton, "Retirer ICOPE") != nullptr);
  REQUIRE(app->find(Role::kButton, "Retirer 77") != nullptr);
  CHECK(app->shows("Aucun patient trouvé"));
  REQUIRE(app->press(Role::kButton, "Retirer 77"));
  CHECK(app->shows("1 patient trouvé"));
  check_page(app);
}

TEST_CASE("a birth date is typed in part or chosen in the calendar") {
  App app = in_small_list();
  REQUIRE(app->type("Date de naissance", "04/1956"));
  CHECK(app->shows("1 patient trouvé"));
  REQUIRE(app->press(Role::kButton, "Choisir une date"));
  REQUIRE(app->find(Role::kGrid, "avril 1956") != nullptr);
  REQUIRE(app->press(Role::kGridCell, "8"));
  CHECK(app->find(Role::kTextField, "Date de naissance")->value == "08/04/1956");
  CHECK(app->shows("Aucun patient trouvé"));
  REQUIRE(app->type("Date de naissance", "1956"));
  CHECK(app->shows("1 patient trouvé"));
  CHECK(app->location.empty());  // decisions 1: never in the address
  check_page(app);
}

TEST_CASE("«Annuler» brings back what «Effacer» emptied, typed and chosen") {
  App app = in_small_list("#/patients?thematique=icope");
  REQUIRE(app->type("Nom", "ben"));
  REQUIRE(app->press(Role::kButton, "Effacer"));
  CHECK(app->shows("2 patients trouvés"));
  CHECK(app->location == "#/patients");
  CHECK(app->find(Role::kButton, "Retirer ICOPE") == nullptr);
  REQUIRE(app->press(Role::kButton, "Annuler"));
  CHECK(app->shows("1 patient trouvé"));
  CHECK(app->location == "#/patients?thematique=icope");
  CHECK(app->find(Role::kTextField, "Nom")->value == "ben");
  CHECK(app->find(Role::kRegion, "Notification") == nullptr);
  CHECK(app->page.focused == app->find(Role::kButton, "Effacer")->id);
  check_page(app);
  // Nothing to empty, nothing to take back.
  REQUIRE(app->press(Role::kButton, "Effacer"));
  app->advance(11'000);
  REQUIRE(app->press(Role::kButton, "Effacer"));
  CHECK(app->find(Role::kRegion, "Notification") == nullptr);
}

}  // namespace journey
