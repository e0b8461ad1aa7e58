// The languages of the interface. For everyone.
#pragma once
#include <cstdint>

namespace spico {

enum class Language : uint8_t { kFrench, kEnglish };

}  // namespace spico
