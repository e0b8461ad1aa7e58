// The portal and the terms, by role and name (product.md §3, §4; decisions 4).
#include <cstdlib>

#include "tests/ui/page_checks.hpp"

using namespace journey;

namespace {

App in_portal(const Stage& stage = kStrong) {
  App app("", stage);
  REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
  return app;
}

/// The star of the tile whose name is its description.
const Element* star_of(App& app, std::string_view tile) {
  for (const Element* button : all(app, Role::kButton)) {
    if (button->description == tile) return button;
  }
  return nullptr;
}

bool press(App& app, const Element* element) {
  if (element == nullptr) return false;
  app->app().on_input(spico::mirror::Clicked{element->id});
  app->app().on_person_active();
  return app->settle();
}

}  // namespace

TEST_CASE("a tile is a list item with a link and a star") {
  App app = in_portal();
  CHECK(all(app, Role::kListItem).size() == 2);
  const Element* link = app->find(Role::kLink, "SPICO Dossiers");
  REQUIRE(link != nullptr);
  CHECK(link->href == "#/patients");
  CHECK(link->description.find("Les dossiers de vos patients.") != std::string::npos);
  CHECK(around(app, link->id, Role::kListItem) != nullptr);
  const Element* star = star_of(app, "SPICO Dossiers");
  REQUIRE(star != nullptr);
  CHECK(star->name == "Ajouter aux favoris");
  const Element* external = app->find(Role::kLink, "Annuaire TEST");
  REQUIRE(external != nullptr);
  CHECK(external->href == "https://service.example/");
  CHECK((external->state & spico::mirror::kNewTab) != 0);
  CHECK(external->description.find("ouvre un nouvel onglet") != std::string::npos);
  CHECK((link->state & spico::mirror::kNewTab) == 0);
  check_page(app);
}

TEST_CASE("the footer of a short page stands at the foot of the window, in line with the page") {
  App app = in_portal();
  app->resize(1280, 800);
  REQUIRE(app->settle());
  const Element& main = *all(app, Role::kMain).front();
  const Element& foot = *all(app, Role::kContentInfo).front();
  REQUIRE(foot.parent == main.id);
  constexpr int kPixel = 4;  // places are told in quarters
  CHECK(foot.y + foot.height == main.height - 8 * kPixel);
  CHECK(main.content_height * kPixel <= main.height);
  const Element& title = found(app, Role::kHeading, "Kiosque des services");
  const Element& link = found(app, Role::kLink, "Mentions légales");
  CHECK(std::abs(foot.x + link.x + 13 * kPixel - title.x) <= kPixel);
  // A page that is longer than the window ends with it.
  app->resize(320, 300);
  REQUIRE(app->settle());
  const Element& low = *all(app, Role::kContentInfo).front();
  const Element& page = *all(app, Role::kMain).front();
  CHECK(low.y + low.height > page.height);
  CHECK(low.y + low.height <= page.content_height * kPixel);
  check_page(app);
}

TEST_CASE("a starred tile comes first at once, keeps its element, and goes back when refused") {
  App app = in_portal();
  const auto first = [&] { return all(app, Role::kLink); };
  REQUIRE(press(app, star_of(app, "Annuaire TEST")));
  REQUIRE(app->pending("/api/pass/portal/tiles/annuaire/favourite") != nullptr);
  CHECK(app->pending("/api/pass/portal/tiles/annuaire/favourite")->request.body == R"({"favourite":true})");
  const Element* star = star_of(app, "Annuaire TEST");
  REQUIRE(star != nullptr);
  CHECK(star->name == "Retirer des favoris");
  const auto place = [&](std::string_view name) {
    const auto links = first();
    for (std::size_t i = 0; i < links.size(); ++i) {
      if (links[i]->name == name) return i;
    }
    return links.size();
  };
  CHECK(place("Annuaire TEST") < place("SPICO Dossiers"));
  CHECK(app->page.said.back().find("Annuaire TEST") != std::string::npos);
  REQUIRE(app->answer("/api/pass/portal/tiles/annuaire/favourite", 404, error_json("unknown_tile")));
  CHECK(place("Annuaire TEST") > place("SPICO Dossiers"));
  CHECK(star_of(app, "Annuaire TEST")->name == "Ajouter aux favoris");
  CHECK(app->find(Role::kRegion, "Notification") != nullptr);  // why not
  check_page(app);
}

TEST_CASE("the search box filters the tiles and says when nothing is left") {
  App app = in_portal();
  REQUIRE(app->type("Rechercher un service", "annuaire"));
  CHECK(app->find(Role::kLink, "SPICO Dossiers") == nullptr);
  CHECK(app->find(Role::kLink, "Annuaire TEST") != nullptr);
  REQUIRE(app->type("Rechercher un service", "zzz"));
  CHECK(app->find(Role::kStatus, "Aucun service ne correspond à « zzz ».") != nullptr);
  check_page(app);
  REQUIRE(app->type("Rechercher un service", ""));
  CHECK(app->find(Role::kLink, "SPICO Dossiers") != nullptr);
}

