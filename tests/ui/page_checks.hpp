// What must hold on every screen, whatever it shows. For view tests.
#pragma once

#include <string>
#include <vector>

#include "tests/ui/journey.hpp"

namespace journey {

using spico::headless::Element;

/// Names, references, places and quiet: accessibility.md checks 1, 4, 6, 7; also the audits of what was
/// drawn.
void check_page(App& app);
/// The same while an answer is still waited for.
void check_still_page(App& app);

/// The one with that role and name, which must be there.
const Element& found(App& app, Role role, std::string_view name);
/// All elements with this role, in reading order.
std::vector<const Element*> all(App& app, Role role);
/// The nearest element around `id` with this role; nullptr when there is none.
const Element* around(App& app, spico::mirror::NodeId id, Role role);
/// 0 when it has none.
int number(const Element& element, spico::mirror::NumberField field);
void scroll(App& app, spico::mirror::NodeId id, float y);

}  // namespace journey
