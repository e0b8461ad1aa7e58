// Our JSON reader against nlohmann_json: the same texts accepted, the same values read, over many broken and
// whole texts. Here because only native tests may use that library.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "api/json.hpp"

namespace spico::api {
namespace {

std::string written(const JsonValue& value);

std::string written_number(const JsonValue& value) {
  std::string text;
  JsonWriter{text}.number(value.as_number().value_or(0));
  return text;
}

// As nlohmann dumps it with the same rule for numbers.
std::string written(const JsonValue& value) {
  std::string text;
  switch (value.kind()) {
    case JsonKind::kString:
      JsonWriter{text}.string(*value.as_string());
      return text;
    case JsonKind::kNumber:
      return written_number(value);
    case JsonKind::kBoolean:
      return *value.as_bool() ? "true" : "false";
    case JsonKind::kArray:
      for (const JsonValue item : value.items()) text += written(item) + ',';
      return '[' + text + ']';
    case JsonKind::kObject:
      for (const JsonValue member : value.members()) {
        std::string name;
        JsonWriter{name}.string(member.name());
        text += name + ':' + written(member) + ',';
      }
      return '{' + text + '}';
    case JsonKind::kNull:
    case JsonKind::kAbsent:
      break;
  }
  return "null";
}

std::string written(const nlohmann::ordered_json& value) {
  std::string text;
  if (value.is_string()) {
    JsonWriter{text}.string(value.get_ref<const std::string&>());
  } else if (value.is_number()) {
    JsonWriter{text}.number(value.get<double>());
  } else if (value.is_boolean()) {
    text = value.get<bool>() ? "true" : "false";
  } else if (value.is_array()) {
    for (const auto& item : value) text += written(item) + ',';
    text = '[' + text + ']';
  } else if (value.is_object()) {
    for (const auto& [key, item] : value.items()) {
      std::string name;
      JsonWriter{name}.string(key);
      text += name + ':' + written(item) + ',';
    }
    text = '{' + text + '}';
  } else {
    text = "null";
  }
  return text;
}

void compare(const std::string& text) {
  JsonDocument document;
  const bool accepted = document.parse(text);
  const JsonProblem problem = document.error().problem;
  // Stricter on purpose: members given twice, too deep; and a byte order mark is skipped by the other one.
  if (problem == JsonProblem::kDuplicateKey || problem == JsonProblem::kTooDeep || text.starts_with('\xEF'))
    return;
  const nlohmann::ordered_json other = nlohmann::ordered_json::parse(text, nullptr, false);
  if (accepted == other.is_discarded() || (accepted && written(document.root()) != written(other))) {
    CAPTURE(text);
    CHECK(accepted != other.is_discarded());
    if (accepted) CHECK(written(document.root()) == written(other));
  }
}

const std::vector<std::string> kSeeds{
    R"({"a":[1,-2.5e3,true,false,null,"é\u00e9\ud83d\ude00\n\\\"\/"],"b":{"c":{},"d":[]},"":0})",
    R"([0,-0,1e2,1E+2,1e-2,0.0,123456789012345678,1234567890123456789,9223372036854775807,-9223372036854775808,9223372036854775808,1e308])",
    R"({"id":"1","birth_name":"BÉNAZET","given_names":"Zoé","thematiques":["icope"],"updated_at":1795358040000})",
    R"("\u0000\u001f\u007f\u0080\u07ff\u0800\uffff")",
    " [ { } , [ ] ] ",
    "\"\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"",
};

TEST_CASE("whole texts read as nlohmann_json reads them") {
  for (const std::string& seed : kSeeds) {
    JsonDocument document;
    REQUIRE(document.parse(seed));
    compare(seed);
  }
}

TEST_CASE("broken texts are refused exactly when nlohmann_json refuses them") {
  std::mt19937 random{20261122};
  const std::string alphabet = "{}[]:,\"\\u0019aef-+.Ee \n\t\x01\x7F\x80\xC2\xE0\xED\xF4ntrue";
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
    compare(text);
  }
}

}  // namespace
}  // namespace spico::api
