// Counts in sentences: groups of three digits, as each language parts them.
#include "core/text/grouped_count.hpp"

#include <doctest/doctest.h>

namespace spico {
namespace {

TEST_CASE("thousands are parted by a no-break space in French and a comma in English") {
  struct Row {
    std::size_t count;
    const char *french, *english;
  };
  for (const Row& row :
       {Row{0, "0", "0"}, Row{7, "7", "7"}, Row{999, "999", "999"}, Row{1000, "1\u00A0000", "1,000"},
        Row{94671, "94\u00A0671", "94,671"}, Row{100000, "100\u00A0000", "100,000"},
        Row{1234567, "1\u00A0234\u00A0567", "1,234,567"}}) {
    CAPTURE(row.count);
    CHECK(grouped_count(Language::kFrench, row.count) == row.french);
    CHECK(grouped_count(Language::kEnglish, row.count) == row.english);
  }
}

}  // namespace
}  // namespace spico
