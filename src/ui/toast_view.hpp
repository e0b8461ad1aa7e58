// The short message about what has just been done, with «Annuler», or about what failed. For app_view only.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

void toast_view(Ui& ui);

}  // namespace spico::ui