TEST_CASE("a greyed tile can be focused, says why, and offers the way") {
  App app = in_portal(kWeak);
  const Element* link = app->find(Role::kLink, "SPICO Dossiers");
  REQUIRE(link != nullptr);
  CHECK((link->state & spico::mirror::kDisabled) != 0);
  CHECK(link->description.find("Nécessite une authentification forte") != std::string::npos);
  CHECK(app->shows("Nécessite une authentification forte"));
  REQUIRE(app->press(Role::kLink, "SPICO Dossiers"));
  CHECK(app->pending("/api/spico/open") == nullptr);
  const Element* again = app->find(Role::kButton, "Me reconnecter avec un code à usage unique");
  REQUIRE(again != nullptr);
  check_page(app);
  SUBCASE("closed") {
    REQUIRE(app->press(Role::kButton, "Fermer"));
    CHECK(app->find(Role::kButton, "Me reconnecter avec un code à usage unique") == nullptr);
  }
  SUBCASE("taken") {
    REQUIRE(app->press(Role::kButton, "Me reconnecter avec un code à usage unique"));
    REQUIRE(app->pending("/api/pass/logout") != nullptr);
    REQUIRE(app->answer("/api/pass/logout", 200, session_json(kSignedOut)));
    CHECK(app->left_to.find("#/connexion") == 0);
    CHECK(app->left_to.find("suite=/patients") != std::string::npos);
    CHECK(app->stored["tab"] == "code");
  }
}

TEST_CASE("a portal that cannot be loaded says why and tries again") {
  App app("", kStrong);
  REQUIRE(app->answer("/api/pass/portal", 500, "{}"));
  CHECK(app->shows("a rencontré une erreur (500)"));
  REQUIRE(app->press(Role::kButton, "Réessayer"));
  REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
  CHECK(app->find(Role::kLink, "SPICO Dossiers") != nullptr);
  check_page(app);
}

TEST_CASE("«Accepter» is locked until the box is ticked, and says so") {
  Stage stage = kStrong;
  stage.cgu_pass = stage.cgu_spico = false;
  App app("", stage);
  REQUIRE(app->answer("/api/pass/cgu", 200, terms_json("pass")));
  const Element* accept = app->find(Role::kButton, "Accepter");
  REQUIRE(accept != nullptr);
  CHECK((accept->state & spico::mirror::kDisabled) != 0);
  CHECK_FALSE(accept->description.empty());
  REQUIRE(app->press(Role::kCheckbox, "J'ai lu et j'accepte les conditions"));
  CHECK((app->find(Role::kButton, "Accepter")->state & spico::mirror::kDisabled) == 0);
  CHECK((app->find(Role::kCheckbox, "J'ai lu et j'accepte les conditions")->state &
         spico::mirror::kChecked) != 0);
  REQUIRE(app->press(Role::kCheckbox, "J'ai lu et j'accepte les conditions"));
  CHECK((app->find(Role::kButton, "Accepter")->state & spico::mirror::kDisabled) != 0);
  // The text can be reached and scrolled with the keyboard.
  const Element* region = app->find(Role::kRegion, "Texte des conditions");
  REQUIRE(region != nullptr);
  CHECK((region->state & spico::mirror::kFocusable) != 0);
  check_page(app);
}

TEST_CASE("«Refuser»: PASS signs out and says why, SPICO returns to the portal") {
  Stage stage = kStrong;
  stage.cgu_pass = stage.cgu_spico = false;
  SUBCASE("PASS") {
    App app("", stage);
    REQUIRE(app->answer("/api/pass/cgu", 200, terms_json("pass")));
    REQUIRE(app->press(Role::kButton, "Refuser"));
    CHECK(app->covered);
    REQUIRE(app->answer("/api/pass/logout", 200, session_json(kSignedOut)));
    CHECK(app->left_to.find("motif=cgu") != std::string::npos);
  }
  SUBCASE("SPICO") {
    stage.cgu_pass = stage.spico_open = true;
    App app("#/patients", stage);
    REQUIRE(app->answer("/api/spico/cgu", 200, terms_json("spico")));
    REQUIRE(app->press(Role::kButton, "Refuser"));
    stage.spico_open = false;
    REQUIRE(app->answer("/api/spico/logout", 200, session_json(stage)));
    app.answer_notices();
    REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
    CHECK(app->location == "#/portail");
    CHECK(app->find(Role::kHeading, "Kiosque des services") != nullptr);
    check_page(app);
  }
}

TEST_CASE("terms that changed are shown again, with the sentence that says so") {
  Stage stage = kStrong;
  stage.cgu_pass = false;
  App app("", stage);
  REQUIRE(app->answer("/api/pass/cgu", 200, terms_json("pass")));
  REQUIRE(app->press(Role::kCheckbox, "J'ai lu et j'accepte les conditions"));
  REQUIRE(app->press(Role::kButton, "Accepter"));
  REQUIRE(app->answer("/api/pass/cgu/accept", 409, error_json("version_changed")));
  REQUIRE(app->answer("/api/pass/cgu", 200, terms_json("pass")));
  CHECK(app->shows("Les conditions viennent de changer"));
  CHECK((app->find(Role::kCheckbox, "J'ai lu et j'accepte les conditions")->state &
         spico::mirror::kChecked) == 0);
  check_page(app);
}
