// Menu, inactivity, sleep, sign-out and the page's messages, by role and name (product.md §8, security.md
// §1.5).
#include <string>

#include "core/version.hpp"
#include "tests/ui/page_checks.hpp"

using namespace journey;
using spico::app::Wake;
using spico::mirror::Key;

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

bool shows_patients(App& app) { return app->shows("BÉNAZET") || app->shows("ESSAI-"); }

/// In the list with the server's answer that `idle_ms` are left, two minutes before the end.
App before_the_end() {
  App app = in_list(5);
  for (int i = 0; i < 800 && app->pending("/api/session") == nullptr; ++i) app->advance(10'000);
  REQUIRE(app->pending("/api/session") != nullptr);
  return app;
}

App with_dialog() {
  App app = before_the_end();
  Stage stage = kInSpico;
  stage.idle_ms = 119'000;
  REQUIRE(app->answer("/api/session", 200, session_json(stage)));
  app->advance(1000);
  REQUIRE(app->find(Role::kAlertDialog, "Inactivité") != nullptr);
  return app;
}

}  // namespace

TEST_CASE("the user's menu: opened, walked, closed, and the focus goes back") {
  App app = in_list(5);
  const Element* button = app->find(Role::kButton, "Camille TEST");
  REQUIRE(button != nullptr);
  CHECK((button->state & spico::mirror::kHasPopup) != 0);
  CHECK((button->state & spico::mirror::kHasExpanded) != 0);
  CHECK((button->state & spico::mirror::kExpanded) == 0);
  app->focus(button->id);
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  CHECK((app->find(Role::kButton, "Camille TEST")->state & spico::mirror::kExpanded) != 0);
  const auto items = all(app, Role::kMenuItem);
  REQUIRE(items.size() >= 3);
  // Its first item inside SPICO (decisions 3).
  CHECK(items.front()->name == "Se déconnecter de SPICO");
  CHECK(items.back()->name == "Se déconnecter du PASS");
  CHECK(app->page.focused == items.front()->id);
  const auto first = items.front()->id;
  const auto second = items.at(1)->id;
  const auto last = items.back()->id;
  REQUIRE(app->key(Key::kDown));
  CHECK(app->page.focused == second);
  REQUIRE(app->key(Key::kEnd));
  CHECK(app->page.focused == last);
  REQUIRE(app->key(Key::kDown));
  CHECK(app->page.focused == first);
  REQUIRE(app->key(Key::kUp));
  CHECK(app->page.focused == last);
  REQUIRE(app->key(Key::kHome));
  CHECK(app->page.focused == first);
  check_page(app);
  REQUIRE(app->key(Key::kEscape));
  CHECK(all(app, Role::kMenuItem).empty());
  CHECK(app->page.focused == app->find(Role::kButton, "Camille TEST")->id);
  check_page(app);
}

TEST_CASE("the version stands beside the mark; on a phone, which has no room for it, one press away") {
  App app = in_list(5);
  CHECK(spico::kVersion.find_first_not_of("0123456789.") == std::string_view::npos);
  const std::string version = "Version " + std::string(spico::kVersion);
  const Element& beside = found(app, Role::kText, version);
  const Element& mark = found(app, Role::kText, "SPICO");
  CHECK(around(app, beside.id, Role::kBanner) != nullptr);
  CHECK(beside.parent == mark.parent);
  CHECK(beside.x >= mark.x + mark.width);
  app->resize(320, 640);
  REQUIRE(app->settle());
  CHECK_FALSE(app->shows(version));
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  REQUIRE(app->press(Role::kMenuItem, "Accessibilité : non conforme"));
  CHECK(around(app, found(app, Role::kText, version).id, Role::kMain) != nullptr);
  check_page(app);
}

TEST_CASE("the portal's menu does not offer to leave SPICO") {
  App app("", kStrong);
  REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  CHECK(app->find(Role::kMenuItem, "Se déconnecter de SPICO") == nullptr);
  CHECK(app->find(Role::kMenuItem, "Se déconnecter du PASS") != nullptr);
  check_audits();
}

