// What is being written into the open discussion, or changed in it. For thread_view.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

void composer_view(Ui& ui);

}  // namespace spico::ui
