// The patient list, by role and name and by keyboard (product.md §5, accessibility.md §2.7, checks 16 and
// 17).
#include <algorithm>
#include <set>
#include <string>

#include "tests/ui/page_checks.hpp"

using namespace journey;
using spico::mirror::Key;
using spico::mirror::NumberField;

namespace {

const Element& grid(App& app) {
  const auto grids = all(app, Role::kGrid);
  REQUIRE(grids.size() == 1);
  return *grids.front();
}

const Element& grid_body(App& app) {
  const auto bodies = all(app, Role::kGridBody);
  REQUIRE(bodies.size() == 1);
  return *bodies.front();
}

/// aria-rowindex of the row that holds the focus; the header's is 1; 0 = not in a row.
int focused_row(App& app) {
  const Element* row = around(app, app->page.focused, Role::kRow);
  return row == nullptr ? 0 : number(*row, NumberField::kRowIndex);
}

int focused_column(App& app) {
  for (const Role role : {Role::kGridCell, Role::kRowHeader, Role::kColumnHeader}) {
    if (const Element* cell = around(app, app->page.focused, role))
      return number(*cell, NumberField::kColumnIndex);
  }
  return 0;
}

/// The elements of the grid's rows that Tab reaches.
std::vector<const Element*> tab_stops(App& app) {
  std::vector<const Element*> out;
  for (const Element* element : app->page.in_order()) {
    if (element->role == Role::kGridBody || around(app, element->id, Role::kGridBody) == nullptr) continue;
    if ((element->state & spico::mirror::kFocusable) != 0) out.push_back(element);
  }
  return out;
}

/// Tab from above: to the one cell in the order, around which only links and controls of its own row are.
void enter_grid(App& app) {
  const auto stops = tab_stops(app);
  REQUIRE_FALSE(stops.empty());
  const Element* row = around(app, stops.front()->id, Role::kRow);
  CHECK(stops.front()->role != Role::kButton);
  for (std::size_t i = 1; i < stops.size(); ++i) {
    CHECK((stops[i]->role == Role::kButton || stops[i]->role == Role::kLink));
    CHECK(around(app, stops[i]->id, Role::kRow) == row);
  }
  app->focus(stops.front()->id);
  REQUIRE(app->settle());
}

std::string text_in(App& app, spico::mirror::NodeId id) {
  std::string out = app->page.element(id)->name;
  for (const auto child : app->page.children(id)) out += " " + text_in(app, child);
  return out;
}

std::string first_name(App& app) {
  const auto headers = all(app, Role::kRowHeader);
  return headers.empty() ? "" : text_in(app, headers.front()->id);
}

const Element* header(App& app, std::string_view name) {
  for (const Element* element : all(app, Role::kColumnHeader)) {
    const Element* button = nullptr;
    for (const auto child : app->page.children(element->id)) {
      if (app->page.element(child)->role == Role::kButton) button = app->page.element(child);
    }
    if (element->name == name || (button != nullptr && button->name == name)) return element;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a grid that says how many rows and columns it has") {
  App app = in_list(40);
  CHECK(number(grid(app), NumberField::kRowCount) == 41);
  CHECK(number(grid(app), NumberField::kColumnCount) == 10);
  int column = 0;
  for (const char* name : {"Identité", "Date de naissance", "Sexe", "Thématiques", "Professionnels",
                           "Date de mise à jour", "Tâches", "Statuts", "Prochain RDV", "Actions"}) {
    CAPTURE(std::string{name});
    const Element* found = header(app, name);
    REQUIRE(found != nullptr);
    CHECK(number(*found, NumberField::kColumnIndex) == ++column);
  }
  int row = 1;
  for (const Element* element : all(app, Role::kRow))
    CHECK(number(*element, NumberField::kRowIndex) == row++);
  CHECK(first_name(app).find("BÉNAZET Zoé") != std::string::npos);
}

TEST_CASE("typing filters at once, «Effacer» undoes, the number is said") {
  App app = in_list(40);
  CHECK(app->shows("40 patients trouvés"));
  REQUIRE(app->type("Nom", "zoe benazet"));
  CHECK(app->shows("1 patient trouvé"));
  CHECK(app->find(Role::kTextField, "Nom")->value == "zoe benazet");
  CHECK(number(grid(app), NumberField::kRowCount) == 2);
  CHECK(app->location.empty());  // the address it was opened with still stands
  REQUIRE(app->type("Prénom", "paul"));
  CHECK(app->shows("Aucun patient trouvé"));
  CHECK(app->shows("Aucun patient ne correspond à cette recherche."));
  check_page(app);
  REQUIRE(app->press(Role::kButton, "Effacer"));
  CHECK(app->shows("40 patients trouvés"));
  CHECK(app->find(Role::kTextField, "Nom")->value.empty());
  CHECK(app->find(Role::kTextField, "Prénom")->value.empty());
  check_page(app);
}

TEST_CASE("a birth date filters while it is typed, and one that does not exist is named") {
  App app = in_list(40);
  REQUIRE(app->type("Date de naissance", "07/04"));
  CHECK(app->shows("1 patient trouvé"));
  REQUIRE(app->type("Date de naissance", "07/01/1970"));
  CHECK(app->shows("39 patients trouvés"));
  REQUIRE(app->type("Date de naissance", "31/02/1970"));
  CHECK(app->shows("Aucun patient trouvé"));
  const Element* field = app->find(Role::kTextField, "Date de naissance");
  REQUIRE(field != nullptr);
  CHECK((field->state & spico::mirror::kInvalid) != 0);
  CHECK(app->shows("Cette date n'existe pas."));
  check_page(app);
}

TEST_CASE("the search button and Enter say the number and go to the first row") {
  App app = in_list(40);
  REQUIRE(app->type("Nom", "essai"));
  const std::size_t said = app->page.said.size();
  SUBCASE("button") { REQUIRE(app->press(Role::kButton, "Rechercher les patients")); }
  SUBCASE("Enter") { REQUIRE(app->submit()); }
  REQUIRE(app->page.said.size() > said);
  CHECK(app->page.said.back() == "39 patients trouvés");
  CHECK(focused_row(app) == 2);
}

TEST_CASE("coded filters go into the address, what was typed does not") {
  App app = in_list(40);
  REQUIRE(app->type("Nom", "essai"));
  REQUIRE(app->press(Role::kCheckbox, "H"));
  CHECK(app->location == "#/patients?sexe=H");
  REQUIRE(app->choose("Archivés", "tous"));
  CHECK(app->location == "#/patients?sexe=H&archives=tous");
  for (const char* personal : {"essai", "ESSAI", "BÉNAZET", "1956"}) {
    CHECK(app->location.find(personal) == std::string::npos);
    CHECK(app->page.title.find(personal) == std::string::npos);
  }
  app->app().on_location("#/patients");
  REQUIRE(app->settle());
  CHECK((app->find(Role::kCheckbox, "H")->state & spico::mirror::kChecked) == 0);
  CHECK(app->find(Role::kTextField, "Nom")->value == "essai");
}

TEST_CASE("every header sorts, both ways, and says which") {
  for (const char* name : {"Identité", "Date de naissance", "Sexe", "Thématiques", "Professionnels", "Tâches",
                           "Statuts", "Prochain RDV"}) {
    CAPTURE(std::string{name});
    App app = in_list(12);
    const auto sort_state = [&](const char* which) {
      return header(app, which)->state & (spico::mirror::kSortAscending | spico::mirror::kSortDescending);
    };
    CHECK(sort_state("Date de mise à jour") == spico::mirror::kSortDescending);
    CHECK(sort_state(name) == 0);
    const std::size_t said = app->page.said.size();
    REQUIRE(app->press(Role::kButton, name));
    const auto first = sort_state(name);
    CHECK(first != 0);
    CHECK(sort_state("Date de mise à jour") == 0);
    CHECK(app->page.said.size() == said + 1);
    REQUIRE(app->press(Role::kButton, name));
    const auto second = sort_state(name);
    CHECK(second != 0);
    CHECK(second != first);
  }
  App app = in_list(12);
  REQUIRE(app->press(Role::kButton, "Identité"));
  CHECK(first_name(app).find("BÉNAZET Zoé") != std::string::npos);
  CHECK(app->location == "#/patients?tri=identite");
  REQUIRE(app->press(Role::kButton, "Identité"));
  CHECK(first_name(app).find("ESSAI-9") != std::string::npos);
  CHECK(kept_columns(app).find(R"("sort":"-identite")") != std::string::npos);
  check_page(app);
}

TEST_CASE("one row in the order of Tab; arrows, Home, End, Page, Ctrl move in the grid") {
  App app = in_list(200);
  enter_grid(app);
  CHECK(focused_row(app) == 2);
  CHECK(focused_column(app) == 1);
  REQUIRE(app->key(Key::kDown));
  CHECK(focused_row(app) == 3);
  REQUIRE(app->key(Key::kRight));
  CHECK(focused_column(app) == 2);
  const auto stops = tab_stops(app);
  CHECK(std::count_if(stops.begin(), stops.end(),
                      [&](const Element* each) { return each->id == app->page.focused; }) == 1);
  REQUIRE(app->key(Key::kEnd));
  CHECK(focused_column(app) == 10);
  CHECK(focused_row(app) == 3);
  REQUIRE(app->key(Key::kRight));
  CHECK(focused_column(app) == 10);
  REQUIRE(app->key(Key::kHome));
  CHECK(focused_column(app) == 1);
  REQUIRE(app->key(Key::kLeft));
  CHECK(focused_column(app) == 1);
  REQUIRE(app->key(Key::kPageDown));
  const int page = focused_row(app);
  CHECK(page > 5);
  REQUIRE(app->key(Key::kPageUp));
  CHECK(focused_row(app) == 3);
  REQUIRE(app->key(Key::kEnd, spico::mirror::kControl));
  CHECK(focused_row(app) == 201);
  CHECK(focused_column(app) == 10);
  REQUIRE(app->key(Key::kDown));
  CHECK(focused_row(app) == 201);
  REQUIRE(app->key(Key::kHome, spico::mirror::kControl));
  CHECK(focused_row(app) == 2);
  CHECK(focused_column(app) == 1);
  check_page(app);
}

TEST_CASE("what has the focus is in sight") {
  App app = in_list(500);
  enter_grid(app);
  std::set<int> rows;
  for (const auto& [key, times] :
       {std::pair{Key::kDown, 40}, std::pair{Key::kPageDown, 5}, std::pair{Key::kUp, 30}}) {
    for (int i = 0; i < times; ++i) REQUIRE(app->key(key));
    const Element* row = around(app, app->page.focused, Role::kRow);
    REQUIRE(row != nullptr);
    rows.insert(number(*row, NumberField::kRowIndex));
    const Element* scroller = app->page.element(row->parent);
    while (scroller != nullptr && (scroller->state & spico::mirror::kScroller) == 0)
      scroller = app->page.element(scroller->parent);
    REQUIRE(scroller != nullptr);
    CHECK(row->y >= scroller->scroll_y * 4 - 4);
    CHECK(row->y + row->height <= scroller->scroll_y * 4 + scroller->height + 4);
  }
  CHECK(rows.size() == 3);
}

TEST_CASE("the focus stays on its patient when the order changes") {
  App app = in_list(30);
  enter_grid(app);
  for (int i = 0; i < 4; ++i) REQUIRE(app->key(Key::kDown));
  const auto focused = app->page.focused;
  const std::string name = text_in(app, focused);
  app->app().on_location("#/patients?-tri=identite");
  REQUIRE(app->settle());
  REQUIRE(app->page.element(focused) != nullptr);
  CHECK(text_in(app, focused) == name);
  CHECK(app->page.focused == focused);
  check_page(app);
}

TEST_CASE("a hundred thousand rows: all counted, a window of them mirrored") {
  App app = in_list(100'000);
  CHECK(app->shows("100\u00A0000 patients trouvés"));
  CHECK(number(grid(app), NumberField::kRowCount) == 100'001);
  CHECK(all(app, Role::kRow).size() <= 80);
  enter_grid(app);
  for (int i = 0; i < 1000; ++i) REQUIRE(app->key(Key::kDown));
  CHECK(focused_row(app) == 1002);
  CHECK(all(app, Role::kRow).size() <= 80);
  REQUIRE(app->key(Key::kEnd, spico::mirror::kControl));
  CHECK(focused_row(app) == 100'001);
  CHECK(all(app, Role::kRow).size() <= 80);
  // The last row lies where the first one's place and the rows' height say, to the quarter of a pixel.
  const Element* last = around(app, app->page.focused, Role::kRow);
  REQUIRE(last != nullptr);
  CHECK(last->y == 99'999 * last->height);
  check_page(app);
}

TEST_CASE("scrolling shows other rows and moves none that stay") {
  App app = in_list(1000);
  const Element* scroller = nullptr;
  for (const Element* element : app->page.in_order()) {
    if ((element->state & spico::mirror::kScroller) != 0 &&
        around(app, grid_body(app).id, Role::kGrid) != nullptr &&
        (element->id == grid_body(app).id || around(app, grid_body(app).id, element->role) == element)) {
      scroller = element;
    }
  }
  REQUIRE(scroller != nullptr);
  const auto id = scroller->id;
  const auto places = [&] {
    std::map<spico::mirror::NodeId, std::pair<int, int>> out;
    for (const Element* row : all(app, Role::kRow)) out[row->id] = {row->x, row->y};
    return out;
  };
  for (const float y : {30.F, 61.5F, 400.F, 12'345.F, 0.F}) {
    CAPTURE(y);
    const auto before = places();
    scroll(app, id, y);
    const auto after = places();
    for (const auto& [row, place] : after) {
      const auto old = before.find(row);
      if (old != before.end()) CHECK(old->second == place);
    }
    // What is in sight is there.
    int in_sight = 0;
    for (const Element* row : all(app, Role::kRow)) {
      if (number(*row, NumberField::kRowIndex) > 1 && row->y + row->height > static_cast<int>(y * 4) &&
          row->y < static_cast<int>(y * 4) + app->page.element(id)->height) {
        ++in_sight;
      }
    }
    CHECK(in_sight * all(app, Role::kRow).back()->height >=
          app->page.element(id)->height - all(app, Role::kRow).back()->height);
    check_page(app);
  }
}

TEST_CASE("rows lend their elements while scrolling, but never between a press and its click") {
  App app = in_list(1000);
  const Element* scroller = nullptr;
  for (const Element* element : app->page.in_order()) {
    if ((element->state & spico::mirror::kScroller) != 0 && !app->page.children(element->id).empty())
      scroller = element;
  }
  REQUIRE(scroller != nullptr);
  const auto id = scroller->id;
  const auto lent_by_scrolling_to = [&](float y) {
    const std::size_t before = app->page.reused;
    scroll(app, id, y);
    return app->page.reused - before;
  };
  CHECK(lent_by_scrolling_to(400) > 50);
  app->app().on_input(spico::mirror::PointerButton{true});
  CHECK(lent_by_scrolling_to(800) == 0);
  app->app().on_input(spico::mirror::PointerButton{false});
  CHECK(lent_by_scrolling_to(1200) == 0);
  app->advance(600);
  CHECK(lent_by_scrolling_to(1600) > 50);
  check_page(app);
}

TEST_CASE("a focused row stays in the page while it is scrolled out of sight") {
  App app = in_list(1000);
  enter_grid(app);
  const auto focused = app->page.focused;
  scroll(app, grid_body(app).id, 20'000);
  CHECK(app->page.element(focused) != nullptr);
  CHECK(app->page.focused == focused);
  CHECK(focused_row(app) == 2);
}

TEST_CASE("a star by keyboard: at once, said, turned back when refused") {
  App app = in_list(10);
  enter_grid(app);
  REQUIRE(app->key(Key::kEnd));
  const Element* star = app->page.element(app->page.focused);
  REQUIRE(star != nullptr);
  if (star->role != Role::kButton) {
    // The cell has the focus: its control is inside.
    star = app->page.element(app->page.children(star->id).front());
  }
  REQUIRE(star->role == Role::kButton);
  CHECK(star->name == "Ajouter aux favoris");
  // Enter and Space on a button are a click of the page.
  const auto id = star->id;
  app->app().on_input(spico::mirror::Clicked{id});
  REQUIRE(app->settle());
  REQUIRE(app->pending("/api/spico/patients/1/favourite") != nullptr);
  CHECK(app->pending("/api/spico/patients/1/favourite")->request.body == R"({"favourite":true})");
  CHECK(app->page.element(id)->name == "Retirer des favoris");
  CHECK(app->page.said.back() == "Ajouté aux favoris.");
  // A fault may pass: the star stays as it is wanted, and that it is not kept yet is said and seen.
  REQUIRE(app->answer("/api/spico/patients/1/favourite", 500, "{}"));
  CHECK(app->page.element(id)->name == "Retirer des favoris");
  CHECK(app->page.said.back().starts_with("Pas encore enregistré"));
  CHECK(app->shows("Pas encore enregistré"));
  check_page(app);
  app->advance(2'000);
  REQUIRE(app->settle());
  REQUIRE(app->pending("/api/spico/patients/1/favourite") != nullptr);
  REQUIRE(app->answer("/api/spico/patients/1/favourite", 403, error_json("forbidden")));
  CHECK(app->page.element(id)->name == "Ajouter aux favoris");
  CHECK_FALSE(app->shows("Pas encore enregistré"));
  CHECK(app->find(Role::kRegion, "Notification") != nullptr);  // why not
  check_page(app);
}

TEST_CASE("«Rechercher un patient» is open on a desktop and closed on a phone") {
  App app = in_list(10);
  const Element* panel = app->find(Role::kButton, "Rechercher un patient");
  REQUIRE(panel != nullptr);
  CHECK((panel->state & spico::mirror::kHasExpanded) != 0);
  CHECK((panel->state & spico::mirror::kExpanded) != 0);
  CHECK(app->find(Role::kTextField, "Nom") != nullptr);
  REQUIRE(app->press(Role::kButton, "Rechercher un patient"));
  CHECK((app->find(Role::kButton, "Rechercher un patient")->state & spico::mirror::kExpanded) == 0);
  CHECK(app->find(Role::kTextField, "Nom") == nullptr);
  check_page(app);

  app->resize(390, 844);
  REQUIRE(app->settle());
  CHECK((app->find(Role::kButton, "Rechercher un patient")->state & spico::mirror::kExpanded) == 0);
  REQUIRE(app->press(Role::kButton, "Rechercher un patient"));
  REQUIRE(app->type("Nom", "benazet"));
  CHECK(app->shows("1 patient trouvé"));
  check_page(app);
}

TEST_CASE("cards on a phone: the same patients, the same names, a keyboard that works") {
  App app = in_list(100);
  app->resize(390, 844);
  REQUIRE(app->settle());
  CHECK(app->shows("BÉNAZET Zoé"));
  CHECK(all(app, Role::kRow).size() < 80);
  for (const Element* row : all(app, Role::kRow)) CHECK(row->width <= 390 * 4);
  enter_grid(app);
  const int first = focused_row(app);
  REQUIRE(app->key(Key::kDown));
  CHECK(focused_row(app) == first + 1);
  check_page(app);
}

TEST_CASE("names that the font cannot draw are painted by the page") {
  App app("#/patients", kInSpico);
  REQUIRE(app->answer("/api/spico/patients", 200,
                      "{\"total\":2,\"revision\":1,\"professionals\":[],\"structures\":[]}\n"
                      "{\"id\":\"1\",\"birth_name\":\"أحمد\",\"sex\":\"H\",\"statut\":\"actif\",\"updated_"
                      "at\":2,\"test\":true}\n"
                      "{\"id\":\"2\",\"birth_name\":\"ΓΙΏΡΓΟΣ\",\"sex\":\"H\",\"statut\":\"actif\",\"updated_"
                      "at\":1,\"test\":true}\n"
                      "{\"end\":true,\"count\":2}\n"));
  int painted = 0;
  for (const Element* element : app->page.in_order()) {
    const bool is_name =
        element->name.find("أحمد") != std::string::npos || element->name.find("ΓΙΏΡΓΟΣ") != std::string::npos;
    if (is_name && element->role == Role::kPainted) ++painted;
  }
  CHECK(painted == 2);
  check_page(app);
}

TEST_CASE(
    "printed: every row up to 2,000, who printed it and what it was filtered by; then the window again") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start start;
    start.html_version = html;
    App app = in_list(300, "#/patients?sexe=H", start);
    REQUIRE(app->type("Nom", "e"));
    const int rows = number(grid(app), NumberField::kRowCount);
    REQUIRE(rows > 130);
    const std::size_t on_screen = all(app, Role::kRow).size();
    CHECK(on_screen < static_cast<std::size_t>(rows));
    CHECK_FALSE(app->shows("Imprimé par"));
    app->app().on_wake(spico::app::Wake::kPrint);
    app->app().frame();
    CHECK(all(app, Role::kRow).size() == static_cast<std::size_t>(rows));
    CHECK(app->shows("Imprimé par Camille TEST le "));
    CHECK(app->shows("Filtres : Hommes dont le nom contient «\u00A0e\u00A0»"));
    check_audits();
    app->app().on_wake(spico::app::Wake::kPrinted);
    REQUIRE(app->answer("/api/spico/patients/exported", 200, "{}"));
    REQUIRE(app->settle());
    CHECK(all(app, Role::kRow).size() == on_screen);
    CHECK_FALSE(app->shows("Imprimé par"));
    check_page(app);
  }
}

TEST_CASE("printed: of a longer list the first 2,000, and it says so") {
  App app = in_list(2100);
  app->app().on_wake(spico::app::Wake::kPrint);
  app->app().frame();
  CHECK(all(app, Role::kRow).size() == 2001);
  CHECK(app->shows("Seuls les 2\u00A0000 premiers"));
  CHECK(app->shows("Sans filtre"));
}
