#include "core/env.hpp"

#include <array>

#include "crypto/bytes.hpp"

namespace spico {

std::string Env::new_client_id() const {
  std::array<unsigned char, 16> bytes{};
  random->fill(bytes);
  return crypto::to_hex(bytes);
}

std::uint32_t Env::chance() const {
  std::array<unsigned char, 4> bytes{};
  random->fill(bytes);
  std::uint32_t chance = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) chance = chance << 8U | bytes[i];
  return chance;
}

}  // namespace spico
