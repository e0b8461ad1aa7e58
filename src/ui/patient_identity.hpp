// Who a row of the list is about: the name, why it was found, what is odd about it. For its cells and cards.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/patients/patient_list.hpp"
#include "core/patients/typed_search.hpp"
#include "core/text/fold.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

enum class TestChip : std::uint8_t { kBeside, kElsewhere };

/// The name leads to the patient's page. `active`: its row has the roving focus; `search`: what was typed, or
/// nullptr.
void identity_cell(Ui& ui, RowNumber row, const Rect& box, bool active, const TypedSearch* search,
                   TestChip place = TestChip::kBeside);
/// Returns the width that it takes.
float draw_test_chip(Ui& ui, float x, float centre_y);
/// «clé du matricule incorrecte, homonyme possible»
[[nodiscard]] std::string warnings_of(const Ui& ui, RowNumber row);

/// Behind a text that agrees with what was typed.
void draw_mark(const Ui& ui, const Rect& box);
/// In the HTML version the page paints marks itself.
[[nodiscard]] std::string marked_for_page(std::string_view text, const std::vector<TextSpan>& marks);

}  // namespace spico::ui
