#include "ui/combo_box.hpp"

#include <algorithm>
#include <cmath>

#include "core/text/fill.hpp"
#include "core/text/fold.hpp"
#include "core/text/grouped_count.hpp"
#include "ui/chip_list.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

constexpr float kOptionHeight = 40;        // before Ui::scaled
constexpr std::size_t kMostInSight = 7;    // the others are scrolled to
constexpr std::size_t kMostOffered = 100;  // the others take another letter
constexpr std::size_t kPage = 6;

std::vector<std::size_t> matches_of(const ComboBoxSpec& spec, std::string_view typed) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : fold(typed) + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(" " + std::exchange(word, {}));
    }
  }
  std::vector<std::size_t> matches;
  for (std::size_t i = 0; i < spec.count; ++i) {
    std::string key;
    if (!words.empty()) append_search_words(key, spec.name_of(i));
    if (std::all_of(words.begin(), words.end(),
                    [&](const std::string& each) { return key.find(each) != std::string::npos; }))
      matches.push_back(i);
  }
  return matches;
}

bool is_chosen(const ComboBoxSpec& spec, std::size_t choice) {
  return std::find(spec.chosen.begin(), spec.chosen.end(), choice) != spec.chosen.end();
}

struct List {
  NodeId id = 0;
  std::vector<std::size_t> matches;
  bool active_moved = false;
  [[nodiscard]] std::size_t offered() const { return std::min(matches.size(), kMostOffered); }
};

// Over the page, below the field if there is room, else above it; wider than a narrow field.
Rect place_of(const Ui& ui, const Rect& field, float wanted) {
  const Rect room = ui.room();
  const float below = bottom(room) - bottom(field) - 8, above = field.y - room.y - 8;
  const bool down = wanted <= below || below >= above;
  const float height = std::min(wanted, std::max(down ? below : above, ui.scaled(kOptionHeight) * 2));
  const float width = std::min(std::max(field.width, ui.scaled(340)), room.width - 8);
  const float x = std::clamp(field.x, room.x + 4, std::max(room.x + 4, right(room) - width - 4));
  return {x, down ? bottom(field) + 4 : field.y - 4 - height, width, height};
}

void draw_option(Ui& ui, const Rect& row, std::string_view name, bool chosen, bool active,
                 const Interaction& state) {
  const Theme& theme = ui.theme();
  if (active || state.hovered)
    ui.fill(inset(row, 2, 0), with_opacity(theme.accent, active ? 0.16F : 0.08F), 4);
  if (active) ui.outline(inset(row, 2, 0), theme.accent, 4, 2);
  const float icon = ui.scaled(20);
  const float x = row.x + ui.scaled(8);
  if (chosen)
    draw_pictogram(ui, Pictogram::kCheck, {x, row.y + (row.height - icon) / 2, icon, icon}, theme.accent);
  const float text_x = x + icon + ui.scaled(8);
  ui.draw_text_in({text_x, row.y, right(row) - text_x - ui.scaled(8), row.height}, name,
                  {measure::kBody, chosen ? Weight::kBold : Weight::kRegular, theme.text});
}

// The last row says how many more there are, when there are too many to offer.
void remark_row(Ui& ui, const Rect& row, std::string sentence) {
  ui.draw_text_in(inset(row, ui.scaled(12), 0), sentence,
                  {measure::kSmall, Weight::kRegular, ui.theme().muted});
  Node node;
  node.id = ui.id("remark");
  node.role = Role::kListBoxOption;
  node.look = Look::kMuted;
  node.name = std::move(sentence);
  node.state = mirror::kDisabled;
  node.rect = row;
  ui.record(std::move(node));
}

