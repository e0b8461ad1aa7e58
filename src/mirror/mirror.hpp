// Compares the tree of this frame with what the page shows and packs the difference. Owned by app/; the
// page's own changes (typed text, scrolling, focus) are told to it so that it never writes back what the page
// already has.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mirror/node.hpp"
#include "mirror/patch.hpp"

namespace spico::mirror {

// kClipboard is not said: it answers Key::kCopy, within its event.
enum class Channel : std::uint8_t { kPolite = 0, kAssertive = 1, kClipboard = 2 };
struct Announcement {
  Channel channel = Channel::kPolite;
  std::string text;
};

/// Everything a frame tells the page besides what it draws.
struct Semantics {
  Tree tree;
  std::string title, language;
  NodeId focus = 0;  ///< to be focused now; 0 = leave the focus alone
  std::vector<Announcement> announcements;
};

/// Rows that leave a grid may lend their elements to rows that come: most of the page's work while scrolling.
/// Not during a press, which must not end on another row than it began on.
enum class Reuse : std::uint8_t { kNothing, kRows };

class Mirror {
 public:
  /// The difference to the last call; empty when the page is up to date. Duplicate ids in the tree are
  /// dropped after the first.
  [[nodiscard]] Patch diff_to(Semantics semantics, Reuse reuse = Reuse::kNothing);

  void heard_value(NodeId id, std::string_view value);
  void heard_scroll(NodeId id, float x, float y);
  void heard_focus(NodeId id) { focused_ = id; }

  [[nodiscard]] NodeId focused() const { return focused_; }
  [[nodiscard]] const Tree& shown() const { return shown_; }

 private:
  using Index = std::unordered_map<NodeId, std::size_t>;

  /// The nodes of a tree by parent, in order; as positions.
  using Children = std::unordered_map<NodeId, std::vector<std::size_t>>;

  void reuse_rows(const Tree& tree, const Index& index, Patch& patch);
  void lend(std::size_t gone, std::size_t fresh, const Tree& tree, const Children& old_children,
            const Children& children, Patch& patch);
  void forget(NodeId id);  ///< its element is gone, or made anew
  void write_structure(const Tree& tree, Patch& patch);
  void write_properties(const Node& node, const Node* before, const Node* parent, Patch& patch);
  void write_value(const Node& node, Patch& patch);

  Tree shown_;
  Index shown_index_;
  std::string title_, language_;
  NodeId focused_ = 0;
  std::unordered_map<NodeId, std::string> values_;  // what each field holds in the page
  struct Position {
    float x = 0, y = 0;
  };
  std::unordered_map<NodeId, Position> scrolls_;
};

}  // namespace spico::mirror
