// Lays things out beside each other in as many columns as there is room for. For views.
#pragma once

#include <algorithm>
#include <cmath>

#include "ui/ui.hpp"

namespace spico::ui {

class Cells {
 public:
  Cells(Ui& ui, float min_width) : ui_(ui), gap_(ui.scaled(12)) {
    const float room = ui.flow_width();
    count_ = static_cast<int>(std::max(1.0F, std::floor((room + gap_) / (ui.scaled(min_width) + gap_))));
    width_ = std::floor((room - gap_ * static_cast<float>(count_ - 1)) / static_cast<float>(count_));
    x_ = ui.flow_x();
    top_ = lowest_ = ui.flow_y();
  }
  /// `wanted`: how many columns it takes where there are so many.
  template <typename Draw>
  void cell(Draw&& draw, int wanted = 1) {
    const int span = std::min(wanted, count_);
    if (place_ + span > count_) {
      place_ = 0;
      top_ = lowest_ + gap_;
    }
    const auto columns = static_cast<float>(span);
    ui_.push_column({x_ + static_cast<float>(place_) * (width_ + gap_), top_,
                     width_ * columns + gap_ * (columns - 1), 0});
    draw();
    lowest_ = std::max(lowest_, ui_.pop_column());
    place_ += span;
  }
  void finish() { ui_.move_to(lowest_); }

 private:
  Ui& ui_;
  float gap_, width_ = 0, x_ = 0, top_ = 0, lowest_ = 0;
  int count_ = 1, place_ = 0;
};

}  // namespace spico::ui
