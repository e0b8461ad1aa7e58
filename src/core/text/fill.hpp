// Puts values into the {placeholders} of a text of core/text/strings.hpp. For everyone above core/text.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace spico {

// "{count} patients" with {{"count", "3"}} gives "3 patients". A placeholder without a value stays as it is
// written, so that a mistake shows; values are not searched for placeholders.
std::string fill(std::string_view pattern,
                 std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace spico
