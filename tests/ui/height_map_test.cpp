// Items of different heights below each other, against the plain sums.
#include "ui/height_map.hpp"

#include <doctest/doctest.h>

#include <random>

using spico::ui::HeightMap;

TEST_CASE("tops, total and places agree with plain sums, however items grow and change") {
  std::mt19937 random(20'261'123);
  for (int round = 0; round < 200; ++round) {
    HeightMap map;
    std::vector<float> plain(random() % 40, 70.0F);
    map.reset(plain.size(), 70.0F);
    for (int step = 0; step < 60; ++step) {
      if (random() % 4 == 0) {
        plain.resize(plain.size() + random() % 5, 70.0F);
        map.grow(plain.size());
      } else if (!plain.empty()) {
        const std::size_t item = random() % plain.size();
        plain[item] = static_cast<float>(random() % 300);
        map.set(item, plain[item]);
      }
      REQUIRE(map.count() == plain.size());
      double sum = 0;
      for (std::size_t i = 0; i < plain.size(); ++i) {
        CHECK(map.top(i) == sum);
        if (plain[i] > 0) {
          CHECK(map.at(sum) == i);
          CHECK(map.at(sum + static_cast<double>(plain[i]) / 2) == i);
        }
        sum += static_cast<double>(plain[i]);
      }
      CHECK(map.total() == sum);
      if (plain.empty()) continue;
      CHECK(map.at(-5) == 0);
      CHECK(map.at(sum + 5) == plain.size() - 1);
    }
  }
}
