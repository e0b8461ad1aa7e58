// The three faces of something that comes from the server: waiting, failed with «Réessayer», here, perhaps
// old. For views.
#pragma once

#include <string_view>

#include "core/remote.hpp"
#include "core/text/strings.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

/// A sentence and a bar that say that something is on its way.
void waiting(Ui& ui, std::string_view key, std::string_view sentence);

/// What went wrong and a button «Réessayer»; true when it was pressed.
[[nodiscard]] bool failed(Ui& ui, std::string_view key, const Failure& failure);

/// How old what is on the screen is, once the server has not been heard of for a minute; false: nothing
/// stands there. `other` is the sentence for more than one minute.
bool age_banner(Ui& ui, Text one = Text::kPatientsStaleOne, Text other = Text::kPatientsStaleOther);

}  // namespace spico::ui