TEST_CASE("«Se déconnecter de SPICO» returns to the portal; Back does not bring the list back") {
  App app = in_list(5);
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  REQUIRE(app->press(Role::kMenuItem, "Se déconnecter de SPICO"));
  REQUIRE(app->answer("/api/spico/logout", 200, session_json(kStrong)));
  app.answer_notices();
  REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
  CHECK(app->location == "#/portail");
  CHECK_FALSE(shows_patients(app));
  CHECK(app->page.said.back() == "Vous êtes encore connecté au PASS.");
  CHECK(app->shows("Vous êtes encore connecté au PASS."));
  CHECK(app->find(Role::kButton, "Se déconnecter du PASS") != nullptr);
  app->app().on_location("#/patients");
  REQUIRE(app->settle());
  CHECK(app->pending("/api/spico/open") == nullptr);
  CHECK_FALSE(shows_patients(app));
  CHECK(app->location == "#/portail");
  check_page(app);
}

TEST_CASE("«Se déconnecter du PASS»: covered at once, told, then a new document") {
  App app = in_list(5);
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  REQUIRE(app->press(Role::kMenuItem, "Se déconnecter du PASS"));
  CHECK(app->covered);
  CHECK_FALSE(shows_patients(app));
  REQUIRE(app->broadcasts.size() == 1);
  CHECK(app->stored.contains("epoch"));
  CHECK(app->left_to.empty());
  REQUIRE(app->pending("/api/pass/logout") != nullptr);
  SUBCASE("answered") { REQUIRE(app->answer("/api/pass/logout", 200, session_json(kSignedOut))); }
  SUBCASE("unreachable") { REQUIRE(app->fail("/api/pass/logout", spico::app::HttpFailure::kOffline)); }
  CHECK(app->left_to.find("#/connexion?motif=deconnexion&heure=") == 0);
  CHECK(app->covered);
}

TEST_CASE("a message from another tab ends this one at once") {
  App first = in_list(1);
  REQUIRE(first->press(Role::kButton, "Camille TEST"));
  REQUIRE(first->press(Role::kMenuItem, "Se déconnecter du PASS"));
  const std::string message = first->broadcasts.at(0);
  {
    // One application at a time: the other tab lives on its own.
    App gone = std::move(first);
  }
  App second = in_list(5);
  second->app().on_message(message);
  REQUIRE(second->settle());
  CHECK(second->covered);
  CHECK(second->left_to.find("#/connexion?") == 0);
  CHECK(second->left_to.find("motif=ailleurs") != std::string::npos);
  CHECK(second->pending("/api/pass/logout") == nullptr);
  CHECK_FALSE(shows_patients(second));
}

