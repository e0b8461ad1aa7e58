// A patient with any names, searched for by any text: found exactly when the keys say so, marked inside the
// name, written to a file without a formula.
#include <algorithm>
#include <array>
#include <string>

#include "core/patients/csv.hpp"
#include "core/patients/filter_sentence.hpp"
#include "core/patients/match_marks.hpp"
#include "core/patients/traits.hpp"
#include "core/text/fold.hpp"
#include "core/text/utf8.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using spico::fuzz::require;

bool begins_word(std::string key, const std::string& word) {
  std::replace_if(
      key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return key.find(" " + word) != std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::array<std::string, 7> lines;
  std::size_t line = 0;
  for (const char c : spico::fuzz::text_of(data, size)) {
    if (c == '\n' && line + 1 < lines.size())
      ++line;
    else
      lines[line] += c;
  }
  spico::Patient patient;
  patient.id = {1};
  patient.traits.birth_name = lines[0];
  patient.traits.used_name = lines[1];
  patient.traits.given_names = lines[2];
  patient.traits.first_given_name = lines[3];
  patient.traits.birth_date = {1956, 4, 7};
  const spico::TypedFilters typed{lines[4], lines[5], lines[6]};
  spico::PatientList list;
  list.put(patient);

  const std::string given(list.given_key(0));
  const std::string all(list.name_key(0));
  require(all == spico::family_search_words(patient.traits) + spico::given_search_words(patient.traits),
          "the key is that of the traits");
  const spico::TypedSearch search(typed);
  std::vector<spico::RowNumber> rows;
  list.select(typed, {}, rows);
  if (search.numbers.empty() && search.birth_date.is_empty()) {
    const auto in = [](const std::string& key) {
      return [&key](const std::string& word) { return begins_word(key, word); };
    };
    const bool wanted = std::all_of(search.name_words.begin(), search.name_words.end(), in(all)) &&
                        std::all_of(search.given_words.begin(), search.given_words.end(), in(given));
    require(rows.size() == (wanted ? 1U : 0U), "found exactly when every word begins a word of the key");
  }

  const std::string_view name = list.display_name(0);
  std::size_t at = 0;
  for (const spico::TextSpan& span : spico::match_marks(list, 0, search).name) {
    require(span.begin >= at && span.begin < span.end && span.end <= name.size(), "marks are in order");
    require(span.begin == 0 || !spico::is_utf8(name) || spico::is_utf8(name.substr(0, span.begin)),
            "a mark begins with a character");
    require(!spico::is_utf8(name) || spico::is_utf8(name.substr(span.begin, span.end - span.begin)),
            "a mark is whole characters");
    at = span.end + 1;
  }

  require(!spico::filter_sentence(spico::Language::kFrench, typed, {}, list).empty(), "there is a sentence");
  std::string cell;
  spico::append_csv_cell(cell, lines[0]);
  require(spico::is_utf8(cell), "a file is UTF-8");
  const std::size_t first = cell.starts_with('"') ? 1 : 0;
  require(cell.size() <= first || std::string_view("=+-@\t\r\n").find(cell[first]) == std::string_view::npos,
          "no cell is a formula");

  // Twice in the list is a homonym, and gone again when the other goes.
  const bool has_letters = !spico::fold(name).empty();
  patient.id = {2};
  list.put(patient);
  require(list.has_homonym(0) == has_letters && list.has_homonym(1) == has_letters, "twice is a homonym");
  patient.traits.birth_date = {1957, 4, 7};
  list.put(patient);
  require(!list.has_homonym(0) && !list.has_homonym(1), "another day is another person");
  require(list.remove({1}) && list.size() == 1 && list.id(0) == patient.id, "removed");
  return 0;
}
