// What a page would show after the patches it was given: proves the packed format without a browser. For
// headless and tests.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mirror/mirror.hpp"

namespace spico::headless {

struct Element {
  mirror::NodeId id = 0, parent = 0;
  mirror::Role role = mirror::Role::kNone;
  mirror::FieldKind field = mirror::FieldKind::kText;
  std::uint8_t level = 0;
  std::uint32_t state = 0, keys = 0;
  mirror::Look look = mirror::Look::kPlain;
  std::string name, marked, description, href, placeholder, autocomplete, language, value, adopt;
  std::map<mirror::NumberField, std::int32_t> numbers;
  std::map<mirror::ReferField, mirror::NodeId> references;
  std::int32_t x = 0, y = 0, width = 0, height = 0;  // quarter pixels, as in the patch
  std::int32_t content_width = 0, content_height = 0, scroll_x = 0, scroll_y = 0;
  std::int32_t caret = -1;  // where the last value that was written put it; below 0: behind it
};

class PatchedTree {
 public:
  /// False when the patch names an unknown element, is cut, or has an operation of an unknown length: a
  /// mistake of ours.
  [[nodiscard]] bool apply(const mirror::Patch& patch);

  [[nodiscard]] const Element* element(mirror::NodeId id) const;
  [[nodiscard]] const std::vector<mirror::NodeId>& children(mirror::NodeId parent) const;
  /// All elements in document order.
  [[nodiscard]] std::vector<const Element*> in_order() const;
  [[nodiscard]] std::size_t size() const { return elements_.size(); }
  /// What the page does by itself: typing, scrolling.
  void set_value(mirror::NodeId id, std::string value) { elements_[id].value = std::move(value); }
  void set_scroll(mirror::NodeId id, std::int32_t y) { elements_[id].scroll_y = y; }

  mirror::NodeId focused = 0;
  std::string title, language;
  std::vector<std::string> said;
  std::string copied;          ///< last put on the clipboard
  std::size_t operations = 0;  // since the start
  std::size_t reused = 0;      // elements that went on as others, since the start

 private:
  [[nodiscard]] bool place(mirror::NodeId id, mirror::NodeId parent, mirror::NodeId before);
  void unlink(mirror::NodeId id);
  [[nodiscard]] bool operation(mirror::Op op, const std::uint32_t* words, std::size_t count,
                               const std::string& text);
  void collect(mirror::NodeId parent, std::vector<const Element*>& out) const;

  std::map<mirror::NodeId, Element> elements_;
  std::map<mirror::NodeId, std::vector<mirror::NodeId>> children_;
};

}  // namespace spico::headless
