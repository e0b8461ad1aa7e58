#include "mirror/node.hpp"

namespace spico::mirror {

std::size_t page_length(std::string_view text) {
  // A letter of four bytes is two units, any other one; what goes on with a letter is none.
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0U) == 0x80U ? 0U : byte >= 0xF0U ? 2U : 1U;
  }
  return units;
}

std::string marked_text(std::string_view name, const std::vector<Stretch>& stretches) {
  std::string text;
  for (const Stretch& stretch : stretches) {
    if (!text.empty()) text += ' ';
    text += std::to_string(page_length(name.substr(0, stretch.begin))) + '-' +
            std::to_string(page_length(name.substr(0, stretch.end)));
  }
  return text;
}

}  // namespace spico::mirror
