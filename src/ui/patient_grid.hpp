// The patients that the filters let through, as a table of columns or as cards of two lines. For the screens
// that show them.
#pragma once

#include "core/patients/patient.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

void patient_table(Ui& ui, const Rect& room);
/// `open`: whose page stands beside them; none = nobody's.
void patient_cards(Ui& ui, const Rect& room, PatientId open);

}  // namespace spico::ui
