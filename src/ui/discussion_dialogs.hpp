// The dialogs of the discussions: a new one, its members, adding one, leaving it. For discussions_view.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

/// The one that is open, if any.
void discussion_dialogs(Ui& ui);

}  // namespace spico::ui
