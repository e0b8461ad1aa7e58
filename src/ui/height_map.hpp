// The heights of many items below each other, most of them only guessed: where each begins, and which one is
// at a place, in a few steps however many there are. For lists of items of different heights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spico::ui {

/// Heights in pixels. All of it is logarithmic in the number of items but reset().
class HeightMap {
 public:
  /// `count` items of this height each.
  void reset(std::size_t count, float guess);
  /// More items at the end, as high as reset() guessed.
  void grow(std::size_t count);
  void set(std::size_t item, float height);

  [[nodiscard]] std::size_t count() const { return heights_.size(); }
  [[nodiscard]] float height(std::size_t item) const { return heights_[item]; }
  /// Where the item begins; of count(): where the last one ends.
  [[nodiscard]] double top(std::size_t item) const;
  [[nodiscard]] double total() const { return top(count()); }
  /// The item that is `y` pixels down: the first one above all, the last one below. Never asked of none.
  [[nodiscard]] std::size_t at(double y) const;

 private:
  std::vector<float> heights_;
  std::vector<double> sums_;  // a binary indexed tree over heights_, from 1
  float guess_ = 0;
};

/// Where such a list stands, kept from frame to frame: what is being read stays where it is, whatever becomes
/// known of the heights above it.
struct TallList {
  HeightMap heights;
  float width = 0;           ///< for which the heights were measured
  std::size_t anchor = 0;    ///< the first item in sight, and how far it reaches above the box
  double anchor_hidden = 0;  ///< may be negative: room above it
  bool at_end = true;        ///< the end stays in sight when something is added
  float offset = 0;          ///< as set or heard last
  std::uint32_t start_count = 0;
  std::size_t counted = 0;  ///< items in the last frame
  std::size_t brought = 0;  ///< the item that the HTML version is scrolled to, counted from 1; 0: none
  std::size_t pinned = 0;   ///< the item that has the focus, counted from 1; 0: none
  float height_below = 0;   ///< of what stands below the box, in the last frame
};

}  // namespace spico::ui
