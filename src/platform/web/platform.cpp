#include "platform/web/platform.hpp"

#include "platform/web/imports.h"

namespace spico::web {

namespace {
Platform* the_platform = nullptr;
app::App* the_app = nullptr;
}  // namespace

void Platform::run(app::App& app) {
  the_platform = this;
  the_app = &app;
  js_run();
}

app::App& running_app() { return *the_app; }

void start(app::Start facts) {
  // Whether there is WebGL2 is known when the canvas is first wanted; without it the HTML version takes over.
  const bool remembered = the_platform->storage_.get("html") == "1";
  facts.html_version = facts.html_version || remembered;
  the_app->start(facts);
}

void on_graphics(Graphics what) {
  WebGraphics& graphics = the_platform->graphics_;
  switch (what) {
    case Graphics::kLost:
      graphics.lose();
      the_app->on_graphics_lost();
      return;
    case Graphics::kRestored:
      graphics.restore();
      the_app->on_graphics_restored();
      return;
    case Graphics::kWanted:
      if (graphics.create())
        the_app->on_graphics_restored();
      else
        the_app->on_graphics_lost();
      return;
  }
}

void on_surface(const app::Surface& surface) {
  the_platform->graphics_.forget_drawn();
  the_app->on_surface(surface);
}

}  // namespace spico::web
