// The whole program without a browser: events in, frames out. platform/ owns one App and feeds it; nothing
// else may.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "app/ports.hpp"
#include "mirror/input.hpp"
#include "ui/screenful.hpp"

namespace spico::app {

// Why the page woke the application: each is a chance to compare clocks before anything is drawn
// (security.md 1.5).
enum class Wake : std::uint8_t {
  kTimer = 0,
  kVisible,
  kHidden,
  kFocus,
  kOnline,
  kOffline,
  kResume,
  kBlur,
  kPrint,
  kPrinted,
  kRest,
  kNoRest
};

enum class Backlog : std::uint8_t { kSmall, kFull };

struct Surface {
  float width_css_px = 0, height_css_px = 0;
  float device_pixel_ratio = 1;
  float root_font_scale = 1;  // 1rem / 16px: the reader's own text size
  float scrollbar_width_css_px = 0;
};

// Those that are wished for; or of forced colours, which follow them, one: 1 + ui::SystemColour above
// 0xRRGGBB.
enum Preference : std::uint32_t { kReducedMotion = 1, kMoreContrast = 2, kDark = 4, kForcedColors = 8 };

// The parts of App::frame(), in their order. When a view has heard something, the first two come twice.
enum class Stage : std::uint8_t { kUpdate = 0, kView, kDraw, kDiff, kCommit, kOver };
using StageObserver = void (*)(Stage beginning);
/// Development builds: told each stage of every frame as it begins; a frame that only reads rows has no view.
/// One for the program, not for an App: a build that never calls it then has nothing of it.
void observe_stages(StageObserver observer);

// Switches found in the address at the start, and facts of the browser.
struct Start {
  std::string_view fragment;          // "#/patients?statut=actif"
  std::string_view browser_language;  // "fr-FR"
  bool kiosk = false;
  bool html_version = false;  // asked by ?html=1, remembered, or no WebGL2
  bool webgl = true;
  bool whole = true;  // false: on_wake(kRest or kNoRest) answers PageAct::kLoadRest
};

class App {
 public:
  explicit App(Ports ports);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // The fonts' bytes must outlive the App. Regular and bold, TTF.
  void set_fonts(std::span<const unsigned char> regular, std::span<const unsigned char> bold);
  /// Development builds: what #/galerie shows. Before start(); a build that never calls it has no gallery.
  void set_gallery(ui::Screenful gallery);
  void start(const Start& start);

  void frame();         // drawn: called once per animation frame
  void apply_unseen();  // hidden tab: applies events and timers without drawing

  // Everything below only queues, and asks for a frame.
  void on_input(mirror::Input input);
  void on_surface(const Surface& surface);
  void on_preferences(std::uint32_t preferences);
  void on_location(std::string_view fragment);  // back, forward, an edited address
  void on_wake(Wake wake);
  void on_message(std::string_view message);  // from another tab
  void on_person_active();                    // a key, a press or a touch anywhere (not pointer jitter)
  void on_http_head(Ticket ticket, int status, std::string_view build, std::string_view retry_after);
  // kFull: so much is unread that the network shall wait; asked again with no bytes.
  [[nodiscard]] Backlog on_http_chunk(Ticket ticket, std::span<const unsigned char> bytes);
  void on_http_end(Ticket ticket, HttpFailure failure);
  void on_graphics_lost();
  void on_graphics_restored();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace spico::app
