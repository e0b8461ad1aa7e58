// The dialogs about one message: who has read it, and what is asked before it goes. For discussions_view.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

void discussion_message_dialogs(Ui& ui);

}  // namespace spico::ui
