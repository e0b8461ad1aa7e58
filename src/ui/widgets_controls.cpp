#include <algorithm>
#include <cmath>

#include "ui/popups.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

struct ButtonColours {
  Colour fill, border, text;
};

ButtonColours button_colours(const Theme& theme, const ButtonSpec& spec, const Interaction& state) {
  const bool disabled = (spec.state & mirror::kDisabled) != 0;
  if (spec.look == Look::kPrimary) {
    if (disabled) return {theme.raised, theme.border, theme.disabled};
    const float strength = state.held ? 0.80F : state.hovered ? 0.90F : 1.0F;
    return {with_opacity(theme.accent, strength), 0, theme.on_accent};
  }
  const Colour text = disabled                     ? theme.disabled
                      : spec.look == Look::kDanger ? theme.danger
                      : spec.look == Look::kMuted  ? theme.text
                                                   : theme.accent;
  const Colour wash = !disabled && state.hovered ? with_opacity(text, state.held ? 0.18F : 0.10F) : 0;
  const bool bordered = spec.look == Look::kPlain || spec.look == Look::kDanger;
  return {wash, bordered ? theme.border : 0, text};
}

bool is_marked(const ButtonSpec& spec) { return (spec.state & (mirror::kPressed | mirror::kCurrent)) != 0; }

// A line below what is pressed, or is where one is: seen without telling colours apart.
void draw_line_below(const Ui& ui, const Rect& content, Colour colour) {
  ui.fill(
      {std::round(content.x), std::round(bottom(content)) + 1, std::round(content.width), ui.theme().ring},
      colour);
}

void draw_label(Ui& ui, const ButtonSpec& spec, const Rect& inner, const TextStyle& style, float align) {
  ui.draw_text_in(inner, spec.label, style, align);
  if (!is_marked(spec)) return;
  const ImVec2 extent = ui.measure_text(spec.label, style, inner.width);
  draw_line_below(ui,
                  {inner.x + std::max(0.0F, inner.width - extent.x) * align,
                   inner.y + (inner.height - extent.y) / 2, std::min(extent.x, inner.width), extent.y},
                  style.colour);
}

void draw_button(Ui& ui, const ButtonSpec& spec, const Rect& box, const Interaction& state) {
  const ButtonColours colours = button_colours(ui.theme(), spec, state);
  if (colours.fill != 0) ui.fill(box, colours.fill, measure::kRadius);
  if (colours.border != 0) ui.outline(box, colours.border, measure::kRadius);
  const float icon = ui.scaled(20);
  const Colour drawn = spec.colour != 0 ? spec.colour : colours.text;
  if (spec.only_pictogram) {
    const Rect place = inset(box, (box.width - icon) / 2, (box.height - icon) / 2);
    draw_pictogram(ui, spec.pictogram, place, drawn);
    if (is_marked(spec)) draw_line_below(ui, place, colours.text);
  } else {
    const TextStyle style{measure::kBody, spec.look == Look::kPrimary ? Weight::kBold : Weight::kRegular,
                          colours.text};
    Rect inner = inset(box, ui.scaled(kButtonInset), 0);
    if (spec.role == Role::kMenuItem) {
      draw_label(ui, spec, inner, style, 0);
    } else if (spec.pictogram != Pictogram::kNone) {
      const float width = std::min(inner.width, ui.measure_text(spec.label, style).x + icon + ui.scaled(8));
      inner.x += std::round((inner.width - width) / 2);
      draw_pictogram(ui, spec.pictogram, {inner.x, box.y + (box.height - icon) / 2, icon, icon}, drawn);
      inner.x += icon + ui.scaled(8);
      inner.width = width - icon - ui.scaled(8);
      draw_label(ui, spec, inner, style, 0);
    } else {
      draw_label(ui, spec, inner, style, 0.5F);
    }
  }
  // Buttons as low as this stand in table cells, which cut what leaves them.
  const float within = box.height < ui.scaled(32) ? 2 : 0;
  if (state.ring) ui.focus_ring(inset(box, within, within), measure::kRadius);
}

}  // namespace

float button_width(const Ui& ui, const ButtonSpec& spec) {
  const TextStyle style{measure::kBody, spec.look == Look::kPrimary ? Weight::kBold : Weight::kRegular, 0};
  const float icon = spec.pictogram == Pictogram::kNone ? 0 : ui.scaled(28);
  return ui.measure_text(spec.label, style).x + ui.scaled(26) + icon;
}

