// The messages of the open discussion, as many as there are: those in sight are there as elements. For
// thread_view only.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

/// Scrolls within `box`; in the HTML version a page of them, as high as they are.
void thread_messages(Ui& ui, const Rect& box);

}  // namespace spico::ui
