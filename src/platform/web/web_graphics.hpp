// WebGL2 behind Dear ImGui: draws its lists, nothing else. For Platform and WebPage.
#pragma once

#include <cstdint>

namespace spico::web {

class WebGraphics {
 public:
  bool create();  // false: no WebGL2 in this browser
  // Draws ImGui's current draw data on the canvas, unless it is what stands there already: many frames change
  // only elements of the page, and a software renderer takes tens of milliseconds for each that is drawn.
  void draw();
  // ImGui must hear that its textures were dealt with, drawn or not. Harmless after draw().
  void draw_nothing();
  // The canvas may be empty: whoever sets its size empties it.
  void forget_drawn() { drawn_ = 0; }
  void lose();
  void restore();

 private:
  void forget_textures();

  enum class State { kNone, kContext, kReady, kLost } state_ = State::kNone;
  std::uint64_t drawn_ = 0;  // fingerprint of what stands on the canvas; 0: unknown
};

}  // namespace spico::web
