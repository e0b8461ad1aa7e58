// A discussion on paper: messages in order, each with its author, its day and its time, and what of it is not
// there. On the screen nobody sees it. For discussions_view.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

/// While the open discussion is printed; else nothing. Stands before all that paper then leaves out.
void discussion_print(Ui& ui);

}  // namespace spico::ui
