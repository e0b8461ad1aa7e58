#include "ui/popups.hpp"

#include <algorithm>
#include <cmath>

namespace spico::ui {

namespace {

// Where the arrow keys go from item i; Escape is the caller's.
std::size_t moved(mirror::Key key, std::size_t i, std::size_t count) {
  if (key == mirror::Key::kDown) return (i + 1) % count;
  if (key == mirror::Key::kUp) return (i + count - 1) % count;
  if (key == mirror::Key::kHome) return 0;
  if (key == mirror::Key::kEnd) return count - 1;
  return i;
}

class PlacedScope {
 public:
  PlacedScope(Ui& ui, Node node, bool of_main) : ui_(ui) {
    if (of_main)
      ui.begin_node_of_main(std::move(node));
    else
      ui.begin_node(std::move(node));
  }
  ~PlacedScope() { ui_.end_node(); }
  PlacedScope(const PlacedScope&) = delete;
  PlacedScope& operator=(const PlacedScope&) = delete;

 private:
  Ui& ui_;
};

}  // namespace

MenuResult menu(Ui& ui, const MenuSpec& spec, const std::vector<MenuItem>& items) {
  MenuResult result;
  const bool low = spec.compact && !ui.model().settings.kiosk;
  const float row = ui.scaled(low ? measure::kCompactControl : measure::kControl);
  const float gap = ui.scaled(9);
  float width = ui.scaled(spec.compact ? 240 : 260), height = ui.scaled(8);
  for (const MenuItem& item : items) {
    width = std::max(width, ui.measure_text(item.label, {}).x + ui.scaled(40));
    height += row + (item.begins_group ? gap : 0);
  }
  width = std::min(spec.bounds.width, width);
  const Rect& anchor = spec.anchor;
  const bool fits_below = bottom(anchor) + 4 + height <= bottom(spec.bounds);
  const bool fits_above = anchor.y - 4 - height >= spec.bounds.y;
  const float below = std::max(4.0F, std::min(bottom(anchor) + 4, ui.height() - 4 - height));
  const float x = spec.from_left ? anchor.x : right(anchor) - width;
  const Rect box{std::clamp(x, spec.bounds.x, std::max(spec.bounds.x, right(spec.bounds) - width)),
                 !fits_below && fits_above ? anchor.y - 4 - height : below, width, height};
  ui.begin_layer("menu", box);
  ui.fill(box, ui.theme().surface, measure::kCardRadius);
  ui.outline(box, ui.theme().border, measure::kCardRadius);
  Node node;
  node.id = ui.id(spec.key);
  node.role = Role::kMenu;
  node.look = Look::kCard;
  node.name = spec.name;
  node.rect = box;
  // It is left when the focus goes on, once it has been inside: some browsers and screen readers do not move
  // it to what they press, so that it may still be anywhere when the menu opens.
  std::uint64_t& was_inside = ui.roving(node.id).key;
  if (ui.is_focus_wanted(spec.focus_key)) was_inside = 0;
  bool has_focus = false;
  {
    // In the HTML version it stays where the style sheet can place it.
    const PlacedScope around(ui, std::move(node), spec.of_row && !ui.html_face());
    ui.push_column(inset(box, ui.scaled(4), ui.scaled(4)));
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].begins_group) {
        const Rect line = ui.take(gap);
        ui.line(line.x + 4, line.y + gap / 2, right(line) - 4, line.y + gap / 2,
                edge_colour(ui.theme(), 0.5F));
      }
      const ButtonSpec item{.key = items[i].key,
                            .label = items[i].label,
                            .look = Look::kMuted,
                            .state = items[i].possible ? 0U : std::uint32_t{mirror::kDisabled},
                            .description = items[i].description,
                            .role = Role::kMenuItem,
                            .focus_key = i == 0 ? spec.focus_key : "",
                            .keys = mirror::kKeyArrowsVertical | mirror::kKeyHomeEnd | mirror::kKeyEscape};
      const NodeId id = ui.id(item.key);
      if (button(ui, item, ui.take(row))) result.pressed = i;
      has_focus = has_focus || ui.focused() == id;
      for (const mirror::KeyPressed& pressed : ui.keys_pressed(id)) {
        if (pressed.key == mirror::Key::kEscape)
          result.escaped = true;
        else
          ui.focus(ui.id(items[moved(pressed.key, i, items.size())].key));
      }
    }
    (void)ui.pop_column();
  }
  ui.end_layer();
  const bool elsewhere = !has_focus && ui.focused() != 0 && ui.focused() != spec.opener;
  const bool focus_left = was_inside != 0 && elsewhere;
  was_inside = has_focus || (was_inside != 0 && !elsewhere) ? 1 : 0;
  // The HTML version lays itself out: where the pointer went says nothing there.
  // A press on the opener is none elsewhere, though the page may have been scrolled under it within this
  // frame.
  const bool pointer_left = !ui.html_face() && ui.pointer_went_down_outside(box) &&
                            (spec.opener == 0 || ui.pointer_went_down_outside(anchor)) &&
                            !ui.was_clicked(spec.opener);
  result.left = focus_left || pointer_left;
  return result;
}

