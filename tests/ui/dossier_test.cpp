// One patient's page: opened from the list, by an address and by a card; what it shows, what can be done
// there (issue «A first dossier page», accessibility.md §2.9).
#include <algorithm>

#include "tests/ui/page_checks.hpp"

using namespace journey;
using spico::mirror::Key;

namespace {

constexpr std::string_view kPage =
    R"({"id":"1","birth_name":"BÉNAZET","used_name":"MARTIN","given_names":"Zoé Anne","first_given_name":"Zoé",)"
    R"("sex":"F","birth_date":"1956-04-07","birth_place_code":"31555","birth_place_name":"Toulouse","ins":"256043155500193",)"
    R"("ins_kind":"NIR","identity_status":"qualifiee","thematiques":["icope"],"professionals":["1"],"structures":["1"],)"
    R"("statut":"actif","updated_at":1795200000000,"tasks_open":3,"tasks_late":1,"test":true,"flags":["ins_key"],)"
    R"("previous_visit_ms":1795100000000,"changes":[{"field":"statut","at_ms":1795200000000,"author":"Camille TEST"},)"
    R"({"field":"tasks","at_ms":1795150000000},{"field":"of_a_newer_build","at_ms":1795140000000}]})";

std::string page_of(std::string_view id) {
  return R"({"id":")" + std::string(id) +
         R"(","birth_name":"ESSAI","sex":"H","statut":"actif","updated_at":1795200000000,"changes":[]})";
}

std::string values(App& app, std::string_view label) {
  const auto all = app->page.in_order();
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const auto* parent = app->page.element(all[i]->parent);
    if (all[i]->name == label && parent != nullptr && parent->role == Role::kListItem)
      return all[i + 1]->name;
  }
  return "no such fact";
}

// All that stands there, a line each.
std::string text_of_banner(App& app) {
  const auto& banner = found(app, Role::kRegion, "Bandeau d'identité");
  std::string text;
  for (const Element* element : app->page.in_order()) {
    if (element != &banner && around(app, element->id, Role::kRegion) == &banner)
      text += element->name + "\n";
  }
  return text;
}

void open_first(App& app) {
  const Element* link = app->find(Role::kLink, "BÉNAZET Zoé");
  REQUIRE(link != nullptr);
  CHECK(link->href == "#/patients/1");
  REQUIRE(app->press(Role::kLink, "BÉNAZET Zoé"));
}

}  // namespace

TEST_CASE("a name in the list opens the patient's page; what it shows, and back") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start start;
    start.html_version = html;
    App app = in_list(40, "#/patients?sexe=F", start);
    open_first(app);
    CHECK(app->location == "#/patients/1");
    // A browser keeps titles: nobody's name may stand there (decision 26).
    CHECK(app->page.title == "Dossier patient – SPICO");
    app.answer_dossier("1", std::string(kPage));
    CHECK(app->page.element(app->page.focused)->name == "Dossier patient");
    const std::string banner = text_of_banner(app);
    CAPTURE(banner);
    for (const char* trait :
         {"BÉNAZET (MARTIN) Zoé", "07/04/1956 (70 ans) · femme", "Prénoms de naissance : Zoé Anne",
          "Premier prénom : Zoé", "Lieu de naissance : Toulouse (INSEE 31555)",
          "Matricule INS : 2 56 04 31 555 001 93", "TEST", "Identité qualifiée"})
      CHECK_MESSAGE(banner.find(trait) != std::string::npos, trait);
    CHECK(app->shows("clé du matricule incorrecte"));
    CHECK(values(app, "Nom de naissance") == "BÉNAZET");
    CHECK(values(app, "Nom utilisé") == "MARTIN");
    CHECK(values(app, "Prénoms de naissance") == "Zoé Anne");
    CHECK(values(app, "Premier prénom") == "Zoé");
    CHECK(values(app, "Prénom utilisé") == "non renseigné");
    CHECK(values(app, "Lieu de naissance") == "Toulouse (INSEE 31555)");
    CHECK(values(app, "Matricule INS") == "2 56 04 31 555 001 93");
    CHECK(values(app, "Thématiques") == "ICOPE");
    CHECK(values(app, "Prochain RDV") == "aucun");
    CHECK(app->shows("Ce qui a changé depuis votre visite du"));
    CHECK(app->shows("statut modifié, par Camille TEST"));
    CHECK(app->shows("tâches modifiées"));
    check_page(app);
    REQUIRE(app->press(Role::kLink, "Retour à la liste"));
    CHECK(app->location == "#/patients?sexe=F");
    CHECK(app->find(Role::kHeading, "Liste des patients") != nullptr);
    CHECK_FALSE(app->shows("Nom de naissance"));
    check_page(app);
  }
}

