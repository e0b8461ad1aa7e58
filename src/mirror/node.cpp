#include "mirror/node.hpp"

namespace spico::mirror {

namespace {

// A letter of four bytes is two units, any other one; what goes on with a letter is none.
std::size_t units_of(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte & 0xC0U) == 0x80U ? 0U : byte >= 0xF0U ? 2U : 1U;
}

}  // namespace

std::size_t page_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) units += units_of(c);
  return units;
}

std::size_t bytes_of_page(std::string_view text, std::size_t units) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < text.size() && (seen < units || units_of(text[at]) == 0); ++at)
    seen += units_of(text[at]);
  return at;
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
