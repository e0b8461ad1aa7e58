// Every C++ function that JavaScript may call. Each one only appends an event or an input to the App, which
// asks for a frame; wasm_frame and wasm_unseen run it. Texts arrive in memory from wasm_allocate; they are
// wiped and freed here.
#include <emscripten.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "app/app.hpp"
#include "platform/web/platform.hpp"

namespace {

using spico::app::App;
using spico::mirror::Input;
using spico::mirror::NodeId;

App& app() { return spico::web::running_app(); }

// Takes over bytes that JavaScript wrote: passwords and patient names among them, so nothing may stay behind.
class Received {
 public:
  Received(char* bytes, std::size_t size) : bytes_(bytes), size_(size) {}
  ~Received() {
    volatile char* wiped = bytes_;
    for (std::size_t i = 0; i < size_; ++i) wiped[i] = 0;
    std::free(bytes_);
  }
  Received(const Received&) = delete;
  Received& operator=(const Received&) = delete;
  std::string_view text() const { return {bytes_, size_}; }
  std::span<const unsigned char> bytes() const {
    return {reinterpret_cast<const unsigned char*>(bytes_), size_};
  }

 private:
  char* bytes_;
  std::size_t size_;
};

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void* wasm_allocate(std::size_t size) { return std::malloc(size == 0 ? 1 : size); }

// The bytes of a font are kept for the life of the page. Both come before wasm_start.
EMSCRIPTEN_KEEPALIVE void wasm_set_fonts(const unsigned char* regular, std::size_t regular_size,
                                         const unsigned char* bold, std::size_t bold_size) {
  app().set_fonts({regular, regular_size}, {bold, bold_size});
}

// switches: 1 kiosk, 2 HTML version wanted, 4 a part of the module is left to be fetched.
EMSCRIPTEN_KEEPALIVE void wasm_start(int switches, char* fragment, std::size_t fragment_length,
                                     char* language, std::size_t language_length) {
  const Received fragment_text(fragment, fragment_length);
  const Received language_text(language, language_length);
  spico::web::start({.fragment = fragment_text.text(),
                     .browser_language = language_text.text(),
                     .kiosk = (switches & 1) != 0,
                     .html_version = (switches & 2) != 0,
                     .whole = (switches & 4) == 0});
}

EMSCRIPTEN_KEEPALIVE void wasm_frame() { app().frame(); }
EMSCRIPTEN_KEEPALIVE void wasm_unseen() { app().apply_unseen(); }

EMSCRIPTEN_KEEPALIVE void wasm_on_click(NodeId id, int modifiers) {
  app().on_input(spico::mirror::Clicked{id, static_cast<std::uint8_t>(modifiers)});
}

EMSCRIPTEN_KEEPALIVE void wasm_on_focus(NodeId id, int visible) {
  using spico::mirror::FocusLook;
  app().on_input(spico::mirror::Focused{id, visible != 0 ? FocusLook::kVisible : FocusLook::kHidden});
}

// caret: see ValueChanged.
EMSCRIPTEN_KEEPALIVE void wasm_on_value(NodeId id, char* value, std::size_t length, int caret) {
  const Received received(value, length);
  app().on_input(spico::mirror::ValueChanged{id, std::string(received.text()), caret});
}

EMSCRIPTEN_KEEPALIVE void wasm_on_submit(NodeId form) { app().on_input(spico::mirror::Submitted{form}); }

EMSCRIPTEN_KEEPALIVE void wasm_on_scroll(NodeId id, float x, float y) {
  app().on_input(spico::mirror::Scrolled{id, x, y});
}

EMSCRIPTEN_KEEPALIVE void wasm_on_key(NodeId id, int key, int modifiers) {
  app().on_input(spico::mirror::KeyPressed{id, static_cast<spico::mirror::Key>(key),
                                           static_cast<std::uint8_t>(modifiers)});
}

// 0 moved to (x, y), 1 pressed there, 2 released there, 3 left the stage
EMSCRIPTEN_KEEPALIVE void wasm_on_pointer(int what, float x, float y) {
  if (what == 3) {
    app().on_input(spico::mirror::PointerLeft{});
    return;
  }
  app().on_input(spico::mirror::PointerMoved{x, y});
  if (what != 0) app().on_input(spico::mirror::PointerButton{what == 1});
}

EMSCRIPTEN_KEEPALIVE void wasm_on_person_active() { app().on_person_active(); }

EMSCRIPTEN_KEEPALIVE void wasm_on_surface(float width_css_px, float height_css_px, float device_pixel_ratio,
                                          float root_font_scale, float scrollbar_width_css_px) {
  spico::web::on_surface({.width_css_px = width_css_px,
                          .height_css_px = height_css_px,
                          .device_pixel_ratio = device_pixel_ratio,
                          .root_font_scale = root_font_scale,
                          .scrollbar_width_css_px = scrollbar_width_css_px});
}

EMSCRIPTEN_KEEPALIVE void wasm_on_preferences(std::uint32_t preferences) {
  app().on_preferences(preferences);
}

EMSCRIPTEN_KEEPALIVE void wasm_on_location(char* fragment, std::size_t length) {
  const Received received(fragment, length);
  app().on_location(received.text());
}

EMSCRIPTEN_KEEPALIVE void wasm_on_message(char* message, std::size_t length) {
  const Received received(message, length);
  app().on_message(received.text());
}

EMSCRIPTEN_KEEPALIVE void wasm_on_wake(int wake) { app().on_wake(static_cast<spico::app::Wake>(wake)); }

EMSCRIPTEN_KEEPALIVE void wasm_on_graphics(int what) {
  spico::web::on_graphics(static_cast<spico::web::Graphics>(what));
}

EMSCRIPTEN_KEEPALIVE void wasm_on_http_head(std::uint32_t ticket, int status, char* build,
                                            std::size_t build_length, char* retry_after,
                                            std::size_t retry_after_length) {
  const Received build_text(build, build_length);
  const Received retry_text(retry_after, retry_after_length);
  app().on_http_head(spico::Ticket{ticket}, status, build_text.text(), retry_text.text());
}

// Returns 1 while so much is unread that the network shall wait; an empty chunk only asks.
EMSCRIPTEN_KEEPALIVE int wasm_on_http_chunk(std::uint32_t ticket, char* bytes, std::size_t size) {
  const Received received(bytes, size);
  return app().on_http_chunk(spico::Ticket{ticket}, received.bytes()) == spico::app::Backlog::kFull ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void wasm_on_http_end(std::uint32_t ticket, int failure) {
  app().on_http_end(spico::Ticket{ticket}, static_cast<spico::app::HttpFailure>(failure));
}

}  // extern "C"
