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
  facts.webgl = the_platform->graphics_.create();
  const bool remembered = the_platform->storage_.get("html") == "1";
  facts.html_version = facts.html_version || remembered || !facts.webgl;
  the_app->start(facts);
}

void on_graphics(bool restored) {
  if (restored) {
    the_platform->graphics_.restore();
    the_app->on_graphics_restored();
  } else {
    the_platform->graphics_.lose();
    the_app->on_graphics_lost();
  }
}

}  // namespace spico::web
