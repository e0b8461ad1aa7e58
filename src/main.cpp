// Composition root of the WebAssembly module: the application on the browser's ports.
#include "app/app.hpp"
#include "platform/web/platform.hpp"

int main() {
  // Never destroyed: the page outlives main() and calls back into both.
  static spico::web::Platform platform;
  static spico::app::App app(platform.ports());
  platform.run(app);
}
