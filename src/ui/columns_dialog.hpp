// The dialog «Colonnes» of the patient list, of the module's second part: shown once Model::rest is kHere.
// For patient_grid.cpp.
#pragma once

#include <vector>

#include "ui/ui.hpp"

namespace spico::ui {

/// Every column: shown or not, moved, widened, sorted by. `widths` of the visible ones, before Ui::scaled.
void columns_dialog(Ui& ui, const std::vector<float>& widths);

}  // namespace spico::ui
