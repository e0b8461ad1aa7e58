// «Rechercher un patient»: the fields and filters above the patient list. For patients_view only.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

/// Returns the room beside the buttons, where the count stands when there is enough of it.
Rect patient_search_view(Ui& ui);

}  // namespace spico::ui
