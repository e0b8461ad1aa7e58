#include "api/json.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "api/json_tree.hpp"

namespace spico::api {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 30U;  // positions in the text are 32 bits

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

/// Among the siblings first…last − 1; kNoNode when none has this name.
std::uint32_t find_member(const JsonTree& tree, std::uint32_t first, std::uint32_t last,
                          std::string_view name) {
  for (std::uint32_t child = first; child < last; child = tree.nodes[child].end) {
    const JsonNode& node = tree.nodes[child];
    if (node.name.length == name.size() && tree.text(node.name) == name) return child;
  }
  return kNoNode;
}

}  // namespace

bool JsonTree::start(std::string_view text, const JsonLimits& limits) {
  nodes.clear();
  error = {};
  searched_object = kNoNode;
  if (text.size() <= std::min(limits.bytes, kMaxBytes)) return true;
  error.problem = JsonProblem::kTooLarge;
  return false;
}

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
  const JsonNode& object = tree_->nodes[node_];
  if (object.kind != JsonKind::kObject) {
    if (object.kind != JsonKind::kNull) reject(JsonProblem::kWrongType);
    return {tree_, kNoNode, node_, name};
  }
  const std::uint32_t first = node_ + 1;
  const std::uint32_t start = tree_->searched_object == node_ ? tree_->next_candidate : first;
  std::uint32_t child = find_member(*tree_, start, object.end, name);
  if (child == kNoNode && start != first) child = find_member(*tree_, first, start, name);
  if (child == kNoNode) return {tree_, kNoNode, node_, name};
  tree_->searched_object = node_;
  tree_->next_candidate = tree_->nodes[child].end;
  return {tree_, child, node_, {}};
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
  const JsonNode& number = tree_->nodes[node_];
  if (number.number_form == NumberForm::kInteger) return number.integer;
  // 2^63 is the first double that does not fit; every whole double below it converts exactly.
  constexpr double kLimit = 9223372036854775808.0;
  if (number.number_form == NumberForm::kReal && number.real >= -kLimit && number.real < kLimit &&
      std::trunc(number.real) == number.real) {
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
  const JsonNode& number = tree_->nodes[node_];
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
  return parse_document(text, limits, *tree_);
}

bool JsonDocument::parse_stream_line(std::string_view line, const JsonLimits& limits) {
  return parse_line(line, limits, *tree_);
}

JsonValue JsonDocument::root() const {
  return {tree_.get(), tree_->nodes.empty() ? kNoNode : 0, kNoNode, {}};
}

const JsonError& JsonDocument::error() const { return tree_->error; }

JsonError JsonDocument::take_error() { return std::exchange(tree_->error, {}); }

}  // namespace spico::api
