// Ui's text: what our font can draw, how much room it takes, one line or several.
#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>
#include <cmath>

#include "ui/audit.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

bool Ui::can_draw(std::string_view text) const {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    unsigned int letter = 0;
    at += ImTextCharFromUtf8(&letter, at, end);
    const bool combines = letter >= 0x0300 && letter <= 0x036F;
    if (letter >= 0x80 &&
        (combines || letter > 0xFFFF || !regular_->IsGlyphInFont(static_cast<ImWchar>(letter))))
      return false;
  }
  return true;
}

ImVec2 Ui::measure_text(std::string_view text, const TextStyle& style, float wrap_width) const {
  ImFont* font = style.weight == Weight::kBold ? bold_ : regular_;
  const float size = font_size(style);
  ImVec2 extent =
      font->CalcTextSizeA(size, FLT_MAX, std::max(0.0F, wrap_width), text.data(), text.data() + text.size());
  // Lines stand at the design's line height, not at the font's own.
  const float lines = std::max(1.0F, std::round(extent.y / size));
  extent.x = std::ceil(extent.x);
  extent.y = std::round(lines * scaled(style.size) * measure::kLineHeight);
  return extent;
}

void Ui::draw_text(ImVec2 at, std::string_view text, const TextStyle& style, float wrap_width,
                   float align) const {
  if (unseen_) return;
  const float size = font_size(style);
  ImGui::PushFont(style.weight == Weight::kBold ? bold_ : regular_, size);
  ImGui::PushStyleColor(ImGuiCol_Text, style.colour == 0 ? theme_->text : style.colour);
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
  ImGui::PushStyleColor(ImGuiCol_Text, style.colour == 0 ? theme_->text : style.colour);
  const float lead = std::round((scaled(style.size) * measure::kLineHeight - size) / 2);
  audit::before_text();
  audit::text_cut(text);
  ImGui::RenderTextEllipsis(canvas(), {box.x, y + lead}, {right(box), bottom(box)}, right(box), text.data(),
                            text.data() + text.size(), nullptr);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

}  // namespace spico::ui
