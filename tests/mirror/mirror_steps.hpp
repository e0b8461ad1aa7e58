// Small trees by hand, and what a patch holds. For the tests of the mirror.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "tests/mirror/random_tree.hpp"

namespace mirror_test {

inline Node node(NodeId id, NodeId parent, Role role, std::string name = {}) {
  Node out;
  out.id = id;
  out.parent = parent;
  out.role = role;
  out.name = std::move(name);
  out.rect = {0, 0, 100, 20};
  return out;
}

inline Node field(NodeId id, std::string value, FieldKind kind = FieldKind::kText) {
  Node out = node(id, 0, Role::kTextField, "Nom");
  out.field = kind;
  out.value = std::move(value);
  return out;
}

inline Semantics frame(Tree tree, NodeId focus = 0) {
  Semantics out;
  out.tree = std::move(tree);
  out.focus = focus;
  return out;
}

inline std::size_t count(const Patch& patch, Op op) {
  const auto all = operations(patch);
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [&](const Operation& each) { return each.op == op; }));
}

inline std::size_t count(const Patch& patch, Op op, NodeId id) {
  const auto all = operations(patch);
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Operation& each) {
    return each.op == op && each.words.at(0) == id;
  }));
}

inline Patch show(Mirror& mirror, PatchedTree& page, Semantics semantics) {
  Patch patch = mirror.diff_to(std::move(semantics), Reuse::kRows);
  REQUIRE(page.apply(patch));
  return patch;
}

}  // namespace mirror_test
