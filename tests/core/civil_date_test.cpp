// Dates: what is read, what is refused and why, and that reading and writing agree.
#include "core/time/civil_date.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace spico {
namespace {

CivilDate date(int year, int month = 0, int day = 0) {
  return {static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

struct Typed {
  const char* text;
  CivilDate expected;
};

struct Refused {
  const char* text;
  DateProblem problem;
};

TEST_CASE("typed dates: every form a professional uses") {
  const std::vector<Typed> cases{
      {"07041956", date(1956, 4, 7)},
      {"07/04/1956", date(1956, 4, 7)},
      {"7/4/1956", date(1956, 4, 7)},
      {" 07 / 04 / 1956 ", date(1956, 4, 7)},
      {"07-04-1956", date(1956, 4, 7)},
      {"07.04.1956", date(1956, 4, 7)},
      {"07 04 1956", date(1956, 4, 7)},
      {"07\u00A004\u202F1956", date(1956, 4, 7)},
      {"07\u201104\u20101956", date(1956, 4, 7)},
      {"1956-04-07", date(1956, 4, 7)},
      {"1956/4/7", date(1956, 4, 7)},
      {"04/1956", date(1956, 4)},
      {"4/1956", date(1956, 4)},
      {"041956", date(1956, 4)},
      {"1956-04", date(1956, 4)},
      {"1956", date(1956)},
      {"29/02/2024", date(2024, 2, 29)},
      {"31/12/1899", date(1899, 12, 31)},
      {"01011900", date(1900, 1, 1)},
  };
  for (const Typed& one : cases) {
    CAPTURE(std::string{one.text});
    const DateReading reading = parse_typed_date(one.text);
    CHECK(reading.ok());
    CHECK(reading.date == one.expected);
  }
}

TEST_CASE("typed dates: refusals say why") {
  const std::vector<Refused> cases{
      {"", DateProblem::kEmpty},
      {"  \u00A0", DateProblem::kEmpty},
      {"/", DateProblem::kEmpty},
      {"0", DateProblem::kIncomplete},
      {"07", DateProblem::kIncomplete},
      {"07/", DateProblem::kIncomplete},
      {"07/0", DateProblem::kIncomplete},
      {"07/04", DateProblem::kIncomplete},
      {"07/04/", DateProblem::kIncomplete},
      {"07/04/19", DateProblem::kIncomplete},
      {"0704", DateProblem::kIncomplete},
      {"070419", DateProblem::kIncomplete},
      {"0704195", DateProblem::kIncomplete},
      {"04/19", DateProblem::kIncomplete},
      {"04/195", DateProblem::kIncomplete},
      {"1956-", DateProblem::kIncomplete},
      {"1956-0", DateProblem::kIncomplete},
      {"32", DateProblem::kNoSuchDay},
      {"32/", DateProblem::kNoSuchDay},
      {"00041956", DateProblem::kNoSuchDay},
      {"07001956", DateProblem::kNoSuchMonth},
      {"31/04/1956", DateProblem::kNoSuchDay},
      {"31/02/1956", DateProblem::kNoSuchDay},
      {"30/02/2024", DateProblem::kNoSuchDay},
      {"29/02/1900", DateProblem::kNoSuchDay},
      {"29/02/2023", DateProblem::kNoSuchDay},
      {"00/04/1956", DateProblem::kNoSuchDay},
      {"07/13/1956", DateProblem::kNoSuchMonth},
      {"07/13/", DateProblem::kNoSuchMonth},
      {"13/1956", DateProblem::kNoSuchMonth},
      {"07131956", DateProblem::kNoSuchMonth},
      {"07/04/1799", DateProblem::kYearOutOfRange},
      {"07/04/2200", DateProblem::kYearOutOfRange},
      {"abc", DateProblem::kUnreadable},
      {"07/avril/1956", DateProblem::kUnreadable},
      {"07/04/1956/", DateProblem::kUnreadable},
      {"1/2/3/4", DateProblem::kUnreadable},
      {"070419566", DateProblem::kUnreadable},
      {"007/04/1956", DateProblem::kUnreadable},
      {"-\xC3", DateProblem::kUnreadable},
  };
  for (const Refused& one : cases) {
    CAPTURE(std::string{one.text});
    const DateReading reading = parse_typed_date(one.text);
    CHECK(reading.problem == one.problem);
    CHECK_FALSE(reading.date.is_known());
  }
}

TEST_CASE("typed dates: no beginning of a date is refused on the way") {
  for (const char* const whole :
       {"07/04/1956", "07041956", "04/1956", "041956", "1956", "1956-04-07", "28-12-2001"}) {
    const std::string text = whole;
    for (std::size_t length = 1; length <= text.size(); ++length) {
      const std::string begun = text.substr(0, length);
      CAPTURE(begun);
      const DateProblem problem = parse_typed_date(begun).problem;
      const bool goes_on = problem == DateProblem::kIncomplete || problem == DateProblem::kNone;
      CHECK(goes_on);
    }
  }
}

TEST_CASE("wire dates: three forms and nothing else") {
  CHECK(parse_iso_date("1956-04-07").date == date(1956, 4, 7));
  CHECK(parse_iso_date("1956-04").date == date(1956, 4));
  CHECK(parse_iso_date("1956").date == date(1956));
  CHECK(parse_iso_date("").problem == DateProblem::kEmpty);
  for (const char* const text :
       {"1956-4-7", "19560407", "1956-04-07T00:00:00Z", " 1956", "1956-", "1956-04-", "+956", "195６"}) {
    CAPTURE(std::string{text});
    CHECK(parse_iso_date(text).problem == DateProblem::kUnreadable);
  }
  CHECK(parse_iso_date("1956-00").problem == DateProblem::kNoSuchMonth);
  CHECK(parse_iso_date("1956-13-01").problem == DateProblem::kNoSuchMonth);
  CHECK(parse_iso_date("1956-04-00").problem == DateProblem::kNoSuchDay);
  CHECK(parse_iso_date("1956-04-31").problem == DateProblem::kNoSuchDay);
  CHECK(parse_iso_date("0001-01-01").problem == DateProblem::kYearOutOfRange);
}

TEST_CASE("every day of four centuries is written and read back") {
  const std::int32_t first = days_since_epoch(date(1800, 1, 1));
  const std::int32_t last = days_since_epoch(date(2199, 12, 31));
  CHECK(first == -62091);
  CHECK(days_since_epoch(date(1970, 1, 1)) == 0);
  CHECK(days_since_epoch(date(2026, 11, 22)) == 20779);
  CivilDate previous;
  int wrong = 0;
  for (std::int32_t day = first; day <= last; ++day) {
    const CivilDate one = date_from_days(day);
    wrong += check_date(one) != DateProblem::kNone;
    wrong += days_since_epoch(one) != day;
    wrong += !(previous < one);
    wrong += parse_iso_date(format_iso_date(one)).date != one;
    wrong += parse_typed_date(format_date(one)).date != one;
    previous = one;
  }
  CHECK(wrong == 0);
}

TEST_CASE("formats keep what is unknown unknown") {
  CHECK(format_date(date(1956, 4, 7)) == "07/04/1956");
  CHECK(format_date(date(1956, 4)) == "04/1956");
  CHECK(format_date(date(1956)) == "1956");
  CHECK(format_date({}).empty());
  CHECK(format_iso_date(date(1956, 4)) == "1956-04");
  CHECK(date(1956) < date(1956, 1));
  CHECK(date(1956, 1) < date(1956, 1, 1));
}

TEST_CASE("age in whole years") {
  CHECK(age_in_years(date(1956, 4, 7), date(2026, 4, 6)) == 69);
  CHECK(age_in_years(date(1956, 4, 7), date(2026, 4, 7)) == 70);
  CHECK(age_in_years(date(2024, 2, 29), date(2026, 2, 28)) == 1);
  CHECK(age_in_years(date(1956), date(2026, 1, 1)) == 70);
  CHECK(age_in_years(date(2027, 1, 1), date(2026, 11, 22)) == -1);
}

}  // namespace
}  // namespace spico
