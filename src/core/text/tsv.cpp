#include "core/text/tsv.hpp"

namespace spico {

void append_tsv_line(std::string& tsv, const std::vector<std::string>& cells) {
  bool first = true;
  for (const std::string& cell : cells) {
    if (!first) tsv += '\t';
    first = false;
    for (const char c : cell) {
      const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == '\x7F';
      tsv += is_control ? ' ' : c;
    }
  }
  tsv += '\n';
}

}  // namespace spico
