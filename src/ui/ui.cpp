#include "ui/ui.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "ui/audit.hpp"

namespace spico::ui {

namespace {

constexpr int kFocusPatienceFrames = 4;  // how long a wanted focus may wait for its node to appear

ImRect to_imgui(const Rect& box) { return {box.x, box.y, right(box), bottom(box)}; }

// FNV-1a: ids only have to be stable and spread; the mirror drops duplicates and the audits report them.
NodeId hash(NodeId seed, std::string_view text, std::uint64_t number) {
  std::uint32_t value = 2166136261U ^ seed;
  const auto mix = [&](unsigned char byte) { value = (value ^ byte) * 16777619U; };
  for (const char c : text) mix(static_cast<unsigned char>(c));
  for (int shift = 0; shift < 64; shift += 8) mix(static_cast<unsigned char>(number >> shift));
  return value == 0 ? 1 : value;
}

// (ascent − descent) / units per em, from the tables hhea and head (OpenType 1.9).
float em_height_of(std::span<const unsigned char> font) {
  const auto number = [&](std::size_t at) { return at + 1 < font.size() ? font[at] << 8 | font[at + 1] : 0; };
  const auto table = [&](std::string_view tag) -> std::size_t {
    for (int i = 0; i < number(4); ++i) {
      const std::size_t record = 12 + static_cast<std::size_t>(i) * 16;
      if (record + 16 > font.size()) break;
      if (std::equal(tag.begin(), tag.end(), font.begin() + static_cast<std::ptrdiff_t>(record))) {
        return static_cast<std::size_t>(number(record + 8)) << 16 |
               static_cast<std::size_t>(number(record + 10));
      }
    }
    return 0;
  };
  const std::size_t head = table("head"), hhea = table("hhea");
  const int em = head == 0 ? 0 : number(head + 18);
  if (em == 0 || hhea == 0) return 1;
  const auto is_signed = [](int value) { return value >= 0x8000 ? value - 0x10000 : value; };
  return static_cast<float>(is_signed(number(hhea + 4)) - is_signed(number(hhea + 6))) /
         static_cast<float>(em);
}

}  // namespace

Ui::Ui() {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  // Fonts are rasterised as they are needed, at the sizes and densities that are shown: every renderer here
  // can do it.
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  io.ConfigNavCursorVisibleAuto = false;
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = style.ItemSpacing = style.FramePadding = ImVec2(0, 0);
  style.WindowBorderSize = 0;
  style.WindowMinSize = ImVec2(1, 1);
  style.AntiAliasedLinesUseTex = true;
  style.FontSizeBase = measure::kBody;
}

Ui::~Ui() { ImGui::DestroyContext(); }

void Ui::set_fonts(std::span<const unsigned char> regular, std::span<const unsigned char> bold) {
  const auto add = [](std::span<const unsigned char> bytes) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    // ImGui does not write to font data that it does not own.
    void* data = const_cast<unsigned char*>(bytes.data());
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(data, static_cast<int>(bytes.size()), measure::kBody,
                                                      &config);
  };
  em_height_ = em_height_of(regular);
  regular_ = add(regular);
  bold_ = add(bold);
}

void Ui::set_surface(float width, float height, float device_pixel_ratio, float font_scale,
                     float scrollbar_width) {
  width_ = width;
  height_ = height;
  font_scale_ = font_scale;
  scrollbar_width_ = scrollbar_width;
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(std::max(1.0F, width), std::max(1.0F, height));
  io.DisplayFramebufferScale = ImVec2(device_pixel_ratio, device_pixel_ratio);
  unsettle();
}

void Ui::request_focus(std::string key) {
  wanted_focus_ = std::move(key);
  wanted_focus_frames_ = kFocusPatienceFrames;
  unsettle();
}

