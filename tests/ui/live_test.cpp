// What others change shows by itself, and what is being read stays where it is (issue «The patient list at
// any size», field.md A4).
#include <algorithm>

#include "tests/ui/discussion_pages.hpp"
#include "tests/ui/page_checks.hpp"

using namespace journey;
using spico::app::HttpFailure;
using spico::app::Wake;

namespace {

constexpr std::string_view kLive = "/api/spico/live";

std::string patient(int id, std::string_view name, long long updated_at_ms, std::string_view more = "") {
  return R"({"id":")" + std::to_string(id) + R"(","birth_name":")" + std::string(name) +
         R"(","given_names":"Paul","first_given_name":"Paul","sex":"H","birth_date":"1970-01-07","statut":"actif",)" +
         R"("updated_at":)" + std::to_string(updated_at_ms) + R"(,"test":true)" + std::string(more) + "}";
}

std::string event(int number, const std::string& line) {
  return R"({"event":{"id":)" + std::to_string(number) + R"(,"kind":"patient","patient":)" + line + "}}\n";
}

const Element* scroller_of(App& app) {
  for (const Element* element : app->page.in_order()) {
    if (element->role == Role::kGridBody) return element;
  }
  return nullptr;
}

// Where the row of this name stands in the window that is scrolled so far, in quarters of a pixel.
int seen_at(App& app, std::string_view name, int scroll_y) {
  for (const Element* link : all(app, Role::kLink)) {
    if (link->name.find(name) != 0) continue;
    for (const Element* each = link; each != nullptr; each = app->page.element(each->parent)) {
      if (each->role == Role::kRow) return each->y - scroll_y * 4;
    }
  }
  FAIL("not in sight");
  return 0;
}

}  // namespace

TEST_CASE("a colleague's change, a new patient and one that is gone show without a reload") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start start;
    start.html_version = html;
    App app = in_list(20, "#/patients", start);
    const std::size_t said = app->page.said.size();
    REQUIRE(app->send_more(kLive, event(2, patient(3, "CHANGÉ", 1'795'200'000'000))));
    CHECK(app->find(Role::kLink, "CHANGÉ Paul") != nullptr);
    CHECK(app->find(Role::kLink, "ESSAI-3 Paul") == nullptr);
    REQUIRE(app->send_more(kLive, event(3, patient(99, "NOUVEAU", 1'795'200'000'001))));
    CHECK(app->find(Role::kLink, "NOUVEAU Paul") != nullptr);
    CHECK(app->shows("21 patients"));
    REQUIRE(app->send_more(
        kLive,
        "{\"event\":{\"id\":4,\"kind\":\"patient_gone\",\"patient_id\":\"99\"}}\n"
        "{\"event\":{\"id\":5,\"kind\":\"favourite\",\"patient_id\":\"4\",\"favourite\":true}}\n"
        "{\"event\":{\"id\":6,\"kind\":\"of_a_newer_build\"}}\n"));
    CHECK(app->find(Role::kLink, "NOUVEAU Paul") == nullptr);
    CHECK(app->shows("20 patients"));
    CHECK(app->find(Role::kButton, "Retirer des favoris") != nullptr);
    // Nobody asked for it: nothing is said.
    CHECK(app->page.said.size() == said);
    check_page(app);
  }
}

TEST_CASE("what this page has done itself comes back and moves nothing") {
  App app = in_list(5, "#/patients");
  REQUIRE(app->press(Role::kLink, "ESSAI-2 Paul"));
  app.answer_dossier("2", patient(2, "ESSAI-2", 1'795'199'940'000, R"(,"changes":[])"));
  app->resize(900, 800);
  REQUIRE(app->settle());
  REQUIRE(app->press(Role::kButton, "Ajouter aux favoris"));
  REQUIRE(app->answer("/api/spico/patients/2/favourite", 200, "{}"));
  REQUIRE(app->press(Role::kLink, "Retour à la liste"));
  REQUIRE(app->choose("Favoris", "oui"));
  CHECK(app->shows("1 patient"));
  REQUIRE(app->press(Role::kButton, "Retirer des favoris"));
  REQUIRE(app->answer("/api/spico/patients/2/favourite", 200, "{}"));
  // The row stays under the hand that took its star away until the filter is used again.
  REQUIRE(app->send_more(
      kLive, "{\"event\":{\"id\":5,\"kind\":\"favourite\",\"patient_id\":\"2\",\"favourite\":false}}\n"));
  CHECK(app->find(Role::kLink, "ESSAI-2 Paul") != nullptr);
  check_page(app);
}

