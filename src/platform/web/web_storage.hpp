// localStorage; a browser that refuses it behaves as an empty one. For Platform.
#pragma once

#include "app/ports.hpp"

namespace spico::web {

class WebStorage final : public app::Storage {
 public:
  std::string get(std::string_view key) override;
  void set(std::string_view key, std::string_view value) override;
};

}  // namespace spico::web