TEST_CASE("with room, the list stands beside the page and leads to other patients") {
  App app = in_list(40);
  app->resize(1600, 900);
  REQUIRE(app->settle());
  open_first(app);
  app.answer_dossier("1", std::string(kPage));
  CHECK(app->find(Role::kGrid, "Liste des patients") != nullptr);
  const auto rows = all(app, Role::kRow);
  CHECK(std::count_if(rows.begin(), rows.end(),
                      [](const Element* row) { return (row->state & spico::mirror::kCurrent) != 0; }) == 1);
  check_page(app);
  const Element* other = nullptr;
  for (const Element* link : all(app, Role::kLink)) {
    if (link->href == "#/patients/2") other = link;
  }
  REQUIRE(other != nullptr);
  const std::string name = other->name;
  app->app().on_input(spico::mirror::Clicked{other->id, 0});
  REQUIRE(app->settle());
  CHECK(app->location == "#/patients/2");
  CHECK_FALSE(app->shows("Nom de naissance"));
  CHECK(app->page.element(app->page.focused)->name == "Dossier patient");
  app.answer_dossier("2", page_of("2"));
  app->resize(800, 900);
  REQUIRE(app->settle());
  CHECK(app->find(Role::kGrid, "Liste des patients") == nullptr);
  check_page(app);
}

TEST_CASE("on paper: this patient and nobody else, by whom and when; the server is told") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start start;
    start.html_version = html;
    App app = in_list(40, "#/patients", start);
    app->resize(1600, 900);
    REQUIRE(app->settle());
    open_first(app);
    app->app().on_wake(spico::app::Wake::kPrint);
    REQUIRE(app->settle());
    CHECK(app->pending("/api/spico/patients/exported") == nullptr);  // nobody's page is there yet
    app->app().on_wake(spico::app::Wake::kPrinted);
    app.answer_dossier("1", std::string(kPage));
    CHECK(app->shows("ESSAI-2") == !html);  // the list beside
    CHECK_FALSE(app->shows("Imprimé par"));
    app->app().on_wake(spico::app::Wake::kPrint);
    REQUIRE(app->settle());
    CHECK_FALSE(app->shows("ESSAI-"));
    CHECK(all(app, Role::kRow).empty());
    CHECK(app->shows("Imprimé par Camille TEST le "));
    CHECK(app->shows("BÉNAZET (MARTIN) Zoé · 07/04/1956"));
    const auto* told = app->pending("/api/spico/patients/exported");
    REQUIRE(told != nullptr);
    CHECK(told->request.body == R"({"format":"print","count":1,"filters":"","patient_id":"1"})");
    app->app().on_wake(spico::app::Wake::kPrinted);
    REQUIRE(app->answer("/api/spico/patients/exported", 200, "{}"));
    CHECK(app->shows("ESSAI-2") == !html);
    CHECK_FALSE(app->shows("Imprimé par"));
    check_page(app);
  }
}

TEST_CASE("on paper the list beside the page is gone; what had the focus there has it again") {
  App app = in_list(40);
  app->resize(1600, 900);
  REQUIRE(app->settle());
  open_first(app);
  app.answer_dossier("1", std::string(kPage));
  const auto second = all(app, Role::kRowHeader)[1]->id;
  app->focus(second);
  REQUIRE(app->settle());
  app->app().on_wake(spico::app::Wake::kPrint);
  REQUIRE(app->settle());
  CHECK(app->page.element(second) == nullptr);
  // As the page does: never <body>.
  app->focus(found(app, Role::kHeading, "Dossier patient").id);
  REQUIRE(app->settle());
  app->app().on_wake(spico::app::Wake::kPrinted);
  REQUIRE(app->settle());
  CHECK(app->page.element(second) != nullptr);
  CHECK(app->page.focused == second);
}

TEST_CASE("a homonym is warned of on paper without the other one's name") {
  App app("#/patients", kInSpico);
  REQUIRE(app->answer(
      "/api/spico/patients", 200,
      R"({"total":2,"revision":1,"professionals":[],"structures":[]})"
      "\n"
      R"({"id":"1","birth_name":"BÉNAZET","given_names":"Zoé","first_given_name":"Zoé","sex":"F","birth_date":"1956-04-07","statut":"actif","updated_at":1795200000000})"
      "\n"
      R"({"id":"2","birth_name":"BENAZET","given_names":"Zoe","first_given_name":"Zoe","sex":"F","birth_date":"1956-04-07","statut":"actif","updated_at":1795200000000})"
      "\n"
      R"({"end":true,"count":2})"
      "\n"));
  open_first(app);
  app.answer_dossier("1", std::string(kPage));
  CHECK(app->shows("BENAZET Zoe (07/04/1956)"));
  app->app().on_wake(spico::app::Wake::kPrint);
  REQUIRE(app->settle());
  CHECK(app->shows("homonyme possible"));
  CHECK_FALSE(app->shows("BENAZET Zoe"));
}

