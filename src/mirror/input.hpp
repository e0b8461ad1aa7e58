// What comes back from the page for a node or the pointer. Pushed by platform/, consumed by ui/.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "mirror/node.hpp"

namespace spico::mirror {

// The DOM decides: a press, by pointer, key, screen reader or script, is one click event on one node.
struct Clicked {
  NodeId id;
  std::uint8_t modifiers = 0;  ///< Modifier
};
enum class FocusLook : std::uint8_t { kHidden, kVisible };  // :focus-visible
struct Focused {
  NodeId id;
  FocusLook look;
};  // id 0: nothing of ours has the focus
struct ValueChanged {
  NodeId id;
  std::string value;
  std::int32_t caret = -1;  ///< of kMultiline: where it stands, in UTF-16 units
};  // fields, selects (value = the option's value), messages of the HTML version («12 17», those in sight)
struct Submitted {
  NodeId id;
};  // a form: Enter in a field, or its submit button
struct Scrolled {
  NodeId id;
  float x;
  float y;
};
enum class Key : std::uint8_t {
  kLeft = 0,
  kRight,
  kUp,
  kDown,
  kHome,
  kEnd,
  kPageUp,
  kPageDown,
  kEscape,
  kEnter,
  kSpace,
  kMenu,  ///< the context menu: Shift+F10, its own key, the other pointer button, a long touch
  kCopy   ///< the page's event, however it was asked for
};
// The last two are of presses: the pointer had moved in between, it was the second press of a double one.
enum Modifier : std::uint8_t { kShift = 1, kControl = 2, kAlt = 4, kMeta = 8, kDragged = 16, kDouble = 32 };
struct KeyPressed {
  NodeId id;
  Key key;
  std::uint8_t modifiers;
};  // only keys of the node's KeyMask; id = focused node
struct PointerMoved {
  float x;
  float y;
};  // CSS pixels from the stage's corner
struct PointerButton {
  bool down;
};                      // the primary one: the look of held buttons, and drags
struct PointerLeft {};  // also: what was begun with it is given up

using Input = std::variant<Clicked, Focused, ValueChanged, Submitted, Scrolled, KeyPressed, PointerMoved,
                           PointerButton, PointerLeft>;

}  // namespace spico::mirror