float button_height(const Ui& ui, const ButtonSpec& spec, float width) {
  const TextStyle style{measure::kBody, spec.look == Look::kPrimary ? Weight::kBold : Weight::kRegular, 0};
  const float icon = spec.pictogram == Pictogram::kNone ? 0 : ui.scaled(28);
  return ui.control_height(spec.label, style, width - ui.scaled(24) - icon);
}

bool button(Ui& ui, const ButtonSpec& spec, const Rect& box) {
  const NodeId id = ui.id(spec.key);
  std::optional<Scope> anchor;
  if (!spec.tooltip.empty()) {
    Node around;
    around.id = ui.id(std::string(spec.key) + ".tip");
    around.look = Look::kAnchor;
    anchor.emplace(ui, std::move(around));
  }
  const Interaction state = ui.interact(id, box);
  draw_button(ui, spec, box, state);
  Node node;
  node.id = id;
  node.role = spec.role;
  node.look = spec.only_pictogram ? Look::kIcon : spec.look;
  node.name = spec.label;
  node.description = spec.tooltip.empty() || spec.tooltip == spec.label ? spec.description : spec.tooltip;
  node.href = spec.href;
  node.state =
      spec.state | ((spec.state & mirror::kFocusableByCode) != 0 ? 0U : std::uint32_t{mirror::kFocusable});
  node.adopt = spec.adopt;
  node.keys = spec.keys;
  node.refers_to = spec.refers_to;
  node.rect = box;
  ui.record(std::move(node));
  if (!spec.focus_key.empty()) ui.answers_focus(spec.focus_key, id);
  if (!spec.tooltip.empty()) tooltip(ui, id, box, spec.tooltip, spec.tooltip == spec.label, state);
  return state.clicked && (spec.state & (mirror::kDisabled | mirror::kSubmit)) == 0;
}

bool button(Ui& ui, const ButtonSpec& spec) {
  return button(ui, spec, ui.take(button_height(ui, spec, ui.flow_width())));
}

namespace {

void field_label(Ui& ui, const FieldSpec& spec, NodeId field) {
  const TextStyle style{measure::kBody, Weight::kRegular, ui.theme().text};
  const ImVec2 extent = ui.measure_text(spec.label, style, ui.flow_width());
  const Rect box = ui.take(extent.y);
  ui.draw_text({box.x, box.y}, spec.label, style, ui.flow_width());
  Node label;
  label.id = ui.id("label");
  label.role = Role::kLabel;
  label.name = spec.label;
  label.refers_to = field;
  label.rect = {box.x, box.y, extent.x, box.height};
  if (!spec.adopt.empty()) label.adopt = std::string(spec.adopt) + ".label";
  ui.record(std::move(label));
  ui.gap(4);
}

void draw_field_box(const Ui& ui, const FieldSpec& spec, const Rect& box, const Interaction& state) {
  const Theme& theme = ui.theme();
  const bool invalid = (spec.state & mirror::kInvalid) != 0 || !spec.error.empty();
  const bool disabled = (spec.state & mirror::kDisabled) != 0;
  ui.fill(box, disabled ? theme.raised : theme.surface, measure::kRadius);
  const Colour border = invalid ? theme.danger : state.hovered && !disabled ? theme.text : theme.border;
  ui.outline(box, border, measure::kRadius, invalid ? 2.0F : 1.0F);
  if (state.focused) ui.focus_ring(box, measure::kRadius);
}

Node field_node(Ui& ui, const FieldSpec& spec, NodeId id, NodeId error, const Rect& box) {
  Node node;
  node.id = id;
  node.role = Role::kTextField;
  node.field = spec.kind;
  node.name = spec.label;
  // What was just typed is the page's already; the model learns of it after this frame and must not overwrite
  // it now.
  const std::string* const typed = ui.value_changed(id);
  node.value = typed != nullptr ? std::string_view(*typed) : spec.value;
  node.description = spec.description;
  node.placeholder = spec.placeholder;
  node.autocomplete = spec.autocomplete;
  node.adopt = spec.adopt;
  node.keys = spec.keys;
  node.state = spec.state | mirror::kFocusable | mirror::kPaintsText |
               (spec.error.empty() ? 0U : std::uint32_t{mirror::kInvalid});
  node.refers_to = spec.list;
  node.active_descendant = spec.active_descendant;
  node.value_now = spec.value_now;
  node.value_min = spec.value_min;
  node.value_max = spec.value_max;
  node.caret = spec.caret;
  node.rect = box;
  if (ui.is_under_layer(box)) {
    node.state = (node.state & ~std::uint32_t{mirror::kPaintsText}) | mirror::kOccluded;
    if (spec.kind == mirror::FieldKind::kMultiline) {
      ui.push_clip(box);
      ui.draw_text({box.x + ui.scaled(12), box.y + ui.scaled(10)},
                   node.value.empty() ? spec.placeholder : std::string_view(node.value), {},
                   box.width - ui.scaled(24));
      ui.pop_clip();
    } else if (spec.kind != mirror::FieldKind::kPassword && !node.value.empty())
      ui.draw_text_in(inset(box, ui.scaled(12), 0), node.value, {});
    else if (node.value.empty() && !spec.placeholder.empty())
      ui.draw_text_in(inset(box, ui.scaled(12), 0), spec.placeholder,
                      {measure::kBody, Weight::kRegular, ui.theme().muted});
  }
  if (!spec.error.empty()) node.error_message = error;
  return node;
}

}  // namespace

