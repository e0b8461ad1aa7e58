// The birth date filter while it is typed: who stays in the list at each keystroke.
#include "core/time/typed_date.hpp"

#include <doctest/doctest.h>

#include <string>

namespace spico {
namespace {

constexpr CivilDate kZoe{1956, 4, 7};

bool matches(std::string_view text, CivilDate date) { return TypedDatePattern{text}.matches(date); }

TEST_CASE("nothing typed matches everyone, nonsense matches nobody") {
  CHECK(TypedDatePattern{""}.is_empty());
  CHECK(matches("", kZoe));
  CHECK(matches("  ", {}));
  CHECK_FALSE(matches("abc", kZoe));
  CHECK_FALSE(matches("07/04/1956/1", kZoe));
  CHECK_FALSE(matches("070419561", kZoe));
  // No date begins so: not even an unknown one can be meant.
  for (const char* const text : {"25604", "99999", "5601", "2560", "13/5600", "32/01/1956", "0001"}) {
    CAPTURE(std::string{text});
    CHECK_FALSE(matches(text, {}));
  }
}

TEST_CASE("a person stays in the list while their own birth date is typed, in every form") {
  for (const char* const whole : {"07/04/1956", "7/4/1956", "07041956", "04/1956", "4/1956", "041956", "1956",
                                  "1956-04-07", "1956-4-7", "07.04.1956", "07 04 1956"}) {
    const std::string text = whole;
    for (std::size_t length = 1; length <= text.size(); ++length) {
      const std::string begun = text.substr(0, length);
      CAPTURE(begun);
      CHECK(matches(begun, kZoe));
    }
  }
}

TEST_CASE("what a complete text keeps is exactly what it says") {
  for (const char* const text : {"07/04/1956", "07041956", "1956-04-07"}) {
    CAPTURE(std::string{text});
    CHECK_FALSE(matches(text, {1956, 4, 8}));
    CHECK_FALSE(matches(text, {1956, 5, 7}));
    CHECK_FALSE(matches(text, {1957, 4, 7}));
  }
  CHECK_FALSE(matches("04/1956", {1956, 5, 4}));
  CHECK(matches("04/1956", {1956, 4, 30}));
  CHECK(matches("1956", {1956, 12, 31}));
  CHECK_FALSE(matches("1956", {1957, 1, 1}));
}

TEST_CASE("an unfinished part can grow, a closed one cannot") {
  CHECK(matches("07/1", {1956, 10, 7}));
  CHECK(matches("07/1", {1956, 1, 7}));
  CHECK_FALSE(matches("07/1/", {1956, 10, 7}));
  CHECK(matches("3", {2001, 1, 30}));
  CHECK_FALSE(matches("3/", {2001, 1, 30}));
  CHECK(matches("07/04/19", {1999, 4, 7}));
  CHECK_FALSE(matches("07/04/19", {2001, 4, 7}));
  CHECK(matches("19", {1956, 4, 7}));
  CHECK(matches("19", {2001, 4, 19}));
  CHECK_FALSE(matches("32", {1956, 4, 7}));
}

TEST_CASE("unknown parts of an identity never hide a person") {
  CHECK(matches("07/04/1956", {1956, 4, 0}));
  CHECK(matches("07/04/1956", {1956, 0, 0}));
  CHECK(matches("07041956", {1956, 0, 0}));
  CHECK(matches("07/04/1956", {}));
  CHECK_FALSE(matches("07/04/1956", {1957, 0, 0}));
}

}  // namespace
}  // namespace spico
