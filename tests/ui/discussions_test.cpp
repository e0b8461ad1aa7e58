// Discussions by role and name: the list, one of them, what is written, and the dialogs (product.md §7).
#include <algorithm>
#include <string>

#include "tests/ui/discussion_pages.hpp"
#include "tests/ui/page_checks.hpp"

using namespace journey;
using spico::mirror::Key;

namespace {

constexpr std::string_view kSending = "/api/spico/discussions/7/messages";
constexpr std::string_view kCompose = "Écrire un message";

// What a list item says, its parts one after the other.
std::string words_of(App& app, const Element& item) {
  std::string words;
  for (const Element* each : app->page.in_order()) {
    if (each->id != item.id && around(app, each->id, Role::kListItem) == &item && !each->name.empty())
      words += (words.empty() ? "" : " | ") + std::string(each->name);
  }
  return words;
}

std::vector<std::string> messages(App& app) {
  std::vector<std::string> out;
  for (const Element* item : all(app, Role::kListItem)) {
    const Element* const list = around(app, item->parent, Role::kList);
    if (list != nullptr && list->name == "Messages") out.push_back(words_of(app, *item));
  }
  return out;
}

std::string stored_answer(std::string_view body, int number) {
  const auto at = body.find("\"client_id\":\"") + 13;
  return R"({"id":"200","number":)" + std::to_string(number) +
         R"(,"author":"1","at_ms":1795300000000,"kind":"text","text":"Bien reçu TEST","client_id":")" +
         std::string(body.substr(at, 32)) + R"("})";
}

}  // namespace

TEST_CASE("the list: what is unread is told with the link, in title and rail; filters take away the others") {
  App app = in_discussions();
  CHECK(app->page.title == "(1) Discussions – SPICO");
  CHECK(found(app, Role::kLink, "Discussions").description == "1 message non lu");
  CHECK(app->shows("2 discussions trouvées"));
  const Element& first = found(app, Role::kLink, "Retour à domicile TEST");
  CHECK(first.description.find("1 message non lu") != std::string::npos);
  CHECK(first.description.find("urgent") != std::string::npos);
  CHECK(found(app, Role::kLink, "Permanences TEST").description.empty());
  CHECK(app->shows("sans patient"));
  check_page(app);
  REQUIRE(app->press(Role::kCheckbox, "Urgentes"));
  CHECK(app->find(Role::kLink, "Permanences TEST") == nullptr);
  CHECK(app->shows("1 discussion trouvée"));
  CHECK(app->location == "#/discussions?filtre=urgents");
  REQUIRE(app->press(Role::kCheckbox, "Urgentes"));
  REQUIRE(app->type("Rechercher une discussion", "permanence"));
  CHECK(app->find(Role::kLink, "Retour à domicile TEST") == nullptr);
  CHECK(app->find(Role::kLink, "Permanences TEST") != nullptr);
  check_page(app);
}

TEST_CASE("what is found in messages says who wrote it and when, and marks the words") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_discussions(facts);
    REQUIRE(app->type("Rechercher une discussion", "resultat"));
    REQUIRE(app->press(Role::kButton, "Rechercher dans les messages"));
    REQUIRE(app->answer(
        "/api/spico/messages/search", 200,
        R"({"hits":[{"discussion_id":"7","title":"Trouvée TEST","author_name":"Paul ESSAI","message":)"
        R"({"id":"108","number":8,"author":"3","at_ms":1795299960000,"kind":"text","text":"Résultats TEST"},)"
        R"("excerpt":"…longtemps avant les mots que voici : Résultats TEST"}]})"));
    CHECK(app->shows("1 message trouvé"));
    CHECK(app->shows("Paul ESSAI · 21/11"));
    const Element* excerpt = nullptr;
    for (const Element* each : app->page.in_order()) {
      if (each->name.ends_with("Résultats TEST")) excerpt = each;
    }
    REQUIRE(excerpt != nullptr);
    // Where a line is short it begins near what was found.
    CHECK(excerpt->name == (html ? "…longtemps avant les mots que voici : Résultats TEST"
                                 : "…les mots que voici : Résultats TEST"));
    CHECK(excerpt->marked == (html ? "38-46" : ""));
    check_page(app);
  }
}

