// The dialog «Recherches enregistrées» of the patient list. For patients_view.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

void saved_searches_dialog(Ui& ui);

}  // namespace spico::ui
