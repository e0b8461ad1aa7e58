// What the page tells twice, or before it tells what explains it, in the gallery of widgets.
#include <string>

#include "tests/ui/page_checks.hpp"
#include "ui/gallery_view.hpp"

namespace journey {
namespace {

using spico::mirror::Clicked;
using spico::mirror::Key;
using spico::mirror::PointerButton;
using spico::mirror::PointerMoved;
using spico::mirror::ReferField;

constexpr std::string_view kCombo = "Choix multiple : vide";

App gallery() {
  App app("#/galerie", kSignedOut, {}, &spico::ui::gallery_view);
  REQUIRE(app->settle());
  return app;
}

std::string counter(App& app) {
  for (const Element* element : app->page.in_order()) {
    if (element->name.find(" actions, la dernière : ") != std::string::npos) return element->name;
  }
  return {};
}

std::string active_option(App& app) {
  const Element* field = app->find(Role::kTextField, kCombo);
  REQUIRE(field != nullptr);
  const auto at = field->references.find(ReferField::kActiveDescendant);
  const Element* option = at == field->references.end() ? nullptr : app->page.element(at->second);
  return option == nullptr ? std::string{} : option->name;
}

TEST_CASE(
    "a window that comes back tells all its fields again: what is known already is no deed of anybody") {
  App app = gallery();
  REQUIRE(app->type(kCombo, "haute"));
  REQUIRE(app->key(Key::kDown));
  const std::string option = active_option(app);
  REQUIRE_FALSE(option.empty());
  const std::string before = counter(app);
  REQUIRE_FALSE(before.empty());
  std::size_t fields = 0;
  for (const Element* field : all(app, Role::kTextField)) {
    if (field->value.empty()) continue;
    ++fields;
    app->app().on_input(spico::mirror::ValueChanged{field->id, std::string(field->value)});
  }
  CHECK(fields >= 7);
  REQUIRE(app->settle());
  CHECK(counter(app) == before);
  CHECK(active_option(app) == option);
}

TEST_CASE("a menu opens though the page was scrolled under the pointer, which is told only later") {
  App app = gallery();
  const Element* opener = app->find(Role::kButton, "Autres façons d'enregistrer");
  REQUIRE(opener != nullptr);
  app->app().on_input(PointerMoved{900, 700});
  app->app().on_input(PointerButton{true});
  app->app().on_input(PointerButton{false});
  app->app().on_input(Clicked{opener->id, 0});
  REQUIRE(app->settle());
  CHECK(app->find(Role::kMenuItem, "Enregistrer sous") != nullptr);
  // A press elsewhere closes it, as ever.
  app->app().on_input(PointerMoved{900, 700});
  app->app().on_input(PointerButton{true});
  app->app().on_input(PointerButton{false});
  REQUIRE(app->settle());
  CHECK(app->find(Role::kMenuItem, "Enregistrer sous") == nullptr);
}

}  // namespace
}  // namespace journey
