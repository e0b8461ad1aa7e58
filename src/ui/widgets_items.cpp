#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/text/fill.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

float badge(Ui& ui, std::string_view key, std::string_view text, float x, float centre_y) {
  const TextStyle style{measure::kSmall, Weight::kBold, ui.theme().on_accent};
  const float height = ui.scaled(24);
  const Rect box{x, std::round(centre_y - height / 2),
                 std::max(height, ui.measure_text(text, style).x + ui.scaled(14)), height};
  ui.fill(box, ui.theme().accent, height / 2);
  ui.draw_text_in(box, text, style, 0.5F);
  Node node;
  node.id = ui.id(key);
  node.role = Role::kText;
  node.look = Look::kBadge;
  node.name = text;
  node.rect = box;
  ui.record(std::move(node));
  return box.width;
}

void draw_avatar(Ui& ui, std::string_view key, std::string_view letters, const Rect& box) {
  ui.fill(box, ui.theme().raised, box.height / 2);
  ui.outline(box, edge_colour(ui.theme(), 0.6F), box.height / 2);
  label_in(ui, key, box, letters, {12, Weight::kBold, ui.theme().text}, 0.5F);
}

void progress_bar(Ui& ui, std::string_view name, float part, const Rect& box) {
  const float radius = box.height / 2;
  ui.fill(box, ui.theme().raised, radius);
  // Nothing moves while it is not known: nothing is drawn while we wait.
  const Rect done = part >= 0 ? Rect{box.x, box.y, box.width * std::min(part, 1.0F), box.height}
                              : Rect{box.x + box.width * 0.35F, box.y, box.width * 0.3F, box.height};
  if (done.width >= box.height) ui.fill(done, ui.theme().accent, radius);
  ui.outline(box, edge_colour(ui.theme(), 0.7F), radius);
  Node node;
  node.id = ui.id("bar");
  node.role = Role::kProgress;
  node.name = name;
  node.progress = part;
  node.rect = box;
  ui.record(std::move(node));
}

void progress(Ui& ui, std::string_view key, std::string_view label, float part) {
  Node group;
  group.id = ui.id(key);
  group.look = Look::kStack;
  const Scope scope(ui, std::move(group));
  const bool known = part >= 0;
  const std::string percent =
      known ? fill(ui.text(Text::kCommonPercent), {{"count", std::to_string(std::lround(part * 100))}}) : "";
  const TextStyle style{measure::kSmall, Weight::kRegular, ui.theme().text};
  const Rect line = ui.take(ui.scaled(22));
  const float end = known ? ui.scaled(56) : 0;
  label_in(ui, "label", {line.x, line.y, line.width - end, line.height}, label, style);
  if (known) label_in(ui, "percent", {right(line) - end, line.y, end, line.height}, percent, style, 1);
  ui.gap(4);
  progress_bar(ui, label, part, ui.take(ui.scaled(8)));
}

bool empty_state(Ui& ui, std::string_view key, Pictogram pictogram, std::string_view sentence,
                 const ButtonSpec* action, Role role) {
  Node group;
  group.id = ui.id(key);
  group.look = Look::kEmpty;
  const Scope scope(ui, std::move(group));
  ui.gap(24);
  const Rect icon = ui.take(ui.scaled(48));
  draw_pictogram(ui, pictogram, icon, ui.theme().muted);
  ui.gap(12);
  const TextStyle style{measure::kBody, Weight::kRegular, ui.theme().muted};
  const float room = ui.flow_width();
  const float most = std::min(room, ui.scaled(420));
  const ImVec2 extent = ui.measure_text(sentence, style, most);
  ui.push_column({ui.flow_x() + std::round((room - extent.x) / 2), ui.flow_y(), extent.x + 1, 0});
  paragraph(ui, "sentence", sentence, style, role, Look::kMuted);
  ui.move_to(ui.pop_column());
  bool pressed = false;
  if (action != nullptr) {
    ui.gap(16);
    Rect box = ui.take(ui.scaled(measure::kControl));
    const float width = std::min(box.width, button_width(ui, *action));
    box.x += std::round((box.width - width) / 2);
    box.width = width;
    pressed = button(ui, *action, box);
  }
  ui.gap(24);
  return pressed;
}

