// Ui's text: what our font can draw, how much room it takes, one line or several.
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <utility>

#include "ui/audit.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

namespace {

bool has_letter(ImFont* font, unsigned int letter) {
  const bool combines = letter >= 0x0300 && letter <= 0x036F;
  return letter < 0x80 ||
         (!combines && letter <= 0xFFFF && font->IsGlyphInFont(static_cast<ImWchar>(letter)));
}

// visit(letter) says whether to go on.
template <typename Visit>
void for_each_letter(std::string_view text, Visit&& visit) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    unsigned int letter = 0;
    at += ImTextCharFromUtf8(&letter, at, end);
    if (!visit(letter)) return;
  }
}

// What of the parts lies beside `covered`; false: it lies over none of them.
bool cut_out(std::vector<Rect>& parts, const Rect& covered) {
  std::vector<Rect> left;
  bool is_over_some = false;
  for (const Rect& part : parts) {
    const float top = std::max(part.y, covered.y), end = std::min(bottom(part), bottom(covered));
    const float from = std::max(part.x, covered.x), to = std::min(right(part), right(covered));
    if (top >= end || from >= to) {
      left.push_back(part);
      continue;
    }
    is_over_some = true;
    for (const Rect& rest :
         {Rect{part.x, part.y, part.width, top - part.y}, Rect{part.x, end, part.width, bottom(part) - end},
          Rect{part.x, top, from - part.x, end - top}, Rect{to, top, right(part) - to, end - top}}) {
      if (rest.width >= 1 && rest.height >= 1) left.push_back(rest);
    }
  }
  parts = std::move(left);
  return is_over_some;
}

mirror::PaintedSize painted_size(float size) {
  if (size >= measure::kTitle) return mirror::PaintedSize::kTitle;
  if (size >= measure::kSection) return mirror::PaintedSize::kSection;
  return size >= measure::kBody ? mirror::PaintedSize::kBody : mirror::PaintedSize::kSmall;
}

// The theme's own, whatever its opacity; everything else is drawn on paper.
mirror::PaintedColour painted_colour(const Theme& theme, Colour colour) {
  using mirror::PaintedColour;
  const std::array<std::pair<Colour, PaintedColour>, 8> known{{{theme.text, PaintedColour::kText},
                                                               {theme.muted, PaintedColour::kMuted},
                                                               {theme.accent, PaintedColour::kAccent},
                                                               {theme.on_accent, PaintedColour::kOnAccent},
                                                               {theme.danger, PaintedColour::kDanger},
                                                               {theme.warning, PaintedColour::kWarning},
                                                               {theme.success, PaintedColour::kSuccess},
                                                               {theme.surface, PaintedColour::kSurface}}};
  const auto found = std::find_if(known.begin(), known.end(), [&](const auto& each) {
    return ((each.first ^ colour) & ~IM_COL32_A_MASK) == 0;
  });
  return colour == 0 || found == known.end() ? PaintedColour::kText : found->second;
}

}  // namespace

bool Ui::can_draw(std::string_view text) const {
  bool has_all = true;
  for_each_letter(text, [&](unsigned int letter) { return has_all = has_letter(regular_, letter); });
  return has_all;
}

float Ui::missing_width(std::string_view text, ImFont* font, float size) const {
  constexpr unsigned int kFirstWideLetter = 0x1100;  // Hangul, kana, Chinese, pictures: as wide as high
  constexpr float kNarrowLetter = 0.62F;             // of the em: most Greek, Cyrillic and Arabic letters
  if (can_draw(text)) return 0;
  const float em = size / em_height_;
  const float drawn = font->GetFontBaked(size)->FallbackAdvanceX;
  float missing = 0;
  for_each_letter(text, [&](unsigned int letter) {
    if (!has_letter(regular_, letter))
      missing += (letter >= kFirstWideLetter ? 1 : kNarrowLetter) * em - drawn;
    return true;
  });
  return std::max(0.0F, missing);
}

void Ui::paint(const Rect& box, std::string_view text, const TextStyle& style, Wrap wrap, float align) const {
  if (html_face() || model_->printing) return;
  std::vector<Rect> parts{box};
  bool is_cut = false;
  if (!in_layer_) {
    for (const Layer& layer : last_layers_) is_cut = cut_out(parts, layer.opaque) || is_cut;
  }
  Node node;
  node.role = Role::kPainted;
  node.parent = open_.empty() ? 0 : tree_[open_.back()].id;
  Node window = node;
  window.look = Look::kInline;  // what leaves it is not seen
  node.look = wrap == Wrap::kOneLine ? Look::kInline : Look::kPlain;
  node.level = mirror::PaintedStyle{painted_size(style.size), style.weight == Weight::kBold,
                                    painted_colour(theme_, style.colour),
                                    align > 0 ? mirror::PaintedAlign::kMiddle : mirror::PaintedAlign::kStart}
                   .level();
  node.name = text;
  node.rect = box;
  for (const Rect& part : parts) {
    if (is_cut) {
      window.id = id("painted", painted_.size());
      window.rect = part;
      node.parent = window.id;
      painted_.push_back(window);
    }
    node.id = id("painted", painted_.size());
    painted_.push_back(node);
  }
}

