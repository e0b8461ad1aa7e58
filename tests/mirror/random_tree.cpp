#include "tests/mirror/random_tree.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace mirror_test {

namespace {

std::int32_t quarters(double css_px) { return static_cast<std::int32_t>(std::lround(css_px * 4)); }
std::int32_t whole(float css_px) { return static_cast<std::int32_t>(std::lround(css_px)); }

const char* const kWords[] = {"", "Zoé", "BÉNAZET", "Aïn-Salah", "Œuvre 3", "名前", "a", "x\ty"};

}  // namespace

std::vector<Operation> operations(const Patch& patch) {
  std::vector<Operation> out;
  for (std::size_t at = 0; at < patch.words.size();) {
    const std::size_t count = patch.words[at] >> 8;
    REQUIRE(at + count < patch.words.size());
    const auto begin = patch.words.begin() + static_cast<std::ptrdiff_t>(at) + 1;
    out.push_back(
        {static_cast<Op>(patch.words[at] & 255), {begin, begin + static_cast<std::ptrdiff_t>(count)}});
    at += 1 + count;
  }
  return out;
}

std::uint32_t Numbers::next() {
  // xorshift64*, Vigna 2016.
  state_ ^= state_ >> 12;
  state_ ^= state_ << 25;
  state_ ^= state_ >> 27;
  return static_cast<std::uint32_t>((state_ * 0x2545F4914F6CDD1DULL) >> 32);
}

Node& RandomTree::of(NodeId id) {
  return *std::find_if(nodes_.begin(), nodes_.end(), [&](const Node& node) { return node.id == id; });
}

bool RandomTree::is_inside(NodeId id, NodeId ancestor) const {
  while (id != 0) {
    if (id == ancestor) return true;
    id = std::find_if(nodes_.begin(), nodes_.end(), [&](const Node& node) { return node.id == id; })->parent;
  }
  return false;
}

NodeId RandomTree::any_parent_for(NodeId child) {
  if (nodes_.empty() || numbers_.one_in(6)) return 0;
  const NodeId parent = nodes_[numbers_.below(static_cast<std::uint32_t>(nodes_.size()))].id;
  return child != 0 && is_inside(parent, child) ? 0 : parent;
}

