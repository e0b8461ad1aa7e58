// The list of discussions with its search and filters. For discussions_view.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

/// Takes all of `room`.
void discussion_list(Ui& ui, const Rect& room);

}  // namespace spico::ui
