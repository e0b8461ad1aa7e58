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
#include "mirror/tree_index.hpp"

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
  // `kept`: of each node of the tree its place in what is shown, kNowhere when its element is made anew.
  void reuse_rows(const Tree& tree, const TreeIndex& index, Patch& patch);
  void lend(Place gone, Place fresh, const Tree& tree, const TreeIndex& index, Patch& patch);
  [[nodiscard]] std::vector<bool> holding_focus() const;
  void forget(NodeId id);  ///< its element is gone, or made anew
  void write_structure(const Tree& tree, const TreeIndex& index, const std::vector<Place>& kept,
                       Patch& patch);
  void write_places(const Tree& tree, NodeId parent, const std::vector<Place>& children,
                    const std::vector<bool>& stays, const std::vector<Place>& kept, Patch& patch);
  void write_properties(const Node& node, Place kept, const Node* parent, Patch& patch);
  void write_scroll(const Node& node, Place kept, Patch& patch);
  void write_value(const Node& node, Patch& patch);
  void write_page(Semantics& semantics, const TreeIndex& index, Patch& patch);

  Tree shown_;
  TreeIndex shown_index_;
  std::string title_, language_;
  NodeId focused_ = 0;
  std::unordered_map<NodeId, std::string> values_;  // what each field holds in the page
  struct Position {
    float x = 0, y = 0;
  };
  std::unordered_map<NodeId, Position> scrolls_;
};

}  // namespace spico::mirror
