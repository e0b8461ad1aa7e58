#include "mirror/mirror.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

namespace spico::mirror {

namespace {

class Writer {
 public:
  explicit Writer(Patch& patch) : patch_(patch) {}
  void begin(Op op, std::uint32_t word_count) {
    patch_.words.push_back(static_cast<std::uint32_t>(op) | word_count << 8);
  }
  void word(std::uint32_t value) { patch_.words.push_back(value); }
  void number(std::int32_t value) { word(static_cast<std::uint32_t>(value)); }
  void text(std::string_view value) {
    word(static_cast<std::uint32_t>(patch_.text.size()));
    word(static_cast<std::uint32_t>(value.size()));
    patch_.text += value;
  }

 private:
  Patch& patch_;
};

std::int32_t quarters(float css_px) { return static_cast<std::int32_t>(std::lround(css_px * 4)); }
std::int32_t whole(float css_px) { return static_cast<std::int32_t>(std::lround(css_px)); }

struct RelativeRect {
  std::int32_t x, y, width, height;
  friend bool operator==(const RelativeRect&, const RelativeRect&) = default;
};

// Relative to the parent's content, so that scrolling a list or moving a card dirties one box, not all in it.
RelativeRect relative(const Node& node, const Node* parent) {
  const float origin_x = parent == nullptr ? 0 : parent->rect.x - parent->scroll_x;
  const float origin_y = parent == nullptr ? 0 : parent->rect.y - parent->scroll_y;
  return {quarters(node.rect.x - origin_x), quarters(node.rect.y - origin_y), quarters(node.rect.width),
          quarters(node.rect.height)};
}

bool has_box(const Node& node) { return node.rect.width > 0 || node.rect.height > 0; }

// A container without a box of its own gets the one around its children.
void give_boxes(Tree& tree, const std::unordered_map<NodeId, std::size_t>& index) {
  std::vector<bool> own(tree.size());
  for (std::size_t i = 0; i < tree.size(); ++i) own[i] = has_box(tree[i]);
  for (std::size_t i = tree.size(); i-- > 0;) {
    const auto parent = index.find(tree[i].parent);
    if (parent == index.end() || own[parent->second] || !has_box(tree[i])) continue;
    Rect& outer = tree[parent->second].rect;
    const Rect& inner = tree[i].rect;
    if (outer.width <= 0 && outer.height <= 0) {
      outer = inner;
      continue;
    }
    const float right = std::max(outer.x + outer.width, inner.x + inner.width);
    const float bottom = std::max(outer.y + outer.height, inner.y + inner.height);
    outer.x = std::min(outer.x, inner.x);
    outer.y = std::min(outer.y, inner.y);
    outer.width = right - outer.x;
    outer.height = bottom - outer.y;
  }
}

// Marks the longest run of children that keep their order, always with `pinned` among them: moving the
// focused element would cost it the focus (accessibility.md P8).
std::vector<bool> stationary(const std::vector<std::size_t>& old_places, std::size_t pinned) {
  constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
  const std::size_t count = old_places.size();
  std::vector<std::size_t> tails, previous(count, kNowhere);
  for (std::size_t i = 0; i < count; ++i) {
    if (old_places[i] == kNowhere) continue;
    if (pinned != kNowhere && i != pinned && (i < pinned) != (old_places[i] < old_places[pinned])) continue;
    const auto place = std::lower_bound(tails.begin(), tails.end(), i, [&](std::size_t a, std::size_t b) {
      return old_places[a] < old_places[b];
    });
    if (place != tails.begin()) previous[i] = *(place - 1);
    if (place == tails.end())
      tails.push_back(i);
    else
      *place = i;
  }
  std::vector<bool> stays(count, false);
  for (std::size_t i = tails.empty() ? kNowhere : tails.back(); i != kNowhere; i = previous[i])
    stays[i] = true;
  return stays;
}

std::uint32_t role_word(const Node& node) {
  return static_cast<std::uint32_t>(node.role) | static_cast<std::uint32_t>(node.field) << 8 |
         static_cast<std::uint32_t>(node.level) << 16;
}

bool is_field(const Node& node) { return node.role == Role::kTextField || node.role == Role::kSelect; }

}  // namespace

void Mirror::heard_value(NodeId id, std::string_view value) { values_[id] = value; }

void Mirror::heard_scroll(NodeId id, float x, float y) { scrolls_[id] = {x, y}; }

void Mirror::forget(NodeId id) {
  values_.erase(id);
  scrolls_.erase(id);
  if (focused_ == id) focused_ = 0;
}

// Fields, scrollers and what holds the focus keep their elements; an element is lent only to its like.
void Mirror::reuse_rows(const Tree& tree, const Index& index, Patch& patch) {
  const auto is_row = [](const Node& node) { return node.role == Role::kRow && node.adopt.empty(); };
  std::unordered_map<NodeId, std::vector<std::size_t>> fresh;  // by parent
  for (std::size_t i = 0; i < tree.size(); ++i) {
    if (is_row(tree[i]) && !shown_index_.contains(tree[i].id)) fresh[tree[i].parent].push_back(i);
  }
  if (fresh.empty()) return;
  std::unordered_set<NodeId> holds_focus;
  for (auto at = shown_index_.find(focused_); at != shown_index_.end();) {
    if (!holds_focus.insert(at->first).second) break;
    at = shown_index_.find(shown_[at->second].parent);
  }
  Children children, old_children;
  for (std::size_t i = 0; i < tree.size(); ++i) children[tree[i].parent].push_back(i);
  std::vector<std::size_t> gone;
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    old_children[shown_[i].parent].push_back(i);
    if (is_row(shown_[i]) && !index.contains(shown_[i].id) && !holds_focus.contains(shown_[i].id))
      gone.push_back(i);
  }
  std::unordered_map<NodeId, std::size_t> lent;  // how many of a parent's fresh rows have an element already
  for (const std::size_t old : gone) {
    const auto wanting = fresh.find(shown_[old].parent);
    if (wanting == fresh.end() || lent[wanting->first] == wanting->second.size()) continue;
    lend(old, wanting->second[lent[wanting->first]++], tree, old_children, children, patch);
  }
}

