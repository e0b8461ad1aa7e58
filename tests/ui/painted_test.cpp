// Letters that our font has not, in whatever widget: the page paints them at the place and in the style in
// which the canvas would have drawn them, and nowhere else (decisions 8).
#include <doctest/doctest.h>

#include "tests/ui/page_checks.hpp"
#include "ui/widgets.hpp"

namespace journey {
namespace {

using spico::mirror::PaintedColour;
using spico::mirror::PaintedSize;
using spico::mirror::PaintedStyle;
using spico::ui::Ui;

constexpr std::string_view kGreek = "Ελένη ΠΑΠΠΆ TEST";
constexpr std::string_view kArabic = "أحمد الحسن TEST";
constexpr std::string_view kChinese = "王小明 TEST";

void view(Ui& ui) {
  using namespace spico::ui;
  ui.push_column({20, 20, 400, 0});
  heading(ui, "title", 1, kGreek);
  paragraph(ui, "quiet", kArabic, {measure::kSmall, Weight::kRegular, ui.theme().muted});
  (void)button(ui, {.key = "button", .label = kGreek, .look = Look::kPrimary}, ui.take(44));
  (void)checkbox(ui, "check", kChinese, false, ui.take(44));
  banner(ui, "banner", kArabic, Tone::kWarning);
  paragraph(ui, "latin", "Ça œuvre à Nîmes, ÿ TEST");
  (void)ui.pop_column();
}

constexpr spico::ui::Rect kCover{50, 0, 30, 300};

void covered_view(Ui& ui) {
  using namespace spico::ui;
  ui.push_column({20, 20, 400, 0});
  heading(ui, "title", 1, kGreek);
  (void)ui.pop_column();
  ui.begin_layer("cover", kCover);
  ui.end_layer();
}

App shown(const spico::app::Start& facts = {}) {
  App app("#/galerie", kSignedOut, facts, &view);
  REQUIRE(app->settle());
  return app;
}

std::size_t painted_as(App& app, std::string_view text, PaintedStyle style) {
  const auto painted = all(app, Role::kPainted);
  return static_cast<std::size_t>(std::count_if(painted.begin(), painted.end(), [&](const Element* each) {
    return each->name == text && each->level == style.level();
  }));
}

}  // namespace

TEST_CASE("what the font has not is painted by the page, in the style of its place") {
  App app = shown();
  CHECK(painted_as(app, kGreek, {.size = PaintedSize::kTitle, .bold = true}) == 1);
  CHECK(painted_as(app, kArabic, {.size = PaintedSize::kSmall, .colour = PaintedColour::kMuted}) == 1);
  CHECK(painted_as(app, kGreek,
                   {.bold = true,
                    .colour = PaintedColour::kOnAccent,
                    .align = spico::mirror::PaintedAlign::kMiddle}) == 1);
  CHECK(painted_as(app, kChinese, {}) == 1);
  // Once each, and nothing that the font has.
  CHECK(all(app, Role::kPainted).size() == 5);
  CHECK(app->find(Role::kButton, kGreek) != nullptr);
  check_audits();
}

TEST_CASE("below what has opened a text that the page paints ends where that begins, and goes on behind it") {
  App app("#/galerie", kSignedOut, {}, &covered_view);
  REQUIRE(app->settle());
  const auto left_edge = [&](const Element* each) {
    float x = 0;
    for (; each != nullptr; each = app->page.element(each->parent)) x += static_cast<float>(each->x) / 4;
    return x;
  };
  int windows = 0;
  for (const Element* each : all(app, Role::kPainted)) {
    CAPTURE(each->name);
    const Element* const window = app->page.element(each->parent);
    if (each->name.empty()) {
      ++windows;
      const float end = left_edge(each) + static_cast<float>(each->width) / 4;
      CHECK((end <= kCover.x || left_edge(each) >= spico::ui::right(kCover)));
      continue;
    }
    // Whole, and at its own place: what it stands in cuts it.
    CHECK(each->name == kGreek);
    REQUIRE(window->role == Role::kPainted);
    CHECK(window->look == spico::mirror::Look::kInline);
    CHECK(left_edge(each) == 20);
  }
  CHECK(windows == 2);
  check_audits();
}

TEST_CASE("wide letters get the room that they need") {
  App app = shown();
  for (const Element* each : all(app, Role::kPainted)) {
    CAPTURE(each->name);
    CHECK(each->width >= 4 * 60);
  }
  const auto painted = all(app, Role::kPainted);
  const auto chinese = std::find_if(painted.begin(), painted.end(),
                                    [](const Element* each) { return each->name == kChinese; });
  REQUIRE(chinese != painted.end());
  CHECK((*chinese)->width >= 4 * 3 * 16);  // three letters as wide as high, in quarter pixels
}

TEST_CASE("the HTML version shows the text itself: nothing is painted twice") {
  spico::app::Start html;
  html.html_version = true;
  App app = shown(html);
  CHECK(all(app, Role::kPainted).empty());
  CHECK(app->find(Role::kHeading, kGreek) != nullptr);
  check_audits();
}

TEST_CASE("paper shows the text itself, and the window has its painted letters again behind it") {
  App app = shown();
  app->app().on_wake(spico::app::Wake::kPrint);
  app->app().frame();
  CHECK(all(app, Role::kPainted).empty());
  app->app().on_wake(spico::app::Wake::kPrinted);
  REQUIRE(app->settle());
  CHECK(all(app, Role::kPainted).size() == 5);
}

}  // namespace journey
