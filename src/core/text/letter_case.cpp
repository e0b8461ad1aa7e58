#include "core/text/letter_case.hpp"

#include <algorithm>

#include "core/text/fold_table.hpp"
#include "core/text/utf8.hpp"

namespace spico {
namespace {

constexpr char32_t kSharpS = 0xDF;

char32_t upper_character(char32_t character) {
  const auto& runs = fold_table::kUpperRuns;
  const auto run = std::partition_point(runs.begin(), runs.end(), [&](const fold_table::UpperRun& candidate) {
    return candidate.last < character;
  });
  if (run == runs.end() || character < run->first || (character - run->first) % run->step != 0)
    return character;
  return static_cast<char32_t>(static_cast<std::int32_t>(character) + run->distance);
}

}  // namespace

void append_upper_case(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      out += c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
      ++at;
      continue;
    }
    const char32_t character = next_character(text, at);
    if (character == kSharpS) {
      out += "SS";
    } else {
      append_character(out, upper_character(character));
    }
  }
}

std::string upper_case(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_upper_case(out, text);
  return out;
}

}  // namespace spico