void Mirror::lend(std::size_t gone, std::size_t fresh, const Tree& tree, const Children& old_children,
                  const Children& children, Patch& patch) {
  Node& old = shown_[gone];
  const Node& node = tree[fresh];
  const NodeId former = old.id;
  Writer writer(patch);
  writer.begin(Op::kReuse, 3);
  writer.word(former);
  writer.word(node.id);
  writer.word(node.parent);
  shown_index_.erase(former);
  shown_index_[node.id] = gone;
  old.id = node.id;
  old.parent = node.parent;
  const auto olds = old_children.find(former);
  if (olds == old_children.end()) return;
  const auto news = children.find(node.id);
  std::size_t next = 0;
  for (const std::size_t child : olds->second) {
    Node& each = shown_[child];
    each.parent = node.id;
    if (news == children.end() || next == news->second.size()) continue;
    const Node& wanted = tree[news->second[next]];
    const bool alike = role_word(each) == role_word(wanted) && each.look == wanted.look && !is_field(each) &&
                       ((each.state | wanted.state) & kScroller) == 0 && each.adopt.empty() &&
                       wanted.adopt.empty() && !shown_index_.contains(wanted.id);
    if (alike) lend(child, news->second[next++], tree, old_children, children, patch);
  }
}

void Mirror::write_structure(const Tree& tree, Patch& patch) {
  Writer writer(patch);
  std::unordered_map<NodeId, std::vector<std::size_t>> children, old_children;
  for (std::size_t i = 0; i < tree.size(); ++i) children[tree[i].parent].push_back(i);
  std::unordered_map<NodeId, std::size_t> old_place;
  for (const Node& node : shown_) {
    auto& siblings = old_children[node.parent];
    old_place[node.id] = siblings.size();
    siblings.push_back(0);
  }
  // Moving an element costs what it holds the focus too.
  std::unordered_set<NodeId> holds_focus;
  for (NodeId id = focused_; id != 0;) {
    const auto old = shown_index_.find(id);
    if (old == shown_index_.end() || !holds_focus.insert(id).second) break;
    id = shown_[old->second].parent;
  }
  const auto place_children = [&](NodeId parent) {
    const auto found = children.find(parent);
    if (found == children.end()) return;
    const auto& list = found->second;
    constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
    std::vector<std::size_t> places(list.size(), kNowhere);
    std::size_t pinned = kNowhere;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const Node& node = tree[list[i]];
      const auto old = shown_index_.find(node.id);
      const bool kept = old != shown_index_.end() && shown_[old->second].parent == parent &&
                        role_word(shown_[old->second]) == role_word(node);
      if (kept) places[i] = old_place[node.id];
      if (kept && holds_focus.contains(node.id)) pinned = i;
    }
    const auto stays = stationary(places, pinned);
    for (std::size_t i = list.size(); i-- > 0;) {
      const Node& node = tree[list[i]];
      if (stays[i]) continue;
      const NodeId before = i + 1 < list.size() ? tree[list[i + 1]].id : 0;
      const auto old = shown_index_.find(node.id);
      if (old != shown_index_.end() && role_word(shown_[old->second]) == role_word(node)) {
        writer.begin(Op::kMove, 3);
        writer.word(node.id);
        writer.word(parent);
        writer.word(before);
        continue;
      }
      writer.begin(Op::kNew, 6);
      writer.word(node.id);
      writer.word(role_word(node));
      writer.word(parent);
      writer.word(before);
      writer.text(node.adopt);
    }
  };
  place_children(0);
  for (const Node& node : tree) place_children(node.id);
}

