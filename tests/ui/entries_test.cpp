// «Verser au dossier» by role and name: who will read it, what stands in the dossier, and one search for
// patients and discussions (field.md §D 16, A 19).
#include <string>

#include "tests/ui/discussion_pages.hpp"
#include "tests/ui/page_checks.hpp"

using namespace journey;

namespace {

constexpr std::string_view kAudience =
    R"({"patient":{"id":"1","name":"BÉNAZET Zoé","birth_date":"1956-04-07","test":true},"total":3,"members":1,"readers":[)"
    R"({"id":"9","name":"Léa ESSAI","profession":"medecin","structure":"MSP TEST"},{"id":"10","name":"Noé TEST","profession":"infirmier"},)"
    R"({"id":"2","name":"Inès TEST","profession":"infirmier","structure":"Cabinet TEST","member":true}]})";
constexpr std::string_view kEntries =
    R"({"total":3,"entries":[{"message_id":"105","discussion_id":"7","number":5,"title":"Retour à domicile TEST",)"
    R"("author_name":"Inès TEST","profession":"infirmier","at_ms":1795286400000,"text":"Visite faite.\nPas de douleur.",)"
    R"("edited_at_ms":1795286500000,"attachments":[{"id":"4","name":"poids TEST.png","type":"png","size":2048,"width":300,"height":200,"preview":true}],)"
    R"("filed_by":"Camille TEST","filed_at_ms":1795290000000},{"message_id":"300","author_name":"Paul ESSAI","profession":"medecin",)"
    R"("at_ms":1795286300000,"text":"Ailleurs.","urgent":true,"filed_by":"Paul ESSAI","filed_at_ms":1795286900000},)"
    R"({"message_id":"301","author_name":"Paul ESSAI","profession":"medecin","at_ms":1795286200000,"text":"","withdrawn":true,)"
    R"("filed_by":"Paul ESSAI","filed_at_ms":1795286800000}]})";

spico::app::Start facts_of(bool html) {
  spico::app::Start facts;
  facts.html_version = html;
  return facts;
}

void open_menu_of(App& app, std::string_view message) {
  for (const Element* each : all(app, Role::kButton)) {
    if (each->name == "Autres actions" && each->description == message) {
      app->app().on_input(spico::mirror::Clicked{each->id});
      REQUIRE(app->settle());
      return;
    }
  }
  FAIL("no menu of that message");
}

}  // namespace

TEST_CASE(
    "«Verser au dossier»: whose, what, and who will read it; nothing is agreed to before that is known") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    App app = in_thread(facts_of(html));
    open_menu_of(app, "Visite faite.");
    REQUIRE(app->press(Role::kMenuItem, "Verser au dossier"));
    CHECK(app->find(Role::kDialog, "Verser au dossier") != nullptr);
    CHECK(app->shows("BÉNAZET Zoé, né(e) le 07/04/1956"));
    CHECK(app->shows("Message de Inès TEST, Infirmier"));
    CHECK((found(app, Role::kButton, "Verser au dossier").state & spico::mirror::kDisabled) != 0);
    CHECK(app->page.element(app->page.focused)->name == "Annuler");
    check_still_page(app);
    REQUIRE(app->answer("/api/spico/messages/105/entry", 200, std::string(kAudience)));
    CHECK(app->shows("3 autres professionnels ont accès à ce dossier."));
    CHECK(app->shows("Léa ESSAI (Médecin, MSP TEST), Noé TEST (Infirmier)"));
    CHECK(app->shows("Inès TEST (Infirmier)"));
    check_page(app);
    REQUIRE(app->press(Role::kButton, "Verser au dossier"));
    CHECK(app->pending("/api/spico/messages/105/entry")->request.body == R"({"filed":true})");
    REQUIRE(app->answer("/api/spico/messages/105/entry", 200, "{}"));
    CHECK(app->page.said.back() == "Message versé au dossier.");
    CHECK(app->shows("Versé au dossier par Camille TEST"));
    CHECK(app->find(Role::kDialog, "Verser au dossier") == nullptr);
    open_menu_of(app, "Visite faite.");
    CHECK(app->find(Role::kMenuItem, "Verser au dossier") == nullptr);
    REQUIRE(app->press(Role::kMenuItem, "Retirer du dossier"));
    CHECK(app->find(Role::kAlertDialog, "Retirer ce message du dossier ?") != nullptr);
    check_page(app);
    REQUIRE(app->press(Role::kButton, "Retirer du dossier"));
    CHECK(app->pending("/api/spico/messages/105/entry")->request.body == R"({"filed":false})");
    REQUIRE(app->answer("/api/spico/messages/105/entry", 200, "{}"));
    CHECK_FALSE(app->shows("Versé au dossier par"));
    check_page(app);
  }
}

