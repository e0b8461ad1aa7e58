// Every screen, in both languages, both faces and two widths, against what must always hold.
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "tests/ui/discussion_pages.hpp"
#include "tests/ui/notification_pages.hpp"
#include "tests/ui/page_checks.hpp"
#include "ui/audit.hpp"

using namespace journey;

namespace {

struct Variant {
  std::string_view language;
  bool html;
  float width, height;
  float text_scale = 1;  ///< the reader's own text size
};

struct Screen {
  std::string name;
  std::function<void(const spico::app::Start&, const Variant&)> show;
};

// Its items are three lines high; who wants the whole opens the discussion.
bool in_list_of_discussions(App& app, spico::mirror::NodeId id) {
  const Element* const list = around(app, id, Role::kList);
  return list != nullptr &&
         (list->name == "Liste des discussions" || list->name == "List of discussions" ||
          list->name == "Liste des notifications" || list->name == "List of notifications");
}

// Cells of the list hold one line each, whose column can be made wider: everything else has its room.
void check_nothing_cut(App& app) {
  (void)spico::ui::audit::take_cut();
  app->app().frame();
  for (const std::string& text : spico::ui::audit::take_cut()) {
    const auto elements = app->page.in_order();
    const bool in_cell = std::any_of(elements.begin(), elements.end(), [&](const Element* element) {
      return element->name == text && (around(app, element->id, Role::kGridCell) != nullptr ||
                                       around(app, element->id, Role::kRowHeader) != nullptr ||
                                       in_list_of_discussions(app, element->id));
    });
    CHECK_MESSAGE(in_cell, "cut: ", text);
  }
}

void check(App& app, const Variant& variant) {
  app->resize(variant.width, variant.height, variant.text_scale);
  REQUIRE(app->settle());
  check_nothing_cut(app);
  CHECK(app->html == variant.html);
  CHECK(app->page.language == variant.language);
  check_page(app);
}

std::vector<Screen> screens() {
  using spico::app::Start;
  std::vector<Screen> out;
  const auto add = [&](std::string name, auto show) { out.push_back({std::move(name), show}); };
  add("sign-in", [](const Start& start, const Variant& variant) {
    App app("#/connexion", kSignedOut, start);
    check(app, variant);
    for (const Element* tab : all(app, Role::kTab)) {
      REQUIRE(app->press(Role::kTab, std::string(tab->name)));
      check_page(app);
    }
  });
  add("farewell", [](const Start& start, const Variant& variant) {
    App app("#/connexion?motif=inactivite&heure=14:02", kSignedOut, start);
    check(app, variant);
    CHECK(app->shows("14:02"));
  });
  add("sign-in with errors", [](const Start& start, const Variant& variant) {
    App app("#/connexion", kSignedOut, start);
    REQUIRE(app->submit());
    check(app, variant);
  });
  add("channel", [](const Start& start, const Variant& variant) {
    App app("#/connexion", kChannel, start);
    check(app, variant);
  });
  add("terms of PASS", [](const Start& start, const Variant& variant) {
    Stage stage = kStrong;
    stage.cgu_pass = stage.cgu_spico = false;
    App app("", stage, start);
    REQUIRE(app->answer("/api/pass/cgu", 200, terms_json("pass")));
    check(app, variant);
  });
  add("terms that cannot be loaded", [](const Start& start, const Variant& variant) {
    Stage stage = kStrong;
    stage.cgu_pass = false;
    App app("", stage, start);
    REQUIRE(app->answer("/api/pass/cgu", 500, "{}"));
    check(app, variant);
  });
  add("portal", [](const Start& start, const Variant& variant) {
    App app("", kStrong, start);
    REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
    check(app, variant);
  });
  add("portal, weak, explanation open", [](const Start& start, const Variant& variant) {
    App app("", kWeak, start);
    REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
    REQUIRE(app->press(Role::kLink, "SPICO Dossiers"));
    check(app, variant);
  });
  add("portal that cannot be loaded", [](const Start& start, const Variant& variant) {
    App app("", kStrong, start);
    REQUIRE(app->fail("/api/pass/portal", spico::app::HttpFailure::kOffline));
    check(app, variant);
  });
  for (const char* page : {"#/accessibilite", "#/mentions-legales", "#/donnees-personnelles"}) {
    add(page, [page](const Start& start, const Variant& variant) {
      App signed_out(page, kSignedOut, start);
      check(signed_out, variant);
    });
  }
  add("a page of the footer, signed in", [](const Start& start, const Variant& variant) {
    App app("#/accessibilite", kStrong, start);
    check(app, variant);
  });
  add("list", [](const Start& start, const Variant& variant) {
    App app = in_list(60, "#/patients", start);
    check(app, variant);
  });
  add("list without patients", [](const Start& start, const Variant& variant) {
    App app = in_list(0, "#/patients", start);
    check(app, variant);
  });
  add("list without matches", [](const Start& start, const Variant& variant) {
    App app = in_list(5, "#/patients?statut=sorti", start);
    check(app, variant);
  });
  add("list whose stream was cut", [](const Start& start, const Variant& variant) {
    App app("#/patients", kInSpico, start);
    const std::string whole = patients_ndjson(30);
    REQUIRE(app->send_part("/api/spico/patients", whole.substr(0, whole.size() / 2)));
    REQUIRE(app->end_body("/api/spico/patients", spico::app::HttpFailure::kCut));
    check(app, variant);
  });
  add("list that was refused", [](const Start& start, const Variant& variant) {
    App app("#/patients", kInSpico, start);
    REQUIRE(app->answer("/api/spico/patients", 500, "{}"));
    check(app, variant);
  });
  add("menu open", [](const Start& start, const Variant& variant) {
    App app = in_list(10, "#/patients", start);
    app->resize(variant.width, variant.height);
    REQUIRE(app->settle());
    REQUIRE(app->press(Role::kButton, "Camille TEST"));
    CHECK(all(app, Role::kMenuItem).size() >= 3);
    check(app, variant);
  });
  add("discussions", [](const Start& start, const Variant& variant) {
    App app = in_discussions(start);
    check(app, variant);
  });
  add("no discussions", [](const Start& start, const Variant& variant) {
    App app("#/discussions", kInSpico, start);
    REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(1)));
    check(app, variant);
  });
  add("discussions that cannot be loaded", [](const Start& start, const Variant& variant) {
    Stage stage = kInSpico;
    stage.discussions = "?";
    App app("#/discussions", stage, start);
    REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(1)));
    check(app, variant);
  });
  add("a discussion", [](const Start& start, const Variant& variant) {
    App app = in_thread(start);
    check(app, variant);
  });
  add("a discussion, with a date to go to", [](const Start& start, const Variant& variant) {
    App app = in_thread(start);
    REQUIRE(app->press(Role::kButton, variant.language == "fr" ? "Aller à une date" : "Go to a date"));
    check(app, variant);
  });
  add("a discussion that is not one's own", [](const Start& start, const Variant& variant) {
    Stage stage = kInSpico;
    stage.discussions = kDiscussions;
    App app("#/discussions/99", stage, start);
    REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(1)));
    REQUIRE(app->answer("/api/spico/discussions/99", 404, error_json("unknown_discussion")));
    check(app, variant);
  });
  add("notifications", [](const Start& start, const Variant& variant) {
    App app = in_notifications(start);
    check(app, variant);
    REQUIRE(app->type(variant.language == "fr" ? "À" : "To", "22:00"));
    check(app, variant);
  });
  for (const char* permission : {"default", "denied", "missing"}) {
    add(std::string("notifications of the system: ") + permission,
        [permission](const Start& start, const Variant& variant) {
          App app = in_notifications(start);
          app->app().on_wake(spico::app::Wake::kVisible);
          REQUIRE(app->settle());
          app.answer_notices(permission);
          check(app, variant);
        });
  }
  add("no notifications", [](const Start& start, const Variant& variant) {
    App app("#/notifications", kInSpico, start);
    REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(1)));
    check(app, variant);
  });
  add("notifications that cannot be loaded", [](const Start& start, const Variant& variant) {
    Stage stage = kInSpico;
    stage.notifications = "?";
    App app("#/notifications", stage, start);
    REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(1)));
    check(app, variant);
  });
  add("new build and no network", [](const Start& start, const Variant& variant) {
    App app("", kStrong, start);
    REQUIRE(app->answer("/api/pass/portal", 200, portal_json(), "build-2"));
    app->app().on_wake(spico::app::Wake::kOffline);
    check(app, variant);
  });
  return out;
}

}  // namespace