void Mirror::write_value(const Node& node, Patch& patch) {
  const auto known = values_.find(node.id);
  const std::string_view held = known == values_.end() ? std::string_view{} : std::string_view{known->second};
  // A password never crosses back: the program can only empty its field.
  const bool secret = node.field == FieldKind::kPassword;
  const std::string_view wanted = secret && !node.value.empty() ? held : std::string_view{node.value};
  if (wanted == held) return;
  Writer writer(patch);
  writer.begin(Op::kValue, 3);
  writer.word(node.id);
  writer.text(wanted);
  values_[node.id] = wanted;
}

void Mirror::write_properties(const Node& node, const Node* before, const Node* parent, Patch& patch) {
  Writer writer(patch);
  static const Node kFresh;
  const Node& old = before == nullptr ? kFresh : *before;
  const auto text = [&](TextField field, const std::string& now, const std::string& then) {
    if (now == then) return;
    writer.begin(Op::kText, 4);
    writer.word(node.id);
    writer.word(static_cast<std::uint32_t>(field));
    writer.text(now);
  };
  const auto number = [&](NumberField field, std::int32_t now, std::int32_t then) {
    if (now == then) return;
    writer.begin(Op::kNumber, 3);
    writer.word(node.id);
    writer.word(static_cast<std::uint32_t>(field));
    writer.number(now);
  };
  const auto refer = [&](ReferField field, NodeId now, NodeId then) {
    if (now == then) return;
    writer.begin(Op::kRefer, 3);
    writer.word(node.id);
    writer.word(static_cast<std::uint32_t>(field));
    writer.word(now);
  };
  if (before == nullptr || node.state != old.state || node.keys != old.keys || node.look != old.look) {
    writer.begin(Op::kState, 4);
    writer.word(node.id);
    writer.word(node.state);
    writer.word(node.keys);
    writer.word(static_cast<std::uint32_t>(node.look));
  }
  text(TextField::kName, node.name, old.name);
  text(TextField::kDescription, node.description, old.description);
  text(TextField::kHref, node.href, old.href);
  text(TextField::kPlaceholder, node.placeholder, old.placeholder);
  text(TextField::kAutocomplete, node.autocomplete, old.autocomplete);
  text(TextField::kLanguage, node.language, old.language);
  // An option's value is a property of its own, a field's is a conversation with the page.
  if (!is_field(node) && node.value != old.value) {
    writer.begin(Op::kValue, 3);
    writer.word(node.id);
    writer.text(node.value);
  }
  number(NumberField::kRowCount, node.row_count, old.row_count);
  number(NumberField::kColumnCount, node.column_count, old.column_count);
  number(NumberField::kRowIndex, node.row_index, old.row_index);
  number(NumberField::kColumnIndex, node.column_index, old.column_index);
  number(NumberField::kPosition, node.position, old.position);
  number(NumberField::kSetSize, node.set_size, old.set_size);
  const auto percent = [](float part) { return part < 0 ? -1 : whole(part * 100); };
  number(NumberField::kProgressPercent, percent(node.progress), percent(old.progress));
  number(NumberField::kValueNow, node.value_now, old.value_now);
  number(NumberField::kValueMin, node.value_min, old.value_min);
  number(NumberField::kValueMax, node.value_max, old.value_max);
  refer(ReferField::kRefersTo, node.refers_to, old.refers_to);
  refer(ReferField::kErrorMessage, node.error_message, old.error_message);
  refer(ReferField::kLabelledBy, node.labelled_by, old.labelled_by);
  refer(ReferField::kActiveDescendant, node.active_descendant, old.active_descendant);

  const Node* old_parent = nullptr;
  if (before != nullptr) {
    const auto found = shown_index_.find(before->parent);
    if (found != shown_index_.end()) old_parent = &shown_[found->second];
  }
  const RelativeRect now = relative(node, parent);
  if (before == nullptr || now != relative(*before, old_parent)) {
    writer.begin(Op::kRect, 5);
    writer.word(node.id);
    for (const std::int32_t value : {now.x, now.y, now.width, now.height}) writer.number(value);
  }
}