TEST_CASE("who will read it could not be asked: it is said in the dialog, and asked for again there") {
  App app = in_thread();
  open_menu_of(app, "Visite faite.");
  REQUIRE(app->press(Role::kMenuItem, "Verser au dossier"));
  REQUIRE(app->answer("/api/spico/messages/105/entry", 409, error_json("no_dossier")));
  CHECK(app->shows("Vous n'avez plus accès au dossier de ce patient."));
  check_page(app);
  REQUIRE(app->press(Role::kButton, "Réessayer"));
  REQUIRE(app->answer("/api/spico/messages/105/entry", 200, std::string(kAudience)));
  CHECK(app->shows("3 autres professionnels ont accès à ce dossier."));
  REQUIRE(app->press(Role::kButton, "Annuler"));
  CHECK(app->find(Role::kDialog, "Verser au dossier") == nullptr);
  CHECK(app->pending("/api/spico/messages/105/entry") == nullptr);
}

TEST_CASE("in the dossier: who wrote it, when, who put it there; the place only of whoever may go there") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    App app = in_list(3, "#/patients", facts_of(html));
    REQUIRE(app->press(Role::kLink, "BÉNAZET Zoé"));
    std::string page = patients_ndjson(1);
    page = page.substr(page.find('\n') + 1);
    page = page.substr(0, page.find('\n') - 1) + R"(,"changes":[]})";
    REQUIRE(app->answer("/api/spico/patients/1", 200, page));
    CHECK(app->shows("Les messages versés arrivent…"));
    app.answer_entries(kEntries);
    CHECK(app->shows("Inès TEST, Infirmier – 21/11/2026 à"));
    CHECK(app->shows("modifié"));
    CHECK(app->shows("Versé par Camille TEST – 21/11/2026 à"));
    CHECK(app->shows("Message retiré par son auteur"));
    CHECK(app->find(Role::kImage, "Image : poids TEST.png") != nullptr);
    CHECK(app->count(Role::kLink, "Voir dans la discussion « Retour à domicile TEST »") == 1);
    check_page(app);
    // On paper they stand without what leads elsewhere.
    app->app().on_wake(spico::app::Wake::kPrint);
    REQUIRE(app->settle());
    CHECK(app->shows("Pas de douleur."));
    CHECK(app->find(Role::kLink, "Voir dans la discussion « Retour à domicile TEST »") == nullptr);
    app->app().on_wake(spico::app::Wake::kPrinted);
    REQUIRE(app->settle());
    REQUIRE(app->answer("/api/spico/patients/exported", 200, "{}"));
    REQUIRE(app->press(Role::kLink, "Voir dans la discussion « Retour à domicile TEST »"));
    CHECK(app->location == "#/discussions/7");
  }
}

TEST_CASE("what was put there could not be loaded: said in its place, tried again there; nothing: said too") {
  App app = in_list(3, "#/patients");
  REQUIRE(app->press(Role::kLink, "BÉNAZET Zoé"));
  std::string page = patients_ndjson(1);
  page = page.substr(page.find('\n') + 1);
  REQUIRE(
      app->answer("/api/spico/patients/1", 200, page.substr(0, page.find('\n') - 1) + R"(,"changes":[]})"));
  REQUIRE(app->answer("/api/spico/patients/1/entries", 500, error_json("internal")));
  check_page(app);
  REQUIRE(app->press(Role::kButton, "Réessayer"));
  app.answer_entries();
  CHECK(app->shows("Aucun message n'a été versé dans ce dossier."));
  // Somebody puts something there.
  REQUIRE(app->send_more("/api/spico/live",
                         "{\"event\":{\"id\":5,\"kind\":\"entries\",\"patient_id\":\"1\"}}\n"));
  app.answer_entries(kEntries);
  CHECK(app->shows("Pas de douleur."));
  check_page(app);
}

TEST_CASE(
    "one search: the patients whom the words find stand beside the discussions, and lead to their dossiers") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    App app = in_discussions(facts_of(html));
    CHECK(app->find(Role::kHeading, "Dossiers") == nullptr);
    REQUIRE(app->type("Rechercher une discussion", "benazet"));
    CHECK(app->find(Role::kHeading, "Dossiers") != nullptr);
    CHECK(app->find(Role::kLink, "Retour à domicile TEST") != nullptr);
    const Element* const patient = app->find(Role::kLink, "BÉNAZET Zoé, né(e) le 07/04/1956");
    REQUIRE(patient != nullptr);
    CHECK(patient->href == "#/patients/1");
    check_page(app);
    REQUIRE(app->type("Rechercher une discussion", "essai"));
    CHECK(app->find(Role::kLink, "BÉNAZET Zoé, né(e) le 07/04/1956") == nullptr);
    CHECK(app->find(Role::kLink, "ESSAI-2 Paul, né(e) le 07/01/1970") != nullptr);
    check_page(app);
    REQUIRE(app->press(Role::kLink, "ESSAI-2 Paul, né(e) le 07/01/1970"));
    CHECK(app->location == "#/patients/2");
  }
}
