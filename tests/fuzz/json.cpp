// The JSON reader: accepts what nlohmann_json accepts, and what it reads can be written and read again.
#include <nlohmann/json.hpp>
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = spico::fuzz::text_of(data, size);
  JsonDocument document;
  const bool accepted = document.parse(text, {.bytes = 1U << 16U, .depth = 24});
  const JsonProblem problem = document.error().problem;
  require(accepted == (problem == JsonProblem::kNone), "an error exactly when the text is refused");
  if (accepted) {
    std::string once;
    JsonWriter first{once};
    write(document.root(), first);
    require(document.error().is_none(), "reading by kind records no error");
    JsonDocument again;
    require(again.parse(once, {.bytes = 1U << 20U, .depth = 24}), "what is written is JSON");
    std::string twice;
    JsonWriter second{twice};
    write(again.root(), second);
    require(once == twice, "what is written reads back as it was");
  }
  // Ours refuses members given twice and zero bytes, where nlohmann_json takes the last one and stops
  // reading.
  const bool is_stricter = problem == JsonProblem::kDuplicateKey || problem == JsonProblem::kTooDeep ||
                           problem == JsonProblem::kTooLarge || text.starts_with('\xEF') ||
                           text.find('\0') != std::string_view::npos;
  if (!is_stricter) {
    require(accepted == nlohmann::json::accept(text.begin(), text.end()), "accepted as nlohmann_json does");
  }
  return 0;
}
