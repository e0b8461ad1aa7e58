// Upper-case letters for names. French practice: accents stay (É), ß becomes SS.
#pragma once

#include <string>
#include <string_view>

namespace spico {

/// UTF-8 in, UTF-8 out; whatever has no upper-case form stays as it is. Latin, Greek, Cyrillic and Armenian.
[[nodiscard]] std::string upper_case(std::string_view text);
void append_upper_case(std::string& out, std::string_view text);

}  // namespace spico