ImVec2 Ui::measure_text(std::string_view text, const TextStyle& style, float wrap_width) const {
  ImFont* font = style.weight == Weight::kBold ? bold_ : regular_;
  const float size = font_size(style);
  if (text.empty()) text = "";  // ImGui takes no null pointer
  ImVec2 extent =
      font->CalcTextSizeA(size, FLT_MAX, std::max(0.0F, wrap_width), text.data(), text.data() + text.size());
  if (const float missing = missing_width(text, font, size); missing > 0) {
    const float lines = std::max(1.0F, std::round(extent.y / size));
    const float width = extent.x + missing / lines;
    const bool leaves = wrap_width > 0 && width > wrap_width;
    if (leaves) extent.y = size * std::ceil(lines * width / wrap_width);
    extent.x = leaves ? wrap_width : width;
  }
  // Lines stand at the design's line height, not at the font's own.
  const float lines = std::max(1.0F, std::round(extent.y / size));
  extent.x = std::ceil(extent.x);
  extent.y = std::round(lines * scaled(style.size) * measure::kLineHeight);
  return extent;
}

void Ui::draw_text(ImVec2 at, std::string_view text, const TextStyle& style, float wrap_width,
                   float align) const {
  if (unseen_) return;
  if (!can_draw(text)) {
    const ImVec2 extent = measure_text(text, style, wrap_width);
    // Its width is an estimate: a little more costs nothing, a little less would cut the last letter.
    const Rect box{at.x, at.y, wrap_width > 0 ? wrap_width : extent.x * 1.3F, extent.y};
    return paint(box, text, style, wrap_width > 0 ? Wrap::kWrapped : Wrap::kOneLine, align);
  }
  const float size = font_size(style);
  ImGui::PushFont(style.weight == Weight::kBold ? bold_ : regular_, size);
  ImGui::PushStyleColor(ImGuiCol_Text, style.colour == 0 ? theme_.text : style.colour);
  const float lead = std::round((scaled(style.size) * measure::kLineHeight - size) / 2);
  const char* const end = text.data() + text.size();
  ImFont* font = ImGui::GetFont();
  // ImGui packs lines at the font size: each wrapped line is placed on its own to get the design's line
  // height.
  const char* line_start = text.data();
  float y = at.y;
  while (line_start < end) {
    const char* line_end =
        wrap_width > 0 ? font->CalcWordWrapPosition(size, line_start, end, wrap_width) : end;
    if (line_end == line_start) ++line_end;
    const char* const newline = std::find(line_start, line_end, '\n');
    line_end = std::min(line_end, newline);
    const float room =
        align > 0 ? wrap_width - font->CalcTextSizeA(size, FLT_MAX, 0, line_start, line_end).x : 0;
    audit::before_text();
    ImGui::RenderText({at.x + std::round(std::max(0.0F, room) * align), y + lead}, line_start, line_end,
                      false);
    y += std::round(scaled(style.size) * measure::kLineHeight);
    line_start = line_end;
    while (line_start < end && (*line_start == ' ' || *line_start == '\n')) ++line_start;
  }
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

float Ui::control_height(std::string_view label, const TextStyle& style, float inner_width) const {
  return std::max(scaled(measure::kControl), measure_text(label, style, inner_width).y + scaled(16));
}

void Ui::draw_text_in(const Rect& box, std::string_view text, const TextStyle& style, float align) const {
  if (unseen_) return;
  if (!can_draw(text)) {
    const bool has_lines = box.height >= 2 * std::round(scaled(style.size) * measure::kLineHeight);
    return paint(box, text, style, has_lines ? Wrap::kWrapped : Wrap::kOneLine, align);
  }
  const ImVec2 extent = measure_text(text, style);
  const float y = std::round(box.y + (box.height - extent.y) / 2);
  const float room = std::max(0.0F, box.width - extent.x);
  if (extent.x <= box.width + 0.5F) {
    draw_text({std::round(box.x + room * align), y}, text, style);
    return;
  }
  const float wrapped = measure_text(text, style, box.width).y;
  if (wrapped <= box.height + 2) {
    draw_text({box.x, std::round(box.y + (box.height - wrapped) / 2)}, text, style, box.width, align);
    return;
  }
  const float size = font_size(style);
  ImGui::PushFont(style.weight == Weight::kBold ? bold_ : regular_, size);
  ImGui::PushStyleColor(ImGuiCol_Text, style.colour == 0 ? theme_.text : style.colour);
  const float lead = std::round((scaled(style.size) * measure::kLineHeight - size) / 2);
  audit::before_text();
  audit::text_cut(text);
  ImGui::RenderTextEllipsis(canvas(), {box.x, y + lead}, {right(box), bottom(box)}, right(box), text.data(),
                            text.data() + text.size(), nullptr);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

}  // namespace spico::ui
