#include "api/json.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace spico::api {
namespace {

constexpr std::uint32_t kNoNode = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kMaxBytes = std::size_t{1} << 30;  // positions in the text are 32 bits

/// A run of characters in JsonTree::characters.
struct Slice {
  std::uint32_t start;
  std::uint32_t length;
};

enum class NumberForm : std::uint8_t { kInteger, kReal, kBeyondInteger };

/// Children follow their parent; `end` is one past the last descendant, so the next sibling starts there.
struct Node {
  union {
    Slice string;
    std::int64_t integer;
    double real;
    bool boolean;
    std::uint32_t child_count;
  };
  Slice name;
  std::uint32_t end;
  JsonKind kind;
  NumberForm number_form;
};

}  // namespace

/// One document: a flat array of nodes and the characters of its strings.
struct JsonTree {
  std::vector<Node> nodes;
  std::string characters;
  JsonError error;

  [[nodiscard]] std::string_view text(Slice slice) const {
    return std::string_view{characters}.substr(slice.start, slice.length);
  }
};

namespace {

/// Receives what the parser finds and builds the tree. Returning false stops the parser.
class TreeBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  TreeBuilder(JsonTree& tree, std::size_t depth_limit) : tree_(tree), depth_limit_(depth_limit) {}

  bool null() {
    add(JsonKind::kNull);
    return true;
  }
  bool boolean(bool value) {
    add(JsonKind::kBoolean).boolean = value;
    return true;
  }
  bool number_integer(number_integer_t value) {
    add(JsonKind::kNumber).integer = value;
    return true;
  }
  bool number_unsigned(number_unsigned_t value) {
    Node& node = add(JsonKind::kNumber);
    if (value <= static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
      node.integer = static_cast<std::int64_t>(value);
    } else {
      node.real = static_cast<double>(value);
      node.number_form = NumberForm::kBeyondInteger;
    }
    return true;
  }
  bool number_float(number_float_t value, const string_t& /*text*/) {
    Node& node = add(JsonKind::kNumber);
    node.real = value;
    node.number_form = NumberForm::kReal;
    return true;
  }
  bool string(const string_t& value) {
    const Slice slice = keep(value);
    add(JsonKind::kString).string = slice;
    return true;
  }
  bool binary(const binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*count*/) { return open(JsonKind::kObject); }
  bool start_array(std::size_t /*count*/) { return open(JsonKind::kArray); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(const string_t& value) {
    name_ = keep(value);
    return true;
  }
  template <typename Exception>
  bool parse_error(std::size_t position, const std::string& /*token*/, const Exception& /*exception*/) {
    tree_.error.problem = JsonProblem::kSyntax;
    tree_.error.byte_offset = position == 0 ? 0 : position - 1;
    return false;
  }

 private:
  Slice keep(std::string_view characters) {
    const Slice slice{static_cast<std::uint32_t>(tree_.characters.size()),
                      static_cast<std::uint32_t>(characters.size())};
    tree_.characters.append(characters);
    return slice;
  }

  Node& add(JsonKind kind) {
    if (!open_.empty()) ++tree_.nodes[open_.back()].child_count;
    Node& node = tree_.nodes.emplace_back();
    node.integer = 0;
    node.name = name_;
    node.end = static_cast<std::uint32_t>(tree_.nodes.size());
    node.kind = kind;
    node.number_form = NumberForm::kInteger;
    name_ = {0, 0};
    return node;
  }

  bool open(JsonKind kind) {
    if (open_.size() >= depth_limit_) {
      tree_.error.problem = JsonProblem::kTooDeep;
      return false;
    }
    const auto index = static_cast<std::uint32_t>(tree_.nodes.size());
    add(kind).child_count = 0;
    open_.push_back(index);
    return true;
  }

  bool close() {
    const std::uint32_t closed = open_.back();
    tree_.nodes[closed].end = static_cast<std::uint32_t>(tree_.nodes.size());
    if (tree_.nodes[closed].kind == JsonKind::kObject && has_duplicate(closed)) {
      tree_.error.problem = JsonProblem::kDuplicateKey;
      return false;
    }
    open_.pop_back();
    return true;
  }

  // Sorted rather than compared pairwise: an object of 100,000 members must not take a minute.
  bool has_duplicate(std::uint32_t object) {
    names_.clear();
    for (std::uint32_t child = object + 1; child < tree_.nodes[object].end; child = tree_.nodes[child].end) {
      names_.push_back(tree_.text(tree_.nodes[child].name));
    }
    std::sort(names_.begin(), names_.end());
    return std::adjacent_find(names_.begin(), names_.end()) != names_.end();
  }

  JsonTree& tree_;
  std::size_t depth_limit_;
  std::vector<std::uint32_t> open_;
  std::vector<std::string_view> names_;
  Slice name_{0, 0};
};

constexpr bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > 32) return false;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!plain) return false;
  }
  return name[0] < '0' || name[0] > '9';
}

