// What stands in the cells of the patient list: drawn, measured, and as text for the clipboard. For
// patients_view.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/patients/patient_query.hpp"
#include "core/patients/typed_search.hpp"
#include "ui/grid.hpp"

namespace spico::ui {

/// Of the column «Actions», before Ui::scaled.
[[nodiscard]] float actions_width(const Ui& ui);

/// Draws the cell; its text, or nothing when it recorded nodes of its own.
/// `search`: what is marked in it, nullptr when nothing was typed.
std::string patient_cell(Ui& ui, PatientColumn column, const GridCell& where, const TypedSearch* search);
/// On a phone: two lines a patient, who, then what matters next; the actions at its end. On the narrowest
/// ones names need the room: the actions stand one below the other, which leaves a third line.
std::string patient_card(Ui& ui, const GridCell& where, const TypedSearch* search);
/// Of cards in a room of this width, before Ui::scaled.
[[nodiscard]] float patient_card_height(const Ui& ui, float width);
/// What the cell needs to show everything, of the row `shown` in Patients::shown.
[[nodiscard]] float patient_cell_width(const Ui& ui, std::size_t shown, PatientColumn column);
/// Rows of Patients::shown under a line of headers, without the column of actions.
[[nodiscard]] std::string patients_tsv(const Ui& ui, const std::vector<PatientColumn>& columns,
                                       std::size_t first, std::size_t count);

}  // namespace spico::ui
