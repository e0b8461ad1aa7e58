#include "ui/height_map.hpp"

#include <algorithm>

namespace spico::ui {
namespace {

std::size_t lowest_bit(std::size_t number) { return number & (~number + 1); }

}  // namespace

void HeightMap::reset(std::size_t count, float guess) {
  heights_.clear();
  sums_.assign(1, 0);
  guess_ = guess;
  grow(count);
}

void HeightMap::grow(std::size_t count) {
  if (sums_.empty()) sums_.assign(1, 0);
  while (heights_.size() < count) {
    heights_.push_back(guess_);
    const std::size_t at = heights_.size();
    const std::size_t covered = lowest_bit(at);
    double sum = static_cast<double>(guess_);
    for (std::size_t part = 1; part < covered; part *= 2) sum += sums_[at - part];
    sums_.push_back(sum);
  }
}

void HeightMap::set(std::size_t item, float height) {
  const double more = static_cast<double>(height) - static_cast<double>(heights_[item]);
  if (more == 0) return;
  heights_[item] = height;
  for (std::size_t at = item + 1; at < sums_.size(); at += lowest_bit(at)) sums_[at] += more;
}

double HeightMap::top(std::size_t item) const {
  double sum = 0;
  for (std::size_t at = std::min(item, count()); at > 0; at -= lowest_bit(at)) sum += sums_[at];
  return sum;
}

std::size_t HeightMap::at(double y) const {
  std::size_t step = 1;
  while (step * 2 < sums_.size()) step *= 2;
  std::size_t found = 0;
  double left = y;
  for (; step > 0; step /= 2) {
    if (found + step >= sums_.size() || sums_[found + step] > left) continue;
    found += step;
    left -= sums_[found];
  }
  return std::min(found, count() - 1);
}

}  // namespace spico::ui