void append_step(std::string& path, std::string_view name) {
  if (!path.empty()) path += '.';
  path += name;
}

/// Found by walking down from the root: only errors pay for it.
std::string path_to(const JsonTree& tree, std::uint32_t target) {
  std::string path;
  std::uint32_t at = 0;
  while (at != target) {
    std::uint32_t child = at + 1;
    std::uint32_t position = 0;
    while (tree.nodes[child].end <= target) {
      child = tree.nodes[child].end;
      ++position;
    }
    const std::string_view name = tree.text(tree.nodes[child].name);
    if (tree.nodes[at].kind == JsonKind::kArray) {
      path += '[' + std::to_string(position) + ']';
    } else if (is_plain_name(name)) {
      append_step(path, name);
    } else {
      path += '{' + std::to_string(position) + '}';
    }
    at = child;
  }
  return path;
}

}  // namespace

std::string_view describe(JsonProblem problem) {
  switch (problem) {
    case JsonProblem::kNone:
      return "no problem";
    case JsonProblem::kTooLarge:
      return "too large";
    case JsonProblem::kTooDeep:
      return "nested too deeply";
    case JsonProblem::kSyntax:
      return "not valid JSON";
    case JsonProblem::kDuplicateKey:
      return "a member appears twice";
    case JsonProblem::kMissing:
      return "missing";
    case JsonProblem::kWrongType:
      return "wrong type";
    case JsonProblem::kOutOfRange:
      return "out of range";
  }
  return {};
}

JsonKind JsonValue::kind() const { return node_ == kNoNode ? JsonKind::kAbsent : tree_->nodes[node_].kind; }

bool JsonValue::is_present() const {
  const JsonKind found = kind();
  return found != JsonKind::kAbsent && found != JsonKind::kNull;
}

std::string JsonValue::path() const {
  if (node_ != kNoNode) return path_to(*tree_, node_);
  std::string path = parent_ == kNoNode ? std::string{} : path_to(*tree_, parent_);
  if (!missing_name_.empty()) append_step(path, missing_name_);
  return path;
}

void JsonValue::reject(JsonProblem problem) const {
  if (!tree_->error.is_none()) return;
  tree_->error = {problem, path(), 0};
}

JsonValue JsonValue::operator[](std::string_view name) const {
  if (node_ == kNoNode) return *this;
  const Node& object = tree_->nodes[node_];
  if (object.kind == JsonKind::kObject) {
    for (std::uint32_t child = node_ + 1; child < object.end; child = tree_->nodes[child].end) {
      if (tree_->text(tree_->nodes[child].name) == name) return {tree_, child, node_, {}};
    }
  } else if (object.kind != JsonKind::kNull) {
    reject(JsonProblem::kWrongType);
  }
  return {tree_, kNoNode, node_, name};
}

JsonItems JsonValue::items() const {
  if (kind() == JsonKind::kArray) return {tree_, node_ + 1, tree_->nodes[node_].end, node_};
  if (is_present()) reject(JsonProblem::kWrongType);
  return {tree_, kNoNode, kNoNode, node_ == kNoNode ? parent_ : node_};
}

JsonItems JsonValue::members() const {
  if (kind() == JsonKind::kObject) return {tree_, node_ + 1, tree_->nodes[node_].end, node_};
  if (is_present()) reject(JsonProblem::kWrongType);
  return {tree_, kNoNode, kNoNode, node_ == kNoNode ? parent_ : node_};
}

JsonItems JsonValue::required_items() const {
  if (!is_present()) reject(JsonProblem::kMissing);
  return items();
}

