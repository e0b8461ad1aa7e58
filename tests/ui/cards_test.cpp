// The list on a phone: a card a patient, with what the columns of a desk say and do.
#include <algorithm>

#include "tests/ui/page_checks.hpp"

using namespace journey;

namespace {

constexpr float kWidths[] = {320.0F, 390.0F};
constexpr int kPixel = 4;  // places are quarters of one

constexpr std::string_view kFullRow =
    R"("sex":"F","birth_date":"1956-04-07","identity_status":"qualifiee","thematiques":["icope","diabete"],"statut":"actif",)"
    R"("tasks_open":12,"tasks_late":2,"next_appointment":1795372000000,"updated_at":1795200000000)";

// One who is as full as can be, one with a long name, one who is no test and has nothing new.
App on_phone(float width) {
  App app("#/patients", kInSpico);
  const auto line = [](std::string_view id, std::string_view name, std::string_view rest) {
    return R"({"id":")" + std::string(id) + R"(","birth_name":")" + std::string(name) +
           R"(","given_names":"Zoé Anne","first_given_name":"Zoé",)" + std::string(kFullRow) +
           std::string(rest) + "}\n";
  };
  REQUIRE(app->answer("/api/spico/patients", 200,
                      R"({"total":3,"revision":1,"professionals":[],"structures":[]})"
                      "\n" +
                          line("1", "BÉNAZET", R"(,"test":true,"changed":true)") +
                          line("2", "DARNAUD-GAILLARD BERTHOMIEU", R"(,"test":true,"flags":["ins_key"])") +
                          line("3", "ESSAI", "") + R"({"end":true,"count":3})" + "\n"));
  app->resize(width, 844);
  REQUIRE(app->settle());
  return app;
}

bool overlap(const Element& a, const Element& b) {
  return a.x + kPixel < b.x + b.width && b.x + kPixel < a.x + a.width && a.y + kPixel < b.y + b.height &&
         b.y + kPixel < a.y + a.height;
}

// What stands in one card and is seen.
std::vector<const Element*> seen_in(App& app, const Element& card) {
  std::vector<const Element*> seen;
  for (const auto child : app->page.children(card.id)) {
    const Element* element = app->page.element(child);
    if ((element->state & spico::mirror::kOffscreen) == 0) seen.push_back(element);
  }
  return seen;
}

void check_cards(App& app) {
  for (const Element* card : all(app, Role::kRowHeader)) {
    const auto seen = seen_in(app, *card);
    CHECK(seen.size() >= 4);
    for (std::size_t i = 0; i < seen.size(); ++i) {
      CAPTURE(seen[i]->name);
      CHECK(seen[i]->x >= 0);
      CHECK(seen[i]->y >= 0);
      CHECK(seen[i]->x + seen[i]->width <= card->width + kPixel);
      CHECK(seen[i]->y + seen[i]->height <= card->height + kPixel);
      if (seen[i]->role == Role::kButton) {
        CHECK(seen[i]->width >= 44 * kPixel);
        CHECK(seen[i]->height >= 44 * kPixel);
      }
      for (std::size_t j = i + 1; j < seen.size(); ++j) {
        CAPTURE(seen[j]->name);
        CHECK_FALSE(overlap(*seen[i], *seen[j]));
      }
    }
  }
}

}  // namespace

TEST_CASE("on a phone nothing in a card overlaps, and each action is as large as a finger") {
  for (const float width : kWidths) {
    CAPTURE(width);
    App app = on_phone(width);
    CHECK(all(app, Role::kRowHeader).size() == 3);
    check_cards(app);
    check_page(app);
    REQUIRE(app->press(Role::kButton, "Rechercher un patient"));
    REQUIRE(app->type("Nom", "anne"));  // why they are found takes its place too
    CHECK(app->shows("autre prénom : ANNE"));
    check_cards(app);
    check_page(app);
  }
}