TEST_CASE("a discussion: days, heads, quotations, traces, and what became of each message") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_thread(facts);
    const std::vector<std::string> shown = messages(app);
    REQUIRE(shown.size() == 8);
    CHECK(shown[0].find("a créé la discussion") != std::string::npos);
    CHECK(shown[1].find("Première visite vendredi.") != std::string::npos);
    CHECK(shown[1].find("Lu par 2 sur 2") != std::string::npos);
    CHECK(shown[2].find("Ελένη ΔΟΚΙΜΗ") != std::string::npos);
    CHECK(shown[3].find("Paul ESSAI") != std::string::npos);
    CHECK(shown[4].find("modifié · Vu : Camille TEST") != std::string::npos);
    CHECK(shown[5].find("Message retiré") != std::string::npos);
    CHECK(shown[6].find("En réponse à Inès TEST | Visite faite. | Merci !") != std::string::npos);
    CHECK(shown[7].find("Nouveaux messages") != std::string::npos);
    CHECK(shown[7].find("Message urgent") != std::string::npos);
    CHECK(app->find(Role::kLink, "BÉNAZET Zoé, né(e) le 07/04/1956") != nullptr);
    check_page(app);
  }
}

TEST_CASE(
    "«Envoyer»: the message stands there at once, with its state; refused, it says why and comes back") {
  App app = in_thread();
  REQUIRE(app->type(kCompose, "Bien reçu TEST"));
  app.answer_records();
  REQUIRE(app->submit());
  app.answer_records();
  const auto* sent = app->pending(kSending);
  REQUIRE(sent != nullptr);
  CHECK(sent->request.body.find("Bien reçu TEST") != std::string::npos);
  CHECK(messages(app).back().find("Bien reçu TEST") != std::string::npos);
  CHECK(messages(app).back().find("Envoi en cours") != std::string::npos);
  REQUIRE(app->answer(kSending, 422, error_json("invalid_field")));
  CHECK(messages(app).back().find("Refusé") != std::string::npos);
  CHECK(app->shows("1 message refusé"));
  app.answer_records();
  REQUIRE(app->press(Role::kButton, "Tout renvoyer"));
  app.answer_records();  // no other tab has taken it back
  sent = app->pending(kSending);
  REQUIRE(sent != nullptr);
  const std::string body = sent->request.body;
  REQUIRE(app->answer(kSending, 200, stored_answer(body, 9)));
  CHECK(messages(app).size() == 9);
  CHECK(messages(app).back().find("Envoyé") != std::string::npos);
  CHECK_FALSE(app->shows("1 message refusé"));
}

TEST_CASE("a page of somebody in between refuses nothing: the message waits, and is sent again") {
  App app = in_thread();
  REQUIRE(app->type(kCompose, "Bien reçu TEST"));
  app.answer_records();
  REQUIRE(app->submit());
  app.answer_records();
  REQUIRE(app->answer(kSending, 403, "<html>Accès bloqué</html>"));
  CHECK(messages(app).back().find("En attente d'envoi") != std::string::npos);
  CHECK_FALSE(app->shows("1 message refusé"));
  app->advance(2000);
  REQUIRE(app->settle());
  CHECK(app->pending(kSending) != nullptr);
}

TEST_CASE("as long as the device cannot keep what waits, it says to leave the page open") {
  constexpr std::string_view kNotKept =
      "Ce qui attend n'est pas gardé sur cet appareil : laissez cette page ouverte jusqu'à l'envoi.";
  const auto write = [](App& app) {
    REQUIRE(app->type(kCompose, "Bien reçu TEST"));
    REQUIRE(app->submit());
  };
  SUBCASE("the server has not given its half of the key yet") {
    Stage stage = kInSpico;
    stage.seals = false;
    App app = in_thread({}, stage);
    CHECK_FALSE(app->shows(kNotKept));
    write(app);
    CHECK(app->shows(kNotKept));
    app.answer_sealing();
    CHECK_FALSE(app->shows(kNotKept));
    app.answer_records();
    REQUIRE(app->fail(kSending, spico::app::HttpFailure::kOffline));
    CHECK_FALSE(app->shows(kNotKept));
    check_page(app);
  }
  SUBCASE("a kiosk never does; what is sent at once is not spoken of") {
    spico::app::Start facts;
    facts.kiosk = true;
    App app = in_thread(facts);
    write(app);
    CHECK_FALSE(app->shows(kNotKept));
    REQUIRE(app->fail(kSending, spico::app::HttpFailure::kOffline));
    CHECK(app->shows(kNotKept));
    check_page(app);
  }
}

