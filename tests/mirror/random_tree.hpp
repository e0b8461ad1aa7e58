// Trees for the tests of the mirror: random ones that change a little at each step, and the page they should
// give.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mirror/mirror.hpp"
#include "platform/headless/patched_tree.hpp"

namespace mirror_test {

using namespace spico::mirror;
using spico::headless::Element;
using spico::headless::PatchedTree;

/// One operation of a patch, as words.
struct Operation {
  Op op;
  std::vector<std::uint32_t> words;
};
std::vector<Operation> operations(const Patch& patch);

/// The same numbers on every machine.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  std::uint32_t next();
  std::uint32_t below(std::uint32_t limit) { return next() % limit; }
  bool one_in(std::uint32_t count) { return below(count) == 0; }

 private:
  std::uint64_t state_;
};

/// Nodes in any shape; each step inserts, removes, reorders, moves, renames, scrolls some of them.
class RandomTree {
 public:
  explicit RandomTree(std::uint64_t seed) : numbers_(seed) {}

  void step();
  /// Parents before children; siblings in their order; otherwise mixed or not.
  [[nodiscard]] Tree tree();
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  /// What a person typed in the page is what the program holds next.
  void typed(NodeId id, const std::string& value) { of(id).value = value; }
  void scrolled(NodeId id, float x, float y);
  Numbers& numbers() { return numbers_; }
  const std::vector<Node>& nodes() const { return nodes_; }

 private:
  Node& of(NodeId id);
  [[nodiscard]] bool is_inside(NodeId id, NodeId ancestor) const;
  [[nodiscard]] NodeId any_parent_for(NodeId child);
  void insert();
  void remove();
  void reorder();
  void reparent();
  void repaint(Node& node);
  void change();
  void shift(NodeId parent, float dx, float dy);

  Numbers numbers_;
  std::vector<Node> nodes_;  // siblings in the order they have here; rect is the place on the screen
  NodeId last_id_ = 0;
};

/// Fails the test where the page is not what the tree says. Passwords are compared with `typed_passwords`.
void check_same(const PatchedTree& page, const Tree& tree);

}  // namespace mirror_test