TEST_CASE(
    "checks 2, 3 and 25, every screen: names, headings, references, places, audits, and no frame when "
    "nothing changes") {
  for (const Variant& variant :
       {Variant{"fr", false, 1280, 800}, Variant{"en", false, 1280, 800}, Variant{"fr", true, 1280, 800},
        Variant{"en", true, 390, 844}, Variant{"fr", false, 390, 844}, Variant{"fr", false, 320, 256},
        Variant{"fr", false, 1280, 800, 2}, Variant{"en", false, 1920, 1080, 1.25F},
        Variant{"fr", false, 390, 844, 2}}) {
    for (const Screen& screen : screens()) {
      CAPTURE(screen.name);
      CAPTURE(variant.language);
      CAPTURE(variant.html);
      CAPTURE(variant.width);
      CAPTURE(variant.text_scale);
      spico::app::Start start;
      start.browser_language = variant.language == "en" ? "en-GB" : "fr-FR";
      start.html_version = variant.html;
      screen.show(start, variant);
    }
  }
}

TEST_CASE("without WebGL the HTML version shows by itself and cannot be left") {
  spico::app::Start start;
  start.webgl = false;
  App app = in_list(5, "#/patients", start);
  CHECK(app->html);
  CHECK(app->shows("BÉNAZET Zoé"));
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  CHECK(app->find(Role::kMenuItem, "Version graphique") == nullptr);
  check_audits();
}

