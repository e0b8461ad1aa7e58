// The JSON reader and writer: what is accepted, how errors are told, and that what is written reads back.
#include "api/json.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/text/utf8.hpp"

namespace spico::api {
namespace {

JsonProblem problem_of(std::string_view text, const JsonLimits& limits = {}) {
  JsonDocument document;
  const bool parsed = document.parse(text, limits);
  CHECK(parsed == document.error().is_none());
  CHECK((document.root().kind() == JsonKind::kAbsent) == !parsed);
  JsonDocument line;
  CHECK(line.parse_stream_line(text, limits) == parsed);
  CHECK(line.error().problem == document.error().problem);
  return document.error().problem;
}

TEST_CASE("what is JSON and what is not (RFC 8259)") {
  for (const char* const text :
       {"null", " true ", "-0", "0.5e-3", "\"\"", "[]", "{}", "[1,\"a\",{\"b\":[null]}]",
        "\"\\ud83d\\ude00\"", "{\"a\":{\"a\":1}}", "\"\xF0\x9F\x98\x80\""}) {
    CAPTURE(std::string{text});
    CHECK(problem_of(text) == JsonProblem::kNone);
  }
  for (const char* const text : {"",
                                 " ",
                                 "nul",
                                 "True",
                                 "01",
                                 "+1",
                                 "1.",
                                 ".5",
                                 "1e",
                                 "\"",
                                 "\"\\x\"",
                                 "\"\\ud800\"",
                                 "\"\\udc00x\"",
                                 "\"\n\"",
                                 "[1,]",
                                 "[,1]",
                                 "[1 2]",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{a:1}",
                                 "{\"a\":1,}",
                                 "[",
                                 "]",
                                 "{]",
                                 "[}",
                                 "1 2",
                                 "{}x",
                                 "\"\xFF\"",
                                 "\"\xED\xA0\x80\"",
                                 "\"\xC0\x80\"",
                                 "NaN",
                                 "Infinity",
                                 "'a'",
                                 "[1]//",
                                 "\"\x01\""}) {
    CAPTURE(std::string{text});
    CHECK(problem_of(text) == JsonProblem::kSyntax);
  }
}

TEST_CASE("limits of size and depth, and members given twice") {
  CHECK(problem_of("[1,2]", {.bytes = 4}) == JsonProblem::kTooLarge);
  CHECK(problem_of("[1,2]", {.bytes = 5}) == JsonProblem::kNone);
  CHECK(problem_of("[[[]]]", {.depth = 2}) == JsonProblem::kTooDeep);
  CHECK(problem_of("[[[]]]", {.depth = 3}) == JsonProblem::kNone);
  CHECK(problem_of("{\"a\":{\"b\":[]}}", {.depth = 2}) == JsonProblem::kTooDeep);
  CHECK(problem_of(std::string(500'000, '['), {.depth = 100}) == JsonProblem::kTooDeep);
  CHECK(problem_of("{\"a\":1,\"b\":2,\"a\":3}") == JsonProblem::kDuplicateKey);
  CHECK(problem_of("[{\"a\":1},{\"a\":1}]") == JsonProblem::kNone);
  CHECK(problem_of("{\"\\u0061\":1,\"a\":2}") == JsonProblem::kDuplicateKey);
}

TEST_CASE("an object of very many members is read in a reasonable time") {
  std::string text = "{";
  for (int i = 0; i < 50'000; ++i)
    text += (i == 0 ? "\"m" : ",\"m") + std::to_string(i) + "\":" + std::to_string(i);
  text += '}';
  JsonDocument document;
  REQUIRE(document.parse(text));
  CHECK(document.root().size() == 50'000);
  CHECK(document.root()["m49999"].as_integer() == 49'999);
}

TEST_CASE("a member given twice is found in small and large objects, wherever it stands") {
  for (const int count : {2, 40, 47, 48, 49, 50, 64, 65, 200}) {
    for (const int twice : {0, count / 2, count - 2}) {
      std::string text = "{";
      for (int i = 0; i < count; ++i) text += (i == 0 ? "\"m" : ",\"m") + std::to_string(i) + "\":0";
      CHECK(problem_of(text + "}") == JsonProblem::kNone);
      CHECK(problem_of(text + ",\"m" + std::to_string(twice) + "\":1}") == JsonProblem::kDuplicateKey);
    }
  }
}

TEST_CASE("members are found in any order of asking") {
  JsonDocument document;
  REQUIRE(document.parse(R"({"a":1,"b":{"a":2,"b":3},"c":4})"));
  const JsonValue root = document.root();
  for (int round = 0; round < 2; ++round) {
    CHECK(root["c"].as_integer() == 4);
    CHECK(root["b"]["b"].as_integer() == 3);
    CHECK(root["a"].as_integer() == 1);
    CHECK(root["b"]["a"].as_integer() == 2);
    CHECK(root["none"].kind() == JsonKind::kAbsent);
    CHECK(root["a"].as_integer() == 1);
  }
}

TEST_CASE("numbers at the edges of 64 bits and of double") {
  JsonDocument document;
  REQUIRE(
      document.parse("[999999999999999999,1000000000000000000,9223372036854775807,-9223372036854775808,"
                     "9223372036854775808,-9223372036854775809,1e-400,-0.0]"));
  std::vector<std::optional<std::int64_t>> read;
  for (const JsonValue item : document.root().items()) read.push_back(item.as_integer());
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  CHECK(read == std::vector<std::optional<std::int64_t>>{999999999999999999, 1000000000000000000, kMost,
                                                         -kMost - 1, std::nullopt, std::nullopt, 0, 0});
  CHECK(document.error().path == "[4]");
  CHECK(problem_of("1e999") == JsonProblem::kOutOfRange);
}

TEST_CASE("values of the right type") {
  JsonDocument document;
  REQUIRE(document.parse(R"({"s":"é\n","b":true,"i":-12,"whole":1e3,"r":0.25,"max":9223372036854775807,
                             "min":-9223372036854775808,"n":null,"a":[1,[2,3],{"x":4}],"o":{"k":"v"}})"));
  const JsonValue root = document.root();
  CHECK(root["s"].as_string() == "é\n");
  CHECK(root["b"].as_bool() == true);
  CHECK(root["i"].as_integer() == -12);
  CHECK(root["whole"].as_integer() == 1000);
  CHECK(root["r"].as_number() == 0.25);
  CHECK(root["i"].as_number() == -12.0);
  CHECK(root["max"].as_integer() == std::numeric_limits<std::int64_t>::max());
  CHECK(root["min"].as_integer() == std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(root["n"].is_present());
  CHECK(root["n"].kind() == JsonKind::kNull);
  CHECK_FALSE(root["n"].as_string().has_value());
  CHECK(root["none"].kind() == JsonKind::kAbsent);
  CHECK_FALSE(root["none"]["deeper"].as_integer().has_value());
  CHECK(root["none"].items().is_empty());
  CHECK(root["a"].size() == 3);
  CHECK(root["o"]["k"].required_string() == "v");
  std::vector<JsonKind> kinds;
  for (const JsonValue item : root["a"].items()) kinds.push_back(item.kind());
  CHECK(kinds == std::vector<JsonKind>{JsonKind::kNumber, JsonKind::kArray, JsonKind::kObject});
  std::string names;
  for (const JsonValue member : root.members()) names += std::string{member.name()} + ' ';
  CHECK(names == "s b i whole r max min n a o ");
  CHECK(root["a"].items().first().as_integer() == 1);
  CHECK(document.error().is_none());
}

struct Wrong {
  void (*read)(const JsonValue&);
  JsonProblem problem;
  const char* path;
};

TEST_CASE("the first error is kept, with its path") {
  const std::vector<Wrong> cases{
      {[](const JsonValue& root) { (void)root["s"].as_integer(); }, JsonProblem::kWrongType, "s"},
      {[](const JsonValue& root) { (void)root["i"].as_string(); }, JsonProblem::kWrongType, "i"},
      {[](const JsonValue& root) { (void)root["i"].as_bool(); }, JsonProblem::kWrongType, "i"},
      {[](const JsonValue& root) { (void)root["s"].as_number(); }, JsonProblem::kWrongType, "s"},
      {[](const JsonValue& root) { (void)root["s"].items(); }, JsonProblem::kWrongType, "s"},
      {[](const JsonValue& root) { (void)root["s"]["t"]; }, JsonProblem::kWrongType, "s"},
      {[](const JsonValue& root) { (void)root["i"].members(); }, JsonProblem::kWrongType, "i"},
      {[](const JsonValue& root) { (void)root["r"].as_integer(); }, JsonProblem::kOutOfRange, "r"},
      {[](const JsonValue& root) { (void)root["huge"].as_integer(); }, JsonProblem::kOutOfRange, "huge"},
      {[](const JsonValue& root) { (void)root["i"].as_integer(0, 10); }, JsonProblem::kOutOfRange, "i"},
      {[](const JsonValue& root) { (void)root["i"].required_integer(-10, 10); }, JsonProblem::kOutOfRange,
       "i"},
      {[](const JsonValue& root) { (void)root["none"].required_string(); }, JsonProblem::kMissing, "none"},
      {[](const JsonValue& root) { (void)root["n"].required_bool(); }, JsonProblem::kMissing, "n"},
      {[](const JsonValue& root) { (void)root["none"].required_items(); }, JsonProblem::kMissing, "none"},
      {[](const JsonValue& root) { (void)root["none"]["x"].required_integer(); }, JsonProblem::kMissing,
       "none"},
      {[](const JsonValue& root) { (void)root["o"]["x"].required_integer(); }, JsonProblem::kMissing, "o.x"},
      {[](const JsonValue& root) {
         for (const JsonValue item : root["a"].items()) {
           for (const JsonValue inner : item["list"].items()) (void)inner["y"].as_string();
         }
       },
       JsonProblem::kWrongType, "a[1].list[0].y"},
      {[](const JsonValue& root) {
         for (const JsonValue member : root["odd"].members()) (void)member.as_string();
       },
       JsonProblem::kWrongType, "odd{1}"},
  };
  JsonDocument document;
  REQUIRE(document.parse(R"({"s":"secret","i":-12,"r":0.25,"huge":9223372036854775808,"n":null,"o":{},
                             "a":[{},{"list":[{"y":1}]}],"odd":{"plain":"x","Dupont Zoé":5}})"));
  for (const Wrong& one : cases) {
    one.read(document.root());
    one.read(document.root()["nothing"]);  // a second error changes nothing
    (void)document.root()["i"].as_bool();
    const JsonError error = document.take_error();
    CAPTURE(std::string{one.path});
    CHECK(error.problem == one.problem);
    CHECK(error.path == one.path);
    CHECK(document.error().is_none());
  }
}

TEST_CASE("a problem of meaning is recorded at its place") {
  JsonDocument document;
  REQUIRE(document.parse(R"({"a":[{"d":"1956-13-01"}]})"));
  document.root()["a"].items().first()["d"].reject(JsonProblem::kOutOfRange);
  CHECK(document.error().path == "a[0].d");
}

TEST_CASE("parsing again forgets everything, also after an error") {
  JsonDocument document;
  CHECK(document.parse(R"({"a":"first"})"));
  (void)document.root()["a"].as_bool();
  CHECK_FALSE(document.parse("{"));
  CHECK(document.root().kind() == JsonKind::kAbsent);
  CHECK_FALSE(document.root()["a"].as_string().has_value());
  CHECK(document.parse(R"({"b":2})"));
  CHECK(document.error().is_none());
  CHECK(document.root()["a"].kind() == JsonKind::kAbsent);
  CHECK(document.root()["b"].as_integer() == 2);
  const JsonDocument moved = std::move(document);
  CHECK(moved.root()["b"].as_integer() == 2);
}

TEST_CASE("where a text stops being JSON") {
  JsonDocument document;
  CHECK_FALSE(document.parse(R"({"a":1 "b":2})"));
  CHECK(document.error().byte_offset >= 7);
  CHECK(document.error().byte_offset <= 10);
}

TEST_CASE("one line, escaped and separated") {
  std::string line;
  JsonWriter writer{line};
  writer.begin_object()
      .member("name", "BÉNAZET \"Zoé\"\\\n\r\t\x01\x7F")
      .member("count", std::int64_t{-3})
      .member("small", 7)
      .member("ratio", 0.1)
      .member("yes", true)
      .key("none")
      .null()
      .key("list")
      .begin_array()
      .integer(1)
      .string("")
      .begin_object()
      .end_object()
      .begin_array()
      .end_array()
      .end_array()
      .key("o")
      .begin_object()
      .member("k", "v")
      .end_object()
      .end_object();
  CHECK(line ==
        "{\"name\":\"BÉNAZET "
        "\\\"Zoé\\\"\\\\\\n\\r\\t\\u0001\x7F\",\"count\":-3,\"small\":7,\"ratio\":0.1,\"yes\":true,"
        "\"none\":null,\"list\":[1,\"\",{},[]],\"o\":{\"k\":\"v\"}}");
  CHECK(line.find('\n') == std::string::npos);
}

TEST_CASE("numbers read back as they were, and what is no number is null") {
  const std::vector<double> numbers{0.1, 1e300, -2.5e-300, 3.0, 1.0 / 3.0};
  std::string text;
  JsonWriter writer{text};
  writer.begin_array();
  for (const double number : numbers) writer.number(number);
  writer.number(std::numeric_limits<double>::infinity()).number(std::numeric_limits<double>::quiet_NaN());
  writer.integer(std::numeric_limits<std::int64_t>::min()).end_array();
  JsonDocument document;
  REQUIRE(document.parse(text));
  std::size_t i = 0;
  for (const JsonValue item : document.root().items()) {
    if (i < numbers.size()) CHECK(item.as_number() == numbers[i]);
    if (i == numbers.size()) CHECK(item.kind() == JsonKind::kNull);
    ++i;
  }
  CHECK(document.error().is_none());
}

TEST_CASE("any bytes become a string that reads back, with U+FFFD for what is not UTF-8") {
  std::uint32_t state = 1;
  const auto random = [&] { return state = state * 1664525U + 1013904223U; };
  int wrong = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (std::uint32_t length = random() >> 27U; length > 0; --length)
      bytes += static_cast<char>(random() >> 24U);
    std::string text;
    JsonWriter{text}.string(bytes);
    JsonDocument document;
    if (!document.parse(text)) {
      ++wrong;
      continue;
    }
    std::string expected;
    for (std::size_t at = 0; at < bytes.size();) append_character(expected, next_character(bytes, at));
    wrong += document.root().as_string() != expected;
  }
  CHECK(wrong == 0);
}

}  // namespace
}  // namespace spico::api
