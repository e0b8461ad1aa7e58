// The quick parser of stream lines against nlohmann_json, which reads all other documents: the same texts
// accepted, the same problems, the same values, over many broken and whole texts.
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "api/json.hpp"

namespace spico::api {
namespace {

std::string quoted(std::string_view characters) {
  std::string text;
  JsonWriter{text}.string(characters);
  return text;
}

// What the two may differ in is written out: whether a number is whole, and its nearest double.
std::string written_number(const JsonValue& value, JsonDocument& document) {
  std::string text;
  JsonWriter writer{text};
  const std::optional<std::int64_t> whole = value.as_integer();
  (void)document.take_error();
  if (whole) {
    writer.integer(*whole);
  } else {
    writer.number(*value.as_number());
  }
  return (whole ? "i" : "r") + text;
}

std::string written(const JsonValue& value, JsonDocument& document) {
  std::string text;
  switch (value.kind()) {
    case JsonKind::kString:
      return quoted(*value.as_string());
    case JsonKind::kNumber:
      return written_number(value, document);
    case JsonKind::kBoolean:
      return *value.as_bool() ? "true" : "false";
    case JsonKind::kArray:
      for (const JsonValue item : value.items()) text += written(item, document) + ',';
      return '[' + std::to_string(value.size()) + ':' + text + ']';
    case JsonKind::kObject:
      for (const JsonValue member : value.members()) {
        text += quoted(member.name()) + ':' + written(member, document) + ',';
      }
      return '{' + std::to_string(value.size()) + ':' + text + '}';
    case JsonKind::kNull:
    case JsonKind::kAbsent:
      break;
  }
  return "null";
}

struct Answer {
  JsonProblem problem;
  std::string values;
  bool operator==(const Answer&) const = default;
};

Answer answer(bool (JsonDocument::*parse)(std::string_view, const JsonLimits&), const std::string& text,
              const JsonLimits& limits) {
  JsonDocument document;
  const bool is_accepted = (document.*parse)(text, limits);
  const JsonProblem problem = document.error().problem;
  CHECK(is_accepted == (problem == JsonProblem::kNone));
  return {problem, is_accepted ? written(document.root(), document) : ""};
}

bool is_same(const std::string& text, const JsonLimits& limits = {}) {
  const Answer document = answer(&JsonDocument::parse, text, limits);
  const Answer line = answer(&JsonDocument::parse_stream_line, text, limits);
  if (document == line) return true;
  CAPTURE(text);
  CHECK(describe(document.problem) == describe(line.problem));
  CHECK(document.values == line.values);
  return false;
}

const std::vector<std::string> kSeeds{
    R"({"a":[1,-2.5e3,true,false,null,"é\u00e9\ud83d\ude00\n\\\"\/"],"b":{"c":{},"d":[]},"":0})",
    R"([0,-0,1e2,1E+2,1e-2,0.0,123456789012345678,1234567890123456789,9223372036854775807,-9223372036854775808,9223372036854775808,-9223372036854775809,18446744073709551615,18446744073709551616,1e308])",
    R"({"id":"1","birth_name":"BÉNAZET","given_names":"Zoé","thematiques":["icope"],"updated_at":1795358040000})",
    R"("\u0000\u001f\u007f\u0080\u07ff\u0800\uffff")",
    " [ { } , [ ] ] ",
    "\"\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"",
};

TEST_CASE("whole texts are read alike by both parsers") {
  for (const std::string& seed : kSeeds) {
    JsonDocument document;
    REQUIRE(document.parse(seed));
    CHECK(is_same(seed));
  }
}

TEST_CASE("what a lenient parser would let pass is refused by both") {
  using namespace std::string_literals;
  for (const std::string& text :
       {"\xEF\xBB\xBF{}"s, "{}\0"s, "{}\0x"s, "\0{}"s, "[1\0]"s, "\"a\0b\""s, "{\"a\":1,\"\\u0061\":1}"s,
        "[1e999]"s, "-1e999"s, "1"s + std::string(400, '0'), "[[[[]]]]"s, "/**/1"s}) {
    CAPTURE(text);
    JsonDocument document;
    CHECK_FALSE(document.parse(text, {.bytes = 1000, .depth = 3}));
    CHECK(is_same(text, {.bytes = 1000, .depth = 3}));
  }
}

TEST_CASE("broken texts are refused alike by both parsers") {
  std::mt19937 random{20261122};
  const std::string alphabet{"{}[]:,\"\\u0019aef-+.Ee \n\t\x01\x7F\x80\xC2\xE0\xED\xEF\xF4ntrue\0", 38};
  int different = 0;
  for (int round = 0; round < 60'000; ++round) {
    std::string text = kSeeds[random() % kSeeds.size()];
    for (std::uint32_t change = random() % 4; change > 0 && !text.empty(); --change) {
      const std::size_t at = random() % text.size();
      const char c = alphabet[random() % alphabet.size()];
      switch (random() % 4) {
        case 0:
          text[at] = c;
          break;
        case 1:
          text.insert(at, 1, c);
          break;
        case 2:
          text.erase(at, 1 + random() % 3);
          break;
        default:
          text.resize(at);
      }
    }
    if (!is_same(text) && ++different > 10) break;
  }
  CHECK(different == 0);
}

}  // namespace
}  // namespace spico::api