void Ui::read_inputs() {
  clicked_.clear();
  submitted_.clear();
  values_.clear();
  keys_.clear();
  went_down_ = may_drag_ = left_tooltip_ = false;
  ImGuiIO& io = ImGui::GetIO();
  for (mirror::Input& input : inputs_) {
    if (const auto* clicked = std::get_if<mirror::Clicked>(&input))
      clicked_.push_back(*clicked);
    else if (const auto* submitted = std::get_if<mirror::Submitted>(&input))
      submitted_.push_back(submitted->id);
    else if (auto* value = std::get_if<mirror::ValueChanged>(&input))
      values_.push_back(std::move(*value));
    else if (const auto* key = std::get_if<mirror::KeyPressed>(&input)) {
      // Escape gives up what is being dragged, and does nothing else.
      const bool gives_up = key->key == mirror::Key::kEscape && pointer_down_ && dragged_ != 0;
      if (gives_up)
        dragged_ = 0;
      else
        keys_.push_back(*key);
    } else if (const auto* focus = std::get_if<mirror::Focused>(&input)) {
      focused_ = focus->id;
      ring_ = focus->look == mirror::FocusLook::kVisible;
      left_tooltip_ = true;
    } else if (const auto* scrolled = std::get_if<mirror::Scrolled>(&input)) {
      scroll_offsets_[scrolled->id] = {scrolled->x, scrolled->y};
    } else if (const auto* moved = std::get_if<mirror::PointerMoved>(&input)) {
      io.AddMousePosEvent(moved->x, moved->y);
      pointer_ = {moved->x, moved->y};
      left_tooltip_ = true;
    } else if (const auto* button = std::get_if<mirror::PointerButton>(&input)) {
      io.AddMouseButtonEvent(0, button->down);
      pointer_down_ = button->down;
      went_down_ = went_down_ || button->down;
      if (button->down) {
        went_down_at_ = pointer_;
        may_drag_ = true;
      }
    } else {
      io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
      // A finger leaves when it is lifted: what it has dragged stays where it is.
      if (pointer_down_) {
        dragged_ = 0;
        may_drag_ = false;
      }
    }
  }
  inputs_.clear();
}

void Ui::begin(const Model& model) {
  model_ = &model;
  theme_ = theme_for(preferences_, model.settings.theme);
  if (settle_frames_ > 0) --settle_frames_;
  read_inputs();
  last_layers_ = std::exchange(layers_, {});
  left_out_ = false;
  tree_.clear();
  tree_.reserve(last_node_count_ + last_node_count_ / 8);
  open_.clear();
  scopes_.assign(1, 0);
  columns_.clear();
  focus_ = 0;
  popup_is_asked_for_ = false;
  keep_focus_for_print();
  if (wanted_focus_frames_ > 0 && --wanted_focus_frames_ == 0) wanted_focus_.clear();
  // Nothing in the interface depends on ImGui's time; a constant keeps frames reproducible.
  ImGui::GetIO().DeltaTime = 1.0F / 60.0F;
  ImGui::NewFrame();
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::Begin("spico", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                   ImGuiWindowFlags_NoBringToFrontOnFocus);
  audit::begin_window();
  flow_ = {0, 0, width_};
  fill({0, 0, width_, height_}, theme_.background);
}

mirror::Semantics Ui::end() {
  if (popup_.owner != 0 && !popup_is_asked_for_) popup_ = {};
  audit::end_window();
  ImGui::End();
  ImGui::Render();
  for (Node& each : painted_) tree_.push_back(std::move(each));
  painted_.clear();
  audit::end_frame(tree_);
  if (left_out_) {
    layers_ = last_layers_;
  } else {
    if (tree_.size() != last_node_count_ || layers_.size() != last_layers_.size()) unsettle();
    last_node_count_ = tree_.size();
  }
  if (wanted_focus_frames_ > 0) unsettle();
  mirror::Semantics semantics;
  semantics.tree = std::exchange(tree_, {});
  semantics.title = title_;
  semantics.language = language() == Language::kFrench ? "fr" : "en";
  semantics.focus = focus_;
  semantics.announcements = std::exchange(announcements_, {});
  if (!pointer_down_) dragged_ = 0;
  return semantics;
}

bool Ui::may_leave_out() {
  const bool typed_only = values_.size() == 1 && clicked_.empty() && submitted_.empty() && keys_.empty();
  left_out_ = left_out_ || (typed_only && !events_.empty() && popup_.owner == 0 && !pointer_down_);
  return left_out_;
}

Rect Ui::take(float height) {
  const Rect box{flow_.x, flow_.y, flow_.width, height};
  flow_.y += height;
  return box;
}

void Ui::push_column(const Rect& box) {
  columns_.push_back(flow_);
  flow_ = {box.x, box.y, box.width};
}

float Ui::pop_column() {
  const float end = flow_.y;
  flow_ = columns_.back();
  columns_.pop_back();
  return end;
}

NodeId Ui::id(std::string_view key) const { return hash(scopes_.back(), key, 0); }
NodeId Ui::id(std::string_view key, std::uint64_t number) const {
  return hash(scopes_.back(), key, number + 1);
}

NodeId Ui::id_in(NodeId scope, std::string_view key, std::uint64_t number) const {
  return hash(scope, key, number + 1);
}