TEST_CASE("«Aller au message cité» brings to what a message answers, and the focus with it") {
  App app = in_thread();
  const Element* menu = nullptr;
  for (const Element* each : all(app, Role::kButton)) {
    if (each->description == "Merci !") menu = each;
  }
  REQUIRE(menu != nullptr);
  app->app().on_input(spico::mirror::Clicked{menu->id});
  REQUIRE(app->settle());
  REQUIRE(app->press(Role::kMenuItem, "Aller au message cité"));
  const Element* const aimed = app->page.element(app->page.focused);
  REQUIRE(aimed != nullptr);
  CHECK(aimed->role == Role::kListItem);
  CHECK(words_of(app, *aimed).find("Visite faite.") != std::string::npos);
}

TEST_CASE("members, and leaving: dialogs that Escape closes, the focus goes back") {
  App app = in_thread();
  REQUIRE(app->press(Role::kButton, "3 membres"));
  CHECK(app->find(Role::kDialog, "Membres") != nullptr);
  CHECK(app->shows("Infirmier, Cabinet TEST, Toulouse"));
  check_page(app);
  REQUIRE(app->key(Key::kEscape));
  CHECK(all(app, Role::kDialog).empty());
  CHECK(app->page.focused == found(app, Role::kButton, "3 membres").id);
}

TEST_CASE("«Ouvrir la discussion» of a patient: the one there is, or a new one about them") {
  App app = in_discussions();
  app->app().on_location("#/patients");
  REQUIRE(app->settle());
  const auto open = [&](std::size_t row) {
    std::vector<const Element*> menus;
    for (const Element* each : all(app, Role::kButton)) {
      if (each->name == "Autres actions" && around(app, each->id, Role::kGridCell) != nullptr)
        menus.push_back(each);
    }
    REQUIRE(menus.size() > row);
    app->app().on_input(spico::mirror::Clicked{menus[row]->id});
    REQUIRE(app->settle());
    REQUIRE(app->press(Role::kMenuItem, "Ouvrir la discussion"));
  };
  open(0);
  CHECK(app->location == "#/discussions/7");
  REQUIRE(app->answer("/api/spico/discussions/7", 200, discussion_page_json()));
  REQUIRE(app->answer("/api/spico/discussions/7/messages", 200, messages_json()));
  REQUIRE(app->answer("/api/spico/discussions/7/read", 200, "{}"));
  app->app().on_location("#/patients");
  REQUIRE(app->settle());
  open(1);
  CHECK(app->location == "#/discussions");
  CHECK(app->find(Role::kDialog, "Nouvelle discussion") != nullptr);
  CHECK(app->shows("ESSAI-2 Paul"));
  REQUIRE(app->answer("/api/spico/directory/search", 200, R"({"total":0,"more":false,"entries":[]})"));
  app.answer_notices();
  check_page(app);
}

TEST_CASE("«Nouvelle discussion»: a patient found by name; Escape keeps what was typed, «Annuler» does not") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_discussions(facts);
    const auto open = [&] {
      REQUIRE(app->press(Role::kButton, "Nouvelle discussion"));
      REQUIRE(app->answer("/api/spico/directory/search", 200, R"({"total":0,"more":false,"entries":[]})"));
    };
    open();
    REQUIRE(app->type("Titre de la discussion", "Sortie TEST"));
    REQUIRE(app->type("Patient concerné", "benazet"));
    CHECK(app->shows("1 patient trouvé"));
    check_page(app);
    REQUIRE(app->press(Role::kButton, "BÉNAZET Zoé, né(e) le 07/04/1956"));
    const Element& remove = found(app, Role::kButton, "Retirer le patient");
    CHECK(remove.description == "BÉNAZET Zoé, né(e) le 07/04/1956");
    CHECK(app->page.focused == remove.id);
    check_page(app);
    REQUIRE(app->key(Key::kEscape));
    CHECK(all(app, Role::kDialog).empty());
    open();
    CHECK(found(app, Role::kTextField, "Titre de la discussion").value == "Sortie TEST");
    CHECK(app->find(Role::kButton, "Retirer le patient") != nullptr);
    REQUIRE(app->press(Role::kButton, "Annuler"));
    open();
    CHECK(found(app, Role::kTextField, "Titre de la discussion").value.empty());
    CHECK(app->find(Role::kButton, "Retirer le patient") == nullptr);
    check_page(app);
  }
}

