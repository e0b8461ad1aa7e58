// What tests do with the headers of the list, and what they read off them. For view tests.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/ui/page_checks.hpp"

namespace journey {

using spico::mirror::Clicked;
using spico::mirror::Key;
using spico::mirror::Look;
using spico::mirror::NodeId;
using spico::mirror::PointerButton;
using spico::mirror::PointerMoved;

inline const Element* button_in(App& app, const Element& header) {
  for (const NodeId child : app->page.children(header.id)) {
    if (app->page.element(child)->role == Role::kButton) return app->page.element(child);
  }
  return nullptr;
}

inline std::string name_of(App& app, const Element& header) {
  const Element* button = button_in(app, header);
  return button == nullptr ? header.name : button->name;
}

inline std::vector<std::string> columns(App& app) {
  std::vector<std::string> names;
  for (const Element* header : all(app, Role::kColumnHeader)) names.push_back(name_of(app, *header));
  return names;
}

inline const Element& header(App& app, std::string_view name) {
  for (const Element* each : all(app, Role::kColumnHeader)) {
    if (name_of(app, *each) == name) return *each;
  }
  FAIL("no header of this name");
  return *all(app, Role::kColumnHeader).front();
}

inline int width(App& app, std::string_view name) { return header(app, name).width / 4; }

inline std::uint32_t sorted(const Element& element) {
  return element.state & (spico::mirror::kSortAscending | spico::mirror::kSortDescending);
}

// A page that waits for no answer, because every layout it sends is kept.
inline void check_kept_page(App& app) {
  (void)kept_columns(app);
  check_page(app);
}

inline void press(App& app, NodeId id, std::uint8_t modifiers = 0) {
  app->app().on_input(Clicked{id, modifiers});
  REQUIRE(app->settle());
}

inline void press_header(App& app, std::string_view name, std::uint8_t modifiers = 0) {
  press(app, button_in(app, header(app, name))->id, modifiers);
}

inline void focus_header(App& app, std::string_view name) {
  app->focus(button_in(app, header(app, name))->id);
  REQUIRE(app->settle());
}

struct Place {
  float x, y;
};
// The middle of an element on the screen.
inline Place middle(App& app, const Element& element) {
  Place at{static_cast<float>(element.width) / 8, static_cast<float>(element.height) / 8};
  for (const Element* each = &element; each != nullptr; each = app->page.element(each->parent)) {
    at.x += static_cast<float>(each->x) / 4;
    at.y += static_cast<float>(each->y) / 4;
    const Element* parent = app->page.element(each->parent);
    if (parent != nullptr) {
      at.x -= static_cast<float>(parent->scroll_x);
      at.y -= static_cast<float>(parent->scroll_y);
    }
  }
  return at;
}

inline const Element& edge_of(App& app, std::string_view name) {
  for (const NodeId child : app->page.children(header(app, name).id)) {
    if (app->page.element(child)->look == Look::kHandle) return *app->page.element(child);
  }
  FAIL("no edge");
  return header(app, name);
}

inline void drag(App& app, Place from, float dx) {
  app->app().on_input(PointerMoved{from.x, from.y});
  REQUIRE(app->settle());
  app->app().on_input(PointerButton{true});
  REQUIRE(app->settle());
  for (const float part : {0.3F, 0.7F, 1.0F}) {
    app->app().on_input(PointerMoved{from.x + dx * part, from.y});
    REQUIRE(app->settle());
  }
  app->app().on_input(PointerButton{false});
  REQUIRE(app->settle());
}

inline const Element* menu(App& app) {
  const auto menus = all(app, Role::kMenu);
  return menus.empty() ? nullptr : menus.front();
}

inline std::string focused_name(App& app) {
  const Element* element = app->page.element(app->page.focused);
  return element == nullptr ? "" : element->name;
}

inline std::size_t lines(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

inline void enter_rows(App& app) {
  for (const Element* element : all(app, Role::kRowHeader)) {
    if ((element->state & spico::mirror::kFocusable) == 0) continue;
    app->focus(element->id);
    REQUIRE(app->settle());
    return;
  }
  FAIL("no row in the order of Tab");
}

}  // namespace journey
