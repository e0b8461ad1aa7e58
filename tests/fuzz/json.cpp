// The JSON reader: both of its parsers, nlohmann_json and the quick one of stream lines, give the same
// answers, and what is read can be written and read again.
#include <string>

#include "api/json.hpp"
#include "core/text/utf8.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using spico::api::JsonDocument;
using spico::api::JsonKind;
using spico::api::JsonProblem;
using spico::api::JsonValue;
using spico::api::JsonWriter;
using spico::fuzz::require;

void write(const JsonValue& value, JsonWriter& writer) {
  switch (value.kind()) {
    case JsonKind::kString:
      require(spico::is_utf8(*value.as_string()), "strings are UTF-8");
      writer.string(*value.as_string());
      return;
    case JsonKind::kNumber:
      // Zero has a sign as a fraction and none as a whole number.
      writer.number(*value.as_number() == 0 ? 0 : *value.as_number());
      return;
    case JsonKind::kBoolean:
      writer.boolean(*value.as_bool());
      return;
    case JsonKind::kArray:
      writer.begin_array();
      for (const JsonValue item : value.items()) write(item, writer);
      writer.end_array();
      return;
    case JsonKind::kObject:
      writer.begin_object();
      for (const JsonValue member : value.members()) {
        require(value[member.name()].path() == member.path(), "a member is found by its name");
        writer.key(member.name());
        write(member, writer);
      }
      writer.end_object();
      return;
    case JsonKind::kNull:
    case JsonKind::kAbsent:
      writer.null();
  }
}

std::string written(JsonDocument& document) {
  std::string text;
  JsonWriter writer{text};
  write(document.root(), writer);
  require(document.error().is_none(), "reading by kind records no error");
  return text;
}

// Whole numbers are told from others, which writing them does not show.
std::size_t whole_numbers(const JsonValue& value) {
  if (value.kind() == JsonKind::kNumber) return value.as_integer() ? 1 : 0;
  std::size_t count = 0;
  if (value.kind() == JsonKind::kArray) {
    for (const JsonValue item : value.items()) count += whole_numbers(item);
  } else if (value.kind() == JsonKind::kObject) {
    for (const JsonValue member : value.members()) count += whole_numbers(member);
  }
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr spico::api::JsonLimits kLimits{.bytes = 1U << 16U, .depth = 24};
  const std::string_view text = spico::fuzz::text_of(data, size);
  JsonDocument document;
  const bool accepted = document.parse(text, kLimits);
  const JsonProblem problem = document.error().problem;
  require(accepted == (problem == JsonProblem::kNone), "an error exactly when the text is refused");
  JsonDocument line;
  require(line.parse_stream_line(text, kLimits) == accepted, "accepted by both parsers or by none");
  require(line.error().problem == problem, "refused for the same reason");
  if (!accepted) return 0;
  const std::string once = written(document);
  require(once == written(line), "both parsers read the same values");
  require(whole_numbers(document.root()) == whole_numbers(line.root()), "the same numbers are whole");
  JsonDocument again;
  require(again.parse(once, {.bytes = 1U << 20U, .depth = 24}), "what is written is JSON");
  require(once == written(again), "what is written reads back as it was");
  return 0;
}
