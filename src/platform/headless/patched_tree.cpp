#include "platform/headless/patched_tree.hpp"

#include <algorithm>

namespace spico::headless {

using mirror::NodeId;
using mirror::Op;

const Element* PatchedTree::element(NodeId id) const {
  const auto found = elements_.find(id);
  return found == elements_.end() ? nullptr : &found->second;
}

const std::vector<NodeId>& PatchedTree::children(NodeId parent) const {
  static const std::vector<NodeId> kNone;
  const auto found = children_.find(parent);
  return found == children_.end() ? kNone : found->second;
}

void PatchedTree::collect(NodeId parent, std::vector<const Element*>& out) const {
  for (const NodeId id : children(parent)) {
    out.push_back(element(id));
    collect(id, out);
  }
}

std::vector<const Element*> PatchedTree::in_order() const {
  std::vector<const Element*> out;
  collect(0, out);
  return out;
}

void PatchedTree::unlink(NodeId id) {
  auto& siblings = children_[elements_[id].parent];
  siblings.erase(std::remove(siblings.begin(), siblings.end(), id), siblings.end());
}

bool PatchedTree::place(NodeId id, NodeId parent, NodeId before) {
  if (parent != 0 && !elements_.contains(parent)) return false;
  auto& siblings = children_[parent];
  const auto position = before == 0 ? siblings.end() : std::find(siblings.begin(), siblings.end(), before);
  if (before != 0 && position == siblings.end()) return false;
  siblings.insert(position, id);
  elements_[id].parent = parent;
  return true;
}

bool PatchedTree::operation(Op op, const std::uint32_t* w, std::size_t count, const std::string& text) {
  const auto cut = [&](std::size_t at) { return text.substr(w[at], w[at + 1]); };
  const auto wants = [&](std::size_t words) { return count == words; };
  const bool about_node = op != Op::kNew && op != Op::kSay && op != Op::kTitle && op != Op::kLanguage;
  if (count == 0 || (about_node && !elements_.contains(w[0]))) return false;
  Element* const node = about_node ? &elements_[w[0]] : nullptr;
  const auto number = [&](std::size_t at) { return static_cast<std::int32_t>(w[at]); };
  switch (op) {
    case Op::kReuse: {
      if (!wants(3) || elements_.contains(w[1]) || (w[2] != 0 && !elements_.contains(w[2]))) return false;
      auto moved = elements_.extract(w[0]);
      auto& siblings = children_[moved.mapped().parent];
      std::replace(siblings.begin(), siblings.end(), w[0], w[1]);
      moved.key() = w[1];
      moved.mapped().id = w[1];
      moved.mapped().parent = w[2];
      elements_.insert(std::move(moved));
      ++reused;
      if (auto below = children_.extract(w[0])) {
        for (const NodeId child : below.mapped()) elements_[child].parent = w[1];
        below.key() = w[1];
        children_.erase(w[1]);
        children_.insert(std::move(below));
      }
      return true;
    }
    case Op::kNew: {
      if (!wants(6)) return false;
      if (elements_.contains(w[0]))
        unlink(w[0]);  // another role under the same id: a new element takes its place
      Element fresh;
      fresh.id = w[0];
      fresh.role = static_cast<mirror::Role>(w[1] & 255);
      fresh.field = static_cast<mirror::FieldKind>(w[1] >> 8 & 255);
      fresh.level = static_cast<std::uint8_t>(w[1] >> 16 & 255);
      fresh.adopt = cut(4);
      elements_[w[0]] = std::move(fresh);
      return place(w[0], w[2], w[3]);
    }
    case Op::kMove:
      if (!wants(3)) return false;
      unlink(w[0]);
      return place(w[0], w[1], w[2]);
    case Op::kDelete:
      if (!wants(1) || !children(w[0]).empty()) return false;
      unlink(w[0]);
      elements_.erase(w[0]);
      return true;
    case Op::kText: {
      if (!wants(4)) return false;
      std::string* const fields[] = {&node->name,        &node->description,  &node->href,
                                     &node->placeholder, &node->autocomplete, &node->language,
                                     &node->marked};
      if (w[1] >= std::size(fields)) return false;
      *fields[w[1]] = cut(2);
      return true;
    }
    case Op::kState:
      if (!wants(4)) return false;
      node->state = w[1];
      node->keys = w[2];
      node->look = static_cast<mirror::Look>(w[3]);
      return true;
    case Op::kNumber:
      node->numbers[static_cast<mirror::NumberField>(w[1])] = number(2);
      return wants(3);
    case Op::kRefer:
      node->references[static_cast<mirror::ReferField>(w[1])] = w[2];
      return wants(3);
    case Op::kRect:
      if (!wants(5)) return false;
      node->x = number(1), node->y = number(2), node->width = number(3), node->height = number(4);
      return true;
    case Op::kScroll:
      if (!wants(5)) return false;
      node->content_width = number(1), node->content_height = number(2), node->scroll_x = number(3),
      node->scroll_y = number(4);
      return true;
    case Op::kValue:
      if (!wants(3) && !wants(4)) return false;
      node->value = cut(1);
      node->caret = wants(4) ? number(3) : -1;
      return true;
    case Op::kFocus:
      focused = w[0];
      return wants(1);
    case Op::kSay:
      if (w[0] == static_cast<std::uint32_t>(mirror::Channel::kClipboard))
        copied = cut(1);
      else
        said.push_back(cut(1));
      return wants(3);
    case Op::kTitle:
      title = cut(0);
      return wants(2);
    case Op::kLanguage:
      language = cut(0);
      return wants(2);
  }
  return false;
}

bool PatchedTree::apply(const mirror::Patch& patch) {
  for (std::size_t at = 0; at < patch.words.size();) {
    const std::uint32_t head = patch.words[at];
    const std::size_t count = head >> 8;
    if (at + 1 + count > patch.words.size()) return false;
    if (!operation(static_cast<Op>(head & 255), patch.words.data() + at + 1, count, patch.text)) return false;
    ++operations;
    at += 1 + count;
  }
  return true;
}

}  // namespace spico::headless
