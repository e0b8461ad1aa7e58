// The page's two clocks. For Platform.
#pragma once

#include "app/ports.hpp"

namespace spico::web {

class WebClock final : public app::Clock {
 public:
  std::int64_t wall_ms() override;       // Date.now()
  std::int64_t monotonic_ms() override;  // performance.now()
};

}  // namespace spico::web
