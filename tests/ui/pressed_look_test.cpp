// What of a state is drawn: the elements say it to a screen reader, the drawing to whoever sees.
#include <imgui.h>

#include "tests/ui/page_checks.hpp"
#include "ui/theme.hpp"

using namespace journey;

namespace {

// Corners of this colour that were drawn within the element, so far below its middle. Nothing around it
// scrolls.
int corners_below(App& app, const Element& element, spico::ui::Colour colour, float from, float to) {
  float left = 0, top = 0;
  for (const Element* at = &element; at != nullptr; at = app->page.element(at->parent)) {
    left += static_cast<float>(at->x) / kQuarters;
    top += static_cast<float>(at->y) / kQuarters;
  }
  const float right = left + static_cast<float>(element.width) / kQuarters;
  const float middle = top + static_cast<float>(element.height) / 2 / kQuarters;
  int count = 0;
  for (const ImDrawList* const list : ImGui::GetDrawData()->CmdLists) {
    for (const ImDrawVert& corner : list->VtxBuffer) {
      const bool inside = corner.pos.x >= left && corner.pos.x <= right;
      const float below = corner.pos.y - middle;
      count += inside && below >= from && below <= to && corner.col == colour ? 1 : 0;
    }
  }
  return count;
}

}  // namespace

TEST_CASE("the chosen language and the button of the page one is on have a line below them") {
  constexpr float kBelowLetters = 11.5F, kAboveEdge = 17;
  for (const bool dark : {false, true}) {
    CAPTURE(dark);
    App app("#/connexion");
    app->app().on_preferences(dark ? std::uint32_t{spico::app::kDark} : 0U);
    REQUIRE(app->settle());
    const spico::ui::Colour ink = spico::ui::theme_for({dark, false}, spico::ThemeChoice::kSystem).accent;
    CHECK(corners_below(app, found(app, Role::kButton, "Français"), ink, kBelowLetters, kAboveEdge) == 4);
    CHECK(corners_below(app, found(app, Role::kButton, "English"), ink, kBelowLetters, kAboveEdge) == 0);
    REQUIRE(app->press(Role::kButton, "English"));
    CHECK(corners_below(app, found(app, Role::kButton, "Français"), ink, kBelowLetters, kAboveEdge) == 0);
    CHECK(corners_below(app, found(app, Role::kButton, "English"), ink, kBelowLetters, kAboveEdge) == 4);
  }
}
