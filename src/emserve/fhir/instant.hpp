// FHIR's instant and dateTime with a time ("2022-09-02T13:11:22.000+01:00"). Used by the FHIR import only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace spico::emserve::fhir {

// Unix time in milliseconds, further digits dropped; nullopt for anything but a complete date and time with
// an offset (RFC 3339 as FHIR R4 narrows it). A leap second counts as the second before it.
std::optional<std::int64_t> parse_instant(std::string_view text);

}  // namespace spico::emserve::fhir
