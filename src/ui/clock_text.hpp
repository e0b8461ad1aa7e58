// Durations and moments in words, for views.
#pragma once

#include <cstdint>
#include <string>

namespace spico::ui {

/// "4:59"; rounded up to the next second, so that 0:00 means over.
[[nodiscard]] std::string minutes_and_seconds(std::int64_t milliseconds);

/// "22/11 15:34", or "22/11/2025" in another year.
[[nodiscard]] std::string moment_text(std::int64_t then_ms, std::int64_t now_ms);

}  // namespace spico::ui
