// What was put into a dossier from discussions, as a section of its page. For dossier_view.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

void entries_section(Ui& ui);

}  // namespace spico::ui
