#include "ui/toast_view.hpp"

#include <algorithm>
#include <cmath>

#include "ui/widgets.hpp"

namespace spico::ui {

void toast_view(Ui& ui) {
  const Toast& toast = ui.model().toast;
  if (!toast.is_shown()) return;
  const bool is_problem = !toast.problem.empty();
  const bool can_undo = toast.undo != Undo::kNothing;
  std::string text = toast.problem;
  if (can_undo) text.append(is_problem ? " " : "").append(ui.text(toast.text));
  const float pad = ui.scaled(16), gap = ui.scaled(8), side = ui.scaled(measure::kControl);
  const ButtonSpec undo{.key = "undo", .label = ui.text(Text::kCommonUndo), .look = Look::kQuiet};
  const ButtonSpec close{.key = "close",
                         .label = ui.text(Text::kCommonClose),
                         .look = Look::kMuted,
                         .pictogram = Pictogram::kCross,
                         .only_pictogram = true};
  const float undo_width = can_undo ? button_width(ui, undo) : 0;
  const float ends = pad + gap + undo_width + side + gap;
  const float most = std::min(ui.width() - 16, ui.scaled(560));
  const ImVec2 extent = ui.measure_text(text, {}, most - ends);
  const float text_width = std::ceil(extent.x) + 1;
  const float width = std::min(most, text_width + ends);
  const float height = std::max(side + gap, extent.y + pad);
  const float below = ui.narrow() ? ui.scaled(measure::kBottomBar) : 0;
  const Rect box{std::round((ui.width() - width) / 2), ui.height() - below - ui.scaled(16) - height, width,
                 height};
  ui.begin_layer("toast", box);
  ui.fill(box, ui.theme().surface, measure::kCardRadius);
  ui.outline(box, is_problem ? ui.theme().danger : ui.theme().accent, measure::kCardRadius, 2);
  Node node;
  node.id = ui.id("toast");
  node.role = Role::kRegion;
  node.look = Look::kToast;
  node.name = ui.text(Text::kCommonNotification);
  node.rect = box;
  node.keys = mirror::kKeyEscape;
  const auto pressed = ui.key_pressed(node.id);
  const Scope scope(ui, std::move(node));
  // update has announced it: a live region here would say it twice.
  label_in(ui, "text", {box.x + pad, box.y, text_width, box.height}, text);
  if (is_problem) ui.last_node().look = Look::kError;  // from which the HTML version has its edge
  const float y = box.y + std::round((height - side) / 2);
  const Rect undo_box{right(box) - gap - side - undo_width, y, undo_width, side};
  if (can_undo && button(ui, undo, undo_box)) ui.emit<PageEvent>(UndoPressed{});
  if (button(ui, close, {right(undo_box), y, side, side}) ||
      (pressed && pressed->key == mirror::Key::kEscape))
    ui.emit<PageEvent>(ToastClosed{});
  ui.end_layer();
  const NodeId focused = ui.focused();
  const bool held =
      focused == ui.id("undo") || focused == ui.id("close") || (!ui.html_face() && ui.pointer_is_in(box));
  if (held != toast.held) ui.emit<PageEvent>(ToastHeld{held});
}

}  // namespace spico::ui
