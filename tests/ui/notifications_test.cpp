// The bell and the screen «Notifications», by role and name (product.md §5, decision 3).
#include "tests/ui/notification_pages.hpp"

#include "tests/ui/discussion_pages.hpp"
#include "tests/ui/page_checks.hpp"

using namespace journey;

namespace {

std::vector<std::string> links_of_list(App& app) {
  std::vector<std::string> names;
  for (const Element* link : all(app, Role::kLink)) {
    const Element* const list = around(app, link->id, Role::kList);
    if (list != nullptr && list->name == "Liste des notifications") names.emplace_back(link->name);
  }
  return names;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("the bell: a button in the header of SPICO's screens, its number in words and as a badge") {
  App app = in_list(3);
  CHECK(found(app, Role::kButton, "Notifications").description.empty());
  CHECK(around(app, found(app, Role::kButton, "Notifications").id, Role::kBanner) != nullptr);
  REQUIRE(app->send_more("/api/spico/live", told_json(2, "urgent", 9, 1)));
  REQUIRE(app->settle());
  app.answer_notices();
  CHECK(found(app, Role::kButton, "Notifications").description == "1 notification non lue");
  CHECK(app->find(Role::kText, "1") != nullptr);
  check_page(app);
  REQUIRE(app->press(Role::kButton, "Notifications"));
  CHECK(app->location == "#/notifications");
  CHECK(app->page.title == "Notifications – SPICO");
  CHECK(found(app, Role::kHeading, "Notifications").level == 1);
  CHECK(links_of_list(app) == Names{"Message urgent de Paul ESSAI"});
  for (const char* elsewhere : {"#/discussions", "#/patients/1"}) {
    app->app().on_location(elsewhere);
    REQUIRE(app->settle());
    CHECK(app->find(Role::kButton, "Notifications") != nullptr);
  }
}

TEST_CASE("no bell outside SPICO") {
  App app("", kStrong);
  REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
  CHECK(app->find(Role::kButton, "Notifications") == nullptr);
}

TEST_CASE("the list: unread ones first and in words, each a link with its discussion and its time") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_notifications(facts);
    CHECK(links_of_list(app) == Names{"Message urgent de Paul ESSAI", "Inès TEST vous a mentionné(e)",
                                      "Ελένη ΔΟΚΙΜΗ vous a ajouté(e) à la discussion"});
    const Element& urgent = found(app, Role::kLink, "Message urgent de Paul ESSAI");
    CHECK(urgent.description == "Non lue, Retour à domicile TEST, BÉNAZET Zoé, 21/11/2026 23:22");
    CHECK(urgent.href == "#/discussions/7");
    CHECK(app->count(Role::kText, "Non lue") == 2);
    CHECK(app->shows("il y a 4 min"));
    CHECK(app->shows("aujourd'hui 19:40"));
    CHECK(app->shows("20/11 20:40"));
    CHECK(app->shows("2 notifications non lues"));
    check_page(app);
    app->advance(60'000);
    REQUIRE(app->settle());
    CHECK(app->shows("il y a 5 min"));
  }
}

TEST_CASE("whoever reaches one by keys sees the whole date") {
  App app = in_notifications();
  app->focus(found(app, Role::kLink, "Message urgent de Paul ESSAI").id);
  REQUIRE(app->settle());
  CHECK(app->shows("21/11/2026 23:22"));
  check_page(app);
}

TEST_CASE("one that is pressed: its discussion, at its message") {
  App app = in_notifications();
  REQUIRE(app->press(Role::kLink, "Inès TEST vous a mentionné(e)"));
  CHECK(app->location == "#/discussions/7");
  REQUIRE(app->answer("/api/spico/discussions/7", 200, discussion_page_json()));
  REQUIRE(app->answer("/api/spico/discussions/7/messages", 200, messages_json()));
  const Element* const aimed = app->page.element(app->page.focused);
  REQUIRE(aimed != nullptr);
  CHECK(aimed->role == Role::kListItem);
}

TEST_CASE("«Tout marquer comme lu», and an empty list says what will stand there") {
  App app = in_notifications();
  REQUIRE(app->press(Role::kButton, "Tout marquer comme lu"));
  const auto* const sent = app->pending("/api/spico/notifications/read");
  REQUIRE(sent != nullptr);
  CHECK(sent->request.body == R"({"up_to":"3"})");
  CHECK(app->count(Role::kText, "Non lue") == 0);
  CHECK(app->shows("Aucune notification non lue"));
  REQUIRE(app->answer("/api/spico/notifications/read", 200, "{}"));
  REQUIRE(app->answer("/api/spico/notifications", 200, notifications_json()));
  CHECK(app->shows("Aucune notification. Les messages urgents"));
  CHECK(app->find(Role::kButton, "Tout marquer comme lu") == nullptr);
  check_page(app);
}

TEST_CASE("they cannot be loaded: the reason, and «Réessayer»") {
  Stage stage = kInSpico;
  stage.notifications = "?";
  App app("#/notifications", stage);
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(1)));
  REQUIRE(app->press(Role::kButton, "Réessayer"));
  REQUIRE(app->answer("/api/spico/notifications", 200, kNotifications));
  CHECK(links_of_list(app).size() == 3);
  check_page(app);
}