NodeId field_id(const Ui& ui, std::string_view key) { return Ui::id_within(ui.id(key), "input"); }

FieldResult field(Ui& ui, const FieldSpec& spec) {
  Node row;
  row.id = ui.id(spec.key);
  row.look = Look::kStack;
  row.adopt = spec.row_adopt;
  const Scope scope(ui, std::move(row));
  FieldResult result;
  const NodeId id = ui.id("input");
  const NodeId error = ui.id("error");
  field_label(ui, spec, id);
  const Rect box = ui.take(ui.scaled(spec.height));
  {
    // What index.html holds of the sign-in form has no such box.
    std::optional<Scope> anchor;
    if (spec.adopt.empty() && (!spec.trailing.empty() || spec.beside)) {
      Node around;
      around.id = ui.id("anchor");
      around.look = Look::kAnchor;
      anchor.emplace(ui, std::move(around));
    }
    draw_field_box(ui, spec, box, ui.interact(id, box));
    Rect input = box;
    const float side = std::min(box.height, ui.scaled(measure::kControl));
    input.width -= side * static_cast<float>(spec.trailing.size());
    ui.record(field_node(ui, spec, id, error, input));
    if (!spec.focus_key.empty()) ui.answers_focus(spec.focus_key, id);
    result.typed = ui.value_changed(id, spec.value);
    Rect end{right(input), box.y, side, side};
    for (std::size_t i = 0; i < spec.trailing.size(); ++i) {
      if (button(ui, spec.trailing[i], end)) result.trailing_pressed = i;
      end.x += end.width;
    }
    if (spec.beside) spec.beside(box);
  }
  if (!spec.error.empty()) {
    ui.gap(4);
    paragraph(ui, "error", spec.error, {measure::kSmall, Weight::kRegular, ui.theme().danger}, Role::kText,
              Look::kError);
  }
  return result;
}

std::optional<std::string> select(Ui& ui, std::string_view key, std::string_view label,
                                  std::string_view value, const std::vector<Choice>& choices) {
  Node row;
  row.id = ui.id(key);
  row.look = Look::kStack;
  const Scope scope(ui, std::move(row));
  const NodeId id = ui.id("select");
  const TextStyle style{measure::kBody, Weight::kRegular, ui.theme().text};
  const ImVec2 extent = ui.measure_text(label, style, ui.flow_width());
  const Rect label_box = ui.take(extent.y);
  ui.draw_text({label_box.x, label_box.y}, label, style, ui.flow_width());
  Node label_node;
  label_node.id = ui.id("label");
  label_node.role = Role::kLabel;
  label_node.name = label;
  label_node.refers_to = id;
  label_node.rect = {label_box.x, label_box.y, extent.x, label_box.height};
  ui.record(std::move(label_node));
  ui.gap(4);
  const Rect box = ui.take(ui.scaled(measure::kControl));
  const Interaction state = ui.interact(id, box);
  ui.fill(box, ui.theme().surface, measure::kRadius);
  ui.outline(box, state.hovered ? ui.theme().text : ui.theme().border, measure::kRadius);
  if (state.focused) ui.focus_ring(box, measure::kRadius);
  const float icon = ui.scaled(16);
  draw_pictogram(ui, Pictogram::kChevronDown,
                 {right(box) - icon - ui.scaled(10), box.y + (box.height - icon) / 2, icon, icon},
                 ui.theme().muted);
  Node node;
  node.id = id;
  node.role = Role::kSelect;
  node.name = label;
  const std::string* const changed = ui.value_changed(id);
  node.value = changed != nullptr ? std::string_view(*changed) : value;
  node.state = mirror::kFocusable | mirror::kPaintsText;
  if (ui.is_under_layer(box)) {
    node.state = mirror::kFocusable | mirror::kOccluded;
    for (const Choice& choice : choices) {
      if (choice.value == value) ui.draw_text_in(inset(box, ui.scaled(12), 0), choice.label, {});
    }
  }
  node.rect = box;
  const Scope options(ui, std::move(node));
  for (const Choice& choice : choices) {
    Node option;
    option.id = ui.id(choice.value, 1);
    option.role = Role::kOption;
    option.name = choice.label;
    option.value = choice.value;
    option.state = choice.value == value ? mirror::kSelected : 0U;
    ui.record(std::move(option));
  }
  return changed == nullptr ? std::nullopt : std::optional<std::string>(*changed);
}

