// The browser as a set of ports, and the one App it feeds. For main.cpp and exports.cpp.
#pragma once

#include "app/app.hpp"
#include "platform/web/web_clock.hpp"
#include "platform/web/web_graphics.hpp"
#include "platform/web/web_http.hpp"
#include "platform/web/web_page.hpp"
#include "platform/web/web_random.hpp"
#include "platform/web/web_storage.hpp"

namespace spico::web {

// What JavaScript tells of the canvas; web/lib_start.js has the same numbers.
enum class Graphics : std::uint8_t { kLost = 0, kRestored = 1, kWanted = 2 };

class Platform {
 public:
  app::Ports ports() { return {http_, storage_, page_, clock_, random_}; }
  // Hands the page over to `app`; both must live as long as the page. Returns at once: the page's events do
  // the rest.
  void run(app::App& app);

 private:
  WebGraphics graphics_;
  WebHttp http_;
  WebStorage storage_;
  WebPage page_{graphics_};
  WebClock clock_;
  WebRandom random_;

  friend void start(app::Start facts);
  friend void on_graphics(Graphics what);
  friend void on_surface(const app::Surface& surface);
};

app::App& running_app();

// Adds what only C++ knows (which face is remembered) and starts the App.
void start(app::Start facts);
void on_graphics(Graphics what);
// The canvas has this size from now on.
void on_surface(const app::Surface& surface);

}  // namespace spico::web