TEST_CASE(
    "by its address the page waits for its part of the module, says so, and comes with the focus on its "
    "title") {
  spico::app::Start start;
  start.whole = false;
  App app("#/patients/1", kInSpico, start);
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(3)));
  CHECK(std::count(app->acts.begin(), app->acts.end(), spico::PageAct::kLoadRest) == 1);
  app.answer_dossier("1", std::string(kPage));
  CHECK(app->find(Role::kHeading, "Dossier patient") != nullptr);
  CHECK_FALSE(app->shows("BÉNAZET (MARTIN) Zoé"));
  app->app().on_wake(spico::app::Wake::kNoRest);
  REQUIRE(app->settle());
  REQUIRE(app->press(Role::kButton, "Réessayer"));
  CHECK(std::count(app->acts.begin(), app->acts.end(), spico::PageAct::kLoadRest) == 2);
  app->app().on_wake(spico::app::Wake::kRest);
  REQUIRE(app->settle());
  CHECK(app->shows("BÉNAZET (MARTIN) Zoé"));
  CHECK(app->page.element(app->page.focused)->name == "Dossier patient");
}

TEST_CASE("on a phone a card opens the page wherever it is touched") {
  App app = in_list(40);
  app->resize(390, 800);
  REQUIRE(app->settle());
  const auto cells = all(app, Role::kRowHeader);
  REQUIRE_FALSE(cells.empty());
  app->app().on_input(spico::mirror::Clicked{cells.front()->id, 0});
  REQUIRE(app->settle());
  CHECK(app->location == "#/patients/1");
  app.answer_dossier("1", std::string(kPage));
  CHECK(app->shows("BÉNAZET (MARTIN) Zoé"));
  check_page(app);
}

TEST_CASE("by its address: the sign-in comes first and leads there; who may not see it is told") {
  {
    App app("#/patients/7");
    CHECK(app->location.find("suite=/patients/7") != std::string::npos);
  }
  App app("#/patients/7", kInSpico);
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(3)));
  REQUIRE(app->answer("/api/spico/patients/7", 404, error_json("unknown_patient")));
  REQUIRE(app->answer("/api/spico/patients/7/entries", 404, error_json("unknown_patient")));
  CHECK(app->shows("Ce patient n'existe pas ou ne vous est pas ouvert."));
  check_page(app);
  REQUIRE(app->press(Role::kButton, "Réessayer"));
  REQUIRE(app->answer("/api/spico/patients/7", 500, error_json("internal")));
  REQUIRE(app->press(Role::kButton, "Réessayer"));
  REQUIRE(app->answer("/api/spico/patients/7", 200, "{\"id\":\"7\"}"));
  CHECK(app->find(Role::kButton, "Réessayer") != nullptr);  // malformed
}

TEST_CASE("archived from the page: gone from the list, undone within ten seconds; refused: as before") {
  App app = in_list(40);
  open_first(app);
  app.answer_dossier("1", std::string(kPage));
  REQUIRE(app->press(Role::kButton, "Archiver"));
  CHECK(app->find(Role::kRegion, "Notification") != nullptr);
  CHECK(app->page.said.back() == "Dossier archivé.");
  CHECK(app->find(Role::kButton, "Désarchiver") != nullptr);
  REQUIRE(app->answer("/api/spico/patients/1/archived", 200, "{}"));
  REQUIRE(app->press(Role::kButton, "Annuler"));
  CHECK(app->find(Role::kButton, "Archiver") != nullptr);
  REQUIRE(app->answer("/api/spico/patients/1/archived", 200, "{}"));
  REQUIRE(app->press(Role::kButton, "Archiver"));
  REQUIRE(app->answer("/api/spico/patients/1/archived", 403, error_json("forbidden")));
  CHECK(app->find(Role::kButton, "Archiver") != nullptr);
  CHECK(app->find(Role::kButton, "Annuler") == nullptr);
  CHECK(app->find(Role::kRegion, "Notification") != nullptr);  // why not
  REQUIRE(app->press(Role::kButton, "Archiver"));
  REQUIRE(app->answer("/api/spico/patients/1/archived", 200, "{}"));
  REQUIRE(app->press(Role::kLink, "Retour à la liste"));
  CHECK(app->find(Role::kLink, "BÉNAZET Zoé") == nullptr);
  CHECK(app->shows("39 patients"));
  check_page(app);
}

TEST_CASE("the star and «Imprimer» of the page") {
  App app = in_list(40);
  app->resize(900, 800);  // without the list and its stars
  REQUIRE(app->settle());
  open_first(app);
  app.answer_dossier("1", std::string(kPage));
  REQUIRE(app->press(Role::kButton, "Ajouter aux favoris"));
  REQUIRE(app->answer("/api/spico/patients/1/favourite", 200, "{}"));
  CHECK(app->find(Role::kButton, "Retirer des favoris") != nullptr);
  REQUIRE(app->press(Role::kButton, "Annuler"));
  REQUIRE(app->answer("/api/spico/patients/1/favourite", 200, "{}"));
  CHECK(app->find(Role::kButton, "Ajouter aux favoris") != nullptr);
  REQUIRE(app->press(Role::kButton, "Imprimer"));
  REQUIRE(app->acts.size() == 1);
  CHECK(app->acts.front() == spico::PageAct::kPrint);
}
