// Kinds of fields, states of choices and what is listed in the gallery, beside those of widgets_test.cpp.
#include "tests/ui/page_checks.hpp"
#include "ui/gallery_view.hpp"

using namespace journey;

TEST_CASE("the gallery has every kind of field, and choices in their states; a disabled one does nothing") {
  App app("#/galerie", kSignedOut, {}, &spico::ui::gallery_view);
  for (const char* field : {"Code d'essai", "Heure d'essai", "Texte de plusieurs lignes"}) {
    CAPTURE(field);
    REQUIRE(app->type(field, "12:30"));
    CHECK(found(app, Role::kTextField, field).value == "12:30");
  }
  CHECK(app->shows("3 actions"));
  CHECK(found(app, Role::kSelect, "Liste : survolé").value == "a");
  REQUIRE(app->press(Role::kRadio, "Option : avec le focus"));
  CHECK((found(app, Role::kRadio, "Option : avec le focus").state & spico::mirror::kChecked) != 0);
  REQUIRE(app->press(Role::kTab, "Onglet : survolé 2"));
  CHECK((found(app, Role::kTab, "Onglet : survolé 2").state & spico::mirror::kSelected) != 0);
  REQUIRE(app->press(Role::kButton, "Plus de détails : survolé"));
  CHECK((found(app, Role::kButton, "Plus de détails : survolé").state & spico::mirror::kExpanded) != 0);
  CHECK(app->shows("6 actions"));
  (void)app->press(Role::kCheckbox, "Case : désactivé");
  (void)app->press(Role::kCheckbox, "Case : désactivé, choisi");
  CHECK((found(app, Role::kCheckbox, "Case : désactivé").state & spico::mirror::kChecked) == 0);
  CHECK(app->shows("6 actions"));
  check_page(app);
}

TEST_CASE("the gallery has grids, tiles, avatars, message bubbles and files in their states, in both faces") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app("#/galerie", kSignedOut, facts, &spico::ui::gallery_view);
    // A row that is open, and a header that sorts.
    int open = 0;
    for (const Element* row : all(app, Role::kRow)) {
      const Element* const grid = around(app, row->id, Role::kGrid);
      if (grid->name == "Tableau : ligne ouverte")
        open += (row->state & spico::mirror::kCurrent) != 0 ? 1 : 0;
    }
    CHECK(open == 1);
    const auto first_document = [&] { return all(app, Role::kRowHeader).front()->name; };
    CHECK(first_document() == "Compte rendu TEST");
    for (const Element* button : all(app, Role::kButton)) {
      const Element* const grid = around(app, button->id, Role::kGrid);
      if (grid == nullptr || grid->name != "Tableau : trié" || button->name != "Document") continue;
      app->app().on_input(spico::mirror::Clicked{button->id});
      break;
    }
    REQUIRE(app->settle());
    CHECK(first_document() == "Plan de soins TEST");
    CHECK(app->shows("1 actions"));
    // Tiles.
    CHECK((found(app, Role::kLink, "Tuile : grisée").state & spico::mirror::kDisabled) != 0);
    CHECK(found(app, Role::kLink, "Tuile : avec compteur").description.find("3 nouveaux") !=
          std::string::npos);
    CHECK(app->count(Role::kButton, "Retirer des favoris") == 1);
    CHECK(app->shows("IDE"));
    // Messages, sent and unsent.
    int bubbles = 0;
    for (const Element* item : all(app, Role::kListItem)) {
      const Element* const list = around(app, item->parent, Role::kList);
      bubbles += list != nullptr && list->name == "Bulles de discussion" ? 1 : 0;
    }
    CHECK(bubbles == 7);
    for (const char* text : {"Mon message", "Message urgent", "Message en réponse", "Message en attente",
                             "Message refusé", "Message retiré"}) {
      CAPTURE(text);
      CHECK(app->shows(text));
    }
    // Files.
    CHECK(app->count(Role::kTextField, "Joindre un fichier") == 4);
    CHECK(app->shows("TEST.png"));
    check_page(app);

    REQUIRE(app->press(Role::kButton, "Ouvrir une alerte"));
    const Element& alert = found(app, Role::kAlertDialog, "Supprimer la lettre TEST ?");
    CHECK(alert.description == "Ce qui est supprimé est perdu.");
    CHECK(app->page.focused == found(app, Role::kButton, "Garder").id);
    check_page(app);
    REQUIRE(app->key(spico::mirror::Key::kEscape));
    CHECK(all(app, Role::kAlertDialog).empty());
    CHECK(app->page.focused == found(app, Role::kButton, "Ouvrir une alerte").id);
  }
}