TEST_CASE("late tasks are told on each card, and seen where there is room") {
  for (const float width : kWidths) {
    CAPTURE(width);
    App app = on_phone(width);
    int told = 0, seen = 0;
    for (const Element* element : all(app, Role::kText)) {
      if (element->name.find("en retard") == std::string::npos) continue;
      ++told;
      seen += (element->state & spico::mirror::kOffscreen) == 0 ? 1 : 0;
    }
    CHECK(told == 3);
    CHECK(seen >= (width < 350 ? 3 : 1));
    CHECK(app->shows("2 tâches en retard"));
  }
}

TEST_CASE("on a phone a card's menu archives, prints and opens the discussion") {
  for (const float width : kWidths) {
    CAPTURE(width);
    App app = on_phone(width);
    const auto open_menu = [&] {
      const auto buttons = all(app, Role::kButton);
      const auto first = std::find_if(buttons.begin(), buttons.end(),
                                      [](const Element* each) { return each->name == "Autres actions"; });
      REQUIRE(first != buttons.end());
      app->app().on_input(spico::mirror::Clicked{(*first)->id, 0});
      REQUIRE(app->settle());
      for (const char* item : {"Ouvrir la discussion", "Archiver", "Imprimer"})
        CHECK(app->find(Role::kMenuItem, item) != nullptr);
    };
    open_menu();
    check_page(app);
    REQUIRE(app->press(Role::kMenuItem, "Archiver"));
    CHECK(app->pending("/api/spico/patients/1/archived") != nullptr);
    CHECK(app->shows("2 patients trouvés"));
    REQUIRE(app->answer("/api/spico/patients/1/archived", 200, "{}"));
    open_menu();
    REQUIRE(app->press(Role::kMenuItem, "Imprimer"));
    CHECK(app->location == "#/patients/2");
  }
}

TEST_CASE("on a phone the keys for a context menu open the menu of a card") {
  App app = on_phone(390);
  const auto card = all(app, Role::kRowHeader)[1]->id;
  app->focus(card);
  REQUIRE(app->settle());
  REQUIRE(app->key(spico::mirror::Key::kMenu));
  CHECK(app->page.focused == found(app, Role::kMenuItem, "Ouvrir la discussion").id);
  check_page(app);
  REQUIRE(app->key(spico::mirror::Key::kEscape));
  CHECK(all(app, Role::kMenu).empty());
  CHECK(app->page.focused == card);
}

TEST_CASE("on a phone the list is sorted by a choice, both ways; a desk has headers for that") {
  App app = on_phone(390);
  REQUIRE(app->press(Role::kButton, "Rechercher un patient"));
  const Element* sort = app->find(Role::kSelect, "Trier par");
  REQUIRE(sort != nullptr);
  const auto label_of_choice = [&](std::string_view label) {
    for (const auto child : app->page.children(app->find(Role::kSelect, "Trier par")->id)) {
      if (app->page.element(child)->name == label) return app->page.element(child)->value;
    }
    return std::string("no such choice");
  };
  CHECK(sort->value == label_of_choice("Date de mise à jour (décroissant)"));
  REQUIRE(app->choose("Trier par", label_of_choice("Identité (décroissant)")));
  CHECK(app->location == "#/patients?tri=-identite");
  const auto name_of = [&](std::size_t row) {
    for (const auto child : app->page.children(all(app, Role::kRowHeader)[row]->id)) {
      if (app->page.element(child)->role == Role::kLink) return app->page.element(child)->name;
    }
    return std::string{};
  };
  CHECK(name_of(0) == "ESSAI Zoé");
  CHECK(name_of(2) == "BÉNAZET Zoé");
  REQUIRE(app->choose("Trier par", label_of_choice("Identité")));
  CHECK(app->location == "#/patients?tri=identite");
  CHECK(name_of(0) == "BÉNAZET Zoé");
  (void)kept_columns(app);
  check_page(app);
  app->resize(1280, 844);
  REQUIRE(app->settle());
  CHECK(app->find(Role::kSelect, "Trier par") == nullptr);
}
