#include "core/text/grouped_count.hpp"

#include <string_view>

namespace spico {

std::string grouped_count(Language language, std::size_t count) {
  const std::string_view separator = language == Language::kFrench ? "\u00A0" : ",";
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, separator);
  }
  return text;
}

}  // namespace spico
