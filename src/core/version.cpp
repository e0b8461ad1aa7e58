#include "core/version.hpp"

namespace spico {

const std::string_view kVersion = SPICO_VERSION;

}  // namespace spico