std::optional<std::size_t> menu_button(Ui& ui, ButtonSpec spec, const std::vector<MenuItem>& items,
                                       const Rect& box, const Rect* anchor) {
  const NodeId opener = ui.id(spec.key);
  Ui::Popup* popup = ui.popup(opener);
  if (ui.was_clicked(opener)) {
    if (popup != nullptr) {
      ui.close_popup();
      popup = nullptr;
    } else {
      popup = &ui.claim_popup(opener);
      ui.request_focus("menu_first");
    }
  }
  if (Node* const item = ui.open_item(); item != nullptr) {
    item->keys |= mirror::kKeyMenuKeys;
    const auto pressed = ui.key_pressed(item->id);
    if (popup == nullptr && pressed && pressed->key == mirror::Key::kMenu) {
      popup = &ui.claim_popup(opener);
      popup->back = ui.focused();
      ui.request_focus("menu_first");
    }
  }
  if (spec.pictogram == Pictogram::kNone)
    spec.pictogram = popup != nullptr ? Pictogram::kChevronUp : Pictogram::kChevronDown;
  spec.state |= mirror::kHasPopup | mirror::kHasExpanded | (popup != nullptr ? mirror::kExpanded : 0U);
  (void)button(ui, spec, box);
  if (popup == nullptr) return std::nullopt;
  const NodeId back = popup->back != 0 ? popup->back : opener;
  const MenuResult opened = menu(ui,
                                 {.key = "menu",
                                  .name = spec.label,
                                  .anchor = anchor == nullptr ? box : *anchor,
                                  .bounds = inset({0, 0, ui.width(), ui.height()}, 4, 4),
                                  .of_row = anchor == nullptr,
                                  .opener = opener},
                                 items);
  // What was pressed elsewhere has the focus, or shall have none.
  if (opened.pressed || opened.escaped) ui.focus(back);
  if (opened.pressed || opened.escaped || opened.left) ui.close_popup();
  return opened.pressed;
}

// Each half needs the room of its focus ring.
constexpr float kSplitGap = 8;

float split_button_width(const Ui& ui, const SplitButtonSpec& spec) {
  return button_width(ui, {.key = spec.key, .label = spec.label, .look = spec.look}) + kSplitGap +
         ui.scaled(measure::kControl);
}

SplitButtonResult split_button(Ui& ui, const SplitButtonSpec& spec, const std::vector<MenuItem>& items,
                               const Rect& box) {
  Node around;
  around.id = ui.id(spec.key);
  around.look = Look::kAnchor;
  const Scope scope(ui, std::move(around));
  SplitButtonResult result;
  const float side = ui.scaled(measure::kControl);
  const Rect first{box.x, box.y, box.width - side - kSplitGap, box.height};
  const Rect second{right(box) - side, box.y, side, box.height};
  result.pressed =
      button(ui, {.key = "action", .label = spec.label, .look = spec.look, .state = spec.state}, first);
  result.chosen = menu_button(ui,
                              {.key = "more",
                               .label = spec.more,
                               .look = spec.look,
                               .only_pictogram = true,
                               .focus_key = spec.more_focus_key},
                              items, second, &box);
  return result;
}

