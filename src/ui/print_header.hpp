// What a printed page says of itself; on the screen nobody sees it. For the screens that are printed.
#pragma once

#include <string>
#include <string_view>

#include "ui/ui.hpp"

namespace spico::ui {

void print_line(Ui& ui, std::string_view key, std::string sentence);
/// «Imprimé par Camille TEST le 22/11/2026 à 14:02»
void printed_by(Ui& ui);

}  // namespace spico::ui