namespace {

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<std::string> number_field(Ui& ui, const NumberFieldSpec& spec) {
  const NodeId id = field_id(ui, spec.field.key);
  const std::string* const typed = ui.value_changed(id);
  const std::string value(typed != nullptr ? std::string_view(*typed) : spec.field.value);
  const auto number = whole_number(value);
  const bool fits = number && *number >= spec.min && *number <= spec.max;
  const bool disabled = (spec.field.state & mirror::kDisabled) != 0;
  const std::string wrong = fill(ui.text(Text::kCommonNumberBetween),
                                 {{"min", std::to_string(spec.min)}, {"max", std::to_string(spec.max)}});
  const auto step_button = [&](std::string_view key, Text label, Pictogram pictogram, bool at_end) {
    return ButtonSpec{.key = key,
                      .label = ui.text(label),
                      .look = Look::kQuiet,
                      .pictogram = pictogram,
                      .only_pictogram = true,
                      // The arrow keys do the same: one stop less for Tab.
                      .state = mirror::kFocusableByCode | (at_end || disabled ? mirror::kDisabled : 0U),
                      .description = spec.field.label};
  };
  const ButtonSpec steps[] = {
      step_button("less", Text::kCommonLess, Pictogram::kMinus, number && *number <= spec.min),
      step_button("more", Text::kCommonMore, Pictogram::kPlus, number && *number >= spec.max)};
  FieldSpec with_steps = spec.field;
  with_steps.kind = mirror::FieldKind::kNumber;
  with_steps.trailing = steps;
  with_steps.value = value;
  with_steps.value_min = spec.min;
  with_steps.value_max = spec.max;
  if (fits) with_steps.value_now = *number;
  if (!disabled) with_steps.keys = mirror::kKeyArrowsVertical | mirror::kKeyPages;
  if (!value.empty() && !fits && spec.field.error.empty()) with_steps.error = wrong;
  const FieldResult result = field(ui, with_steps);

  int change = 0;
  if (result.trailing_pressed) change = *result.trailing_pressed == 0 ? -spec.step : spec.step;
  for (const mirror::KeyPressed& pressed : ui.keys_pressed(id)) {
    constexpr int kPage = 10;
    if (pressed.key == mirror::Key::kUp) change += spec.step;
    if (pressed.key == mirror::Key::kDown) change -= spec.step;
    if (pressed.key == mirror::Key::kPageUp) change += spec.step * kPage;
    if (pressed.key == mirror::Key::kPageDown) change -= spec.step * kPage;
  }
  if (change != 0) return std::to_string(std::clamp(number.value_or(spec.min) + change, spec.min, spec.max));
  // The field itself has been given what was typed.
  if (typed != nullptr && *typed != spec.field.value) return *typed;
  return std::nullopt;
}

DisclosureResult disclosure(Ui& ui, std::string_view key, std::string_view label, bool open) {
  const ButtonSpec spec{.key = key,
                        .label = label,
                        .look = Look::kQuiet,
                        .pictogram = open ? Pictogram::kChevronUp : Pictogram::kChevronDown,
                        .state = mirror::kHasExpanded | (open ? mirror::kExpanded : 0U)};
  const float width = std::min(ui.flow_width(), button_width(ui, spec));
  const float least = ui.scaled(ui.model().settings.kiosk ? measure::kControl : measure::kCompactControl);
  Rect box = ui.take(width < button_width(ui, spec) ? button_height(ui, spec, width) : least);
  box.width = width;
  box.x -= ui.scaled(12);  // its chevron stands under the first letter of what is above
  return {button(ui, spec, box), box};
}

std::optional<std::size_t> list(Ui& ui, std::string_view key, std::string_view label,
                                const std::vector<ListEntry>& entries) {
  Node node;
  node.id = ui.id(key);
  node.role = Role::kList;
  node.look = Look::kCard;
  node.name = label;
  const Scope scope(ui, std::move(node));
  const Theme& theme = ui.theme();
  const float row = ui.scaled(measure::kTouchRow), pad = ui.scaled(16);
  const Rect all = ui.take(row * static_cast<float>(entries.size()));
  ui.fill(all, theme.surface, measure::kCardRadius);
  std::optional<std::size_t> pressed;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ListEntry& entry = entries[i];
    const Rect box{all.x, all.y + row * static_cast<float>(i), all.width, row};
    Node item;
    item.id = ui.id(entry.key);
    item.role = Role::kListItem;
    item.rect = box;
    const Scope line(ui, std::move(item));
    const NodeId id = ui.id("open");
    const Interaction state = ui.interact(id, box);
    if (state.hovered || entry.selected)
      ui.fill(inset(box, 2, 2), with_opacity(theme.accent, entry.selected ? 0.14F : 0.07F), measure::kRadius);
    if (entry.selected) ui.fill({box.x + 2, box.y + 8, 3, box.height - 16}, theme.accent, 2);
    if (i > 0) ui.line(box.x + pad, box.y, right(box) - pad, box.y, edge_colour(theme, 0.4F));
    const Rect upper{box.x + pad, box.y + ui.scaled(8), box.width - pad * 2, ui.scaled(24)};
    ui.draw_text_in(upper, entry.title, {measure::kBody, Weight::kBold, theme.text});
    Node control;
    control.id = id;
    control.role = Role::kButton;
    control.look = Look::kQuiet;
    control.name = entry.title;
    control.state = mirror::kFocusable | (entry.selected ? mirror::kCurrent : 0U);
    control.rect = box;
    ui.record(std::move(control));
    label_in(ui, "detail", {upper.x, bottom(upper), upper.width, ui.scaled(22)}, entry.detail,
             {measure::kSmall, Weight::kRegular, theme.muted});
    if (state.ring) ui.focus_ring(inset(box, 4, 4), measure::kRadius);
    if (state.clicked) pressed = i;
  }
  ui.outline(all, edge_colour(theme, 0.5F), measure::kCardRadius);
  return pressed;
}

}  // namespace spico::ui
