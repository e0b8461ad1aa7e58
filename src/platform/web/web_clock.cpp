#include "platform/web/web_clock.hpp"

#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

namespace spico::web {

std::int64_t WebClock::wall_ms() { return static_cast<std::int64_t>(emscripten_date_now()); }

std::int64_t WebClock::monotonic_ms() { return static_cast<std::int64_t>(emscripten_get_now()); }

}  // namespace spico::web
