// What the parts of the gallery share.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/text/fill.hpp"
#include "core/text/gallery_strings.hpp"
#include "ui/cells.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

inline std::string_view words(const Ui& ui, GalleryText key) { return text(ui.language(), key); }

inline std::string_view held(const Ui& ui, std::string_view key) { return ui.model().gallery.value(key); }

inline void act(Ui& ui, std::string_view key, std::string_view value = {}) {
  ui.emit<GalleryEvent>(GalleryActed{std::string(key), std::string(value)});
}

inline std::string_view turned(std::string_view value) { return value.empty() ? "1" : ""; }

inline std::string named(const Ui& ui, GalleryText what, GalleryText state) {
  return fill(words(ui, GalleryText::kNamed), {{"what", words(ui, what)}, {"state", words(ui, state)}});
}

struct ShownState {
  std::string_view key;
  GalleryText name;
  std::uint32_t state;
  Interaction pretended;
};
inline const std::array<ShownState, 6>& shown_states() {
  static const std::array<ShownState, 6> kStates{
      ShownState{"plain", GalleryText::kPlain, 0, {}},
      ShownState{"hovered", GalleryText::kHovered, 0, {.hovered = true}},
      ShownState{"held", GalleryText::kHeld, 0, {.hovered = true, .held = true}},
      ShownState{"focused", GalleryText::kFocused, 0, {.focused = true, .ring = true}},
      ShownState{"disabled", GalleryText::kDisabled, mirror::kDisabled, {}},
      ShownState{"busy", GalleryText::kBusy, mirror::kBusy | mirror::kDisabled, {}}};
  return kStates;
}

/// Kinds of fields, and states of what is chosen from, beside those of gallery_view.cpp.
void more_fields(Ui& ui, Cells& cells);
void more_choices(Ui& ui, Cells& cells);
/// What is listed.
void grids(Ui& ui, Cells& cells);
void tiles(Ui& ui, Cells& cells);
void avatars(Ui& ui, Cells& cells);
void talk(Ui& ui, Cells& cells);

}  // namespace spico::ui
