// Every widget in every state, at #/galerie. For main_gallery.cpp and tests: other builds do not link it.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

void gallery_view(Ui& ui);

}  // namespace spico::ui
