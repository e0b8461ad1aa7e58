// Composition root of the development module: as main.cpp, with the gallery of widgets at #/galerie.
#include "app/app.hpp"
#include "platform/web/platform.hpp"
#include "ui/gallery_view.hpp"

int main() {
  static spico::web::Platform platform;
  static spico::app::App app(platform.ports());
  app.set_gallery(&spico::ui::gallery_view);
  platform.run(app);
}
