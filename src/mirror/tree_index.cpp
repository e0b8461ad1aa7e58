#include "mirror/tree_index.hpp"

#include <utility>

namespace spico::mirror {

TreeIndex::TreeIndex(Tree& tree) {
  // Twice the room: each node may be renamed once, and its former id keeps its entry.
  std::size_t room = 16;
  while (room < tree.size() * 4) room *= 2;
  entries_.resize(room);

  std::size_t count = 0;
  for (std::size_t i = 0; i < tree.size(); ++i) {
    if (tree[i].id == 0 || !insert(tree[i].id, static_cast<Place>(count))) continue;
    if (count != i) tree[count] = std::move(tree[i]);
    ++count;
  }
  tree.resize(count);

  parents_.resize(count);
  next_siblings_.assign(count, kNowhere);
  first_children_.assign(count + 1, kNowhere);
  for (std::size_t i = count; i-- > 0;) {
    const NodeId above = tree[i].parent;
    // Most stand right below their parent, or beside a sibling.
    if (above == 0)
      parents_[i] = kRoot;
    else if (i > 0 && tree[i - 1].id == above)
      parents_[i] = static_cast<Place>(i - 1);
    else if (i + 1 < count && tree[i + 1].parent == above)
      parents_[i] = parents_[i + 1];
    else
      parents_[i] = find(above);
    if (parents_[i] == kNowhere) continue;
    Place& first = above == 0 ? first_children_.back() : first_children_[parents_[i]];
    next_siblings_[i] = first;
    first = static_cast<Place>(i);
  }
}

std::size_t TreeIndex::entry_of(NodeId id) const {
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = (id * 0x9E3779B1U >> 7) & mask;
  while (entries_[at].id != 0 && entries_[at].id != id) at = (at + 1) & mask;
  return at;
}

bool TreeIndex::insert(NodeId id, Place place) {
  Entry& entry = entries_[entry_of(id)];
  if (entry.id == id && entry.place != kNowhere) return false;
  entry = {.id = id, .place = place};
  return true;
}

Place TreeIndex::find(NodeId id) const {
  if (id == 0 || entries_.empty()) return kNowhere;
  const Entry& entry = entries_[entry_of(id)];
  return entry.id == id ? entry.place : kNowhere;
}

void TreeIndex::rename(NodeId former, NodeId id) {
  const Place place = std::exchange(entries_[entry_of(former)].place, kNowhere);
  insert(id, place);
}

}  // namespace spico::mirror
