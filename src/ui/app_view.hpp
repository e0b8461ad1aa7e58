// The whole interface of one frame: header, navigation, the screen, dialogs. Called by app/.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

void app_view(Ui& ui);

// One function a screen; each fills the column that app_view opened inside <main>.
void sign_in_view(Ui& ui);
void terms_view(Ui& ui);
void portal_view(Ui& ui);
void patients_view(Ui& ui,
                   const Rect& room);  ///< lays itself out in the whole room: the grid scrolls by itself

}  // namespace spico::ui
