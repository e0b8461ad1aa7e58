#include "mirror/node.hpp"

namespace spico::mirror {

std::string marked_text(std::string_view name, const std::vector<Stretch>& stretches) {
  // A letter of four bytes is two units, any other one; what goes on with a letter is none.
  const auto units_until = [&](std::size_t end) {
    std::size_t units = 0;
    for (const char c : name.substr(0, end)) {
      const auto byte = static_cast<unsigned char>(c);
      units += (byte & 0xC0U) == 0x80U ? 0U : byte >= 0xF0U ? 2U : 1U;
    }
    return units;
  };
  std::string text;
  for (const Stretch& stretch : stretches) {
    if (!text.empty()) text += ' ';
    text += std::to_string(units_until(stretch.begin)) + '-' + std::to_string(units_until(stretch.end));
  }
  return text;
}

}  // namespace spico::mirror
