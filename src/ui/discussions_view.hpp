// «Discussions»: the list, and beside it or instead of it the one that is open. For app_view.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

void discussions_view(Ui& ui, const Rect& room);

}  // namespace spico::ui