TEST_CASE("the row that is read keeps its place on the screen when rows come in above it") {
  App app = in_list(500);
  const auto* scroller = scroller_of(app);
  REQUIRE(scroller != nullptr);
  app->app().on_input(spico::mirror::Scrolled{scroller->id, 0, 4000});
  REQUIRE(app->settle());
  const std::string name = all(app, Role::kLink)[10]->name;
  const int before = seen_at(app, name, 4000);  // a person scrolled: the page knows, the tree does not
  REQUIRE(app->send_more(kLive, event(2, patient(900, "NOUVEAU", 1'795'299'000'000)) +
                                    event(3, patient(901, "NOUVELLE", 1'795'299'000'001))));
  CHECK(seen_at(app, name, static_cast<int>(scroller_of(app)->scroll_y)) == before);
  // The row with the focus goes before the first one in sight.
  const auto headers = all(app, Role::kRowHeader);
  app->focus(headers[headers.size() / 2]->id);
  REQUIRE(app->settle());
  const auto focused = app->page.focused;
  const Element* cell = app->page.element(focused);
  const int y = app->page.element(cell->parent)->y - static_cast<int>(scroller_of(app)->scroll_y) * 4;
  REQUIRE(app->send_more(kLive, event(4, patient(902, "ENCORE", 1'795'299'000'002))));
  CHECK(app->page.focused == focused);
  cell = app->page.element(focused);
  CHECK(app->page.element(cell->parent)->y - static_cast<int>(scroller_of(app)->scroll_y) * 4 == y);
  check_page(app);
}

