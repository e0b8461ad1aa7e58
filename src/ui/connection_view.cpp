#include "ui/connection_view.hpp"

#include "core/live/live_update.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

void connection_state(Ui& ui, const Rect& box) {
  const Model& model = ui.model();
  const bool slow = model.online && model.pace != Pace::kGood;
  const Colour colour = slow ? ui.theme().warning : model.online ? ui.theme().success : ui.theme().danger;
  ui.canvas()->AddCircleFilled({box.x + ui.scaled(6), box.y + box.height / 2}, ui.scaled(4), colour);
  label_in(ui, "connection", {box.x + ui.scaled(16), box.y, box.width - ui.scaled(16), box.height},
           ui.text(slow           ? pace_name(model.pace)
                   : model.online ? Text::kCommonOnline
                                  : Text::kCommonOfflineState),
           {measure::kSmall, Weight::kRegular, ui.theme().muted});
}

void connection_banner(Ui& ui, bool signed_in) {
  const Model& model = ui.model();
  const bool slow = signed_in && ui.narrow() && model.pace != Pace::kGood;
  if (model.online && !slow) return;
  banner(ui, "offline", ui.text(model.online ? pace_name(model.pace) : Text::kCommonOfflineBanner),
         Tone::kWarning);
  ui.gap(4);
}

}  // namespace spico::ui
