// «Rechercher un patient»: the fields and filters above the patient list. For patients_view only.
#pragma once

#include <string_view>

#include "ui/ui.hpp"

namespace spico::ui {

/// Returns the room beside the buttons, where the count stands when there is enough of it.
Rect patient_search_view(Ui& ui);

[[nodiscard]] std::string_view sex_letter(const Ui& ui, Sex sex);
[[nodiscard]] std::string_view sex_word(const Ui& ui, Sex sex);

}  // namespace spico::ui
