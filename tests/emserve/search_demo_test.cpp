// Search over the names of the demo: what people would type for somebody finds that person, and every answer
// is the one of reading row after row.
#include <doctest/doctest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "core/patients/match_marks.hpp"
#include "core/text/letter_case.hpp"
#include "emserve/demo/generator.hpp"
#include "tests/core/list_support.hpp"

namespace spico::emserve::demo {
namespace {

using namespace spico::test;

constexpr std::uint32_t kSeed = 23;
constexpr std::size_t kCount = 1'500;

std::string asset(const std::string& name) {
  std::ifstream file{std::string{SPICO_SOURCE_DIR} + "/assets/demo/" + name};
  REQUIRE(file.is_open());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Demo {
  std::vector<Patient> plain;
  PatientList list;

  Demo() {
    const std::string people = asset("people.json"), places = asset("places.json"),
                      circle = asset("circle.json");
    std::string problem;
    const std::optional<Book> book = read_book({people, places, circle}, problem);
    CAPTURE(problem);
    REQUIRE(book.has_value());
    const Generator made{*book, {.now_ms = 1'795'358'040'000, .patient_count = kCount}};
    list.set_people(made.professionals(), made.structures());
    for (std::size_t i = 0; i < kCount; ++i) {
      plain.push_back(made.patient(i));
      plain.back().id = {i + 1};
      list.append(plain.back());
    }
  }
};

using Below = std::function<std::size_t(std::size_t)>;

// A word of a name as somebody types it: whole or begun, with or without accents, in any case, with any sign
// that ties words.
std::string typed_from(const std::string& name, const Below& below) {
  std::vector<std::string> parts = split(name);
  if (parts.empty()) return {};
  std::string part = parts[below(parts.size())];
  if (below(2) == 0) part = fold(part);
  if (below(3) == 0) part = upper_case(part);
  for (const std::string_view sign : {"-", "'", "’"}) {
    for (std::size_t at = 0; (at = part.find(sign, at)) != std::string::npos;) {
      const std::vector<std::string> others{"-", "'", "’", "\u2011", " ", ""};
      const std::string& other = others[below(others.size())];
      part.replace(at, sign.size(), other);
      at += other.size();
    }
  }
  if (below(2) == 0) return part;
  std::size_t end = 1 + below(part.size());
  while (end < part.size() && (static_cast<unsigned char>(part[end]) & 0xC0U) == 0x80U) ++end;
  return part.substr(0, end);
}

TEST_CASE("thousands of searches over the demo agree with reading every row, and find who was meant") {
  MESSAGE("seed " << kSeed);
  const Demo demo;
  std::mt19937 random(kSeed);
  const Below below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  std::vector<std::vector<std::string>> names, searched;
  for (const Patient& patient : demo.plain) {
    names.push_back(names_of(patient.traits));
    searched.emplace_back();
    for (const std::string& name : names.back())
      for (const Tied& tied : tied_words(name)) searched.back().push_back(tied.letters);
  }
  std::size_t several = 0;
  for (int query = 0; query < 4'000; ++query) {
    const std::size_t meant = below(kCount);
    const IdentityTraits& traits = demo.plain[meant].traits;
    std::vector<std::string> words;
    for (std::size_t i = 1 + below(3); i > 0; --i)
      words.push_back(typed_from(names[meant][below(names[meant].size())], below));
    std::string number, digits;
    if (below(4) == 0) number = format_date(traits.birth_date);
    if (below(8) == 0) number = std::to_string(traits.birth_date.year);
    if (below(6) == 0) number = traits.matricule.text().substr(0, 5 + below(11));
    for (const char c : number) {
      if (c != '/') digits += c;
    }
    TypedFilters typed;
    for (const std::string& word : words) typed.name += word + (below(5) == 0 ? ", " : " ");
    const std::string only_words = typed.name;
    typed.name = below(2) == 0 ? number + " " + typed.name : typed.name + number;
    CodedFilters coded;
    coded.archived = YesNoAll::kAll;
    if (below(3) == 0) coded.sort = {PatientColumn::kIdentity, Direction::kDescending};
    CAPTURE(typed.name);

    std::vector<RowNumber> rows;
    demo.list.select(typed, coded, rows);
    CHECK(std::find(rows.begin(), rows.end(), static_cast<RowNumber>(meant)) != rows.end());
    std::vector<bool> is_found(kCount, false);
    for (const RowNumber row : rows) is_found[row] = true;
    const TypedDatePattern date(number);
    const std::vector<std::string> wanted_words = split(fold(only_words));
    const auto has_all = [&](std::size_t patient) {
      return std::all_of(wanted_words.begin(), wanted_words.end(), [&](const std::string& word) {
        return std::any_of(searched[patient].begin(), searched[patient].end(),
                           [&](const std::string& there) { return there.starts_with(word); });
      });
    };
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < kCount; ++i) {
      const IdentityTraits& each = demo.plain[i].traits;
      const bool by_number = number.empty() || date.matches(each.birth_date) ||
                             (digits.size() >= 5 && each.matricule.text().starts_with(digits));
      const bool wanted = by_number && has_all(i);
      wrong += wanted != is_found[i];
    }
    CHECK(wrong == 0);
    several += rows.size() > 1;
    if (coded.sort == PatientOrder{}) {
      TypedFilters of_words;
      of_words.name = only_words;
      int before = 0;
      if (rows.size() > 30) rows.resize(30);
      for (const RowNumber row : rows) {
        const int rank = plain_rank(demo.plain[row], of_words);
        CHECK(rank >= before);
        before = rank;
      }
    }
    // Who was meant shows why.
    const TypedSearch search(typed);
    const MatchMarks marks = match_marks(demo.list, static_cast<RowNumber>(meant), search);
    if (!search.name_words.empty()) CHECK((!marks.name.empty() || !marks.hidden_name.empty()));
    if (!number.empty() && traits.birth_date.is_known()) {
      const bool by_birth_date = marks_birth_date(demo.list, static_cast<RowNumber>(meant), search);
      CHECK((by_birth_date || marks.matricule > 0));
    }
  }
  CHECK(several > 500);
}

TEST_CASE("the demo holds homonyms, and each knows the other") {
  const Demo demo;
  std::size_t with_homonym = 0;
  for (RowNumber row = 0; row < demo.list.size(); ++row) {
    const std::vector<RowNumber> others = demo.list.homonyms_of(row);
    CHECK(demo.list.has_homonym(row) == !others.empty());
    for (const RowNumber other : others) {
      const std::vector<RowNumber> back = demo.list.homonyms_of(other);
      CHECK(std::find(back.begin(), back.end(), row) != back.end());
    }
    with_homonym += !others.empty();
  }
  CHECK(with_homonym > 20);
  CHECK(with_homonym < kCount / 4);
}

}  // namespace
}  // namespace spico::emserve::demo