TEST_CASE("the dialog opens two minutes before the end, after the server was asked, and counts down") {
  App app = before_the_end();
  CHECK(app->find(Role::kAlertDialog, "Inactivité") == nullptr);
  Stage stage = kInSpico;
  stage.idle_ms = 119'000;
  REQUIRE(app->answer("/api/session", 200, session_json(stage)));
  app->advance(1000);
  const Element* dialog = app->find(Role::kAlertDialog, "Inactivité");
  REQUIRE(dialog != nullptr);
  CHECK((dialog->state & spico::mirror::kModal) != 0);
  CHECK(app->shows("Déconnexion dans 1:58"));
  CHECK(app->page.focused == app->find(Role::kButton, "Rester connecté")->id);
  CHECK(app->page.said.back() == "Vous allez être déconnecté pour inactivité.");
  app->advance(58'000);
  CHECK(app->shows("Déconnexion dans 1:00"));
  check_audits();
}

TEST_CASE("another tab was active: no dialog comes up") {
  App app = before_the_end();
  REQUIRE(app->answer("/api/session", 200, session_json(kInSpico)));
  app->advance(10'000);
  CHECK(app->find(Role::kAlertDialog, "Inactivité") == nullptr);
  CHECK(shows_patients(app));
}

TEST_CASE("«Rester connecté» tells the server and closes the dialog") {
  App app = with_dialog();
  REQUIRE(app->press(Role::kButton, "Rester connecté"));
  REQUIRE(app->pending("/api/session/activity") != nullptr);
  CHECK(app->pending("/api/session/activity")->request.cause == spico::app::HttpRequest::Cause::kPerson);
  REQUIRE(app->answer(
      "/api/session/activity", 200,
      R"({"idle_remaining_ms":7200000,"absolute_remaining_ms":40000000,"server_now":1795300000000})"));
  CHECK(app->find(Role::kAlertDialog, "Inactivité") == nullptr);
  CHECK(app->left_to.empty());
  CHECK(shows_patients(app));
  check_page(app);
}

TEST_CASE("«Se déconnecter» in the dialog signs out") {
  App app = with_dialog();
  REQUIRE(app->press(Role::kButton, "Se déconnecter"));
  CHECK(app->covered);
  REQUIRE(app->answer("/api/pass/logout", 200, session_json(kSignedOut)));
  CHECK(app->left_to.find("motif=deconnexion") != std::string::npos);
}

TEST_CASE("nobody answers the dialog: signed out, and the sign-in says why") {
  App app = with_dialog();
  app->advance(119'000);
  CHECK(app->covered);
  CHECK_FALSE(shows_patients(app));
  REQUIRE(app->fail("/api/session", spico::app::HttpFailure::kOffline));
  CHECK_FALSE(shows_patients(app));
  REQUIRE(app->fail("/api/pass/logout", spico::app::HttpFailure::kOffline));
  CHECK(app->left_to.find("motif=inactivite") != std::string::npos);
  CHECK(app->left_to.find("suite=/patients") != std::string::npos);
}

TEST_CASE("three hours of sleep: no frame shows a patient") {
  SUBCASE("waking with a visible event") {
    App app = in_list(5);
    const auto sleep = [&] {
      app->wall_now_ms += 3 * kHour;
      app->monotonic_now_ms += 3 * kHour;
    };
    sleep();
    app->app().on_wake(Wake::kVisible);
    REQUIRE(app->settle());
    CHECK(app->covered);
    CHECK_FALSE(shows_patients(app));
    REQUIRE(app->fail("/api/session", spico::app::HttpFailure::kTimeout));
    CHECK_FALSE(shows_patients(app));
    REQUIRE(app->fail("/api/pass/logout", spico::app::HttpFailure::kTimeout));
    CHECK(app->left_to.find("motif=inactivite") != std::string::npos);
  }
  SUBCASE("waking with an animation frame, before any event") {
    App app = in_list(5);
    app->wall_now_ms += 3 * kHour;
    app->monotonic_now_ms += 3 * kHour;
    app->app().frame();
    CHECK(app->covered);
    CHECK_FALSE(shows_patients(app));
  }
  SUBCASE("the monotonic clock stood still: covered until the server, or the clock, has decided") {
    App app = in_list(5);
    app->wall_now_ms += 3 * kHour;
    app->app().on_wake(Wake::kResume);
    REQUIRE(app->settle());
    CHECK(app->covered);
    if (app->left_to.empty() && app->pending("/api/session") != nullptr) {
      SUBCASE("ended") {
        std::string ended = session_json(kSignedOut);
        ended.insert(ended.size() - 1, ",\"ended\":\"idle\"");
        REQUIRE(app->answer("/api/session", 200, ended));
      }
      SUBCASE("unreachable") {
        REQUIRE(app->fail("/api/session", spico::app::HttpFailure::kOffline));
        app->advance(1000);
        REQUIRE(app->fail("/api/pass/logout", spico::app::HttpFailure::kOffline));
      }
    }
    CHECK(app->covered);
    CHECK(app->left_to.find("motif=inactivite") != std::string::npos);
    CHECK_FALSE(shows_patients(app));
  }
  SUBCASE("another tab was busy meanwhile: everything comes back") {
    App app = in_list(5);
    app->wall_now_ms += 3 * kHour;
    app->monotonic_now_ms += 3 * kHour;
    app->app().on_wake(Wake::kVisible);
    REQUIRE(app->settle());
    CHECK_FALSE(shows_patients(app));
    REQUIRE(app->answer("/api/session", 200, session_json(kInSpico)));
    CHECK_FALSE(app->covered);
    CHECK(shows_patients(app));
    check_page(app);
  }
  SUBCASE("waking with a moved pointer") {
    App app = in_list(5);
    app->wall_now_ms += 3 * kHour;
    app->monotonic_now_ms += 3 * kHour;
    app->app().on_input(spico::mirror::PointerMoved{300, 300});
    REQUIRE(app->settle());
    CHECK(app->covered);
    CHECK_FALSE(shows_patients(app));
  }
}

TEST_CASE("a hidden tab is covered; it comes back when the clocks agree") {
  App app = in_list(5);
  app->app().on_wake(Wake::kHidden);
  app->app().apply_unseen();
  CHECK(app->covered);
  app->wall_now_ms += kMinute;
  app->monotonic_now_ms += kMinute;
  app->app().on_wake(Wake::kVisible);
  REQUIRE(app->settle());
  CHECK_FALSE(app->covered);
  CHECK(shows_patients(app));
  check_page(app);
}

TEST_CASE("a hidden tab whose two hours pass is signed out by its timer") {
  App app = in_list(5);
  app->app().on_wake(Wake::kHidden);
  app->app().apply_unseen();
  for (int i = 0; i < 122 && app->pending("/api/pass/logout") == nullptr; ++i) {
    app->wall_now_ms += kMinute;
    app->monotonic_now_ms += kMinute;
    app->app().on_wake(Wake::kTimer);
    app->app().apply_unseen();
    CHECK(app->covered);
    // The server is out of reach.
    if (app->pending("/api/session") != nullptr)
      REQUIRE(app->fail("/api/session", spico::app::HttpFailure::kOffline));
  }
  CHECK(app->pending("/api/pass/logout") != nullptr);
  CHECK(app->covered);
}

TEST_CASE("a kiosk: covered when it loses the focus, over after five minutes, nothing kept") {
  spico::app::Start start;
  start.kiosk = true;
  App app = in_list(5, "#/patients", start);
  app->app().on_wake(Wake::kBlur);
  REQUIRE(app->settle());
  CHECK(app->covered);
  app->app().on_wake(Wake::kFocus);
  REQUIRE(app->settle());
  CHECK_FALSE(app->covered);
  for (int i = 0; i < 40 && app->pending("/api/pass/logout") == nullptr; ++i) app->advance(10'000);
  REQUIRE(app->pending("/api/pass/logout") != nullptr);
  REQUIRE(app->answer("/api/pass/logout", 200, session_json(kSignedOut)));
  CHECK(app->left_to.find("motif=inactivite") != std::string::npos);
  CHECK(app->left_to.find("suite=") == std::string::npos);
  CHECK(app->stored.empty());
}

TEST_CASE("a desktop window that loses the focus is not covered") {
  App app = in_list(5);
  app->app().on_wake(Wake::kBlur);
  REQUIRE(app->settle());
  CHECK_FALSE(app->covered);
}

TEST_CASE("a session that the server ended is left with the reason, whatever was under way") {
  App app = in_list(5);
  const Element* star = nullptr;
  for (const Element* button : all(app, Role::kButton)) {
    if (button->name == "Ajouter aux favoris") star = button;
  }
  REQUIRE(star != nullptr);
  app->app().on_input(spico::mirror::Clicked{star->id});
  REQUIRE(app->settle());
  REQUIRE(app->answer("/api/spico/patients/5/favourite", 401, error_json("session_absolute")));
  CHECK(app->covered);
  CHECK(app->left_to.find("motif=duree") != std::string::npos);
  CHECK_FALSE(shows_patients(app));
}

TEST_CASE("a new build is offered and loaded on demand; no network is said") {
  App app("", kStrong);
  REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
  CHECK_FALSE(app->shows("Une nouvelle version est disponible"));
  REQUIRE(app->type("Rechercher un service", "spico"));
  app->app().on_wake(Wake::kOffline);
  REQUIRE(app->settle());
  CHECK(app->shows("Hors ligne"));
  check_page(app);
  app->app().on_wake(Wake::kOnline);
  REQUIRE(app->settle());
  CHECK_FALSE(app->shows("Hors ligne"));
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  REQUIRE(app->press(Role::kMenuItem, "English"));
  REQUIRE(app->answer("/api/pass/portal", 200, portal_json(), "build-2"));
  CHECK(app->shows("A new version is available"));
  CHECK(app->find(Role::kButton, "Reload") != nullptr);
  check_page(app);
}

TEST_CASE("ten minutes of nothing: no frame is drawn and no element changes") {
  App app = in_list(20);
  const int frames = app->frames;
  const std::size_t operations = app->page.operations;
  for (int i = 0; i < 60; ++i) {
    app->advance(10'000);
    REQUIRE(app->send_more("/api/spico/live", "{\"beat\":{\"last\":1,\"server_now\":1795300000000}}\n"));
  }
  CHECK(app->page.operations == operations);
  CHECK(app->frames == frames);
  CHECK(app->idle);
}
