#include <algorithm>
#include <cmath>

#include "ui/widgets.hpp"

namespace spico::ui {

NodeId heading(Ui& ui, std::string_view key, int level, std::string_view text, std::string_view adopt,
               std::string_view focus_key) {
  const float size = level == 1 ? measure::kTitle : level == 2 ? measure::kSection : measure::kBody;
  const TextStyle style{size, Weight::kBold, ui.theme().text};
  const ImVec2 extent = ui.measure_text(text, style, ui.flow_width());
  Node node;
  node.id = ui.id(key);
  node.role = Role::kHeading;
  node.level = static_cast<std::uint8_t>(level);
  node.name = text;
  node.adopt = adopt;
  node.rect = ui.take(extent.y);
  node.rect.width = std::min(node.rect.width, extent.x);
  if (level == 1 || !focus_key.empty()) node.state = mirror::kFocusableByCode;
  ui.draw_text({node.rect.x, node.rect.y}, text, style, ui.flow_width());
  const NodeId id = ui.record(std::move(node)).id;
  if (level == 1) ui.answers_focus("h1", id);
  if (!focus_key.empty()) ui.answers_focus(focus_key, id);
  return id;
}

NodeId paragraph(Ui& ui, std::string_view key, std::string_view text, TextStyle style, Role role, Look look) {
  if (text.empty()) return 0;
  const ImVec2 extent = ui.measure_text(text, style, ui.flow_width());
  Node node;
  node.id = ui.id(key);
  node.role = role;
  node.look = look;
  node.name = text;
  node.rect = ui.take(extent.y);
  ui.draw_text({node.rect.x, node.rect.y}, text, style, ui.flow_width());
  return ui.record(std::move(node)).id;
}

void sign(Ui& ui, std::string_view key, std::string_view words, const Rect& box, Look in_words) {
  Node node;
  node.id = ui.id(key);
  node.role = ui.html_face() ? Role::kText : Role::kImage;
  if (ui.html_face()) node.look = in_words;
  node.name = words;
  node.rect = box;
  ui.record(std::move(node));
}

NodeId label_in(Ui& ui, std::string_view key, const Rect& box, std::string_view text, TextStyle style,
                float align) {
  Node node;
  ui.draw_text_in(box, text, style, align);
  node.id = ui.id(key);
  node.role = Role::kText;
  node.look = Look::kInline;
  node.name = text;
  node.rect = box;
  return ui.record(std::move(node)).id;
}

Colour tone_colour(const Ui& ui, Tone tone) {
  switch (tone) {
    case Tone::kSuccess:
      return ui.theme().success;
    case Tone::kWarning:
      return ui.theme().warning;
    case Tone::kDanger:
      return ui.theme().danger;
    case Tone::kInformation:
      break;
  }
  return ui.theme().accent;
}

NodeId banner(Ui& ui, std::string_view key, std::string_view text, Tone tone) {
  if (text.empty()) return 0;
  const float pad = ui.scaled(12);
  const float icon = ui.scaled(24);
  const TextStyle style{measure::kBody, Weight::kRegular, ui.theme().text};
  const float text_width = ui.flow_width() - pad * 3 - icon;
  const ImVec2 extent = ui.measure_text(text, style, text_width);
  const Rect box = ui.take(std::max(extent.y, icon) + pad * 2);
  const Colour colour = tone_colour(ui, tone);
  ui.fill(box, with_opacity(colour, 0.10F), measure::kRadius);
  ui.outline(box, colour, measure::kRadius);
  const Pictogram pictogram = tone == Tone::kSuccess       ? Pictogram::kCheck
                              : tone == Tone::kInformation ? Pictogram::kInformation
                                                           : Pictogram::kWarning;
  draw_pictogram(ui, pictogram, {box.x + pad, box.y + pad, icon, icon}, colour);
  const float text_y = box.y + std::round((box.height - extent.y) / 2);
  ui.draw_text({box.x + pad * 2 + icon, text_y}, text, style, text_width);
  Node node;
  node.id = ui.id(key);
  // Failures are announced by update; an alert here would say them twice.
  node.role = tone == Tone::kDanger ? Role::kText : Role::kStatus;
  node.look = tone == Tone::kDanger    ? Look::kError
              : tone == Tone::kSuccess ? Look::kSuccess
              : tone == Tone::kWarning ? Look::kWarning
                                       : Look::kCard;
  node.name = text;
  node.rect = {box.x + pad * 2 + icon, text_y, text_width, extent.y};
  return ui.record(std::move(node)).id;
}

Card::Card(Ui& ui, const Rect& place, float padding, Colour border, float thickness)
    : ui_(ui),
      canvas_(ui.canvas()),
      place_(place),
      padding_(padding),
      thickness_(thickness),
      border_(border) {
  canvas_->ChannelsSplit(2);
  canvas_->ChannelsSetCurrent(1);
  ui.push_column({place.x + padding, place.y + padding, place.width - padding * 2, 0});
}

// The surface is drawn last and lies behind: only now is its height known.
Card::~Card() {
  place_.height = ui_.pop_column() + padding_ - place_.y;
  canvas_->ChannelsSetCurrent(0);
  ui_.fill(place_, ui_.theme().surface, measure::kCardRadius);
  ui_.outline(place_, border_, measure::kCardRadius, thickness_);
  canvas_->ChannelsMerge();
  ui_.move_to(bottom(place_));
}

float chip_width(const Ui& ui, std::string_view text) {
  return ui.measure_text(text, {measure::kSmall, Weight::kRegular, 0}).x + ui.scaled(16);
}

float chip(Ui& ui, std::string_view key, std::string_view text, const ChipColours& colours, float x,
           float centre_y) {
  const TextStyle style{measure::kSmall, Weight::kRegular, colours.text};
  const float height = ui.scaled(24);
  const Rect box{x, std::round(centre_y - height / 2), chip_width(ui, text), height};
  ui.fill(box, colours.background, height / 2);
  ui.outline(box, colours.border, height / 2);
  ui.draw_text_in(inset(box, ui.scaled(8), 0), text, style);
  Node node;
  node.id = ui.id(key);
  node.role = Role::kText;
  node.look = Look::kChip;
  // Only where it matters: rows that are drawn lend their elements whatever colour they have.
  if (ui.html_face()) node.level = colours.tone;
  node.name = text;
  node.rect = box;
  ui.record(std::move(node));
  return box.width;
}

}  // namespace spico::ui
