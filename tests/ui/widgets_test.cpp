// Every widget in the gallery, by role and name: keys, states, one action a press (issue «Widgets»,
// accessibility.md §2.9).
#include <doctest/doctest.h>

#include "tests/ui/page_checks.hpp"
#include "ui/gallery_view.hpp"

namespace journey {
namespace {

using spico::mirror::Key;
using spico::mirror::NodeId;
using spico::mirror::NumberField;
using spico::mirror::ReferField;

App gallery(const spico::app::Start& facts = {}, const Stage& stage = kSignedOut) {
  App app("#/galerie", stage, facts, &spico::ui::gallery_view);
  REQUIRE(app->settle());
  return app;
}

int actions(App& app) {
  for (const Element* element : app->page.in_order()) {
    const auto at = element->name.find(" actions, la dernière : ");
    if (at != std::string::npos) return std::stoi(element->name.substr(0, at));
  }
  return -1;
}

// Fails unless this did exactly one thing.
template <typename Act>
void once(App& app, Act&& act) {
  const int before = actions(app);
  REQUIRE(act());
  REQUIRE(app->settle());
  CHECK(actions(app) == before + 1);
}

bool has(const Element& element, std::uint32_t state) { return (element.state & state) != 0; }

void focus(App& app, Role role, std::string_view name) {
  app->focus(found(app, role, name).id);
  REQUIRE(app->settle());
}

std::string focused_name(App& app) {
  const Element* element = app->page.element(app->page.focused);
  return element == nullptr ? std::string{} : element->name;
}

std::string active_option(App& app, std::string_view field) {
  const auto& references = found(app, Role::kTextField, field).references;
  const auto at = references.find(ReferField::kActiveDescendant);
  const Element* option = at == references.end() ? nullptr : app->page.element(at->second);
  return option == nullptr ? std::string{} : option->name;
}

constexpr std::string_view kCombo = "Choix multiple : vide";

}  // namespace

TEST_CASE(
    "the gallery shows every widget, drawn and recorded alike, in both languages, faces and any width") {
  for (const char* language : {"fr-FR", "en-GB"}) {
    for (const bool html : {false, true}) {
      spico::app::Start facts;
      facts.browser_language = language;
      facts.html_version = html;
      App app = gallery(facts);
      CHECK(app->page.title.find(language[0] == 'f' ? "Galerie des composants" : "Gallery of widgets") == 0);
      for (const float width : {320.0F, 768.0F, 1280.0F}) {
        CAPTURE(width);
        app->resize(width, 800);
        check_page(app);
      }
    }
  }
}

TEST_CASE("a build without the gallery has no such screen") {
  {
    App app("#/galerie", kStrong);
    REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
    CHECK(app->find(Role::kHeading, "Kiosque des services") != nullptr);
  }
  App app("#/galerie");
  CHECK(app->find(Role::kTextField, "Identifiant") != nullptr);
  CHECK_FALSE(app->shows("Galerie des composants"));
}

TEST_CASE("buttons act once, disabled and busy ones not at all") {
  App app = gallery();
  for (const char* name : {"Bouton principal : normal", "Bouton : survolé", "Bouton discret : appuyé",
                           "Bouton de danger : avec le focus", "Bouton icône : normal", "Ajouter un document",
                           "Lettre de liaison TEST", "Bouton avec bulle", "Enregistrer"}) {
    CAPTURE(std::string(name));
    once(app, [&] { return app->press(Role::kButton, name); });
  }
  const int before = actions(app);
  for (const char* name : {"Bouton principal : désactivé", "Bouton : occupé", "Bouton icône : désactivé"}) {
    const Element& button = found(app, Role::kButton, name);
    CHECK(has(button, spico::mirror::kDisabled));
    CHECK(has(button, spico::mirror::kFocusable));
    REQUIRE(app->press(Role::kButton, name));
  }
  CHECK(has(found(app, Role::kButton, "Bouton : occupé"), spico::mirror::kBusy));
  CHECK(actions(app) == before);
  CHECK(has(found(app, Role::kButton, "Bouton icône : normal"), spico::mirror::kPressed));
}

TEST_CASE("a combo box opens by arrow, key or press, finds as one types, and takes several") {
  App app = gallery();
  focus(app, Role::kTextField, kCombo);
  CHECK(app->find(Role::kListBox, kCombo) == nullptr);
  CHECK_FALSE(has(found(app, Role::kTextField, kCombo), spico::mirror::kExpanded));
  REQUIRE(app->key(Key::kDown));
  CHECK(has(found(app, Role::kTextField, kCombo), spico::mirror::kExpanded));
  CHECK(has(found(app, Role::kListBox, kCombo), spico::mirror::kMultiple));
  CHECK(found(app, Role::kTextField, kCombo).references.at(ReferField::kRefersTo) ==
        found(app, Role::kListBox, kCombo).id);
  const std::string first = active_option(app, kCombo);
  REQUIRE(app->key(Key::kDown));
  CHECK(active_option(app, kCombo) != first);
  REQUIRE(app->key(Key::kUp));
  REQUIRE(app->key(Key::kUp));
  const std::string last = active_option(app, kCombo);
  CHECK(last == all(app, Role::kListBoxOption).back()->name);  // round the end
  REQUIRE(app->key(Key::kPageUp));
  CHECK(active_option(app, kCombo) != last);
  check_page(app);

  REQUIRE(app->type(kCombo, "herau"));
  REQUIRE(all(app, Role::kListBoxOption).size() == 1);
  CHECK(active_option(app, kCombo) == "34 Hérault");
  once(app, [&] { return app->key(Key::kEnter); });
  CHECK(found(app, Role::kTextField, kCombo).value.empty());
  CHECK(has(found(app, Role::kListBoxOption, "34 Hérault"), spico::mirror::kSelected));
  CHECK(app->find(Role::kButton, "Retirer 34 Hérault") != nullptr);
  once(app, [&] { return app->press(Role::kListBoxOption, "31 Haute-Garonne"); });
  CHECK(app->find(Role::kButton, "Retirer 31 Haute-Garonne") != nullptr);
  check_page(app);

  // Escape closes the list and leaves the chips; the focus never left the field.
  REQUIRE(app->key(Key::kEscape));
  CHECK(app->find(Role::kListBox, kCombo) == nullptr);
  CHECK(app->page.focused == found(app, Role::kTextField, kCombo).id);
  CHECK(app->find(Role::kButton, "Retirer 34 Hérault") != nullptr);

  // A second time takes it back.
  REQUIRE(app->type(kCombo, "34"));
  once(app, [&] { return app->key(Key::kEnter); });
  CHECK(app->find(Role::kButton, "Retirer 34 Hérault") == nullptr);

  REQUIRE(app->type(kCombo, "zzz"));
  CHECK(app->find(Role::kListBoxOption, "Aucun choix ne correspond.") != nullptr);
  CHECK(active_option(app, kCombo).empty());
  REQUIRE(app->key(Key::kEscape));
  REQUIRE(app->key(Key::kEscape));
  CHECK(found(app, Role::kTextField, kCombo).value.empty());
}

TEST_CASE("a combo box that is left forgets what was typed; a chip's button gives the choice up") {
  App app = gallery();
  REQUIRE(app->type(kCombo, "herau"));
  CHECK(app->find(Role::kListBox, kCombo) != nullptr);
  focus(app, Role::kTextField, "Texte : normal");
  CHECK(app->find(Role::kListBox, kCombo) == nullptr);
  CHECK(found(app, Role::kTextField, kCombo).value.empty());

  std::vector<std::string> removals;
  const NodeId chips = found(app, Role::kList, "Choix multiple : rempli").id;
  for (const Element* button : all(app, Role::kButton)) {
    const Element* list = around(app, button->id, Role::kList);
    if (list != nullptr && list->id == chips) removals.push_back(button->name);
  }
  REQUIRE(removals.size() == 3);
  focus(app, Role::kButton, removals[0]);
  once(app, [&] { return app->press(Role::kButton, removals[0]); });
  CHECK(focused_name(app) == removals[1]);
  once(app, [&] { return app->press(Role::kButton, removals[2]); });
  once(app, [&] { return app->press(Role::kButton, removals[1]); });
  CHECK(focused_name(app) == "Choix multiple : rempli");
  CHECK(app->find(Role::kList, "Choix multiple : rempli") == nullptr);
  CHECK(has(found(app, Role::kTextField, "Choix multiple : désactivé"), spico::mirror::kDisabled));
  CHECK(has(found(app, Role::kTextField, "Choix multiple : en erreur"), spico::mirror::kInvalid));
  check_page(app);
}

namespace {

const Element& picker_button(App& app) {
  for (const Element* button : all(app, Role::kButton)) {
    if (button->name == "Choisir une date" && button->description == "Date : normal") return *button;
  }
  FAIL("no button of the calendar");
  return *all(app, Role::kButton).front();
}

void open_picker(App& app) {
  const Element& button = picker_button(app);
  CHECK(has(button, spico::mirror::kHasDialog));
  app->focus(button.id);
  app->app().on_input(spico::mirror::Clicked{button.id, 0});
  REQUIRE(app->settle());
  REQUIRE(app->find(Role::kDialog, "Calendrier") != nullptr);
  // As the page tells it.
  app->focus(app->page.focused);
  REQUIRE(app->settle());
}

std::string focused_day(App& app) {
  const Element* element = app->page.element(app->page.focused);
  return element == nullptr ? std::string{} : element->description;
}

}  // namespace

TEST_CASE("the calendar opens on the typed day, moves by keys, and gives the focus back") {
  App app = gallery();
  open_picker(app);
  CHECK(has(found(app, Role::kDialog, "Calendrier"), spico::mirror::kModal));
  CHECK(focused_day(app) == "samedi 7 avril 1956");
  CHECK(has(*app->page.element(app->page.focused), spico::mirror::kSelected));
  CHECK(app->find(Role::kGrid, "avril 1956") != nullptr);
  check_page(app);
  struct Step {
    Key key;
    std::uint8_t modifiers;
    const char* day;
  };
  for (const Step& step :
       {Step{Key::kRight, 0, "dimanche 8 avril 1956"}, Step{Key::kDown, 0, "dimanche 15 avril 1956"},
        Step{Key::kHome, 0, "lundi 9 avril 1956"}, Step{Key::kEnd, 0, "dimanche 15 avril 1956"},
        Step{Key::kUp, 0, "dimanche 8 avril 1956"}, Step{Key::kLeft, 0, "samedi 7 avril 1956"},
        Step{Key::kPageUp, 0, "mercredi 7 mars 1956"},
        Step{Key::kPageUp, spico::mirror::kShift, "lundi 7 mars 1955"},
        Step{Key::kPageDown, spico::mirror::kShift, "mercredi 7 mars 1956"},
        Step{Key::kPageDown, 0, "samedi 7 avril 1956"}}) {
    CAPTURE(std::string(step.day));
    REQUIRE(app->key(step.key, step.modifiers));
    CHECK(focused_day(app) == step.day);
  }
  CHECK_FALSE(app->page.said.empty());
  CHECK(app->page.said.back() == "avril 1956");
  REQUIRE(app->key(Key::kEscape));
  CHECK(app->find(Role::kDialog, "Calendrier") == nullptr);
  CHECK(focused_name(app) == "Choisir une date");
  CHECK(found(app, Role::kTextField, "Date : normal").value == "07/04/1956");

  open_picker(app);
  REQUIRE(app->key(Key::kDown));
  once(app, [&] { return app->key(Key::kEnter); });
  CHECK(app->find(Role::kDialog, "Calendrier") == nullptr);
  CHECK(found(app, Role::kTextField, "Date : normal").value == "14/04/1956");
  CHECK(focused_name(app) == "Choisir une date");
  check_page(app);
}

TEST_CASE("the calendar: months and years by lists and arrows, no day after the last one, pressing a day") {
  App app = gallery();
  REQUIRE(app->type("Date : normal", "1958"));  // only the year: its first day
  open_picker(app);
  CHECK(focused_day(app) == "mercredi 1 janvier 1958");
  REQUIRE(app->choose("Mois", "2"));
  REQUIRE(app->choose("Année", "1960"));
  CHECK(app->find(Role::kGrid, "février 1960") != nullptr);
  CHECK(app->find(Role::kGridCell, "29") != nullptr);
  REQUIRE(app->press(Role::kButton, "Mois suivant"));
  CHECK(app->find(Role::kGrid, "mars 1960") != nullptr);
  REQUIRE(app->press(Role::kButton, "Mois précédent"));
  once(app, [&] { return app->press(Role::kGridCell, "29"); });
  CHECK(found(app, Role::kTextField, "Date : normal").value == "29/02/1960");

  // The clock of these tests stands on 21/11/2026.
  REQUIRE(app->type("Date : normal", "21/11/2026"));
  open_picker(app);
  CHECK(has(*app->page.element(app->page.focused), spico::mirror::kCurrent));
  REQUIRE(app->key(Key::kRight));
  CHECK(focused_day(app) == "samedi 21 novembre 2026");
  CHECK(has(found(app, Role::kGridCell, "22"), spico::mirror::kDisabled));
  CHECK(has(found(app, Role::kButton, "Mois suivant"), spico::mirror::kDisabled));
  const int before = actions(app);
  REQUIRE(app->press(Role::kGridCell, "22"));
  CHECK(actions(app) == before);
  CHECK(app->find(Role::kDialog, "Calendrier") != nullptr);
  REQUIRE(app->press(Role::kButton, "Fermer"));
  CHECK(app->find(Role::kDialog, "Calendrier") == nullptr);
  CHECK(focused_name(app) == "Choisir une date");
}

TEST_CASE("a list that Escape closes and a calendar opened within one frame: the calendar stays") {
  App app = gallery();
  focus(app, Role::kTextField, kCombo);
  REQUIRE(app->key(Key::kDown));
  app->app().on_input(spico::mirror::KeyPressed{found(app, Role::kTextField, kCombo).id, Key::kEscape, 0});
  app->app().on_input(spico::mirror::Clicked{picker_button(app).id, 0});
  REQUIRE(app->settle());
  CHECK(app->find(Role::kListBox, kCombo) == nullptr);
  CHECK(app->find(Role::kDialog, "Calendrier") != nullptr);
}

TEST_CASE("a number is typed or stepped, within its bounds") {
  App app = gallery();
  constexpr std::string_view kNumber = "Nombre : normal";
  const auto value = [&] { return found(app, Role::kTextField, kNumber).value; };
  const auto now = [&] { return number(found(app, Role::kTextField, kNumber), NumberField::kValueNow); };
  focus(app, Role::kTextField, kNumber);
  CHECK(number(found(app, Role::kTextField, kNumber), NumberField::kValueMax) == 40);
  once(app, [&] { return app->key(Key::kUp); });
  CHECK(value() == "6");
  CHECK(now() == 6);
  once(app, [&] { return app->key(Key::kPageUp); });
  CHECK(value() == "16");
  once(app, [&] { return app->key(Key::kDown); });
  CHECK(value() == "15");
  for (int i = 0; i < 4; ++i) REQUIRE(app->key(Key::kPageDown));
  CHECK(value() == "0");
  REQUIRE(app->type(kNumber, "41"));
  CHECK(has(found(app, Role::kTextField, kNumber), spico::mirror::kInvalid));
  CHECK(app->shows("Entrez un nombre entre 0 et 40."));
  CHECK(now() == spico::mirror::kNoNumber);
  REQUIRE(app->type(kNumber, "douze"));
  CHECK(app->shows("Entrez un nombre entre 0 et 40."));
  REQUIRE(app->type(kNumber, "12"));
  CHECK_FALSE(app->shows("Entrez un nombre entre 0 et 40."));
  for (const Element* button : all(app, Role::kButton)) {
    if (button->name != "Augmenter" || button->description != kNumber) continue;
    const NodeId id = button->id;
    once(app, [&] {
      app->app().on_input(spico::mirror::Clicked{id});
      return true;
    });
    break;
  }
  CHECK(value() == "13");
}

TEST_CASE("a split button acts, and its menu goes by keys and gives the focus back") {
  App app = gallery();
  constexpr std::string_view kMore = "Autres façons d'enregistrer";
  focus(app, Role::kButton, kMore);
  REQUIRE(app->press(Role::kButton, kMore));
  REQUIRE(app->find(Role::kMenu, kMore) != nullptr);
  CHECK(has(found(app, Role::kButton, kMore), spico::mirror::kExpanded));
  CHECK(focused_name(app) == "Enregistrer sous");
  check_page(app);
  REQUIRE(app->key(Key::kDown));
  CHECK(focused_name(app) == "Enregistrer une copie");
  REQUIRE(app->key(Key::kDown));
  CHECK(focused_name(app) == "Enregistrer sous");
  REQUIRE(app->key(Key::kEscape));
  CHECK(app->find(Role::kMenu, kMore) == nullptr);
  CHECK(focused_name(app) == kMore);
  REQUIRE(app->press(Role::kButton, kMore));
  once(app, [&] { return app->press(Role::kMenuItem, "Enregistrer une copie"); });
  CHECK(app->find(Role::kMenu, kMore) == nullptr);
  REQUIRE(app->press(Role::kButton, kMore));
  REQUIRE(app->press(Role::kButton, kMore));
  CHECK(app->find(Role::kMenu, kMore) == nullptr);
}

TEST_CASE("a tooltip comes with the focus, Escape hides it until the focus comes again") {
  App app = gallery();
  CHECK(all(app, Role::kTooltip).empty());
  CHECK(found(app, Role::kButton, "Bouton avec bulle").description ==
        "Une bulle dit ce que le bouton ne peut pas dire.");
  focus(app, Role::kButton, "Bouton avec bulle");
  REQUIRE(all(app, Role::kTooltip).size() == 1);
  check_page(app);
  REQUIRE(app->key(Key::kEscape));
  CHECK(all(app, Role::kTooltip).empty());
  CHECK(focused_name(app) == "Bouton avec bulle");
  focus(app, Role::kButton, "Bouton : normal");
  focus(app, Role::kButton, "Bouton avec bulle");
  CHECK(all(app, Role::kTooltip).size() == 1);
}

TEST_CASE("a tooltip comes with the pointer and stays while the pointer is on it") {
  App app = gallery();
  const auto absolute = [&](const Element& element) {
    float x = 0, y = 0;
    for (const Element* at = &element; at != nullptr; at = app->page.element(at->parent)) {
      const Element* parent = app->page.element(at->parent);
      x += static_cast<float>(at->x) / 4 - (parent == nullptr ? 0.0F : static_cast<float>(parent->scroll_x));
      y += static_cast<float>(at->y) / 4 - (parent == nullptr ? 0.0F : static_cast<float>(parent->scroll_y));
    }
    return std::pair{x + 8, y + 8};
  };
  app->resize(1280, 9000);  // nothing is below the window's edge
  REQUIRE(app->settle());
  const auto move = [&](std::pair<float, float> to) {
    app->app().on_input(spico::mirror::PointerMoved{to.first, to.second});
    REQUIRE(app->settle());
  };
  move(absolute(found(app, Role::kButton, "Bouton avec bulle")));
  REQUIRE(all(app, Role::kTooltip).size() == 1);
  move(absolute(*all(app, Role::kTooltip)[0]));
  CHECK(all(app, Role::kTooltip).size() == 1);
  REQUIRE(app->key(Key::kEscape));
  CHECK(all(app, Role::kTooltip).empty());
  move({2, 2});
  move(absolute(found(app, Role::kButton, "Bouton avec bulle")));
  CHECK(all(app, Role::kTooltip).size() == 1);
  move({2, 2});
  CHECK(all(app, Role::kTooltip).empty());
}

TEST_CASE("a toast is announced, leaves the focus alone, goes after ten seconds or stays while it is used") {
  App app = gallery();
  focus(app, Role::kButton, "Montrer une notification");
  once(app, [&] { return app->press(Role::kButton, "Montrer une notification"); });
  CHECK(app->page.said.back() == "C'est fait.");
  CHECK(focused_name(app) == "Montrer une notification");
  CHECK(app->find(Role::kRegion, "Notification") != nullptr);
  check_page(app);
  app->advance(9'900);
  CHECK(app->find(Role::kRegion, "Notification") != nullptr);
  CHECK(app->wake_delay_ms > 0);
  CHECK(app->wake_delay_ms <= 100);
  app->advance(100);
  CHECK(app->find(Role::kRegion, "Notification") == nullptr);

  once(app, [&] { return app->press(Role::kButton, "Montrer une notification"); });
  focus(app, Role::kButton, "Annuler");
  app->advance(60'000);
  CHECK(app->find(Role::kRegion, "Notification") != nullptr);
  once(app, [&] { return app->press(Role::kButton, "Annuler"); });
  CHECK(app->find(Role::kRegion, "Notification") == nullptr);
  CHECK(app->shows("la dernière : undo"));

  once(app, [&] { return app->press(Role::kButton, "Montrer une notification"); });
  focus(app, Role::kButton, "Annuler");
  REQUIRE(app->key(Key::kEscape));
  CHECK(app->find(Role::kRegion, "Notification") == nullptr);
}

TEST_CASE("a dialog takes the focus, Escape and its button close it and give the focus back") {
  App app = gallery();
  constexpr std::string_view kOpen = "Ouvrir une boîte de dialogue";
  for (const bool by_key : {true, false}) {
    focus(app, Role::kButton, kOpen);
    once(app, [&] { return app->press(Role::kButton, kOpen); });
    CHECK(has(found(app, Role::kDialog, "Boîte de dialogue"), spico::mirror::kModal));
    CHECK(focused_name(app) == "Fermer");
    check_page(app);
    if (by_key)
      REQUIRE(app->key(Key::kEscape));
    else
      REQUIRE(app->press(Role::kButton, "Fermer"));
    CHECK(app->find(Role::kDialog, "Boîte de dialogue") == nullptr);
    CHECK(focused_name(app) == kOpen);
  }
}

TEST_CASE("disclosure, checkbox, radio, tab, select: each shows the state that one press made") {
  App app = gallery();
  once(app, [&] { return app->press(Role::kButton, "Plus de détails"); });
  CHECK(app->shows("Les détails que le bouton montre ou cache."));
  CHECK(has(found(app, Role::kButton, "Plus de détails"), spico::mirror::kExpanded));
  once(app, [&] { return app->press(Role::kCheckbox, "Case : normal"); });
  CHECK(has(found(app, Role::kCheckbox, "Case : normal"), spico::mirror::kChecked));
  once(app, [&] { return app->press(Role::kRadio, "Option 2"); });
  CHECK(has(found(app, Role::kRadio, "Option 2"), spico::mirror::kChecked));
  once(app, [&] { return app->press(Role::kTab, "Onglet 2"); });
  CHECK(has(found(app, Role::kTab, "Onglet 2"), spico::mirror::kSelected));
  once(app, [&] { return app->choose("Liste", "b"); });
  CHECK(found(app, Role::kSelect, "Liste").value == "b");
  once(app, [&] { return app->press(Role::kButton, "Compte rendu TEST"); });
  CHECK(has(found(app, Role::kButton, "Compte rendu TEST"), spico::mirror::kCurrent));
}

TEST_CASE("progress tells how far it is; an empty place says what to do; a skeleton is busy") {
  App app = gallery();
  int known = 0, unknown = 0;
  for (const Element* bar : all(app, Role::kProgress)) {
    CHECK(bar->name == "Envoi du document");
    const auto percent = bar->numbers.find(NumberField::kProgressPercent);
    (percent != bar->numbers.end() && percent->second == 42 ? known : unknown)++;
  }
  CHECK(known == 1);
  CHECK(unknown == 1);
  CHECK(app->shows("42 %"));
  CHECK(app->shows("Aucun document pour l'instant."));
  CHECK(has(found(app, Role::kGroup, "Chargement de la liste…"), spico::mirror::kBusy));
}

}  // namespace journey
