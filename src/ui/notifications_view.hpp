// The screen «Notifications»: what calls the reader, and how they are told of it. For app_view only; part of
// the rest of the module.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

void notifications_view(Ui& ui, const Rect& room);

}  // namespace spico::ui
