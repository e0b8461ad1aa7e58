// Kinds of fields and states of choices in the gallery, beside those of widgets_test.cpp.
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
