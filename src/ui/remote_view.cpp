#include "ui/remote_view.hpp"

#include <algorithm>

#include "core/failure_text.hpp"
#include "core/live/live_update.hpp"
#include "core/text/fill.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

void waiting(Ui& ui, std::string_view key, std::string_view sentence) {
  Node group;
  group.id = ui.id(key);
  group.role = Role::kGroup;
  group.look = Look::kSkeleton;
  group.name = sentence;
  group.state = mirror::kBusy;
  const Scope scope(ui, std::move(group));
  paragraph(ui, "sentence", sentence, {measure::kBody, Weight::kRegular, ui.theme().muted}, Role::kText,
            Look::kMuted);
  ui.gap(12);
  // Three quiet bars where content will stand; nothing moves, so nothing is drawn while we wait.
  const BarColours colours = skeleton_colours(ui.theme());
  for (const float part : {1.0F, 0.8F, 0.6F}) {
    Rect bar = ui.take(ui.scaled(20));
    bar.width *= part;
    ui.fill(bar, colours.fill, measure::kRadius);
    ui.outline(bar, colours.outline, measure::kRadius);
    ui.gap(8);
  }
}

bool failed(Ui& ui, std::string_view key, const Failure& failure) {
  Node group;
  group.id = ui.id(key);
  group.role = Role::kGroup;
  group.look = Look::kStack;
  const Scope scope(ui, std::move(group));
  banner(ui, "sentence", failure_text(ui.language(), failure), Tone::kDanger);
  ui.gap(12);
  const ButtonSpec retry{.key = "retry", .label = ui.text(Text::kCommonRetry), .look = Look::kPrimary};
  Rect box = ui.take(ui.scaled(measure::kControl));
  box.width = std::min(box.width, button_width(ui, retry));
  return button(ui, retry, box);
}

bool age_banner(Ui& ui, Text one, Text other) {
  const int minutes = stale_minutes(ui.model(), ui.model().now_ms);
  if (minutes <= 0) return false;
  banner(ui, "stale", fill(ui.text(minutes == 1 ? one : other), {{"count", std::to_string(minutes)}}),
         Tone::kWarning);
  ui.gap(8);
  return true;
}

}  // namespace spico::ui