std::optional<std::size_t> option_list(Ui& ui, const ComboBoxSpec& spec, const List& list, std::size_t active,
                                       const Rect& field) {
  const std::size_t offered = list.offered();
  const bool remark = offered < list.matches.size() || offered == 0;
  const std::size_t rows = offered + (remark ? 1 : 0);
  const float height = ui.scaled(ui.model().settings.kiosk ? measure::kControl : kOptionHeight);
  const float pad = 4;
  const Rect box = place_of(ui, field, height * static_cast<float>(std::min(rows, kMostInSight)) + pad * 2);
  if (list.active_moved) {
    const float top = height * static_cast<float>(active), y = ui.scroll_offset(list.id).y;
    const float sight = box.height - pad * 2 - height;
    ui.scroll_to(list.id, {0, std::clamp(y, std::max(0.0F, top - sight), top)});
  }
  ui.begin_layer("choices", box);
  ui.fill(box, ui.theme().surface, measure::kRadius);
  ui.outline(box, ui.theme().border, measure::kRadius);
  Node node;
  node.id = list.id;
  node.role = Role::kListBox;
  node.name = spec.label;
  node.state = mirror::kMultiple;
  node.rect = inset(box, 1, pad);
  ui.begin_scroll(std::move(node));
  std::optional<std::size_t> pressed;
  for (std::size_t i = 0; i < offered; ++i) {
    const std::size_t choice = list.matches[i];
    const Rect row = ui.take(height);
    const NodeId id = ui.id("choice", choice);
    const Interaction state = ui.interact(id, row);
    Node option;
    option.id = id;
    option.role = Role::kListBoxOption;
    option.look = i == active ? Look::kActive : Look::kPlain;
    option.name = spec.name_of(choice);
    option.state = is_chosen(spec, choice) ? mirror::kSelected : 0U;
    option.position = static_cast<std::int32_t>(i + 1);
    option.set_size = static_cast<std::int32_t>(list.matches.size());
    option.rect = row;
    draw_option(ui, row, option.name, is_chosen(spec, choice), i == active, state);
    ui.record(std::move(option));
    if (state.clicked) pressed = choice;
  }
  if (remark) {
    remark_row(ui, ui.take(height),
               offered == 0 ? std::string(ui.text(Text::kCommonNoChoice))
                            : fill(ui.text(Text::kCommonMoreChoices),
                                   {{"count", grouped_count(ui.language(), list.matches.size() - offered)}}));
  }
  ui.end_scroll();
  ui.end_layer();
  return pressed;
}

// Keys of the field, in order. Returns the choice that Enter takes.
std::optional<std::size_t> hear_keys(Ui& ui, const ComboBoxSpec& spec, NodeId field, Ui::Popup& popup,
                                     List& list) {
  std::optional<std::size_t> taken;
  for (const mirror::KeyPressed& pressed : ui.keys_pressed(field)) {
    const std::size_t count = list.offered();
    const std::size_t last = count == 0 ? 0 : count - 1;
    const bool was_open = popup.open;
    switch (pressed.key) {
      case mirror::Key::kDown:
      case mirror::Key::kUp:
        if ((pressed.modifiers & mirror::kAlt) != 0 || !was_open) {
          popup.open = pressed.key == mirror::Key::kDown || (pressed.modifiers & mirror::kAlt) == 0;
          popup.active = 0;
          if (popup.open) list.matches = matches_of(spec, popup.text);
        } else if (pressed.key == mirror::Key::kDown) {
          popup.active = popup.active >= last ? 0 : popup.active + 1;
        } else {
          popup.active = popup.active == 0 ? last : popup.active - 1;
        }
        break;
      case mirror::Key::kPageDown:
        popup.active = std::min(last, popup.active + kPage);
        break;
      case mirror::Key::kPageUp:
        popup.active -= std::min(popup.active, kPage);
        break;
      case mirror::Key::kEscape:
        if (!was_open) popup.text.clear();
        popup.open = false;
        break;
      case mirror::Key::kEnter:
        if (was_open && count > 0) taken = list.matches[popup.active];
        break;
      default:
        break;
    }
    list.active_moved = true;
    ui.redraw();
  }
  return taken;
}

