#include "crypto/hash.hpp"

#include <sodium.h>

#include <cstdlib>

namespace spico::crypto {

Digest hash(ByteView message) {
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), message.data(), message.size(), nullptr, 0);
  return digest;
}

Digest keyed_hash(ByteView key, std::initializer_list<ByteView> parts) {
  if (key.size() < crypto_generichash_KEYBYTES_MIN || key.size() > crypto_generichash_KEYBYTES_MAX) {
    std::abort();  // a key of another length is a mistake in the program
  }
  crypto_generichash_state state;
  Digest digest{};
  crypto_generichash_init(&state, key.data(), key.size(), digest.size());
  for (const ByteView part : parts) {
    std::array<std::uint8_t, 8> length{};
    std::uint64_t rest = part.size();
    for (std::uint8_t& byte : length) {
      byte = static_cast<std::uint8_t>(rest & 0xFFU);
      rest >>= 8U;
    }
    crypto_generichash_update(&state, length.data(), length.size());
    crypto_generichash_update(&state, part.data(), part.size());
  }
  crypto_generichash_final(&state, digest.data(), digest.size());
  sodium_memzero(&state, sizeof state);
  return digest;
}

}  // namespace spico::crypto
