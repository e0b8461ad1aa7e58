// Text that enters and text that is searched for: any bytes, stable when done twice.
#include <string>

#include "core/patients/traits.hpp"
#include "core/text/fold.hpp"
#include "core/text/letter_case.hpp"
#include "core/text/utf8.hpp"
#include "emserve/text/nfc.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

/// The scripts that the folding table knows whole: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic.
bool is_in_folded_scripts(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (spico::next_character(text, at) >= 0x0700) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using spico::fuzz::require;
  const std::string_view text = spico::fuzz::text_of(data, size);
  const std::string folded = spico::fold(text);
  require(spico::is_utf8(folded), "folded text is UTF-8");
  require(spico::fold(folded) == folded, "folding twice changes nothing");
  require(folded.find("  ") == std::string::npos, "words are separated by one space");
  std::string words;
  spico::append_search_words(words, text);
  require(words.empty() == folded.empty(), "search words exactly when there are words");
  require(spico::is_utf8(spico::upper_case(text)), "capitals are UTF-8");
  const std::optional<std::string> clean = spico::emserve::clean_text(text);
  require(clean.has_value() == spico::is_utf8(text), "UTF-8 is kept, anything else refused");
  if (clean) {
    require(spico::emserve::clean_text(*clean) == clean, "cleaning twice changes nothing");
    if (is_in_folded_scripts(text)) require(spico::fold(*clean) == folded, "a name is found as it was typed");
  }
  return 0;
}
