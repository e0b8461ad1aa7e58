// The three faces of something that comes from the server: waiting, failed with «Réessayer», here. For views.
#pragma once

#include <string_view>

#include "core/remote.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

/// A sentence and a bar that say that something is on its way.
void waiting(Ui& ui, std::string_view key, std::string_view sentence);

/// What went wrong and a button «Réessayer»; true when it was pressed.
[[nodiscard]] bool failed(Ui& ui, std::string_view key, const Failure& failure);

}  // namespace spico::ui
