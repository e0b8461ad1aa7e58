// WebGL2 behind Dear ImGui: draws its lists, nothing else. For Platform and WebPage.
#pragma once

namespace spico::web {

class WebGraphics {
 public:
  bool create();  // false: no WebGL2 in this browser
  // Draws ImGui's current draw data on the canvas.
  void draw();
  // ImGui must hear that its textures were dealt with, drawn or not. Harmless after draw().
  void draw_nothing();
  void lose();
  void restore();

 private:
  void forget_textures();

  enum class State { kNone, kContext, kReady, kLost } state_ = State::kNone;
};

}  // namespace spico::web
