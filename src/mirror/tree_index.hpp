// Where the nodes of a tree stand: by id, and below which parent. Flat arrays, because a frame makes one of
// hundreds of nodes. For mirror/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "mirror/node.hpp"

namespace spico::mirror {

/// A place in a tree, or one of the two below.
using Place = std::uint32_t;
inline constexpr Place kNowhere = UINT32_MAX;
inline constexpr Place kRoot = UINT32_MAX - 1;  ///< as a parent: the page itself

class TreeIndex {
 public:
  TreeIndex() = default;
  /// Of this tree, from which nodes without an id and later ones of the same id are taken out.
  explicit TreeIndex(Tree& tree);

  /// kNowhere: no node of that id.
  [[nodiscard]] Place find(NodeId id) const;
  [[nodiscard]] bool contains(NodeId id) const { return find(id) != kNowhere; }
  /// The node that stands there goes by another id from now on.
  void rename(NodeId former, NodeId id);

  /// kRoot at the top; kNowhere when the parent is not in the tree.
  [[nodiscard]] Place parent(Place child) const { return parents_[child]; }
  /// The first child of a place or of kRoot; kNowhere: none.
  [[nodiscard]] Place first_child(Place parent) const {
    return parent == kRoot ? first_children_.back() : first_children_[parent];
  }
  [[nodiscard]] Place next_sibling(Place child) const { return next_siblings_[child]; }

 private:
  struct Entry {
    NodeId id = 0;  // 0: free
    Place place = kNowhere;
  };

  [[nodiscard]] std::size_t entry_of(NodeId id) const;  // its own, or the free one where it would stand
  bool insert(NodeId id, Place place);                  // false: it was there

  std::vector<Entry> entries_;  // a power of two, never more than half full
  std::vector<Place> parents_, next_siblings_;
  std::vector<Place> first_children_;  // by place, and at the end of the root
};

}  // namespace spico::mirror