void RandomTree::repaint(Node& node) {
  node.look = static_cast<Look>(numbers_.below(static_cast<std::uint32_t>(Look::kPhoto) + 1));
  node.state = numbers_.next() & 0x03FF'FFFFU;
  node.keys = numbers_.below(128);
  for (std::string* text : {&node.name, &node.marked, &node.description, &node.href, &node.placeholder,
                            &node.autocomplete, &node.language, &node.value}) {
    *text = kWords[numbers_.below(std::size(kWords))];
  }
  node.row_count = static_cast<std::int32_t>(numbers_.below(100'001));
  node.column_count = static_cast<std::int32_t>(numbers_.below(10));
  node.row_index = static_cast<std::int32_t>(numbers_.below(3));
  node.column_index = static_cast<std::int32_t>(numbers_.below(3));
  node.position = static_cast<std::int32_t>(numbers_.below(3));
  node.set_size = static_cast<std::int32_t>(numbers_.below(3));
  for (std::int32_t* value : {&node.value_now, &node.value_min, &node.value_max})
    *value = numbers_.one_in(2) ? kNoNumber : static_cast<std::int32_t>(numbers_.below(9)) - 4;
  node.progress = numbers_.one_in(2) ? -1.F : static_cast<float>(numbers_.below(101)) / 100;
  node.content_width = static_cast<float>(numbers_.below(2000));
  node.content_height = static_cast<float>(numbers_.below(5'000'000));
  for (NodeId* target : {&node.refers_to, &node.error_message, &node.labelled_by, &node.active_descendant})
    *target = numbers_.one_in(3) ? nodes_[numbers_.below(static_cast<std::uint32_t>(nodes_.size()))].id : 0;
}

void RandomTree::insert() {
  Node node;
  node.id = ++last_id_;
  node.parent = any_parent_for(0);
  node.role = static_cast<Role>(numbers_.below(static_cast<std::uint32_t>(Role::kCount)));
  node.field = static_cast<FieldKind>(numbers_.below(static_cast<std::uint32_t>(FieldKind::kFile) + 1));
  node.level = static_cast<std::uint8_t>(numbers_.below(7));
  node.rect = {static_cast<float>(numbers_.below(4000)) / 4, static_cast<float>(numbers_.below(4000)) / 4,
               static_cast<float>(1 + numbers_.below(2000)) / 4,
               static_cast<float>(1 + numbers_.below(400)) / 4};
  if (node.role == Role::kListItem) node.adopt = "key";
  const auto place = numbers_.below(static_cast<std::uint32_t>(nodes_.size()) + 1);
  nodes_.insert(nodes_.begin() + static_cast<std::ptrdiff_t>(place), std::move(node));
  repaint(of(last_id_));
}

void RandomTree::remove() {
  if (nodes_.empty()) return;
  const Node gone = nodes_[numbers_.below(static_cast<std::uint32_t>(nodes_.size()))];
  // With all that is in it, or so that what is in it stays where it can.
  if (numbers_.one_in(2)) {
    std::vector<Node> left;
    for (const Node& node : nodes_) {
      if (!is_inside(node.id, gone.id)) left.push_back(node);
    }
    nodes_ = std::move(left);
  } else {
    for (Node& node : nodes_) {
      if (node.parent == gone.id) node.parent = gone.parent;
    }
    std::erase_if(nodes_, [&](const Node& node) { return node.id == gone.id; });
  }
  for (Node& node : nodes_) {
    for (NodeId* target :
         {&node.refers_to, &node.error_message, &node.labelled_by, &node.active_descendant}) {
      if (std::none_of(nodes_.begin(), nodes_.end(), [&](const Node& each) { return each.id == *target; }))
        *target = 0;
    }
  }
}

void RandomTree::reorder() {
  if (nodes_.size() < 2) return;
  const auto size = static_cast<std::uint32_t>(nodes_.size());
  if (numbers_.one_in(4)) {
    for (std::uint32_t i = size - 1; i > 0; --i) std::swap(nodes_[i], nodes_[numbers_.below(i + 1)]);
  } else {
    std::swap(nodes_[numbers_.below(size)], nodes_[numbers_.below(size)]);
  }
}

void RandomTree::reparent() {
  if (nodes_.empty()) return;
  const NodeId id = nodes_[numbers_.below(static_cast<std::uint32_t>(nodes_.size()))].id;
  const NodeId parent = any_parent_for(id);
  of(id).parent = parent;
}

void RandomTree::shift(NodeId parent, float dx, float dy) {
  for (Node& node : nodes_) {
    if (node.parent != parent) continue;
    node.rect.x += dx;
    node.rect.y += dy;
    shift(node.id, dx, dy);
  }
}

void RandomTree::scrolled(NodeId id, float x, float y) {
  Node& node = of(id);
  const float dx = node.scroll_x - x;
  const float dy = node.scroll_y - y;
  node.scroll_x = x;
  node.scroll_y = y;
  shift(id, dx, dy);
}

void RandomTree::change() {
  if (nodes_.empty()) return;
  Node& node = nodes_[numbers_.below(static_cast<std::uint32_t>(nodes_.size()))];
  switch (numbers_.below(5)) {
    case 0:
      repaint(node);
      break;
    case 1:
      node.name = kWords[numbers_.below(std::size(kWords))];
      node.value = kWords[numbers_.below(std::size(kWords))];
      break;
    case 2:
      node.role = static_cast<Role>(numbers_.below(static_cast<std::uint32_t>(Role::kCount)));
      node.field = static_cast<FieldKind>(numbers_.below(static_cast<std::uint32_t>(FieldKind::kFile) + 1));
      break;
    case 3:
      node.rect.x += static_cast<float>(numbers_.below(9)) / 4;
      node.rect.height += static_cast<float>(numbers_.below(9)) / 4;
      break;
    default:
      if ((node.state & kScroller) != 0)
        scrolled(node.id, static_cast<float>(numbers_.below(50)), static_cast<float>(numbers_.below(5000)));
  }
}

void RandomTree::step() {
  const std::uint32_t changes = numbers_.below(7);
  if (nodes_.empty()) insert();
  for (std::uint32_t i = 0; i < changes; ++i) {
    switch (numbers_.below(8)) {
      case 0:
      case 1:
      case 2:
        if (nodes_.size() < 60) insert();
        break;
      case 3:
        remove();
        break;
      case 4:
        reorder();
        break;
      case 5:
        reparent();
        break;
      default:
        change();
    }
  }
}

Tree RandomTree::tree() {
  Tree out;
  std::vector<NodeId> open{0};
  const bool depth_first = numbers_.one_in(2);
  while (!open.empty()) {
    const NodeId parent = depth_first ? open.back() : open.front();
    open.erase(depth_first ? open.end() - 1 : open.begin());
    std::vector<NodeId> found;
    for (const Node& node : nodes_) {
      if (node.parent == parent) found.push_back(node.id);
    }
    if (parent != 0) out.push_back(of(parent));
    if (depth_first) std::reverse(found.begin(), found.end());
    open.insert(open.end(), found.begin(), found.end());
  }
  return out;
}

void check_same(const PatchedTree& page, const Tree& tree) {
  std::map<NodeId, const Node*> by_id;
  std::map<NodeId, std::vector<NodeId>> children;
  for (const Node& node : tree) {
    by_id[node.id] = &node;
    children[node.parent].push_back(node.id);
  }
  REQUIRE(page.size() == tree.size());
  CHECK(page.children(0) == children[0]);
  for (const Node& node : tree) {
    CAPTURE(node.id);
    const Element* element = page.element(node.id);
    REQUIRE(element != nullptr);
    CHECK(page.children(node.id) == children[node.id]);
    CHECK(element->parent == node.parent);
    CHECK(element->role == node.role);
    CHECK(element->field == node.field);
    CHECK(element->level == node.level);
    CHECK(element->state == node.state);
    CHECK(element->keys == node.keys);
    CHECK(element->look == node.look);
    CHECK(element->name == node.name);
    CHECK(element->description == node.description);
    CHECK(element->href == node.href);
    CHECK(element->placeholder == node.placeholder);
    CHECK(element->autocomplete == node.autocomplete);
    CHECK(element->language == node.language);
    CHECK(element->marked == node.marked);
    const bool is_field = node.role == Role::kTextField || node.role == Role::kSelect;
    if (!is_field || node.field != FieldKind::kPassword) CHECK(element->value == node.value);
    const auto number = [&](NumberField field, std::int32_t absent) {
      const auto found = element->numbers.find(field);
      return found == element->numbers.end() ? absent : found->second;
    };
    CHECK(number(NumberField::kRowCount, 0) == node.row_count);
    CHECK(number(NumberField::kColumnCount, 0) == node.column_count);
    CHECK(number(NumberField::kRowIndex, 0) == node.row_index);
    CHECK(number(NumberField::kColumnIndex, 0) == node.column_index);
    CHECK(number(NumberField::kPosition, 0) == node.position);
    CHECK(number(NumberField::kSetSize, 0) == node.set_size);
    CHECK(number(NumberField::kProgressPercent, -1) == (node.progress < 0 ? -1 : whole(node.progress * 100)));
    CHECK(number(NumberField::kValueNow, spico::mirror::kNoNumber) == node.value_now);
    CHECK(number(NumberField::kValueMin, spico::mirror::kNoNumber) == node.value_min);
    CHECK(number(NumberField::kValueMax, spico::mirror::kNoNumber) == node.value_max);
    const auto reference = [&](ReferField field) {
      const auto found = element->references.find(field);
      return found == element->references.end() ? NodeId{0} : found->second;
    };
    CHECK(reference(ReferField::kRefersTo) == node.refers_to);
    CHECK(reference(ReferField::kErrorMessage) == node.error_message);
    CHECK(reference(ReferField::kLabelledBy) == node.labelled_by);
    CHECK(reference(ReferField::kActiveDescendant) == node.active_descendant);
    double x = node.rect.x;
    double y = node.rect.y;
    if (node.parent != 0) {
      const Node& parent = *by_id.at(node.parent);
      x -= static_cast<double>(parent.rect.x) - static_cast<double>(parent.scroll_x);
      y -= static_cast<double>(parent.rect.y) - static_cast<double>(parent.scroll_y);
    }
    CHECK(element->x == quarters(x));
    CHECK(element->y == quarters(y));
    CHECK(element->width == quarters(static_cast<double>(node.rect.width)));
    CHECK(element->height == quarters(static_cast<double>(node.rect.height)));
    if ((node.state & kScroller) != 0) {
      CHECK(element->content_width == whole(node.content_width));
      CHECK(element->content_height == whole(node.content_height));
      CHECK(element->scroll_x == whole(node.scroll_x));
      CHECK(element->scroll_y == whole(node.scroll_y));
    }
  }
}

}  // namespace mirror_test
