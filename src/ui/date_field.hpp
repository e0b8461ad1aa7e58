// A date JJ/MM/AAAA, typed or chosen in a calendar. For views.
#pragma once

#include <optional>
#include <string>

#include "core/time/civil_date.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

struct DateFieldSpec {
  FieldSpec field;         ///< without kind and trailing
  CivilDate today;         ///< marked in the calendar, where it opens when nothing is typed
  int first_year = 1900;   ///< of the calendar; what is typed is the caller's to judge
  CivilDate last = today;  ///< the last day that can be chosen
};
/// The new text: what was typed, or the day that was chosen as «07/04/1956».
std::optional<std::string> date_field(Ui& ui, const DateFieldSpec& spec);

}  // namespace spico::ui
