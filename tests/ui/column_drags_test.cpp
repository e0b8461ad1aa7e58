// Headers of the list and their edges that are dragged, by a mouse and by a finger (WCAG 2.5.7:
// columns_test.cpp has the other ways).
#include <string>
#include <vector>

#include "tests/ui/column_steps.hpp"

using namespace journey;

TEST_CASE("an edge is dragged: what stands before it stays, what stands behind makes room") {
  App app = in_list(40);
  const auto before = width(app, "Thématiques"), identity = width(app, "Identité");
  const int sex_x = header(app, "Sexe").x;
  const Place edge = middle(app, edge_of(app, "Thématiques"));
  CHECK(edge_of(app, "Thématiques").width >= 24 * 4);
  drag(app, edge, 60);
  CHECK(width(app, "Thématiques") == before + 60);
  CHECK(width(app, "Identité") == identity);
  CHECK(header(app, "Sexe").x == sex_x);
  CHECK(app->page.said.back() == "Thématiques : largeur " + std::to_string(before + 60) + " pixels.");
  CHECK(kept_columns(app).find("thematiques:" + std::to_string(before + 60)) != std::string::npos);
  check_kept_page(app);
  // Not narrower than can be grasped again.
  drag(app, middle(app, edge_of(app, "Thématiques")), -2000);
  CHECK(width(app, "Thématiques") == 48);
  // A double press shows everything again.
  press(app, edge_of(app, "Thématiques").id, spico::mirror::kDouble);
  CHECK(width(app, "Thématiques") > 80);
  const std::string kept = kept_columns(app);
  // A press alone changes nothing; nor does a drag that the browser takes for its own.
  drag(app, middle(app, edge_of(app, "Sexe")), 0);
  CHECK(kept_columns(app) == kept);
  const Place sex = middle(app, edge_of(app, "Sexe"));
  app->app().on_input(PointerMoved{sex.x, sex.y});
  app->app().on_input(PointerButton{true});
  REQUIRE(app->settle());
  app->app().on_input(PointerMoved{sex.x + 40, sex.y});
  REQUIRE(app->settle());
  app->app().on_input(spico::mirror::PointerLeft{});
  app->app().on_input(PointerMoved{sex.x + 40, sex.y});
  app->app().on_input(PointerButton{false});
  REQUIRE(app->settle());
  CHECK(kept_columns(app) == kept);
  check_kept_page(app);
}

TEST_CASE("a press on the end of a header, within the edge's target, is the edge's") {
  App app = in_list(40);
  const auto before = width(app, "Thématiques");
  const std::vector<std::string> order = columns(app);
  for (const float beside : {-8.0F, 8.0F}) {
    CAPTURE(beside);
    const auto now = width(app, "Thématiques");
    const Place edge = middle(app, edge_of(app, "Thématiques"));
    drag(app, {edge.x + beside, edge.y}, 40);
    CHECK(width(app, "Thématiques") == now + 40);
  }
  CHECK(width(app, "Thématiques") == before + 80);
  CHECK(columns(app) == order);
}

TEST_CASE("Escape during a drag puts back what was dragged, and the press that follows does nothing") {
  App app = in_list(40);
  const auto hold = [&](const Element& element, float dx) {
    const Place from = middle(app, element);
    app->app().on_input(PointerMoved{from.x, from.y});
    app->app().on_input(PointerButton{true});
    REQUIRE(app->settle());
    app->app().on_input(PointerMoved{from.x + dx, from.y});
    REQUIRE(app->settle());
  };
  const auto give_up_and_release = [&](NodeId id, float x) {
    app->app().on_input(spico::mirror::KeyPressed{id, Key::kEscape, 0});
    REQUIRE(app->settle());
    app->app().on_input(PointerMoved{x, 200});
    REQUIRE(app->settle());
    app->app().on_input(PointerButton{false});
    REQUIRE(app->settle());
  };
  const auto before = width(app, "Thématiques");
  const std::vector<std::string> order = columns(app);
  const Element& edge = edge_of(app, "Thématiques");
  hold(edge, 60);
  CHECK(width(app, "Thématiques") == before + 60);
  app->app().on_input(spico::mirror::KeyPressed{edge.id, Key::kEscape, 0});
  REQUIRE(app->settle());
  CHECK(width(app, "Thématiques") == before);
  give_up_and_release(edge.id, 900);
  CHECK(width(app, "Thématiques") == before);

  const NodeId button = button_in(app, header(app, "Sexe"))->id;
  hold(*app->page.element(button), -200);
  give_up_and_release(button, 120);
  press(app, button, spico::mirror::kDragged);
  CHECK(columns(app) == order);
  CHECK(app->pending("/api/spico/preferences/columns") == nullptr);
  CHECK(app->location.empty());
  check_kept_page(app);
  // The next drag is one again.
  drag(app, middle(app, edge_of(app, "Thématiques")), 24);
  CHECK(width(app, "Thématiques") == before + 24);
}

TEST_CASE("a finger that is lifted ends its drag; one that the browser takes for scrolling gives it up") {
  App app = in_list(40);
  const auto before = width(app, "Thématiques");
  // As the page tells it: the place with each, and a finger leaves with its release. All in one busy frame.
  const auto slide = [&](float dx, bool is_taken) {
    const Place from = middle(app, edge_of(app, "Thématiques"));
    app->app().on_input(PointerMoved{from.x, from.y});
    app->app().on_input(PointerButton{true});
    app->app().on_input(PointerMoved{from.x + dx, from.y});
    if (is_taken) app->app().on_input(spico::mirror::PointerLeft{});
    app->app().on_input(PointerMoved{from.x + dx, from.y});
    app->app().on_input(PointerButton{false});
    app->app().on_input(spico::mirror::PointerLeft{});
    REQUIRE(app->settle());
  };
  slide(40, true);
  CHECK(width(app, "Thématiques") == before);
  slide(40, false);
  CHECK(width(app, "Thématiques") == before + 40);
  check_kept_page(app);
}

TEST_CASE("a header is dragged to another place, and does not sort on the way") {
  App app = in_list(40);
  const NodeId button = button_in(app, header(app, "Sexe"))->id;
  const Place from = middle(app, *app->page.element(button));
  const Place to = middle(app, header(app, "Identité"));
  drag(app, from, to.x - 20 - from.x);
  press(app, button, spico::mirror::kDragged);
  CHECK(columns(app)[0] == "Sexe");
  CHECK(columns(app)[1] == "Identité");
  CHECK(app->location.empty());
  CHECK(app->page.said.back() == "Sexe : colonne 1 sur 10.");
  check_kept_page(app);
  // «Actions» too, and back by a drag to the far left.
  const Element& actions = header(app, "Actions");
  drag(app, middle(app, actions), -1100);
  CHECK(columns(app)[0] == "Actions");
  // A hand that trembles presses.
  const NodeId statut = button_in(app, header(app, "Statuts"))->id;
  drag(app, middle(app, *app->page.element(statut)), 3);
  press(app, statut);
  CHECK(app->location == "#/patients?tri=statut");
  CHECK(columns(app)[0] == "Actions");
  check_kept_page(app);
}
