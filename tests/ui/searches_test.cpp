// «Recherches enregistrées»: the dialog in both faces; and the menu of a row.
#include "tests/ui/page_checks.hpp"

using namespace journey;
using spico::mirror::Key;

namespace {

constexpr std::string_view kPreferences = "/api/spico/preferences";
constexpr std::string_view kSearches = "/api/spico/searches";

std::string_view focused_name(App& app) {
  const auto* element = app->page.element(app->page.focused);
  return element == nullptr ? std::string_view{} : std::string_view(element->name);
}

// One of several of this name.
void press_first(App& app, std::string_view name) {
  for (const Element* button : all(app, Role::kButton)) {
    if (button->name != name) continue;
    app->app().on_input(spico::mirror::Clicked{button->id});
    REQUIRE(app->settle());
    return;
  }
  FAIL("no such button");
}

void open_dialog(App& app) {
  REQUIRE(app->press(Role::kButton, "Autres actions sur la liste"));
  REQUIRE(app->press(Role::kMenuItem, "Recherches enregistrées"));
  REQUIRE(app->find(Role::kDialog, "Recherches enregistrées") != nullptr);
}

}  // namespace

TEST_CASE("a search is kept, found again, used, deleted and brought back") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_list(40, "#/patients?sexe=F", facts);
    open_dialog(app);
    check_page(app);
    CHECK(app->shows("Vous n'avez encore enregistré aucune recherche."));
    CHECK(app->shows("Femmes"));
    REQUIRE(app->type("Nom de la recherche", "Mes dames"));
    REQUIRE(app->press(Role::kButton, "Enregistrer"));
    REQUIRE(app->pending(kSearches) != nullptr);
    CHECK(app->pending(kSearches)->request.body == R"({"name":"Mes dames","filters":"sexe=F"})");
    REQUIRE(app->answer(kSearches, 200, R"({"id":"3"})"));
    const std::string one = R"({"id":"3","name":"Mes dames","filters":"sexe=F"})";
    REQUIRE(app->answer(kPreferences, 200, preferences_json("", one)));
    CHECK(app->find(Role::kButton, "Mes dames") != nullptr);
    check_page(app);

    REQUIRE(app->key(Key::kEscape));
    CHECK(app->find(Role::kDialog, "Recherches enregistrées") == nullptr);
    CHECK(focused_name(app) == "Autres actions sur la liste");
    REQUIRE(app->press(Role::kButton, "Effacer"));
    CHECK(app->shows("40 patients trouvés"));
    open_dialog(app);
    CHECK(focused_name(app) == "Mes dames");
    CHECK(app->shows("Choisissez d'abord un filtre"));
    REQUIRE(app->press(Role::kButton, "Mes dames"));
    CHECK(app->find(Role::kDialog, "Recherches enregistrées") == nullptr);
    CHECK(app->location == "#/patients?sexe=F");
    CHECK(app->shows("1 patient trouvé"));
    check_page(app);

    open_dialog(app);
    REQUIRE(app->press(Role::kButton, "Supprimer Mes dames"));
    CHECK(app->find(Role::kButton, "Mes dames") == nullptr);
    CHECK(app->pending("/api/spico/searches/3")->request.method == spico::app::Method::kDelete);
    REQUIRE(app->answer("/api/spico/searches/3", 200, "{}"));
    REQUIRE(app->answer(kPreferences, 200, preferences_json()));
    check_page(app);
    CHECK(focused_name(app) == "Annuler");
    press_first(app, "Annuler");
    REQUIRE(app->pending(kSearches) != nullptr);
    CHECK(app->pending(kSearches)->request.body == R"({"name":"Mes dames","filters":"sexe=F"})");
  }
}

TEST_CASE("a search without a name, and one too many, are said beside the field") {
  App app = in_list(3, "#/patients?sexe=F");
  open_dialog(app);
  REQUIRE(app->press(Role::kButton, "Enregistrer"));
  CHECK(app->page.said.back() == "Donnez un nom à la recherche.");
  CHECK(focused_name(app) == "Nom de la recherche");
  REQUIRE(app->type("Nom de la recherche", "Encore une"));
  REQUIRE(app->press(Role::kButton, "Enregistrer"));
  REQUIRE(app->answer(kSearches, 409, error_json("too_many_searches")));
  CHECK(app->shows("supprimez-en une"));
  check_page(app);
}

TEST_CASE("the menu of a row archives, and prints the dossier once it is there") {
  App app = in_list(3);
  press_first(app, "Autres actions");
  check_page(app);
  REQUIRE(app->press(Role::kMenuItem, "Archiver"));
  REQUIRE(app->answer("/api/spico/patients/1/archived", 200, "{}"));
  CHECK(app->shows("2 patients trouvés"));
  press_first(app, "Autres actions");
  REQUIRE(app->press(Role::kMenuItem, "Imprimer"));
  CHECK(app->location == "#/patients/2");
  CHECK(app->acts.empty());
  REQUIRE(app->answer(
      "/api/spico/patients/2", 200,
      R"({"id":"2","birth_name":"ESSAI-2","sex":"H","statut":"actif","updated_at":1795200000000,"changes":[]})"));
  REQUIRE(app->acts.size() == 1);
  CHECK(app->acts.front() == spico::PageAct::kPrint);
}

TEST_CASE("who has changed since the last visit is marked, until the dossier has been opened") {
  App app("#/patients", kInSpico);
  const std::string line =
      R"({"id":"1","birth_name":"ESSAI","sex":"F","statut":"actif","updated_at":1795200000000,"changed":true,"test":true})";
  REQUIRE(app->answer("/api/spico/patients", 200,
                      R"({"total":1,"revision":1,"professionals":[],"structures":[]})"
                      "\n" +
                          line + "\n{\"end\":true,\"count\":1}\n"));
  REQUIRE(app->send_part("/api/spico/live", "{\"live\":{\"last\":1,\"server_now\":1795300000000}}\n"));
  CHECK(app->find(Role::kImage, "modifié depuis votre dernière visite") != nullptr);
  check_page(app);
  REQUIRE(app->press(Role::kLink, "ESSAI"));
  app.answer_dossier("1", line.substr(0, line.size() - 1) + R"(,"changes":[]})");
  REQUIRE(app->press(Role::kLink, "Retour à la liste"));
  CHECK(app->find(Role::kImage, "modifié depuis votre dernière visite") == nullptr);
}
