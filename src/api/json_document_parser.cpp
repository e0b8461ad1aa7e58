// Every JSON document, read by nlohmann_json: its SAX interface fills our tree, so that no second tree is
// built and nothing throws (the module has no exceptions).
#include <nlohmann/json.hpp>
#include <type_traits>

#include "api/json_tree_builder.hpp"

namespace spico::api {
namespace {

using nlohmann::json;

/// Receives what nlohmann_json finds, under the names that it asks for. False stops it.
class Receiver {
 public:
  Receiver(JsonTree& tree, std::size_t depth_limit) : tree_(tree), builder_(tree, depth_limit) {}

  bool null() {
    builder_.add(JsonKind::kNull);
    return true;
  }
  bool boolean(bool value) {
    builder_.add(JsonKind::kBoolean).boolean = value;
    return true;
  }
  bool number_integer(json::number_integer_t value) {
    builder_.add(JsonKind::kNumber).integer = value;
    return true;
  }
  bool number_unsigned(json::number_unsigned_t value) {
    constexpr auto kMost = static_cast<json::number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
    if (value <= kMost) return number_integer(static_cast<std::int64_t>(value));
    return real(static_cast<double>(value), NumberForm::kBeyondInteger);
  }
  bool number_float(json::number_float_t value, const json::string_t& text) {
    const bool is_whole = text.find_first_not_of("-0123456789") == std::string::npos;
    return real(value, is_whole ? NumberForm::kBeyondInteger : NumberForm::kReal);
  }
  bool string(const json::string_t& value) {
    const JsonSlice slice = keep(value);
    builder_.add(JsonKind::kString).string = slice;
    return true;
  }
  bool binary(const json::binary_t& /*value*/) { return builder_.fail(JsonProblem::kSyntax); }
  bool start_object(std::size_t /*count*/) { return builder_.open(JsonKind::kObject); }
  bool start_array(std::size_t /*count*/) { return builder_.open(JsonKind::kArray); }
  bool key(const json::string_t& value) { return builder_.name(keep(value)); }
  bool end_object() { return builder_.close(); }
  bool end_array() { return builder_.close(); }

  template <typename Exception>
  bool parse_error(std::size_t position, const std::string& /*token*/, const Exception& /*quotes the text*/) {
    // Its only error that is not of syntax: a number such as 1e999.
    if constexpr (std::is_same_v<Exception, json::out_of_range>) {
      return builder_.fail(JsonProblem::kOutOfRange);
    } else {
      tree_.error.byte_offset = position == 0 ? 0 : position - 1;
      return builder_.fail(JsonProblem::kSyntax);
    }
  }

 private:
  JsonSlice keep(std::string_view characters) {
    const JsonSlice slice{static_cast<std::uint32_t>(tree_.characters.size()),
                          static_cast<std::uint32_t>(characters.size())};
    tree_.characters.append(characters);
    return slice;
  }

  bool real(double value, NumberForm form) {
    JsonNode& node = builder_.add(JsonKind::kNumber);
    node.real = value;
    node.number_form = form;
    return true;
  }

  JsonTree& tree_;
  JsonTreeBuilder builder_;
};

// nlohmann_json is more lenient than RFC 8259 in two places: it skips a byte order mark, and takes a zero
// byte for the end of the text.
bool read(std::string_view text, std::size_t depth_limit, JsonTree& tree) {
  Receiver receiver{tree, depth_limit};
  std::size_t refused_at = 0;
  if (!text.starts_with('\xEF')) {
    if (!json::sax_parse(text.begin(), text.end(), &receiver)) return false;
    refused_at = text.find('\0');
    if (refused_at == std::string_view::npos) return true;
  }
  tree.error = {JsonProblem::kSyntax, {}, refused_at};
  return false;
}

}  // namespace

bool parse_document(std::string_view text, const JsonLimits& limits, JsonTree& tree) {
  if (!tree.start(text, limits)) return false;
  tree.characters.clear();
  if (read(text, limits.depth, tree)) return true;
  tree.nodes.clear();
  return false;
}

}  // namespace spico::api
