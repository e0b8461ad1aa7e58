// What the gallery of widgets holds: every widget's value by its key, and how often something acted. Part of
// Model; used in development builds only.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spico {

struct Gallery {
  std::vector<std::pair<std::string, std::string>> values;
  std::string last;  ///< key of what acted last
  int actions = 0;

  /// Empty when it has none yet.
  [[nodiscard]] std::string_view value(std::string_view key) const {
    for (const auto& [known, held] : values) {
      if (known == key) return held;
    }
    return {};
  }
};

}  // namespace spico