bool checkbox(Ui& ui, std::string_view key, std::string_view label, bool checked, const Rect& box,
              std::string_view description, std::string_view focus_key, std::uint32_t more_state) {
  const NodeId id = ui.id(key);
  const Interaction state = ui.interact(id, box);
  const float side = ui.scaled(20);
  const Rect square{box.x, box.y + std::round((box.height - side) / 2), side, side};
  const Theme& theme = ui.theme();
  const bool disabled = (more_state & mirror::kDisabled) != 0;
  const Colour full = disabled ? theme.disabled : theme.accent;
  ui.fill(square, checked ? full : disabled ? theme.raised : theme.surface, 4);
  ui.outline(square, checked ? full : state.hovered && !disabled ? theme.text : theme.border, 4, 1.5F);
  if (checked) draw_pictogram(ui, Pictogram::kCheck, square, theme.on_accent);
  const float gap = ui.scaled(5);
  const Rect text{right(square) + gap, box.y, box.width - side - gap, box.height};
  ui.draw_text_in(text, label, {measure::kBody, Weight::kRegular, disabled ? theme.disabled : 0});
  if (state.ring) {
    const float width = side + gap + std::min(text.width, ui.measure_text(label, {}).x);
    ui.focus_ring({box.x, box.y + ui.scaled(4), width, box.height - ui.scaled(8)}, 4);
  }
  Node node;
  node.id = id;
  node.role = Role::kCheckbox;
  node.name = label;
  node.description = description;
  node.state = mirror::kFocusable | (checked ? mirror::kChecked : 0U) | more_state;
  node.rect = box;
  ui.record(std::move(node));
  if (!focus_key.empty()) ui.answers_focus(focus_key, id);
  return state.clicked && !disabled;
}

bool radio(Ui& ui, std::string_view key, std::string_view label, std::string_view detail, bool chosen,
           int position, int count) {
  const NodeId id = ui.id(key);
  const float radius = ui.scaled(10);
  const float label_width = ui.measure_text(label, {}).x;
  const float text_offset = radius * 2 + ui.scaled(12);
  const TextStyle detail_style{measure::kSmall, Weight::kRegular, ui.theme().muted};
  // Where both do not stand side by side, the detail goes below, under its label.
  const bool below =
      text_offset + label_width + ui.scaled(12) + ui.measure_text(detail, detail_style).x > ui.flow_width();
  const Rect box = ui.take(ui.scaled(measure::kControl));
  const Interaction state = ui.interact(id, box);
  const Theme& theme = ui.theme();
  const ImVec2 centre{box.x + radius + 2, box.y + box.height / 2};
  ui.canvas()->AddCircleFilled(centre, radius, theme.surface);
  ui.canvas()->AddCircle(centre, radius,
                         chosen          ? theme.accent
                         : state.hovered ? theme.text
                                         : theme.border,
                         0, 1.5F);
  if (chosen) ui.canvas()->AddCircleFilled(centre, radius * 0.5F, theme.accent);
  if (state.ring) ui.focus_ring({centre.x - radius, centre.y - radius, radius * 2, radius * 2}, radius);
  const float text_x = box.x + text_offset;
  ui.draw_text_in({text_x, box.y, label_width, box.height}, label, {});
  const float detail_x = text_x + label_width + ui.scaled(12);
  Node node;
  node.id = id;
  node.role = Role::kRadio;
  node.name = label;
  node.description = detail;
  node.position = position;
  node.set_size = count;
  node.state = mirror::kFocusable | (chosen ? mirror::kChecked : 0U);
  node.rect = {box.x, box.y, detail_x - box.x, box.height};
  ui.record(std::move(node));
  if (!detail.empty()) {
    const float height = ui.measure_text(detail, detail_style, ui.flow_width() - text_offset).y;
    const Rect place = below ? ui.take(height) : box;
    const float x = below ? text_x : detail_x;
    label_in(ui, std::string(key) + ".detail", {x, place.y, right(place) - x, place.height}, detail,
             detail_style);
  }
  return state.clicked;
}

