// The footer of sign-in and portal: what the law wants at hand, and the switches of whoever has no menu yet.
// For views.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

enum class FooterKind : std::uint8_t {
  kSignIn,  ///< with language, theme and face; stands in index.html already
  kPortal,  ///< those are in the user menu
};

/// As many lines as the entries need in this width.
[[nodiscard]] float footer_height(const Ui& ui, float width, FooterKind kind);
void footer(Ui& ui, const Rect& box, FooterKind kind);

}  // namespace spico::ui
