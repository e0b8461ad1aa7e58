// The list as a file and on paper: what leaves the page is told to the server first (field.md A38, A39).
#include "tests/ui/page_checks.hpp"

using namespace journey;

namespace {

constexpr std::string_view kTold = "/api/spico/patients/exported";

void choose_action(App& app, std::string_view item) {
  REQUIRE(app->press(Role::kButton, "Autres actions sur la liste"));
  REQUIRE(app->press(Role::kMenuItem, item));
}

}  // namespace

TEST_CASE("a CSV of the rows that are shown, once the server has noted it") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start start;
    start.html_version = html;
    App app = in_list(300, "#/patients?sexe=F", start);
    REQUIRE(app->press(Role::kButton, "Autres actions sur la liste"));
    check_page(app);
    REQUIRE(app->press(Role::kMenuItem, "Exporter en CSV"));
    CHECK(app->saved_files == 0);
    REQUIRE(app->pending(kTold) != nullptr);
    CHECK(app->pending(kTold)->request.body == R"({"format":"csv","count":1,"filters":"sexe=F"})");
    REQUIRE(app->answer(kTold, 200, "{}"));
    CHECK(app->saved_files == 1);
    CHECK(app->saved_name.find("patients-") == 0);
    CHECK(app->saved.find("BÉNAZET") != std::string::npos);
    CHECK(app->saved.find("ESSAI-2") == std::string::npos);
    CHECK(app->saved.find("Camille TEST") != std::string::npos);
    CHECK(app->page.said.back() == "Le fichier est enregistré dans vos téléchargements.");
    check_page(app);
  }
}

TEST_CASE("what the server did not note is not saved, and that is said") {
  App app = in_list(3);
  choose_action(app, "Exporter en CSV");
  REQUIRE(app->answer(kTold, 500, error_json("internal")));
  CHECK(app->saved_files == 0);
  CHECK(app->page.said.back().find("serveur") != std::string::npos);
}

TEST_CASE("«Imprimer» asks the browser, whose print is told whoever asked for it") {
  App app = in_list(3);
  choose_action(app, "Imprimer");
  REQUIRE(app->acts.size() == 1);
  app->app().on_wake(spico::app::Wake::kPrint);
  REQUIRE(app->settle());
  REQUIRE(app->pending(kTold) != nullptr);
  CHECK(app->pending(kTold)->request.body == R"({"format":"print","count":3,"filters":""})");
}

TEST_CASE("of more than a paper holds, «Imprimer» says how many it prints, beside the file that holds all") {
  App app = in_list(2'001);
  REQUIRE(app->press(Role::kButton, "Autres actions sur la liste"));
  CHECK(app->find(Role::kMenuItem, "Imprimer") == nullptr);
  CHECK(app->find(Role::kMenuItem, "Exporter en CSV") != nullptr);
  check_page(app);
  REQUIRE(app->press(Role::kMenuItem, "Imprimer les 2\u00A0000 premiers"));
  REQUIRE(app->acts.size() == 1);
  app->app().on_wake(spico::app::Wake::kPrint);
  REQUIRE(app->settle());
  REQUIRE(app->pending(kTold) != nullptr);
  CHECK(app->pending(kTold)->request.body == R"({"format":"print","count":2000,"filters":""})");
}

TEST_CASE("a kiosk saves no file that the next person would find") {
  spico::app::Start start;
  start.kiosk = true;
  App app = in_list(3, "#/patients", start);
  REQUIRE(app->press(Role::kButton, "Autres actions sur la liste"));
  CHECK(app->find(Role::kMenuItem, "Exporter en CSV") == nullptr);
  CHECK(app->find(Role::kMenuItem, "Imprimer") != nullptr);
  check_page(app);
}
