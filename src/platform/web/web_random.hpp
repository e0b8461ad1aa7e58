// Random bytes from the browser's generator. For Platform.
#pragma once

#include "app/ports.hpp"

namespace spico::web {

class WebRandom final : public app::Random {
 public:
  void fill(std::span<unsigned char> bytes) override;  // stops the page if the browser gives none
};

}  // namespace spico::web
