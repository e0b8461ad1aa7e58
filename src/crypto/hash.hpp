// BLAKE2b with 32 bytes of output, plain and keyed. For identifiers, codes and key derivation, never for
// passwords (password.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>

#include "crypto/bytes.hpp"

namespace spico::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest hash(ByteView message);

// Keyed hash of several parts. Each part is preceded by its length (8 bytes, little-endian), so that no two
// different lists of parts give the same message. The key has 16 to 64 bytes.
Digest keyed_hash(ByteView key, std::initializer_list<ByteView> parts);

}  // namespace spico::crypto
