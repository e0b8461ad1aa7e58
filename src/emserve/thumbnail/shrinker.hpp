// Makes a small picture of rows as they come: each of its pixels is the mean of the area that it stands for.
// Only for the program of this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spico::emserve::thumbnail {

inline constexpr std::size_t kColours = 3;  // bytes of a pixel

struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;  // rows from the top
};

class Shrinker {
 public:
  // Size of what comes; the sides become `longest_side` at most, and never longer than they were.
  Shrinker(int width, int height, int longest_side);

  // The next row, width × 3 bytes.
  void add_row(const std::uint8_t* rgb);
  // Once all rows came.
  Picture take() { return std::move(small_); }

 private:
  void narrow(const std::uint8_t* rgb);
  void finish_row();

  int width_, height_;
  Picture small_;
  std::int64_t row_ = 0, small_row_ = 0;
  std::vector<std::uint64_t> narrowed_;  // one row, each sum of weight width_
  std::vector<std::uint64_t> sums_;      // of the small row under way, of weight width_ × height_ in the end
};

// Upright, by EXIF's Orientation of 1 to 8.
Picture turned(const Picture& stored, int orientation);

}  // namespace spico::emserve::thumbnail
