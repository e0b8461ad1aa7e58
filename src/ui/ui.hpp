// One frame of the interface: layout, drawing and recording in one place. Views and widgets use it; app/ owns
// it. ImGui measures and draws text and shapes and tells what the pointer hovers; what is pressed, focused,
// typed and scrolled comes from the mirror's elements, so that a mouse, a key and a screen reader take one
// and the same way.
#pragma once

#include <imgui.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/event.hpp"
#include "core/model.hpp"
#include "core/text/strings.hpp"
#include "mirror/input.hpp"
#include "mirror/mirror.hpp"
#include "ui/height_map.hpp"
#include "ui/theme.hpp"

namespace spico::ui {

using mirror::Look;
using mirror::Node;
using mirror::NodeId;
using mirror::Rect;
using mirror::Role;

[[nodiscard]] constexpr float right(const Rect& r) { return r.x + r.width; }
[[nodiscard]] constexpr float bottom(const Rect& r) { return r.y + r.height; }
[[nodiscard]] constexpr Rect inset(const Rect& r, float dx, float dy) {
  return {r.x + dx, r.y + dy, r.width - 2 * dx, r.height - 2 * dy};
}

enum class Weight : std::uint8_t { kRegular, kBold };
enum class Wrap : std::uint8_t { kOneLine, kWrapped };

struct TextStyle {
  float size = measure::kBody;  ///< before Ui::scaled
  Weight weight = Weight::kRegular;
  Colour colour = 0;  ///< 0 = the theme's text
};

/// What the pointer and the focus do with one item in this frame.
struct Interaction {
  bool hovered = false, held = false, focused = false, ring = false, clicked = false;
};

class Ui {
 public:
  Ui();
  ~Ui();
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  // For app/
  void set_fonts(std::span<const unsigned char> regular, std::span<const unsigned char> bold);
  void set_surface(float width, float height, float device_pixel_ratio, float font_scale,
                   float scrollbar_width);
  void set_preferences(SystemPreferences preferences) { preferences_ = preferences; }
  /// `number` as in SystemColour; until the next set_preferences.
  void set_system_colour(std::size_t number, std::uint32_t hex) {
    if (number < preferences_.forced.size()) preferences_.forced[number] = rgb(hex);
  }
  void push(mirror::Input input) {
    inputs_.push_back(std::move(input));
    redraw();
  }
  void request_focus(std::string key);
  void announce(mirror::Announcement announcement) { announcements_.push_back(std::move(announcement)); }
  void begin(const Model& model);
  [[nodiscard]] mirror::Semantics end();
  [[nodiscard]] std::vector<Event> take_events() { return std::exchange(events_, {}); }
  /// Frames are still wanted: what comes next depends on what the last one found (heights, layers).
  [[nodiscard]] bool is_settling() const { return settle_frames_ > 0; }
  void unsettle() { settle_frames_ = 2; }
  /// One frame is wanted.
  void redraw() { settle_frames_ = std::max(settle_frames_, 1); }

  /// What is laid out during its life is recorded and not drawn: rows of a printed list that nobody sees.
  class Unseen {
   public:
    Unseen(Ui& ui, bool unseen) : ui_(ui), before_(std::exchange(ui.unseen_, ui.unseen_ || unseen)) {}
    ~Unseen() { ui_.unseen_ = before_; }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

   private:
    Ui& ui_;
    bool before_;
  };
  [[nodiscard]] bool is_unseen() const { return unseen_; }

  /// What is laid out during its life looks as if the pointer or the focus were there: for the gallery.
  class Pretend {
   public:
    Pretend(Ui& ui, Interaction state) : ui_(ui) { ui.pretended_ = state; }
    ~Pretend() { ui_.pretended_ = {}; }
    Pretend(const Pretend&) = delete;
    Pretend& operator=(const Pretend&) = delete;

   private:
    Ui& ui_;
  };

  // For views
  [[nodiscard]] const Model& model() const { return *model_; }
  [[nodiscard]] Language language() const { return model_->settings.language; }
  [[nodiscard]] std::string_view text(Text key) const { return spico::text(language(), key); }
  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] bool html_face() const { return model_->settings.html_version; }
  [[nodiscard]] bool narrow() const { return model_->settings.narrow; }
  [[nodiscard]] float width() const { return width_; }
  [[nodiscard]] float height() const { return height_; }
  [[nodiscard]] float scaled(float css_px) const { return css_px * font_scale_; }
  [[nodiscard]] float scrollbar_width() const { return scrollbar_width_; }
  template <typename FeatureEvent, typename Fact>
  void emit(Fact fact) {
    emit_event(FeatureEvent{std::move(fact)});
  }
  void emit_event(Event event) { events_.push_back(std::move(event)); }
  /// Somebody typed, that is told, and nothing else is to be heard: the app draws the frame again before
  /// anybody sees it, so what hears no typing may be left out of this one.
  [[nodiscard]] bool may_leave_out();
  /// The node that was recorded last, to say more of it.
  [[nodiscard]] Node& last_node() { return tree_.back(); }
  void set_title(std::string_view title) { title_ = title; }

