// What each printed page says of itself; on the screen nobody sees it. For the screens that are printed.
#pragma once

#include <string>
#include <vector>

#include "ui/ui.hpp"

namespace spico::ui {

/// These lines, then «Imprimé par Camille TEST le 22/11/2026 à 14:02». web/lib_page.js puts them on each
/// page.
void printed_head(Ui& ui, std::vector<std::string> lines);

}  // namespace spico::ui
