// What a JSON text is read into: a flat array of nodes and the characters of its strings. Internal to
// api/json*.cpp.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "api/json.hpp"

namespace spico::api {

inline constexpr std::uint32_t kNoNode = std::numeric_limits<std::uint32_t>::max();

/// A run of characters in JsonTree::characters.
struct JsonSlice {
  std::uint32_t start;
  std::uint32_t length;
};

enum class NumberForm : std::uint8_t {
  kInteger,
  kReal,
  kBeyondInteger,  ///< whole, outside 64 bits: kept as the nearest double
};

/// Children follow their parent; `end` is one past the last descendant, so the next sibling starts there.
struct JsonNode {
  union {
    JsonSlice string;
    std::int64_t integer;
    double real;
    bool boolean;
    std::uint32_t child_count;
  };
  JsonSlice name;
  std::uint32_t end;
  JsonKind kind;
  NumberForm number_form;
};

struct JsonTree {
  std::vector<JsonNode> nodes;
  std::string characters;  ///< where every JsonSlice lies
  JsonError error;
  // Members are mostly asked for in the order they were written: where the last search ended.
  std::uint32_t searched_object = kNoNode;
  std::uint32_t next_candidate = kNoNode;

  [[nodiscard]] std::string_view text(JsonSlice slice) const {
    return {characters.data() + slice.start, slice.length};
  }
  /// Forgets what was read before. False, with the error, for a text beyond the limit of bytes.
  bool start(std::string_view text, const JsonLimits& limits);
};

/// Each fills the tree, or its error and leaves no node. Both are iterative: a hostile text cannot exhaust
/// the stack.
bool parse_document(std::string_view text, const JsonLimits& limits, JsonTree& tree);
bool parse_line(std::string_view line, const JsonLimits& limits, JsonTree& tree);

}  // namespace spico::api