  // Layout: a column that grows downwards.
  [[nodiscard]] Rect take(float height);  ///< the next box of the whole width
  void gap(float css_px) { flow_.y += scaled(css_px); }
  [[nodiscard]] float flow_width() const { return flow_.width; }
  [[nodiscard]] float flow_x() const { return flow_.x; }
  [[nodiscard]] float flow_y() const { return flow_.y; }
  void move_to(float y) { flow_.y = y; }
  void push_column(const Rect& box);  ///< a column inside `box`
  [[nodiscard]] float pop_column();   ///< how high it became

  // Recording
  [[nodiscard]] NodeId id(std::string_view key) const;  ///< within the open scope
  [[nodiscard]] NodeId id(std::string_view key, std::uint64_t number) const;
  [[nodiscard]] static NodeId id_within(NodeId scope, std::string_view key, std::uint64_t number);
  [[nodiscard]] static NodeId id_within(NodeId scope, std::string_view key);  ///< as id(key) gives it there
  /// As id() gives it inside the container `scope`.
  [[nodiscard]] NodeId id_in(NodeId scope, std::string_view key, std::uint64_t number) const;
  Node& record(Node node);       ///< a leaf; the reference lives until the next record
  NodeId begin_node(Node node);  ///< a container: what follows is inside it
  /// A container at the root of the tree, wherever it is asked for: a dialog, which nothing may clip.
  NodeId begin_root_node(Node node);
  NodeId begin_node_of_main(Node node);  ///< a child of the open kMain, whatever else is open
  void end_node();
  [[nodiscard]] Node& open_node() { return tree_[open_.back()]; }
  /// The row or list item that is open around what is recorded; nullptr: none is.
  [[nodiscard]] Node* open_item();
  /// This node takes the focus when update asks for `key`.
  void answers_focus(std::string_view key, NodeId node);
  [[nodiscard]] bool is_focus_wanted(std::string_view key) const { return wanted_focus_ == key; }
  /// Now, and already true for the rest of this frame: the page's echo comes a frame later.
  void focus(NodeId node) { focus_ = focused_ = node; }
  /// Every frame, before the dialog: what had the focus when it opened has it again when it is closed.
  void keep_focus_for_dialog(bool open);
  [[nodiscard]] NodeId focused() const { return focused_; }

  /// A box with its own scrolling. Between the calls, coordinates are those of the screen, clipped to the
  /// box. content_width 0: as wide as the box.
  void begin_scroll(Node node, float content_width = 0);
  void end_scroll();                      ///< takes the height from the column
  void end_scroll(float content_height);  ///< for rows that are not laid out
  struct Offset {
    float x = 0, y = 0;
  };
  [[nodiscard]] Offset scroll_offset(NodeId node) const;
  void scroll_to(NodeId node, Offset offset);
  /// As high as its content was in the last frame; 0 when it was not there.
  [[nodiscard]] float content_height(NodeId scroller) const;
  /// Known before it is drawn, so that what is new can be scrolled to in the same frame.
  void set_content_height(NodeId scroller, float height) { content_heights_[scroller] = height; }

  /// Where the roving focus of a composite stood; kept from frame to frame, by the composite's node.
  struct Roving {
    std::size_t row = 0;
    int column = 0;
    std::uint64_t key = 0;
    std::optional<std::size_t> anchor;  ///< the other end of the chosen rows, when there are several
    std::size_t top_row = 0;            ///< the first one in sight, and its key
    std::uint64_t top_key = 0;
    std::uint32_t changes = 0;  ///< GridSpec::changes of the last frame
  };
  [[nodiscard]] Roving& roving(NodeId composite) { return rovings_[composite]; }
  /// Of a scroller whose items have different heights; kept from frame to frame.
  [[nodiscard]] TallList& tall_list(NodeId scroller) { return tall_lists_[scroller]; }

