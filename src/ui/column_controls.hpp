// How the columns of the patient list are arranged without a mouse: the menu of a header and the dialog
// «Colonnes». For patients_view.cpp.
#pragma once

#include <vector>

#include "core/patients/column_layout.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

/// The menu of a visible column, under its header and within `bounds`. True when it shall fit its content.
bool column_menu(Ui& ui, PatientColumn column, const Rect& header, const Rect& bounds,
                 const std::vector<float>& widths);

/// «Colonnes», at the right end of the line.
void columns_button(Ui& ui, const Rect& line);
/// Every column: shown or not, moved, widened, sorted by. `widths` of the visible ones, before Ui::scaled.
void columns_dialog(Ui& ui, const std::vector<float>& widths);

/// A new width for the visible column at `position`; those before it keep the one they have now, so that only
/// what stands behind it moves.
[[nodiscard]] ColumnsResized with_width(const Ui& ui, const std::vector<float>& widths, std::size_t position,
                                        float width);

}  // namespace spico::ui
