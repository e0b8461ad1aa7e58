// How text enters the server: Unicode normalisation form C, without what cannot be seen. Everything that
// people typed or sent goes through here before it is stored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spico::emserve {

// NFC, without control characters and marks that reorder text (U+202A…U+202E, U+2066…U+2069, they can make a
// name look like another); every run of spaces becomes one space, none at the ends; no-break spaces stay.
// nullopt: not UTF-8.
std::optional<std::string> clean_text(std::string_view text);

// The same for a text of several lines: each line break, however it was written, becomes one line feed and
// stays, as spaces within a line do; spaces and line breaks at both ends go.
std::optional<std::string> clean_lines(std::string_view text);

}  // namespace spico::emserve
