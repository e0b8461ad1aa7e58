// Reading the path of a request strictly: whatever is ambiguous is refused, nothing is repaired.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spico::emserve {

// "%C3%A9" becomes "é". Nothing when a percent sign is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text);

// The decoded path when it is canonical: it starts with '/', and after decoding has no empty segment, no "."
// or ".." segment, no backslash, no control character, no second layer of encoding, and no encoded slash.
// Nothing otherwise.
std::optional<std::string> canonical_path(std::string_view raw_path);

}  // namespace spico::emserve
