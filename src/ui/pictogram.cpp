#include "ui/pictogram.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace spico::ui {

namespace {

// Points on a grid of 24 × 24, as the drawings were made.
class Pen {
 public:
  Pen(ImDrawList* canvas, const Rect& box, Colour colour)
      : canvas_(canvas), colour_(colour), scale_(std::min(box.width, box.height) / 24) {
    origin_ = {box.x + (box.width - 24 * scale_) / 2, box.y + (box.height - 24 * scale_) / 2};
  }
  [[nodiscard]] ImVec2 at(float x, float y) const { return {origin_.x + x * scale_, origin_.y + y * scale_}; }
  [[nodiscard]] float thickness() const { return std::max(1.5F, 2 * scale_); }
  void path(std::initializer_list<ImVec2> points, ImDrawFlags flags = 0) const {
    for (const ImVec2& p : points) canvas_->PathLineTo(at(p.x, p.y));
    canvas_->PathStroke(colour_, flags, thickness());
  }
  void circle(float x, float y, float radius) const {
    canvas_->AddCircle(at(x, y), radius * scale_, colour_, 0, thickness());
  }
  void dot(float x, float y, float radius) const {
    canvas_->AddCircleFilled(at(x, y), radius * scale_, colour_);
  }
  void arc(float x, float y, float radius, float from, float to) const {
    canvas_->PathArcTo(at(x, y), radius * scale_, from, to);
    canvas_->PathStroke(colour_, 0, thickness());
  }
  void rectangle(float x1, float y1, float x2, float y2, float radius) const {
    canvas_->AddRect(at(x1, y1), at(x2, y2), colour_, radius * scale_, 0, thickness());
  }
  void star(bool filled) const {
    constexpr int kPoints = 10;
    std::array<ImVec2, kPoints> points;
    for (std::size_t i = 0; i < kPoints; ++i) {
      const float angle = -1.5707963F + static_cast<float>(i) * 0.6283185F;
      const float radius = i % 2 == 0 ? 9.5F : 4.0F;
      points[i] = at(12 + radius * std::cos(angle), 12.5F + radius * std::sin(angle));
    }
    if (filled) canvas_->AddConcavePolyFilled(points.data(), kPoints, colour_);
    canvas_->AddPolyline(points.data(), kPoints, colour_, ImDrawFlags_Closed, thickness() * 0.75F);
  }
  void triangle(ImVec2 a, ImVec2 b, ImVec2 c) const {
    canvas_->AddTriangleFilled(at(a.x, a.y), at(b.x, b.y), at(c.x, c.y), colour_);
  }

 private:
  ImDrawList* canvas_;
  Colour colour_;
  float scale_;
  ImVec2 origin_;
};

constexpr float kPi = 3.1415927F;

void draw_eye(const Pen& pen, bool crossed) {
  pen.arc(12, 17, 11, kPi * 1.2F, kPi * 1.8F);
  pen.arc(12, 7, 11, kPi * 0.2F, kPi * 0.8F);
  pen.dot(12, 12, 3);
  if (crossed) pen.path({{4, 20}, {20, 4}});
}

void draw_bell(const Pen& pen) {
  pen.path({{5, 17}, {19, 17}});
  pen.path({{7, 17}, {7, 11}});
  pen.path({{17, 17}, {17, 11}});
  pen.arc(12, 11, 5, kPi, 2 * kPi);
  pen.dot(12, 20, 1.6F);
}

}  // namespace

