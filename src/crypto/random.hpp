// Random numbers from the operating system or the browser, one implementation for both (getentropy), tested
// at the start. A program calls start() before anything else of crypto/ and does not go on when it fails.
#pragma once

#include <cstddef>
#include <cstdint>

#include "crypto/secret.hpp"

namespace spico::crypto {

// Fills memory with at most 256 random bytes; false when the system has none to give.
using EntropySource = bool (*)(void* memory, std::size_t size);

// getentropy(): crypto.getRandomValues in the browser, the kernel elsewhere.
bool system_entropy(void* memory, std::size_t size);

enum class StartResult : std::uint8_t { kReady, kNoEntropy, kRepeatingEntropy, kLibraryFailed };

// Installs the source, starts libsodium and checks that two draws of 32 bytes differ and are not zero.
// Not thread-safe. Later failures of the source stop the program: no caller could go on safely.
StartResult start(EntropySource source = system_entropy);

void fill_random(ByteSpan bytes);

// A uniform number in [0, bound); bound is at least 1.
std::uint32_t random_below(std::uint32_t bound);

template <std::size_t kSize>
SecretBytes<kSize> random_secret() {
  SecretBytes<kSize> secret;
  fill_random(secret.span());
  return secret;
}

}  // namespace spico::crypto
