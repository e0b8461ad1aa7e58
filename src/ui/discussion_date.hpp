// «Aller à une date» in an open discussion: the line with the date. For thread_view only.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

/// Laid out in the column, when it is open.
void discussion_date(Ui& ui);

}  // namespace spico::ui