NodeId Ui::id_within(NodeId scope, std::string_view key, std::uint64_t number) {
  return hash(scope, key, number + 1);
}
NodeId Ui::id_within(NodeId scope, std::string_view key) { return hash(scope, key, 0); }

Node& Ui::record(Node node) {
  node.parent = open_.empty() ? 0 : tree_[open_.back()].id;
  tree_.push_back(std::move(node));
  return tree_.back();
}

NodeId Ui::begin_node(Node node) {
  const NodeId id = record(std::move(node)).id;
  open_.push_back(tree_.size() - 1);
  scopes_.push_back(id);
  return id;
}

NodeId Ui::begin_root_node(Node node) {
  const NodeId id = begin_node(std::move(node));
  tree_.back().parent = 0;
  return id;
}

NodeId Ui::begin_node_of_main(Node node) {
  const auto main = std::find_if(open_.rbegin(), open_.rend(),
                                 [&](std::size_t at) { return tree_[at].role == Role::kMain; });
  const NodeId parent = main == open_.rend() ? 0 : tree_[*main].id;
  const NodeId id = begin_node(std::move(node));
  tree_.back().parent = parent;
  return id;
}

void Ui::end_node() {
  open_.pop_back();
  scopes_.pop_back();
}

void Ui::answers_focus(std::string_view key, NodeId node) {
  if (wanted_focus_.empty() || wanted_focus_ != key) return;
  focus_ = node;
  wanted_focus_.clear();
  wanted_focus_frames_ = 0;
}

Ui::Offset Ui::scroll_offset(NodeId node) const {
  const auto found = scroll_offsets_.find(node);
  return found == scroll_offsets_.end() ? Offset{} : found->second;
}

void Ui::scroll_to(NodeId node, Offset offset) {
  scroll_offsets_[node] = offset;
  unsettle();
}

float Ui::content_height(NodeId scroller) const {
  const auto found = content_heights_.find(scroller);
  return found == content_heights_.end() ? 0 : found->second;
}

void Ui::begin_scroll(Node node, float content_width) {
  node.state |= mirror::kScroller;
  const Rect box = node.rect;
  const NodeId scroller = node.id;
  Offset& offset = scroll_offsets_[scroller];
  const auto height = content_heights_.find(scroller);
  if (height != content_heights_.end())
    offset.y = std::clamp(offset.y, 0.0F, std::max(0.0F, height->second - box.height));
  if (content_width > 0) offset.x = std::clamp(offset.x, 0.0F, std::max(0.0F, content_width - box.width));
  node.scroll_x = std::round(offset.x);
  node.scroll_y = std::round(offset.y);
  begin_node(std::move(node));
  scrolls_open_.push_back({scroller, tree_.size() - 1, content_width > 0 ? content_width : box.width});
  push_clip(box);
  push_column({box.x - std::round(offset.x), box.y - std::round(offset.y),
               content_width > 0 ? content_width : box.width, 0});
}

void Ui::end_scroll() {
  const Node& node = tree_[scrolls_open_.back().index];
  end_scroll(flow_.y + node.scroll_y - node.rect.y);
}

void Ui::end_scroll(float content_height) {
  const Scroll scroll = scrolls_open_.back();
  scrolls_open_.pop_back();
  (void)pop_column();
  pop_clip();
  end_node();
  tree_[scroll.index].content_width = scroll.content_width;
  tree_[scroll.index].content_height = content_height;
  float& known = content_heights_[scroll.node];
  if (std::lround(known) != std::lround(content_height)) unsettle();
  known = content_height;
}

Interaction Ui::interact(NodeId node, const Rect& box) {
  ImGui::ItemAdd(to_imgui(box), node);
  Interaction state;
  state.hovered = ImGui::ItemHoverable(to_imgui(box), 0, 0) || pretended_.hovered;
  state.held = (state.hovered && pointer_down_) || pretended_.held;
  state.focused = focused_ == node || pretended_.focused;
  state.ring = (focused_ == node && ring_) || pretended_.ring;
  state.clicked = was_clicked(node);
  return state;
}

bool Ui::was_clicked(NodeId node) const {
  return std::any_of(clicked_.begin(), clicked_.end(),
                     [&](const mirror::Clicked& clicked) { return clicked.id == node; });
}

std::uint8_t Ui::press_modifiers(NodeId node) const {
  std::uint8_t modifiers = 0;
  for (const mirror::Clicked& clicked : clicked_) {
    if (clicked.id == node) modifiers = clicked.modifiers;
  }
  return modifiers;
}