TEST_CASE("a lost graphics context turns to the HTML version, with everything in its place") {
  App app = in_list(5);
  REQUIRE(app->type("Nom", "benazet"));
  app->app().on_graphics_lost();
  REQUIRE(app->settle());
  CHECK(app->html);
  CHECK(app->shows("BÉNAZET Zoé"));
  CHECK(app->find(Role::kTextField, "Nom")->value == "benazet");
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  CHECK(app->find(Role::kMenuItem, "Version graphique") == nullptr);
  app->app().on_graphics_restored();
  REQUIRE(app->settle());
  CHECK(app->html);
  REQUIRE(app->press(Role::kMenuItem, "Version graphique"));
  CHECK_FALSE(app->html);
  CHECK(app->find(Role::kTextField, "Nom")->value == "benazet");
}

TEST_CASE("«Version HTML» and back, by the menu") {
  App app = in_list(5);
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  REQUIRE(app->press(Role::kMenuItem, "Version HTML"));
  CHECK(app->html);
  check_page(app);
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  REQUIRE(app->press(Role::kMenuItem, "Version graphique"));
  CHECK_FALSE(app->html);
  check_page(app);
}

TEST_CASE("English by the menu: title, language, labels and the server's texts") {
  App app("", kStrong);
  REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  REQUIRE(app->press(Role::kMenuItem, "English"));
  REQUIRE(app->pending("/api/pass/portal") != nullptr);
  CHECK(app->pending("/api/pass/portal")->request.path == "/api/pass/portal?lang=en");
  REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
  CHECK(app->page.language == "en");
  CHECK(app->page.title == "Service kiosk – SPICO");
  CHECK(app->stored["language"] == "en");
  check_page(app);
}

TEST_CASE("the navigation says where one is, on the pages below its own too") {
  const auto marked = [](App& app) {
    std::string names;
    for (const Element* link : all(app, Role::kLink)) {
      if ((link->state & spico::mirror::kCurrent) == 0 || around(app, link->id, Role::kNavigation) == nullptr)
        continue;
      names += link->name + (link->look == spico::mirror::Look::kActive ? " (below) " : " ");
    }
    return names;
  };
  {
    App app = in_list(5);
    CHECK(marked(app) == "Dossiers ");
    REQUIRE(app->press(Role::kLink, "BÉNAZET Zoé"));
    CHECK(marked(app) == "Dossiers (below) ");
  }
  {
    App thread = in_thread();
    CHECK(marked(thread) == "Discussions (below) ");
  }
  App notifications = in_notifications();
  CHECK(marked(notifications).empty());
  CHECK((found(notifications, Role::kButton, "Notifications").state & spico::mirror::kCurrent) != 0);
}
