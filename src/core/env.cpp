#include "core/env.hpp"

#include <array>

#include "crypto/bytes.hpp"

namespace spico {

std::string Env::new_client_id() const {
  std::array<unsigned char, 16> bytes{};
  random->fill(bytes);
  return crypto::to_hex(bytes);
}

}  // namespace spico