Patch Mirror::diff_to(Semantics semantics, Reuse reuse) {
  Patch patch;
  Writer writer(patch);
  Tree tree;
  Index index;
  tree.reserve(semantics.tree.size());
  for (Node& node : semantics.tree) {
    if (node.id != 0 && index.emplace(node.id, tree.size()).second) tree.push_back(std::move(node));
  }
  give_boxes(tree, index);

  if (reuse == Reuse::kRows) reuse_rows(tree, index, patch);
  write_structure(tree, patch);
  for (const Node& node : tree) {
    const auto old = shown_index_.find(node.id);
    const bool kept = old != shown_index_.end() && role_word(shown_[old->second]) == role_word(node);
    const auto parent = index.find(node.parent);
    if (!kept) forget(node.id);
    write_properties(node, kept ? &shown_[old->second] : nullptr,
                     parent == index.end() ? nullptr : &tree[parent->second], patch);
  }
  for (std::size_t i = shown_.size(); i-- > 0;) {
    const auto now = index.find(shown_[i].id);
    // A node whose role changed was made anew under the same id: the page replaced the element by itself.
    if (now != index.end()) continue;
    writer.begin(Op::kDelete, 1);
    writer.word(shown_[i].id);
    forget(shown_[i].id);
  }
  for (const Node& node : tree) {
    if ((node.state & kScroller) == 0) continue;
    const auto old = shown_index_.find(node.id);
    const auto heard = scrolls_.find(node.id);
    const Position at = heard == scrolls_.end() ? Position{} : heard->second;
    const bool same_content = old != shown_index_.end() && (shown_[old->second].state & kScroller) != 0 &&
                              role_word(shown_[old->second]) == role_word(node) &&
                              whole(shown_[old->second].content_width) == whole(node.content_width) &&
                              whole(shown_[old->second].content_height) == whole(node.content_height);
    if (same_content && whole(at.x) == whole(node.scroll_x) && whole(at.y) == whole(node.scroll_y)) continue;
    scrolls_[node.id] = {node.scroll_x, node.scroll_y};
    writer.begin(Op::kScroll, 5);
    writer.word(node.id);
    for (const float value : {node.content_width, node.content_height, node.scroll_x, node.scroll_y})
      writer.number(whole(value));
  }
  for (const Node& node : tree) {
    if (is_field(node)) write_value(node, patch);
  }
  if (semantics.focus != 0 && semantics.focus != focused_ && index.contains(semantics.focus)) {
    writer.begin(Op::kFocus, 1);
    writer.word(semantics.focus);
    focused_ = semantics.focus;
  }
  for (const Announcement& announcement : semantics.announcements) {
    writer.begin(Op::kSay, 3);
    writer.word(static_cast<std::uint32_t>(announcement.channel));
    writer.text(announcement.text);
  }
  if (semantics.title != title_) {
    writer.begin(Op::kTitle, 2);
    writer.text(semantics.title);
    title_ = std::move(semantics.title);
  }
  if (semantics.language != language_) {
    writer.begin(Op::kLanguage, 2);
    writer.text(semantics.language);
    language_ = std::move(semantics.language);
  }
  shown_ = std::move(tree);
  shown_index_ = std::move(index);
  return patch;
}

}  // namespace spico::mirror
