// The version of the project, which CMakeLists.txt says. For everyone.
#pragma once

#include <string_view>

namespace spico {

extern const std::string_view kVersion;  ///< "1.0.0"

}  // namespace spico
