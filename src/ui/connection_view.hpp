// What is known of the network: in a word in the header, in sentences above a page. For app_view.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

void connection_state(Ui& ui, const Rect& box);
/// Without a network; and late answers where no header has room for them, once somebody is `signed_in`.
void connection_banner(Ui& ui, bool signed_in);

}  // namespace spico::ui