namespace {

// One below the other where they would not stand side by side.
bool tabs_are_stacked(const Ui& ui) { return ui.flow_width() < ui.scaled(640); }

// Each as high as its label needs; side by side, all as high as the one that needs most.
std::vector<Rect> tab_boxes(Ui& ui, const std::vector<TabSpec>& specs) {
  // The selected one is bold, and any may be selected.
  const TextStyle bold{measure::kBody, Weight::kBold, 0};
  const bool stacked = tabs_are_stacked(ui);
  // Widths follow the labels, so that the longest is not cut while the shortest has room to spare.
  float total = 0;
  for (const TabSpec& spec : specs) total += ui.measure_text(spec.label, bold).x + ui.scaled(24);
  std::vector<Rect> boxes;
  float stack = 0, highest = 0, x = 0;
  for (const TabSpec& spec : specs) {
    const float share = (ui.measure_text(spec.label, bold).x + ui.scaled(24)) / total * ui.flow_width();
    const float width = stacked ? ui.flow_width() : share;
    const float height = ui.control_height(spec.label, bold, width - ui.scaled(12));
    boxes.push_back({stacked ? 0 : x, stacked ? stack : 0, width, height});
    x += width;
    stack += height;
    highest = std::max(highest, height);
  }
  const Rect all = ui.take(stacked ? stack : highest);
  for (Rect& box : boxes) box = {all.x + box.x, all.y + box.y, box.width, stacked ? box.height : highest};
  return boxes;
}

}  // namespace

std::optional<int> tabs(Ui& ui, std::string_view key, std::string_view label,
                        const std::vector<TabSpec>& specs, int selected, NodeId panel,
                        std::string_view adopt) {
  Node list;
  list.id = ui.id(key);
  list.role = Role::kTabList;
  list.look = Look::kToolbar;
  list.name = label;
  list.adopt = adopt;
  const Scope scope(ui, std::move(list));
  const Theme& theme = ui.theme();
  const bool stacked = tabs_are_stacked(ui);
  const int count = static_cast<int>(specs.size());
  const std::vector<Rect> boxes = tab_boxes(ui, specs);
  std::optional<int> chosen;
  for (int i = 0; i < count; ++i) {
    const TabSpec& spec = specs[static_cast<std::size_t>(i)];
    const Rect& box = boxes[static_cast<std::size_t>(i)];
    const NodeId id = ui.id(spec.key);
    const Interaction state = ui.interact(id, box);
    const bool current = i == selected;
    if (state.hovered && !current) ui.fill(box, with_opacity(theme.accent, 0.08F), measure::kRadius);
    const TextStyle style{measure::kBody, current ? Weight::kBold : Weight::kRegular,
                          current ? theme.accent : theme.text};
    ui.draw_text_in(inset(box, ui.scaled(6), 0), spec.label, style, stacked ? 0.0F : 0.5F);
    if (stacked)
      ui.fill({box.x - ui.scaled(4), box.y + 8, 3, box.height - 16}, current ? theme.accent : 0);
    else
      ui.fill({box.x, bottom(box) - (current ? 3.0F : 1.0F), box.width, current ? 3.0F : 1.0F},
              current ? theme.accent : theme.border);
    if (state.ring) ui.focus_ring(inset(box, 2, 2), measure::kRadius);
    Node node;
    node.id = id;
    node.role = Role::kTab;
    node.name = spec.label;
    node.adopt = spec.adopt;
    node.refers_to = panel;
    node.keys = mirror::kKeyArrowsHorizontal | mirror::kKeyArrowsVertical | mirror::kKeyHomeEnd;
    node.state = current ? mirror::kSelected | mirror::kFocusable : mirror::kFocusableByCode;
    node.rect = box;
    ui.record(std::move(node));
    if (state.clicked && !current) chosen = i;
    if (const auto pressed = ui.key_pressed(id)) {
      int target = i;
      if (pressed->key == mirror::Key::kRight || pressed->key == mirror::Key::kDown) target = (i + 1) % count;
      if (pressed->key == mirror::Key::kLeft || pressed->key == mirror::Key::kUp)
        target = (i + count - 1) % count;
      if (pressed->key == mirror::Key::kHome) target = 0;
      if (pressed->key == mirror::Key::kEnd) target = count - 1;
      if (target != i) {
        chosen = target;
        ui.focus(ui.id(specs[static_cast<std::size_t>(target)].key));
      }
    }
  }
  return chosen;
}

}  // namespace spico::ui
