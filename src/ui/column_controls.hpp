// How the columns of the patient list are arranged without a mouse: the menu of a header, and the button of
// the dialog «Colonnes» (columns_dialog.hpp). For the patient list.
#pragma once

#include <string>
#include <vector>

#include "core/patients/column_layout.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

/// The menu of a visible column, under its header and within `bounds`. True when it shall fit its content.
bool column_menu(Ui& ui, PatientColumn column, const Rect& header, const Rect& bounds,
                 const std::vector<float>& widths);

/// «Colonnes», at the right end of the line.
void columns_button(Ui& ui, const Rect& line);

/// A sentence of assets/strings that names a column.
[[nodiscard]] std::string about_column(const Ui& ui, Text sentence, PatientColumn column);
[[nodiscard]] bool is_sortable(PatientColumn column);
/// A new width for the visible column at `position`; those before it keep the one they have now, so that only
/// what stands behind it moves.
[[nodiscard]] ColumnsResized with_width(const Ui& ui, const std::vector<float>& widths, std::size_t position,
                                        float width);

}  // namespace spico::ui