TEST_CASE("a list of which nothing is heard says how old it is, and no more once it is heard of") {
  App app = in_list(20);
  REQUIRE(app->end_body(kLive, HttpFailure::kCut));
  CHECK_FALSE(app->shows("Liste d'il y a"));
  for (int i = 0; i < 13; ++i) {
    app->advance(5'000);
    (void)app->fail(kLive, HttpFailure::kOffline);
  }
  CHECK(app->shows("Liste d'il y a une minute"));
  check_page(app);
  for (int i = 0; i < 24; ++i) {
    app->advance(5'000);
    (void)app->fail(kLive, HttpFailure::kOffline);
  }
  CHECK(app->shows("Liste d'il y a 3 minutes"));
  app->app().on_wake(Wake::kOnline);
  REQUIRE(app->settle());
  REQUIRE(app->send_part(kLive, "{\"live\":{\"last\":1,\"server_now\":1795300000000}}\n"));
  CHECK_FALSE(app->shows("Liste d'il y a"));
  check_page(app);
}

TEST_CASE("an answer that is late is said once, in the header or above a narrow page, until it is there") {
  for (const float width : {1280.0F, 390.0F}) {
    for (const bool html : {false, true}) {
      CAPTURE(width);
      CAPTURE(html);
      spico::app::Start start;
      start.html_version = html;
      App app = in_list(20, "#/patients", start);
      app->resize(width, 844);
      REQUIRE(app->settle());
      REQUIRE(app->press(Role::kLink, "BÉNAZET Zoé"));
      CHECK(app->wake_delay_ms == 4'000);
      int frames = app->frames;
      const std::size_t said = app->page.said.size();
      app->advance(3'999);
      CHECK(app->frames == frames);
      CHECK(app->wake_delay_ms == 1);
      app->advance(1);
      const bool is_wide = width > 700;
      CHECK(found(app, is_wide ? Role::kText : Role::kStatus, "Réponse lente").name.size() > 0);
      // The banner of a narrow page is a live region.
      CHECK(app->page.said.size() == said + (is_wide ? 1 : 0));
      if (is_wide) CHECK(app->page.said.back() == "Réponse lente");
      check_still_page(app);
      frames = app->frames;
      app->advance(1'000);
      CHECK(app->frames == frames);
      // A sign of life of the stream: it is not the network.
      REQUIRE(app->send_more(kLive, "{\"beat\":{\"last\":1,\"server_now\":1795300000000}}\n"));
      // The banner does not say itself again for that.
      CHECK(app->shows("Serveur lent") == is_wide);
      CHECK(app->shows("Réponse lente") != is_wide);
      CHECK(app->page.said.size() == said + (is_wide ? 1 : 0));
      app.answer_dossier("1", patient(1, "BÉNAZET", 1'795'200'000'000, R"(,"changes":[])"));
      CHECK_FALSE(app->shows("Serveur lent"));
      CHECK_FALSE(app->shows("Réponse lente"));
      CHECK(app->shows("en ligne") == is_wide);
      check_page(app);
    }
  }
}

TEST_CASE("late while the stream is cut: the network is slow") {
  App app = in_list(20);
  REQUIRE(app->end_body(kLive, HttpFailure::kCut));
  REQUIRE(app->press(Role::kLink, "BÉNAZET Zoé"));
  app->advance(4'000);
  CHECK(app->shows("Réseau lent"));
  check_still_page(app);
}

TEST_CASE("the other lists say how old they are too, and so does a discussion that stands alone") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_thread(facts);
    REQUIRE(app->end_body(kLive, HttpFailure::kCut));
    CHECK_FALSE(app->shows("d'il y a"));
    for (int i = 0; i < 13; ++i) {
      app->advance(5'000);
      (void)app->fail(kLive, HttpFailure::kOffline);
    }
    (void)app->fail("/api/session/activity", HttpFailure::kOffline);
    // Beside the list it is said once.
    CHECK(app->shows("Liste d'il y a une minute") == !html);
    CHECK(app->shows("Messages d'il y a une minute") == html);
    check_page(app);
    app->resize(390, 844);
    REQUIRE(app->settle());
    CHECK(app->shows("Messages d'il y a une minute"));
    check_page(app);
    REQUIRE(app->press(Role::kButton, "Notifications"));
    app.answer_notices();
    CHECK(app->shows("Liste d'il y a une minute"));
    check_page(app);
  }
}

TEST_CASE("a cut stream is asked for again from the last event, later each time, at once with the network") {
  App app = in_list(20);
  REQUIRE(app->send_more(kLive, event(7, patient(3, "CHANGÉ", 1'795'200'000'000))));
  REQUIRE(app->end_body(kLive, HttpFailure::kCut));
  CHECK(app->pending(kLive) == nullptr);
  app->advance(1'000);
  REQUIRE(app->pending(kLive) != nullptr);
  CHECK(app->pending(kLive)->request.path == "/api/spico/live?after=7");
  REQUIRE(app->fail(kLive, HttpFailure::kOffline));
  app->advance(900);
  CHECK(app->pending(kLive) == nullptr);
  app->advance(1'100);
  REQUIRE(app->pending(kLive) != nullptr);
  REQUIRE(app->fail(kLive, HttpFailure::kOffline));
  app->app().on_wake(Wake::kOnline);
  REQUIRE(app->settle());
  CHECK(app->pending(kLive) != nullptr);
}

TEST_CASE("what can no longer be mended by changes is loaded again, beside the list that stays until then") {
  App app = in_list(20);
  REQUIRE(app->send_more(kLive, "{\"resync\":{}}\n"));
  CHECK(app->pending(kLive) == nullptr);
  app->advance(4'000);
  CHECK_FALSE(app->shows("Réponse lente"));  // nobody waits for it
  REQUIRE(app->send_part("/api/spico/patients",
                         "{\"total\":2,\"revision\":9,\"professionals\":[],\"structures\":[]}\n"));
  CHECK(app->shows("20 patients"));
  // Cut in the middle: the last good list stays, and what happened is said.
  REQUIRE(app->end_body("/api/spico/patients", HttpFailure::kCut));
  CHECK(app->shows("20 patients"));
  CHECK(app->find(Role::kLink, "BÉNAZET Zoé") != nullptr);
  REQUIRE(app->press(Role::kButton, "Réessayer"));
  REQUIRE(app->answer("/api/spico/patients", 200, "not a list at all\n"));
  CHECK(app->shows("20 patients"));
  REQUIRE(app->press(Role::kButton, "Réessayer"));
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(3)));
  CHECK(app->shows("3 patients"));
  REQUIRE(app->pending(kLive) != nullptr);
  CHECK(app->pending(kLive)->request.path == "/api/spico/live?after=1");
}

TEST_CASE("a stream that is none of ours is given up and tried again; a signed-out session leaves") {
  App app = in_list(20);
  REQUIRE(app->send_more(kLive, "<html>\n"));
  CHECK(app->pending(kLive) == nullptr);
  app->advance(1'000);
  REQUIRE(app->pending(kLive) != nullptr);
  REQUIRE(app->answer(kLive, 401, error_json("signed_out")));
  CHECK(app->left_to.find("#/connexion") == 0);
}

TEST_CASE(
    "the open page of a patient follows what others change, and says when it may not be seen any more") {
  App app = in_list(20);
  app->resize(900, 800);
  REQUIRE(app->settle());
  REQUIRE(app->press(Role::kLink, "BÉNAZET Zoé"));
  app.answer_dossier("1", patient(1, "BÉNAZET", 1'795'200'000'000, R"(,"changes":[])"));
  REQUIRE(app->send_more(kLive, event(2, patient(1, "BÉNAZET", 1'795'200'000'001, R"(,"archived":true)"))));
  CHECK(app->shows("Dossier archivé"));
  check_page(app);
  REQUIRE(app->send_more(kLive, "{\"event\":{\"id\":4,\"kind\":\"patient_gone\",\"patient_id\":\"1\"}}\n"));
  CHECK(app->shows("Ce patient n'existe pas ou ne vous est pas ouvert."));
  CHECK_FALSE(app->shows("BÉNAZET"));
}