// By where it went down: within one busy frame it may have gone on, and even been released, somewhere else.
void Ui::let_drag(NodeId node, const Rect& box) {
  const bool began = may_drag_ && to_imgui(box).Contains(ImVec2(went_down_at_.x, went_down_at_.y));
  if (began && dragged_ == 0 && !is_under_layer(box)) dragged_ = node;
}

std::optional<Ui::Drag> Ui::drag(NodeId node) const {
  constexpr float kTremble = 5;
  if (dragged_ != node) return std::nullopt;
  const float dx = pointer_.x - went_down_at_.x;
  return Drag{dx, pointer_.x, std::abs(dx) > kTremble, !pointer_down_};
}

const std::string* Ui::value_changed(NodeId node) const {
  const std::string* last = nullptr;
  for (const auto& change : values_) {
    if (change.id == node) last = &change.value;
  }
  return last;
}

const std::string* Ui::value_changed(NodeId node, std::string_view known) const {
  const std::string* const told = value_changed(node);
  return told != nullptr && *told == known ? nullptr : told;
}

bool Ui::submitted(NodeId form) const {
  return std::find(submitted_.begin(), submitted_.end(), form) != submitted_.end();
}

std::optional<mirror::KeyPressed> Ui::key_pressed(NodeId node) const {
  for (const auto& key : keys_) {
    if (key.id == node) return key;
  }
  return std::nullopt;
}

std::vector<mirror::KeyPressed> Ui::keys_pressed(NodeId node) const {
  std::vector<mirror::KeyPressed> pressed;
  for (const auto& key : keys_) {
    if (key.id == node) pressed.push_back(key);
  }
  return pressed;
}

bool Ui::pointer_went_down_outside(const Rect& box) const {
  return went_down_ && !to_imgui(box).Contains(ImVec2(went_down_at_.x, went_down_at_.y));
}

bool Ui::pointer_is_in(const Rect& box) const { return to_imgui(box).Contains(ImGui::GetIO().MousePos); }

ImDrawList* Ui::canvas() const { return ImGui::GetWindowDrawList(); }

void Ui::fill(const Rect& box, Colour colour, float radius) const {
  if (unseen_) return;
  canvas()->AddRectFilled({box.x, box.y}, {right(box), bottom(box)}, colour, radius);
}

void Ui::outline(const Rect& box, Colour colour, float radius, float thickness) const {
  if (unseen_) return;
  // ImGui puts half a pixel of its own between the box and the middle of the line.
  const float half = thickness / 2 - 0.5F;
  canvas()->AddRect({box.x + half, box.y + half}, {right(box) - half, bottom(box) - half}, colour, radius, 0,
                    thickness);
}

void Ui::line(float x1, float y1, float x2, float y2, Colour colour) const {
  if (unseen_) return;
  canvas()->AddLine({x1, y1}, {x2, y2}, colour);
}

void Ui::focus_ring(const Rect& around, float radius) const {
  // On whole pixels: half of two pixels would be one.
  const Rect box{std::round(around.x), std::round(around.y), std::round(right(around)) - std::round(around.x),
                 std::round(bottom(around)) - std::round(around.y)};
  constexpr float kGap = 2;
  const float kThickness = theme_.ring;
  outline(inset(box, -kGap, -kGap), theme_.surface, radius + kGap, kGap);
  outline(inset(box, -kGap - kThickness, -kGap - kThickness), theme_.focus, radius + kGap + kThickness,
          kThickness);
}

void Ui::push_clip(const Rect& box) const {
  ImGui::PushClipRect({box.x, box.y}, {right(box), bottom(box)}, true);
}
void Ui::pop_clip() const { ImGui::PopClipRect(); }

void Ui::begin_layer(const char* name, const Rect& box, const Rect& opaque) {
  ImGui::SetNextWindowPos({box.x, box.y});
  ImGui::SetNextWindowSize({box.width, box.height});
  ImGui::Begin(name, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
  audit::begin_window();
  push_column(box);
  layers_.push_back({box, opaque});
  in_layer_ = true;
}

bool Ui::is_under_layer(const Rect& box) const {
  return !in_layer_ && std::any_of(last_layers_.begin(), last_layers_.end(), [&](const Layer& layer) {
    return to_imgui(layer.box).Overlaps(to_imgui(box));
  });
}

void Ui::end_layer() {
  in_layer_ = false;
  (void)pop_column();
  audit::end_window();
  ImGui::End();
  audit::begin_window();
}

}  // namespace spico::ui