  /// What is open above the page and belongs to one widget: choices, a menu, a picker. At most one at a time;
  /// it is gone as soon as its widget is not asked for it during a frame.
  struct Popup {
    NodeId owner = 0;
    bool open = false;
    NodeId back = 0;         ///< has the focus again when it closes, instead of its owner
    std::size_t active = 0;  ///< the choice that Enter takes
    std::string text;        ///< typed to find a choice
    CivilDate day;           ///< where a picker of dates stands
  };
  /// nullptr unless it is this widget's.
  [[nodiscard]] Popup* popup(NodeId owner);
  Popup& claim_popup(NodeId owner);  ///< takes it from whoever had it
  void close_popup();
  /// Where something may open: the box that scrolls around here, else the window.
  [[nodiscard]] Rect room() const;

  // Input
  [[nodiscard]] Interaction interact(NodeId node, const Rect& box);
  [[nodiscard]] bool was_clicked(NodeId node) const;
  [[nodiscard]] const std::string* value_changed(NodeId node) const;
  /// nullptr also when it is `known`: a window that comes back tells all its fields, which a password manager
  /// may have filled without an event.
  [[nodiscard]] const std::string* value_changed(NodeId node, std::string_view known) const;
  /// Where the caret stands in a field whose text was told in this frame, in UTF-16 units; below 0: not told.
  [[nodiscard]] std::int32_t caret_told(NodeId node) const {
    std::int32_t caret = -1;
    for (const mirror::ValueChanged& change : values_) {
      if (change.id == node) caret = change.caret;
    }
    return caret;
  }
  [[nodiscard]] bool submitted(NodeId form) const;
  [[nodiscard]] std::optional<mirror::KeyPressed> key_pressed(NodeId node) const;
  /// Every key of this frame in order: a held key may come faster than frames.
  [[nodiscard]] std::vector<mirror::KeyPressed> keys_pressed(NodeId node) const;
  [[nodiscard]] bool pointer_went_down_outside(const Rect& box) const;
  /// mirror::Modifier of this frame's press of the node.
  [[nodiscard]] std::uint8_t press_modifiers(NodeId node) const;
  /// What is done with the pointer since it went down on a node; only one node at a time.
  struct Drag {
    float dx = 0;
    float x = 0;         ///< where the pointer is
    bool moved = false;  ///< further than a hand trembles
    bool ended = false;  ///< released in this frame
  };
  /// The node is dragged from here on when the pointer goes down in its box.
  void let_drag(NodeId node, const Rect& box);
  [[nodiscard]] std::optional<Drag> drag(NodeId node) const;
  [[nodiscard]] bool pointer_is_in(const Rect& box) const;

  /// The tooltip of `of` was hidden by Escape, until the pointer and the focus have left it.
  [[nodiscard]] bool is_tooltip_dismissed(NodeId of) const { return dismissed_tooltip_ == of; }
  void dismiss_tooltip(NodeId of) { dismissed_tooltip_ = of; }
  /// Whose tooltip the last frame showed.
  [[nodiscard]] NodeId shown_tooltip() const { return shown_tooltip_; }
  void set_shown_tooltip(NodeId of, bool shown) {
    if (shown)
      shown_tooltip_ = of;
    else if (shown_tooltip_ == of)
      shown_tooltip_ = 0;
  }
  /// The pointer or the focus has moved in this frame.
  [[nodiscard]] bool may_show_tooltip_again() const { return left_tooltip_; }

  // Drawing
  void fill(const Rect& box, Colour colour, float radius = 0) const;
  void outline(const Rect& box, Colour colour, float radius = 0, float thickness = 1) const;
  void line(float x1, float y1, float x2, float y2, Colour colour) const;
  /// Two pixels of ring after two of gap, outside the box.
  void focus_ring(const Rect& around, float radius) const;
  /// False when the font lacks a letter, or the text combines marks or runs right to left. Whoever draws need
  /// not ask: such a text is painted by an element of the page at its place (decisions 8).
  [[nodiscard]] bool can_draw(std::string_view text) const;
  /// Of what our font has not, an estimate: the page has the letters.
  [[nodiscard]] ImVec2 measure_text(std::string_view text, const TextStyle& style,
                                    float wrap_width = -1) const;
  /// `align` places each wrapped line: 0 = left, 0.5 = in the middle of wrap_width.
  void draw_text(ImVec2 at, std::string_view text, const TextStyle& style, float wrap_width = -1,
                 float align = 0) const;
  /// Height for a label in a control of this inner width, on as many lines as it needs; at least a control's.
  [[nodiscard]] float control_height(std::string_view label, const TextStyle& style, float inner_width) const;
  /// On one line, or on those that fit in the box; cut with an ellipsis where it fits on none. Vertically
  /// centred.
  void draw_text_in(const Rect& box, std::string_view text, const TextStyle& style, float align = 0) const;
  void push_clip(const Rect& box) const;
  void pop_clip() const;
  [[nodiscard]] ImDrawList* canvas() const;

