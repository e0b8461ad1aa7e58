#include "core/text/fill.hpp"

#include <algorithm>

namespace spico {

std::string fill(std::string_view pattern,
                 std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  std::string filled;
  filled.reserve(pattern.size() + 32);
  while (!pattern.empty()) {
    const size_t open = pattern.find('{');
    const size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    const auto* value =
        std::find_if(values.begin(), values.end(), [&](const auto& entry) { return entry.first == name; });
    filled += pattern.substr(0, open);
    filled += value == values.end() ? pattern.substr(open, close + 1 - open) : value->second;
    pattern.remove_prefix(close + 1);
  }
  filled += pattern;
  return filled;
}

}  // namespace spico
