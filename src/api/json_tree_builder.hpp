// Fills a JsonTree value by value, with the rules that both parsers share: the limit of depth, and no member
// twice in one object. Internal to api/json*.cpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "api/json_tree.hpp"

namespace spico::api {

/// Where a function gives false, the problem is in the tree's error and the text is refused.
class JsonTreeBuilder {
 public:
  JsonTreeBuilder(JsonTree& tree, std::size_t depth_limit) : tree_(tree), depth_limit_(depth_limit) {}

  bool fail(JsonProblem problem) {
    tree_.error.problem = problem;
    return false;
  }

  /// A value: an element, the member named last, or the root. The caller fills its union.
  JsonNode& add(JsonKind kind) {
    if (!open_.empty()) ++tree_.nodes[open_.back().node].child_count;
    JsonNode& node = tree_.nodes.emplace_back();
    node.integer = 0;
    node.name = name_;
    node.end = static_cast<std::uint32_t>(tree_.nodes.size());
    node.kind = kind;
    node.number_form = NumberForm::kInteger;
    name_ = {0, 0};
    return node;
  }

  /// An array or object, whose children follow until close().
  bool open(JsonKind kind) {
    if (open_.size() >= depth_limit_) return fail(JsonProblem::kTooDeep);
    const auto node = static_cast<std::uint32_t>(tree_.nodes.size());
    add(kind).child_count = 0;
    open_.push_back({node, kind == JsonKind::kObject, 0});
    return true;
  }

  bool close() {
    const std::uint32_t closed = open_.back().node;
    tree_.nodes[closed].end = static_cast<std::uint32_t>(tree_.nodes.size());
    const bool is_large = open_.back().is_object && tree_.nodes[closed].child_count > kManyMembers;
    if (is_large && has_repeated_name(closed)) return fail(JsonProblem::kDuplicateKey);
    open_.pop_back();
    return true;
  }

  /// The name of the member whose value comes next; its characters are in the tree already.
  bool name(JsonSlice slice) {
    name_ = slice;
    return !is_repeated() || fail(JsonProblem::kDuplicateKey);
  }

  [[nodiscard]] bool is_open() const { return !open_.empty(); }
  /// Whether the innermost open value is an object; only while is_open().
  [[nodiscard]] bool is_in_object() const { return open_.back().is_object; }
  [[nodiscard]] bool has_children() const { return tree_.nodes[open_.back().node].child_count != 0; }

 private:
  static constexpr std::uint32_t kManyMembers = 48;

  /// An array or object that is still open.
  struct Open {
    std::uint32_t node;
    bool is_object;
    std::uint64_t seen_names;  // one bit a name, by a cheap hash: most names are new at first sight
  };

  // One bit of 64 for each name; only when it is taken already are the names themselves compared. In a large
  // object it always would be: those are checked as a whole when they end.
  bool is_repeated() {
    Open& object = open_.back();
    if (tree_.nodes[object.node].child_count >= kManyMembers) return false;
    const std::string_view name = tree_.text(name_);
    std::uint64_t hash = name.size();
    for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
    const std::uint64_t bit = std::uint64_t{1} << ((hash * 0x9E3779B97F4A7C15U) >> 58U);
    const bool is_new = (object.seen_names & bit) == 0;
    object.seen_names |= bit;
    if (is_new) return false;
    for (std::uint32_t child = object.node + 1; child < tree_.nodes.size(); child = tree_.nodes[child].end) {
      if (tree_.text(tree_.nodes[child].name) == name) return true;
    }
    return false;
  }

  // Sorted rather than compared pairwise: an object of 100,000 members must not take a minute.
  bool has_repeated_name(std::uint32_t object) {
    names_.clear();
    for (std::uint32_t child = object + 1; child < tree_.nodes[object].end; child = tree_.nodes[child].end) {
      names_.push_back(tree_.text(tree_.nodes[child].name));
    }
    std::sort(names_.begin(), names_.end());
    return std::adjacent_find(names_.begin(), names_.end()) != names_.end();
  }

  JsonTree& tree_;
  std::size_t depth_limit_;
  std::vector<Open> open_;
  std::vector<std::string_view> names_;
  JsonSlice name_{0, 0};
};

}  // namespace spico::api