std::string_view JsonValue::name() const {
  return node_ == kNoNode ? missing_name_ : tree_->text(tree_->nodes[node_].name);
}

std::size_t JsonValue::size() const {
  const JsonKind found = kind();
  return found == JsonKind::kArray || found == JsonKind::kObject ? tree_->nodes[node_].child_count : 0;
}

std::optional<std::string_view> JsonValue::as_string() const {
  if (kind() == JsonKind::kString) return tree_->text(tree_->nodes[node_].string);
  if (is_present()) reject(JsonProblem::kWrongType);
  return std::nullopt;
}

std::optional<bool> JsonValue::as_bool() const {
  if (kind() == JsonKind::kBoolean) return tree_->nodes[node_].boolean;
  if (is_present()) reject(JsonProblem::kWrongType);
  return std::nullopt;
}

std::optional<std::int64_t> JsonValue::as_integer() const {
  if (kind() != JsonKind::kNumber) {
    if (is_present()) reject(JsonProblem::kWrongType);
    return std::nullopt;
  }
  const Node& number = tree_->nodes[node_];
  if (number.number_form == NumberForm::kInteger) return number.integer;
  // 2^63 is the first double that does not fit; every whole double below it converts exactly.
  constexpr double kLimit = 9223372036854775808.0;
  if (number.real >= -kLimit && number.real < kLimit && std::trunc(number.real) == number.real) {
    return static_cast<std::int64_t>(number.real);
  }
  reject(JsonProblem::kOutOfRange);
  return std::nullopt;
}

std::optional<std::int64_t> JsonValue::as_integer(std::int64_t lowest, std::int64_t highest) const {
  const std::optional<std::int64_t> value = as_integer();
  if (value && (*value < lowest || *value > highest)) {
    reject(JsonProblem::kOutOfRange);
    return std::nullopt;
  }
  return value;
}

std::optional<double> JsonValue::as_number() const {
  if (kind() != JsonKind::kNumber) {
    if (is_present()) reject(JsonProblem::kWrongType);
    return std::nullopt;
  }
  const Node& number = tree_->nodes[node_];
  return number.number_form == NumberForm::kInteger ? static_cast<double>(number.integer) : number.real;
}

std::string_view JsonValue::required_string() const {
  if (!is_present()) reject(JsonProblem::kMissing);
  return as_string().value_or(std::string_view{});
}

bool JsonValue::required_bool() const {
  if (!is_present()) reject(JsonProblem::kMissing);
  return as_bool().value_or(false);
}

std::int64_t JsonValue::required_integer() const {
  if (!is_present()) reject(JsonProblem::kMissing);
  return as_integer().value_or(0);
}

std::int64_t JsonValue::required_integer(std::int64_t lowest, std::int64_t highest) const {
  if (!is_present()) reject(JsonProblem::kMissing);
  return as_integer(lowest, highest).value_or(lowest);
}

JsonItems::Iterator& JsonItems::Iterator::operator++() {
  node_ = tree_->nodes[node_].end;
  return *this;
}

JsonValue JsonItems::first() const { return {tree_, is_empty() ? kNoNode : first_, parent_, {}}; }

JsonDocument::JsonDocument() : tree_(std::make_unique<JsonTree>()) {}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

bool JsonDocument::parse(std::string_view text, const JsonLimits& limits) {
  JsonTree& tree = *tree_;
  tree.nodes.clear();
  tree.characters.clear();
  tree.error = {};
  if (text.size() > std::min(limits.bytes, kMaxBytes)) {
    tree.error.problem = JsonProblem::kTooLarge;
    return false;
  }
  TreeBuilder builder{tree, limits.depth};
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return true;
  // Numbers such as 1e999 stop the parser without an error of syntax of their own.
  if (tree.error.is_none()) tree.error.problem = JsonProblem::kSyntax;
  tree.nodes.clear();
  return false;
}

JsonValue JsonDocument::root() const {
  return {tree_.get(), tree_->nodes.empty() ? kNoNode : 0, kNoNode, {}};
}

const JsonError& JsonDocument::error() const { return tree_->error; }

JsonError JsonDocument::take_error() { return std::exchange(tree_->error, {}); }

}  // namespace spico::api