TEST_CASE("«Heures calmes»: kept as they are chosen; a mistake is named beside its field") {
  App app = in_notifications();
  CHECK(found(app, Role::kHeading, "Heures calmes").level == 2);
  CHECK(found(app, Role::kTextField, "De").value == "22:00");
  CHECK(found(app, Role::kTextField, "De").field == spico::mirror::FieldKind::kTime);
  REQUIRE(app->type("De", "21:15"));
  const auto* const sent = app->pending("/api/spico/preferences/notifications");
  REQUIRE(sent != nullptr);
  CHECK(sent->request.body == R"({"quiet":true,"quiet_from":"21:15","quiet_to":"07:00","system":true})");
  REQUIRE(app->answer("/api/spico/preferences/notifications", 200, "{}"));
  REQUIRE(app->type("À", ""));
  CHECK(app->shows("Indiquez une heure, par exemple 22:00."));
  check_page(app);
  REQUIRE(app->type("À", "21:15"));
  CHECK(app->shows("Les deux heures sont les mêmes."));
  CHECK(app->pending("/api/spico/preferences/notifications") == nullptr);
  REQUIRE(app->press(Role::kCheckbox, "Respecter mes heures calmes"));
  CHECK(app->pending("/api/spico/preferences/notifications")->request.body.find("\"quiet\":false") !=
        std::string::npos);
}

TEST_CASE("«Notifications du système»: what the browser says of them is said here") {
  App app = in_notifications();
  CHECK(app->shows("Ce navigateur affiche les notifications de SPICO."));
  REQUIRE(app->press(Role::kCheckbox, "Afficher aussi hors de SPICO"));
  app.answer_notices();
  REQUIRE(app->answer("/api/spico/preferences/notifications", 200, "{}"));
  CHECK_FALSE(app->shows("Ce navigateur affiche"));
  REQUIRE(app->press(Role::kCheckbox, "Afficher aussi hors de SPICO"));
  REQUIRE(app->answer("/api/spico/preferences/notifications", 200, "{}"));
  CHECK(app->pending("notices")->request.method == spico::api::Method::kPut);
  app.answer_notices("default");
  check_page(app);
  REQUIRE(app->press(Role::kButton, "Autoriser dans ce navigateur"));
  app.answer_notices("denied");
  CHECK(app->shows("Ce navigateur refuse les notifications de SPICO."));
  check_page(app);
}

TEST_CASE("a kiosk has no notices of the system") {
  spico::app::Start facts;
  facts.kiosk = true;
  App app = in_notifications(facts);
  CHECK(app->find(Role::kHeading, "Heures calmes") != nullptr);
  CHECK(app->find(Role::kHeading, "Notifications du système") == nullptr);
}
