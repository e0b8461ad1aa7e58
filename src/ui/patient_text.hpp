// What is known of a patient, in words: the list and the dossier say the same. For views.
#pragma once

#include <string>
#include <string_view>

#include "core/patients/patient.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

[[nodiscard]] std::string_view sex_letter(const Ui& ui, Sex sex);
[[nodiscard]] std::string_view sex_word(const Ui& ui, Sex sex);
/// «clé du matricule incorrecte, traits incohérents»; empty when nothing is odd.
[[nodiscard]] std::string flag_text(const Ui& ui, PatientFlags flags);
/// «3 dont 1 en retard»; empty when nothing is open.
[[nodiscard]] std::string tasks_text(const Ui& ui, int open, int late);
/// Of «TEST».
[[nodiscard]] ChipColours test_chip(const Ui& ui);

}  // namespace spico::ui
