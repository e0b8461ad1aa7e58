// Dates as HTTP and mail write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spico::emserve {

// "Sun, 22 Nov 2026 14:34:00 GMT" for zone "GMT" (RFC 9110 section 5.6.7), with "+0000" the form of RFC 5322.
std::string date_text(std::int64_t unix_ms, std::string_view zone);

}  // namespace spico::emserve