void draw_pictogram(const Ui& ui, Pictogram pictogram, const Rect& box, Colour colour) {
  if (ui.is_unseen()) return;
  const Pen pen(ui.canvas(), box, colour);
  switch (pictogram) {
    case Pictogram::kNone:
      return;
    case Pictogram::kStar:
      return pen.star(false);
    case Pictogram::kStarFilled:
      return pen.star(true);
    case Pictogram::kEye:
      return draw_eye(pen, false);
    case Pictogram::kEyeCrossed:
      return draw_eye(pen, true);
    case Pictogram::kCheck:
      return pen.path({{5, 12.5F}, {10, 17.5F}, {19, 7}});
    case Pictogram::kChevronDown:
      return pen.path({{6, 9}, {12, 15}, {18, 9}});
    case Pictogram::kChevronUp:
      return pen.path({{6, 15}, {12, 9}, {18, 15}});
    case Pictogram::kChevronLeft:
      return pen.path({{15, 6}, {9, 12}, {15, 18}});
    case Pictogram::kChevronRight:
      return pen.path({{9, 6}, {15, 12}, {9, 18}});
    case Pictogram::kBell:
      return draw_bell(pen);
    case Pictogram::kPerson:
      pen.circle(12, 8, 4);
      return pen.arc(12, 21, 8, kPi, 2 * kPi);
    case Pictogram::kFolder:
      return pen.path({{3, 19}, {3, 6}, {9, 6}, {11, 8.5F}, {21, 8.5F}, {21, 19}}, ImDrawFlags_Closed);
    case Pictogram::kHome:
      pen.path({{3, 11}, {12, 4}, {21, 11}});
      return pen.path({{6, 10}, {6, 20}, {18, 20}, {18, 10}});
    case Pictogram::kSearch:
      pen.circle(10.5F, 10.5F, 6);
      return pen.path({{15, 15}, {20.5F, 20.5F}});
    case Pictogram::kCross:
      pen.path({{6, 6}, {18, 18}});
      return pen.path({{18, 6}, {6, 18}});
    case Pictogram::kLock:
      pen.rectangle(5, 11, 19, 20, 2);
      return pen.arc(12, 11, 4.5F, kPi, 2 * kPi);
    case Pictogram::kExternal:
      pen.path({{11, 5}, {5, 5}, {5, 19}, {19, 19}, {19, 13}});
      pen.path({{14, 4}, {20, 4}, {20, 10}});
      return pen.path({{20, 4}, {11, 13}});
    case Pictogram::kWarning:
      pen.path({{12, 4}, {21.5F, 20}, {2.5F, 20}}, ImDrawFlags_Closed);
      pen.path({{12, 10}, {12, 14.5F}});
      return pen.dot(12, 17, 1.1F);
    case Pictogram::kInformation:
      pen.circle(12, 12, 9);
      pen.path({{12, 11}, {12, 16.5F}});
      return pen.dot(12, 7.8F, 1.2F);
    case Pictogram::kFullScreen:
      pen.path({{4, 9}, {4, 4}, {9, 4}});
      pen.path({{15, 4}, {20, 4}, {20, 9}});
      pen.path({{20, 15}, {20, 20}, {15, 20}});
      return pen.path({{9, 20}, {4, 20}, {4, 15}});
    case Pictogram::kSortUp:
      return pen.triangle({6, 15}, {12, 8}, {18, 15});
    case Pictogram::kSortDown:
      return pen.triangle({6, 9}, {18, 9}, {12, 16});
    case Pictogram::kSort:
      pen.triangle({7, 10.5F}, {12, 4}, {17, 10.5F});
      return pen.triangle({7, 13.5F}, {17, 13.5F}, {12, 20});
    case Pictogram::kColumns:
      pen.rectangle(3, 4, 21, 20, 2);
      pen.path({{9, 4}, {9, 20}});
      return pen.path({{15, 4}, {15, 20}});
    case Pictogram::kCalendar:
      pen.rectangle(4, 5, 20, 20, 2);
      pen.path({{4, 10}, {20, 10}});
      pen.path({{8.5F, 3}, {8.5F, 7}});
      return pen.path({{15.5F, 3}, {15.5F, 7}});
    case Pictogram::kPlus:
      pen.path({{12, 6}, {12, 18}});
      return pen.path({{6, 12}, {18, 12}});
    case Pictogram::kMinus:
      return pen.path({{6, 12}, {18, 12}});
    case Pictogram::kDots:
      pen.dot(6, 12, 1.6F);
      pen.dot(12, 12, 1.6F);
      return pen.dot(18, 12, 1.6F);
    case Pictogram::kBubble:
      return pen.path({{4, 5}, {20, 5}, {20, 16}, {11, 16}, {7, 20}, {7, 16}, {4, 16}}, ImDrawFlags_Closed);
    case Pictogram::kSpico:
      pen.rectangle(3, 3, 21, 21, 5);
      pen.path({{12, 7}, {12, 17}});
      return pen.path({{7, 12}, {17, 12}});
  }
}

Pictogram pictogram_of_tile(std::string_view icon) {
  return icon == "dossier" || icon == "folder" || icon == "dossiers" ? Pictogram::kFolder
         : icon == "discussion"                                      ? Pictogram::kBubble
                                                                     : Pictogram::kExternal;
}

}  // namespace spico::ui