bool opens(Ui& ui, NodeId field) {
  const auto& keys = ui.keys_pressed(field);
  return std::any_of(keys.begin(), keys.end(), [](const mirror::KeyPressed& pressed) {
    return pressed.key == mirror::Key::kDown || pressed.key == mirror::Key::kUp;
  });
}

std::uint32_t wanted_keys(const Ui::Popup* popup, bool some) {
  std::uint32_t keys = mirror::kKeyArrowsVertical;
  if (popup == nullptr) return keys;
  if (popup->open) keys |= mirror::kKeyPages;
  if (popup->open || !popup->text.empty()) keys |= mirror::kKeyEscape;
  // Else it is the form's.
  if (some) keys |= mirror::kKeyEnter;
  return keys;
}

}  // namespace

std::optional<std::size_t> combo_box(Ui& ui, const ComboBoxSpec& spec) {
  Node stack;
  stack.id = ui.id(spec.key);
  stack.look = Look::kStack;
  const Scope scope(ui, std::move(stack));
  const NodeId id = field_id(ui, "field");
  const bool disabled = (spec.state & mirror::kDisabled) != 0;
  Ui::Popup* popup = ui.popup(id);
  const std::string_view known = popup == nullptr ? std::string_view{} : popup->text;
  const std::string* const typed = disabled ? nullptr : ui.value_changed(id, known);
  // Neither the focus nor a key that opens nothing claims it: a picker opened in this same frame may have it.
  const bool asked = !disabled && (typed != nullptr || ui.was_clicked(id) || opens(ui, id));
  if (popup != nullptr && !asked && (disabled || ui.focused() != id)) {
    ui.close_popup();
    popup = nullptr;
  } else if (popup == nullptr && asked) {
    popup = &ui.claim_popup(id);
  }
  std::optional<std::size_t> toggled;
  List list;
  list.id = ui.id("list");
  if (popup != nullptr) {
    if (typed != nullptr) {
      list.active_moved = true;
      popup->text = *typed;
      popup->active = 0;
      popup->open = true;
    }
    if (ui.was_clicked(id)) popup->open = !popup->open;
    if (popup->open) list.matches = matches_of(spec, popup->text);
    toggled = hear_keys(ui, spec, id, *popup, list);
  }
  const bool open = popup != nullptr && popup->open;
  if (open) popup->active = std::min(popup->active, list.offered() == 0 ? 0 : list.offered() - 1);
  const bool some = open && list.offered() > 0;
  std::optional<std::size_t> pressed;
  (void)field(
      ui,
      {.key = "field",
       .label = spec.label,
       .value = popup == nullptr ? std::string_view{} : popup->text,
       .kind = mirror::FieldKind::kComboBox,
       .placeholder = spec.placeholder,
       .error = spec.error,
       .state = spec.state | mirror::kNoSpellcheck | mirror::kHasExpanded | (open ? mirror::kExpanded : 0U),
       .keys = disabled ? 0U : wanted_keys(popup, some),
       .beside =
           [&](const Rect& box) {
             const float icon = ui.scaled(16);
             draw_pictogram(ui, open ? Pictogram::kChevronUp : Pictogram::kChevronDown,
                            {right(box) - icon - ui.scaled(10), box.y + (box.height - icon) / 2, icon, icon},
                            ui.theme().muted);
             if (open) pressed = option_list(ui, spec, list, popup->active, box);
           },
       .list = open ? list.id : 0,
       .active_descendant = some ? ui.id_in(list.id, "choice", list.matches[popup->active]) : 0});
  if (pressed) toggled = pressed;
  if (toggled && popup != nullptr) {
    if (!popup->text.empty()) popup->active = *toggled;
    popup->text.clear();
    ui.redraw();
  }
  std::vector<Chip> chips;
  for (const std::size_t choice : spec.chosen) chips.push_back({choice, spec.name_of(choice), !disabled});
  if (!chips.empty()) ui.gap(8);
  if (const auto removed = chip_list(ui, "chips", spec.label, chips, id)) toggled = spec.chosen[*removed];
  return toggled;
}

}  // namespace spico::ui