namespace {

Rect tooltip_place(const Ui& ui, const Rect& anchor, ImVec2 extent) {
  const Rect room = ui.room();
  const float pad = ui.scaled(8);
  const float width = extent.x + pad * 2, height = extent.y + pad;
  const float x = std::clamp(anchor.x + (anchor.width - width) / 2, room.x + 4,
                             std::max(room.x + 4, right(room) - width - 4));
  const bool below = bottom(anchor) + height + 4 <= bottom(room);
  return {std::round(x), below ? bottom(anchor) + 4 : anchor.y - 4 - height, width, height};
}

}  // namespace

void tooltip(Ui& ui, NodeId of, const Rect& anchor, std::string_view text, bool is_name,
             const Interaction& state) {
  const NodeId id = ui.id("tooltip");
  const auto hides = [&](NodeId node) {
    const auto pressed = ui.key_pressed(node);
    return pressed && pressed->key == mirror::Key::kEscape;
  };
  if (hides(id)) ui.dismiss_tooltip(of);
  const float most = std::min(ui.scaled(260), ui.width() - 24);
  const TextStyle style{measure::kSmall, Weight::kRegular, ui.theme().surface};
  const Rect box = tooltip_place(ui, anchor, ui.measure_text(text, style, most));
  // The way from the control to its tooltip counts as both.
  const Rect reach{box.x, std::min(box.y, anchor.y), box.width,
                   std::max(bottom(box), bottom(anchor)) - std::min(box.y, anchor.y)};
  const bool was_shown = ui.shown_tooltip() == of;
  const bool wanted =
      !ui.is_under_layer(anchor) && (state.hovered || state.ring || (was_shown && ui.pointer_is_in(reach)));
  if (ui.is_tooltip_dismissed(of) && (ui.html_face() ? ui.may_show_tooltip_again() : !wanted))
    ui.dismiss_tooltip(0);
  // In the HTML version the style sheet shows it; a name stands in words there.
  const bool shown = ui.html_face() ? !is_name : wanted;
  if (!ui.html_face()) ui.set_shown_tooltip(of, wanted);
  if (!shown || ui.is_tooltip_dismissed(of)) return;
  ui.begin_layer("tooltip", box);
  ui.fill(box, ui.theme().text, measure::kRadius);
  const float pad = ui.scaled(8);
  ui.draw_text({box.x + pad, box.y + pad / 2}, text, style, most);
  ui.end_layer();
  Node node;
  node.id = id;
  node.role = Role::kTooltip;
  node.name = text;
  node.keys = mirror::kKeyEscape;
  node.rect = box;
  ui.record(std::move(node));
}

ModalDialog::ModalDialog(Ui& ui, const DialogSpec& spec) : ui_(ui) {
  const Rect all{0, 0, ui.width(), ui.height()};
  Node node;
  node.id = ui.id(spec.key);
  const NodeId inside = Ui::id_within(node.id, "inside");
  const float pad = ui.scaled(16);
  const float width = std::min(ui.width() - 16, ui.scaled(spec.width));
  const float known = ui.content_height(inside);
  const float height = std::min(ui.height() - 16, known > 0 ? known : ui.scaled(spec.height));
  const Rect box{std::round((ui.width() - width) / 2), std::round((ui.height() - height) / 2), width, height};
  ui.begin_layer("dialog", all, box);
  ui.fill(all, ui.theme().veil);
  node.role = spec.role;
  node.look = Look::kCard;
  node.name = spec.name;
  node.description = spec.description;
  node.state = mirror::kModal;
  node.keys = mirror::kKeyEscape;
  node.rect = box;
  const auto pressed = ui.key_pressed(node.id);
  left_ = (pressed && pressed->key == mirror::Key::kEscape) ||
          (!ui.html_face() && !spec.just_opened && ui.pointer_went_down_outside(box));
  ui.fill(box, ui.theme().surface, measure::kCardRadius);
  ui.outline(box, ui.theme().border, measure::kCardRadius);
  ui.begin_root_node(std::move(node));
  Node scroller;
  scroller.id = inside;
  scroller.look = Look::kPage;
  scroller.rect = box;
  ui.begin_scroll(std::move(scroller));
  ui.gap(16);
  ui.push_column({ui.flow_x() + pad, ui.flow_y(), ui.flow_width() - pad * 2, 0});
}

ModalDialog::~ModalDialog() {
  ui_.move_to(ui_.pop_column());
  ui_.gap(16);
  ui_.end_scroll();
  ui_.end_node();
  ui_.end_layer();
}

}  // namespace spico::ui
