#include "tests/ui/page_checks.hpp"

#include <cmath>

namespace journey {

using spico::mirror::NodeId;
using spico::mirror::NumberField;

const Element& found(App& app, Role role, std::string_view name) {
  const Element* const element = app->find(role, name);
  REQUIRE_MESSAGE(element != nullptr, std::string(name));
  return *element;
}

std::vector<const Element*> all(App& app, Role role) {
  std::vector<const Element*> out;
  for (const Element* element : app->page.in_order()) {
    if (element->role == role) out.push_back(element);
  }
  return out;
}

const Element* around(App& app, NodeId id, Role role) {
  while (id != 0) {
    const Element* element = app->page.element(id);
    if (element == nullptr) return nullptr;
    if (element->role == role) return element;
    id = element->parent;
  }
  return nullptr;
}

int number(const Element& element, NumberField field) {
  const auto found = element.numbers.find(field);
  return found == element.numbers.end() ? 0 : found->second;
}

void scroll(App& app, NodeId id, float y) {
  app->page.set_scroll(id, static_cast<std::int32_t>(std::lround(y)));
  app->app().on_input(spico::mirror::Scrolled{id, 0, y});
  REQUIRE(app->settle());
}

namespace {

bool is_control(const Element& element) {
  switch (element.role) {
    case Role::kLink:
    case Role::kButton:
    case Role::kTab:
    case Role::kRadio:
    case Role::kCheckbox:
    case Role::kTextField:
    case Role::kSelect:
    case Role::kMenuItem:
      return true;
    default:
      return (element.state & spico::mirror::kFocusable) != 0;
  }
}

bool must_have_text(const Element& element) {
  switch (element.role) {
    case Role::kHeading:
    case Role::kText:
    case Role::kLabel:
    case Role::kOption:
    case Role::kColumnHeader:
    case Role::kRowHeader:
    case Role::kStatus:
    case Role::kAlert:
    case Role::kImage:
    case Role::kDialog:
    case Role::kAlertDialog:
    case Role::kMenu:
    case Role::kGrid:
    case Role::kTabList:
    case Role::kRadioGroup:
      return true;
    default:
      return false;
  }
}

// A cell may hold nodes of its own instead of a name.
bool has_text(App& app, const Element& element) {
  if (!element.name.empty() || element.references.contains(spico::mirror::ReferField::kLabelledBy))
    return true;
  for (const NodeId child : app->page.children(element.id)) {
    if (has_text(app, *app->page.element(child))) return true;
  }
  return false;
}

}  // namespace

void check_page(App& app) {
  REQUIRE(app->settle());
  app.answer_records();
  app.answer_notices();
  CHECK(app->idle);
  check_still_page(app);
}

void check_still_page(App& app) {
  const int frames = app->frames;
  const std::size_t operations = app->page.operations;
  REQUIRE(app->settle());
  CHECK(app->frames == frames);
  CHECK(app->page.operations == operations);
  CHECK(app->patches_applied);
  CHECK_FALSE(app->page.title.empty());
  CHECK_FALSE(app->page.language.empty());
  CHECK(all(app, Role::kMain).size() == 1);
  int first_headings = 0;
  for (const Element* element : app->page.in_order()) {
    CAPTURE(element->id);
    CAPTURE(element->name);
    CAPTURE(static_cast<int>(element->role));
    if (element->role == Role::kHeading) {
      CHECK(element->level >= 1);
      CHECK(element->level <= 6);
      first_headings += element->level == 1 ? 1 : 0;
    }
    if (is_control(*element)) CHECK(has_text(app, *element));
    if (must_have_text(*element)) CHECK(has_text(app, *element));
    CHECK(element->name.find("{") == std::string::npos);  // a placeholder that nobody filled
    for (const auto& reference : element->references) {
      CAPTURE(static_cast<int>(reference.first));
      if (reference.second != 0) CHECK(app->page.element(reference.second) != nullptr);
    }
    if (element->role == Role::kTextField && element->field == spico::mirror::FieldKind::kPassword)
      CHECK(element->value.find("Garonne") == std::string::npos);
    const Element* parent = app->page.element(element->parent);
    if (parent == nullptr || (parent->state & spico::mirror::kScroller) == 0) continue;
    // Quarter pixels; one pixel for rounding.
    CHECK(element->x >= -4);
    CHECK(element->y >= -4);
    CHECK(element->x + element->width <= parent->content_width * 4 + 4);
    CHECK(element->y + element->height <= parent->content_height * 4 + 4);
  }
  CHECK(first_headings == 1);
  check_audits();
}

}  // namespace journey
