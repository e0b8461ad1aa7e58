#include "mirror/mirror.hpp"

#include <algorithm>
#include <cmath>
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
void give_boxes(Tree& tree, const TreeIndex& index) {
  std::vector<bool> own(tree.size());
  for (std::size_t i = 0; i < tree.size(); ++i) own[i] = has_box(tree[i]);
  for (std::size_t i = tree.size(); i-- > 0;) {
    const Place parent = index.parent(static_cast<Place>(i));
    if (parent >= tree.size() || own[parent] || !has_box(tree[i])) continue;
    Rect& outer = tree[parent].rect;
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
std::vector<bool> stationary(const std::vector<Place>& old_places, std::size_t pinned) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  const std::size_t count = old_places.size();
  std::vector<std::size_t> tails, previous(count, kNone);
  for (std::size_t i = 0; i < count; ++i) {
    if (old_places[i] == kNowhere) continue;
    if (pinned != kNone && i != pinned && (i < pinned) != (old_places[i] < old_places[pinned])) continue;
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
  for (std::size_t i = tails.empty() ? kNone : tails.back(); i != kNone; i = previous[i]) stays[i] = true;
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

// Of each node that is shown, whether it has the focus or something in it that has: moving or lending its
// element would cost the focus.
std::vector<bool> Mirror::holding_focus() const {
  std::vector<bool> holds(shown_.size(), false);
  for (Place at = shown_index_.find(focused_); at < shown_.size() && !holds[at]; at = shown_index_.parent(at))
    holds[at] = true;
  return holds;
}

// Fields, scrollers and what holds the focus keep their elements; an element is lent only to its like.
void Mirror::reuse_rows(const Tree& tree, const TreeIndex& index, Patch& patch) {
  const auto is_row = [](const Node& node) { return node.role == Role::kRow && node.adopt.empty(); };
  std::vector<Place> fresh;
  for (Place at = 0; at < tree.size(); ++at) {
    if (is_row(tree[at]) && !shown_index_.contains(tree[at].id)) fresh.push_back(at);
  }
  if (fresh.empty()) return;
  const std::vector<bool> holds = holding_focus();
  for (Place old = 0; old < shown_.size() && !fresh.empty(); ++old) {
    if (!is_row(shown_[old]) || holds[old] || index.contains(shown_[old].id)) continue;
    const auto wanting = std::find_if(fresh.begin(), fresh.end(),
                                      [&](Place at) { return tree[at].parent == shown_[old].parent; });
    if (wanting == fresh.end()) continue;
    lend(old, *wanting, tree, index, patch);
    fresh.erase(wanting);
  }
}

void Mirror::lend(Place gone, Place fresh, const Tree& tree, const TreeIndex& index, Patch& patch) {
  Node& old = shown_[gone];
  const Node& node = tree[fresh];
  Writer writer(patch);
  writer.begin(Op::kReuse, 3);
  writer.word(old.id);
  writer.word(node.id);
  writer.word(node.parent);
  shown_index_.rename(old.id, node.id);
  old.id = node.id;
  old.parent = node.parent;
  Place wanted = index.first_child(fresh);
  for (Place at = shown_index_.first_child(gone); at != kNowhere; at = shown_index_.next_sibling(at)) {
    Node& child = shown_[at];
    child.parent = node.id;
    if (wanted == kNowhere) continue;
    const Node& like = tree[wanted];
    const bool alike = role_word(child) == role_word(like) && child.look == like.look && !is_field(child) &&
                       ((child.state | like.state) & kScroller) == 0 && child.adopt.empty() &&
                       like.adopt.empty() && !shown_index_.contains(like.id);
    if (!alike) continue;
    lend(at, wanted, tree, index, patch);
    wanted = index.next_sibling(wanted);
  }
}

void Mirror::write_structure(const Tree& tree, const TreeIndex& index, const std::vector<Place>& kept,
                             Patch& patch) {
  // Among its siblings, whatever their number: later ones have larger places.
  const auto old_place = [&](Place at, Place parent) {
    if (kept[at] == kNowhere) return kNowhere;
    const Place above = shown_index_.parent(kept[at]);
    const bool same =
        parent == kRoot ? above == kRoot : above < shown_.size() && shown_[above].id == tree[parent].id;
    return same ? kept[at] : kNowhere;
  };
  std::vector<bool> holds;
  std::vector<Place> children, places;
  const auto place_children = [&](Place parent) {
    bool in_order = true;
    Place last = 0;
    children.clear();
    places.clear();
    for (Place at = index.first_child(parent); at != kNowhere; at = index.next_sibling(at)) {
      children.push_back(at);
      places.push_back(old_place(at, parent));
      in_order = in_order && places.back() != kNowhere && places.back() >= last;
      last = places.back();
    }
    if (in_order) return;
    if (holds.empty()) holds = holding_focus();
    std::size_t pinned = static_cast<std::size_t>(-1);
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (places[i] != kNowhere && holds[places[i]]) pinned = i;
    }
    write_places(tree, parent == kRoot ? 0 : tree[parent].id, children, stationary(places, pinned), kept,
                 patch);
  };
  place_children(kRoot);
  for (Place at = 0; at < tree.size(); ++at) place_children(at);
}

void Mirror::write_places(const Tree& tree, NodeId parent, const std::vector<Place>& children,
                          const std::vector<bool>& stays, const std::vector<Place>& kept, Patch& patch) {
  Writer writer(patch);
  for (std::size_t i = children.size(); i-- > 0;) {
    if (stays[i]) continue;
    const Node& node = tree[children[i]];
    const NodeId before = i + 1 < children.size() ? tree[children[i + 1]].id : 0;
    if (kept[children[i]] != kNowhere) {
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
}

void Mirror::write_value(const Node& node, Patch& patch) {
  const auto known = values_.find(node.id);
  const std::string_view held = known == values_.end() ? std::string_view{} : std::string_view{known->second};
  // A password never crosses back: the program can only empty its field.
  const bool secret = node.field == FieldKind::kPassword;
  const std::string_view wanted = secret && !node.value.empty() ? held : std::string_view{node.value};
  if (wanted == held) return;
  const bool has_caret = node.caret >= 0;
  Writer writer(patch);
  writer.begin(Op::kValue, has_caret ? 4 : 3);
  writer.word(node.id);
  writer.text(wanted);
  if (has_caret) writer.number(node.caret);
  values_[node.id] = wanted;
}

void Mirror::write_properties(const Node& node, Place kept, const Node* parent, Patch& patch) {
  Writer writer(patch);
  static const Node kFresh;
  const bool is_fresh = kept == kNowhere;
  const Node& old = is_fresh ? kFresh : shown_[kept];
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
  if (is_fresh || node.state != old.state || node.keys != old.keys || node.look != old.look) {
    writer.begin(Op::kState, 4);
    writer.word(node.id);
    writer.word(node.state);
    writer.word(node.keys);
    writer.word(static_cast<std::uint32_t>(node.look));
  }
  text(TextField::kName, node.name, old.name);
  text(TextField::kMarked, node.marked, old.marked);
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

  const Place above = is_fresh ? kNowhere : shown_index_.parent(kept);
  const RelativeRect now = relative(node, parent);
  if (is_fresh || now != relative(old, above < shown_.size() ? &shown_[above] : nullptr)) {
    writer.begin(Op::kRect, 5);
    writer.word(node.id);
    for (const std::int32_t value : {now.x, now.y, now.width, now.height}) writer.number(value);
  }
}

void Mirror::write_scroll(const Node& node, Place kept, Patch& patch) {
  const auto heard = scrolls_.find(node.id);
  const Position at = heard == scrolls_.end() ? Position{} : heard->second;
  const bool same_content = kept != kNowhere && (shown_[kept].state & kScroller) != 0 &&
                            whole(shown_[kept].content_width) == whole(node.content_width) &&
                            whole(shown_[kept].content_height) == whole(node.content_height);
  if (same_content && whole(at.x) == whole(node.scroll_x) && whole(at.y) == whole(node.scroll_y)) return;
  scrolls_[node.id] = {node.scroll_x, node.scroll_y};
  Writer writer(patch);
  writer.begin(Op::kScroll, 5);
  writer.word(node.id);
  for (const float value : {node.content_width, node.content_height, node.scroll_x, node.scroll_y})
    writer.number(whole(value));
}

Patch Mirror::diff_to(Semantics semantics, Reuse reuse) {
  Patch patch;
  Writer writer(patch);
  Tree tree = std::move(semantics.tree);
  TreeIndex index(tree);
  give_boxes(tree, index);

  if (reuse == Reuse::kRows) reuse_rows(tree, index, patch);
  // Where each node was shown in the same role. One whose role changed is made anew under the same id: the
  // page replaces the element by itself.
  std::vector<Place> kept(tree.size(), kNowhere);
  std::vector<bool> stays(shown_.size(), false);
  for (Place at = 0; at < tree.size(); ++at) {
    const Place old = shown_index_.find(tree[at].id);
    if (old == kNowhere) continue;
    stays[old] = true;
    if (role_word(shown_[old]) == role_word(tree[at])) kept[at] = old;
  }
  write_structure(tree, index, kept, patch);
  for (Place at = 0; at < tree.size(); ++at) {
    const Place parent = index.parent(at);
    if (kept[at] == kNowhere) forget(tree[at].id);
    write_properties(tree[at], kept[at], parent < tree.size() ? &tree[parent] : nullptr, patch);
  }
  for (std::size_t i = shown_.size(); i-- > 0;) {
    if (stays[i]) continue;
    writer.begin(Op::kDelete, 1);
    writer.word(shown_[i].id);
    forget(shown_[i].id);
  }
  for (Place at = 0; at < tree.size(); ++at) {
    if ((tree[at].state & kScroller) != 0) write_scroll(tree[at], kept[at], patch);
  }
  for (const Node& node : tree) {
    if (is_field(node)) write_value(node, patch);
  }
  write_page(semantics, index, patch);
  shown_ = std::move(tree);
  shown_index_ = std::move(index);
  return patch;
}

// What belongs to no node.
void Mirror::write_page(Semantics& semantics, const TreeIndex& index, Patch& patch) {
  Writer writer(patch);
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
}

}  // namespace spico::mirror