TEST_CASE(
    "who is not in the directory can be written to by MSSanté, and it is said where they are looked for") {
  App app = in_thread();
  constexpr std::string_view kNobody = R"({"total":0,"more":false,"entries":[]})";
  const auto look_for_nobody = [&] {
    REQUIRE(app->answer("/api/spico/directory/search", 200, kNobody));
    CHECK_FALSE(app->shows("MSSanté"));  // nobody has been looked for
    REQUIRE(app->type("Rechercher un professionnel", "personne"));
    REQUIRE(app->answer("/api/spico/directory/search", 200, kNobody));
    CHECK(app->shows("n'est pas sur SPICO : écrivez-lui depuis votre boîte aux lettres MSSanté"));
    check_page(app);
    REQUIRE(app->key(Key::kEscape));
  };
  REQUIRE(app->press(Role::kButton, "Nouvelle discussion"));
  look_for_nobody();
  for (const Element* each : all(app, Role::kButton)) {
    if (each->name != "Autres actions") continue;
    app->app().on_input(spico::mirror::Clicked{each->id});  // of the discussion: the first one
    break;
  }
  REQUIRE(app->settle());
  REQUIRE(app->press(Role::kMenuItem, "Ajouter un membre"));
  look_for_nobody();
}

TEST_CASE("«Patient concerné»: whoever arrives with the list while it is looked for is found") {
  Stage stage = kInSpico;
  stage.discussions = kDiscussions;
  App app("#/discussions", stage);
  const std::string rows = patients_ndjson(3);
  const std::size_t people = rows.find('\n') + 1, zoe = rows.find('\n', people) + 1;
  REQUIRE(app->send_part("/api/spico/patients", rows.substr(0, people)));
  REQUIRE(app->press(Role::kButton, "Nouvelle discussion"));
  REQUIRE(app->answer("/api/spico/directory/search", 200, R"({"total":0,"more":false,"entries":[]})"));
  REQUIRE(app->type("Patient concerné", "benazet"));
  CHECK_FALSE(app->shows("Aucun patient trouvé"));
  REQUIRE(app->send_more("/api/spico/patients", rows.substr(people, zoe - people)));
  CHECK(app->shows("1 patient trouvé"));
  CHECK(found(app, Role::kTextField, "Patient concerné").value == "benazet");
  REQUIRE(app->send_more("/api/spico/patients", rows.substr(zoe)));
  REQUIRE(app->end_body("/api/spico/patients"));
  REQUIRE(app->press(Role::kButton, "BÉNAZET Zoé, né(e) le 07/04/1956"));
  CHECK(app->find(Role::kButton, "Retirer le patient") != nullptr);
}

TEST_CASE("«Aller à une date»: a date in the head, Escape closes it, a mistake is named beside it") {
  App app = in_thread();
  REQUIRE(app->press(Role::kButton, "Aller à une date"));
  CHECK(app->page.focused == found(app, Role::kTextField, "Date").id);
  check_page(app);
  REQUIRE(app->type("Date", "31/02/2026"));
  CHECK(app->shows("Indiquez une date entière"));
  check_page(app);
  REQUIRE(app->type("Date", "21/11/2026"));
  REQUIRE(app->press(Role::kButton, "Aller"));
  if (app->pending("/api/spico/discussions/7/messages/first") == nullptr) REQUIRE(app->submit());
  REQUIRE(app->answer("/api/spico/discussions/7/messages/first", 200, R"({"number":5})"));
  CHECK(app->find(Role::kTextField, "Date") == nullptr);
  const Element* const aimed = app->page.element(app->page.focused);
  REQUIRE(aimed != nullptr);
  CHECK(aimed->role == Role::kListItem);
  CHECK(words_of(app, *aimed).find("Visite faite.") != std::string::npos);
}