  /// A layer above everything before it; dialogs and menus. `opaque`: what of it hides what lies below.
  void begin_layer(const char* name, const Rect& box) { begin_layer(name, box, box); }
  void begin_layer(const char* name, const Rect& box, const Rect& opaque);
  /// A layer of the last frame stands above: an element here must not paint its own text, ImGui does it
  /// instead.
  [[nodiscard]] bool is_under_layer(const Rect& box) const;
  void end_layer();

 private:
  struct Flow {
    float x = 0, y = 0, width = 0;
  };
  struct Scroll {
    NodeId node = 0;
    std::size_t index = 0;
    float content_width = 0;
  };

  void read_inputs();
  // What is not printed, as the list beside a page, is gone meanwhile, and what had the focus in it.
  void keep_focus_for_print();
  // What the canvas cannot draw, for the page to paint in `box`: below a layer only what the layer leaves
  // free, each part in a window of its own, or it would stand above what covers it.
  void paint(const Rect& box, std::string_view text, const TextStyle& style, Wrap wrap, float align) const;
  // How much wider `text` is than with our font's one sign for all letters that it lacks.
  [[nodiscard]] float missing_width(std::string_view text, ImFont* font, float size) const;
  [[nodiscard]] float font_size(const TextStyle& style) const { return scaled(style.size) * em_height_; }

  const Model* model_ = nullptr;
  Theme theme_ = theme_for({}, ThemeChoice::kSystem);
  SystemPreferences preferences_;
  bool unseen_ = false;
  Interaction pretended_;
  float width_ = 0, height_ = 0, font_scale_ = 1, scrollbar_width_ = 0;
  ImFont* regular_ = nullptr;
  ImFont* bold_ = nullptr;
  float em_height_ = 1;  // ImGui sizes a font by its ascent and descent, CSS by its em

  Flow flow_;
  std::vector<Flow> columns_;
  mirror::Tree tree_;
  mutable mirror::Tree painted_;  // part of drawing, so drawing may add to it; goes behind the tree
  std::vector<std::size_t> open_;
  std::vector<NodeId> scopes_;
  std::vector<Scroll> scrolls_open_;
  struct Layer {
    Rect box, opaque;
  };
  std::vector<Layer> layers_, last_layers_;
  bool in_layer_ = false;
  std::unordered_map<NodeId, Offset> scroll_offsets_;
  std::unordered_map<NodeId, float> content_heights_;
  std::unordered_map<NodeId, Roving> rovings_;
  std::unordered_map<NodeId, TallList> tall_lists_;

  std::vector<mirror::Input> inputs_;
  std::vector<mirror::Clicked> clicked_;
  std::vector<NodeId> submitted_;
  std::vector<mirror::ValueChanged> values_;
  std::vector<mirror::KeyPressed> keys_;
  NodeId focused_ = 0;
  NodeId before_dialog_ = 0, before_print_ = 0;
  bool was_printing_ = false;
  Popup popup_;
  bool popup_is_asked_for_ = false;
  NodeId dismissed_tooltip_ = 0;
  NodeId shown_tooltip_ = 0;
  bool left_tooltip_ = false;
  bool dialog_was_open_ = false;
  bool ring_ = false, pointer_down_ = false, went_down_ = false;
  bool may_drag_ = false;  // went down in this frame, and nobody has taken the pointer since
  Offset pointer_, went_down_at_;
  NodeId dragged_ = 0;
  NodeId focus_ = 0;
  std::string wanted_focus_;
  int wanted_focus_frames_ = 0;
  std::vector<mirror::Announcement> announcements_;
  std::string title_;
  std::vector<Event> events_;
  bool left_out_ = false;  // of this frame, see may_leave_out()
  int settle_frames_ = 2;
  std::size_t last_node_count_ = 0;
};

/// Closes a container at the end of a C++ scope.
class Scope {
 public:
  Scope(Ui& ui, Node node) : ui_(ui), id_(ui.begin_node(std::move(node))) {}
  ~Scope() { ui_.end_node(); }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  [[nodiscard]] NodeId id() const { return id_; }

 private:
  Ui& ui_;
  NodeId id_;
};

}  // namespace spico::ui
