// Composition root of the module for scripts/bench: as main.cpp, and the page marks each stage of a frame.
#include "app/app.hpp"
#include "platform/web/platform.hpp"

extern "C" void js_mark_stage(int stage);  // web/lib_stages.js; no part of the module that is served

int main() {
  static spico::web::Platform platform;
  static spico::app::App app(platform.ports());
  spico::app::observe_stages([](spico::app::Stage stage) { js_mark_stage(static_cast<int>(stage)); });
  platform.run(app);
}
