// Small records that only their owner can read and nobody can change unseen: XChaCha20-Poly1305, as libsodium
// has it. For what a device keeps.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

namespace spico::crypto {

using SealKey = SecretBytes<32>;
// Random, and never used twice with one key: 24 bytes drawn anew for each record are enough for that.
using SealNonce = std::array<std::uint8_t, 24>;

// Keyed BLAKE2b of owner and device under the server's half; neither half gives the key alone. The server's
// has 16 to 64 bytes.
SealKey seal_key(ByteView server_share, std::string_view owner, ByteView device_share);

// Nonce and ciphertext. `name` is not in it, but open() needs the same one: no record can be put
// in another's place.
std::string seal_bytes(const SealKey& key, const SealNonce& nonce, std::string_view name, ByteView plain);
// The same as base64url, where texts are kept.
std::string seal(const SealKey& key, const SealNonce& nonce, std::string_view name, ByteView plain);

// Nothing when key or name are others, or when anything of it was changed.
std::optional<std::string> open_bytes(const SealKey& key, std::string_view name, std::string_view sealed);
std::optional<std::string> open(const SealKey& key, std::string_view name, std::string_view sealed);

}  // namespace spico::crypto
