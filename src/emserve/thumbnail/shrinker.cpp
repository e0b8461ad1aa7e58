#include "emserve/thumbnail/shrinker.hpp"

#include <algorithm>
#include <utility>

namespace spico::emserve::thumbnail {
namespace {

int shrunk(int side, int longer_side, int longest_side) {
  if (longer_side <= longest_side) return side;
  return static_cast<int>(std::max<std::int64_t>(1, std::int64_t{side} * longest_side / longer_side));
}

// Calls take(part, weight) for each of `parts` equal parts of `whole` that item number `at` lies in. Measured
// in units of which an item has `parts` and a part has `whole`.
template <typename Take>
void spread(std::int64_t at, std::int64_t whole, std::int64_t parts, Take take) {
  std::int64_t from = at * parts;
  const std::int64_t end = from + parts;
  while (from < end) {
    const std::int64_t part = from / whole;
    const std::int64_t until = std::min(end, (part + 1) * whole);
    take(part, static_cast<std::uint64_t>(until - from));
    from = until;
  }
}

}  // namespace

Shrinker::Shrinker(int width, int height, int longest_side) : width_(width), height_(height) {
  const int longer = std::max(width, height);
  small_.width = shrunk(width, longer, longest_side);
  small_.height = shrunk(height, longer, longest_side);
  const std::size_t row = static_cast<std::size_t>(small_.width) * kColours;
  small_.rgb.reserve(row * static_cast<std::size_t>(small_.height));
  narrowed_.resize(row);
  sums_.resize(row);
}

void Shrinker::narrow(const std::uint8_t* rgb) {
  std::fill(narrowed_.begin(), narrowed_.end(), 0);
  for (std::int64_t column = 0; column < width_; ++column, rgb += kColours) {
    spread(column, width_, small_.width, [&](std::int64_t part, std::uint64_t weight) {
      std::uint64_t* const sum = &narrowed_[static_cast<std::size_t>(part) * kColours];
      for (std::size_t colour = 0; colour < kColours; ++colour) sum[colour] += rgb[colour] * weight;
    });
  }
}

void Shrinker::finish_row() {
  const std::uint64_t weight = static_cast<std::uint64_t>(width_) * static_cast<std::uint64_t>(height_);
  for (std::uint64_t& sum : sums_)
    small_.rgb.push_back(static_cast<std::uint8_t>((sum + weight / 2) / weight));
  std::fill(sums_.begin(), sums_.end(), 0);
  ++small_row_;
}

void Shrinker::add_row(const std::uint8_t* rgb) {
  narrow(rgb);
  spread(row_++, height_, small_.height, [this](std::int64_t part, std::uint64_t weight) {
    if (part > small_row_) finish_row();
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += narrowed_[i] * weight;
  });
  if (row_ == height_) finish_row();
}

Picture turned(const Picture& stored, int orientation) {
  const bool exchanges_sides = orientation >= 5;
  Picture upright{.width = exchanges_sides ? stored.height : stored.width,
                  .height = exchanges_sides ? stored.width : stored.height,
                  .rgb = {}};
  upright.rgb.reserve(stored.rgb.size());
  // Where in the stored picture the columns of the upright one run backwards, and its rows.
  const bool is_mirrored_across =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool is_mirrored_down = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  for (int y = 0; y < upright.height; ++y) {
    for (int x = 0; x < upright.width; ++x) {
      int column = exchanges_sides ? y : x;
      int row = exchanges_sides ? x : y;
      if (is_mirrored_across) column = stored.width - 1 - column;
      if (is_mirrored_down) row = stored.height - 1 - row;
      const auto pixel = static_cast<std::size_t>(row) * static_cast<std::size_t>(stored.width) +
                         static_cast<std::size_t>(column);
      const auto at = stored.rgb.begin() + static_cast<std::ptrdiff_t>(pixel * kColours);
      upright.rgb.insert(upright.rgb.end(), at, at + kColours);
    }
  }
  return upright;
}

}  // namespace spico::emserve::thumbnail
