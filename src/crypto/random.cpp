#include "crypto/random.hpp"

#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#ifndef __EMSCRIPTEN__
#include <sys/random.h>
#endif

namespace spico::crypto {
namespace {

constexpr std::size_t kMaximumDraw = 256;  // the limit of getentropy

EntropySource entropy_source = system_entropy;

const char* implementation_name() { return "spico"; }

void draw(void* const memory, const std::size_t size) {
  auto* next = static_cast<std::uint8_t*>(memory);
  for (std::size_t left = size; left > 0;) {
    const std::size_t part = std::min(left, kMaximumDraw);
    if (!entropy_source(next, part)) std::abort();
    next += part;
    left -= part;
  }
}

std::uint32_t draw_number() {
  std::uint32_t number = 0;
  draw(&number, sizeof number);
  return number;
}

// libsodium keeps the pointer.
randombytes_implementation implementation = {
    implementation_name, draw_number, nullptr, nullptr, draw, nullptr};

using Sample = std::array<std::uint8_t, 32>;

}  // namespace

bool system_entropy(void* memory, std::size_t size) { return getentropy(memory, size) == 0; }

StartResult start(EntropySource source) {
  Sample first{};
  Sample second{};
  if (!source(first.data(), first.size()) || !source(second.data(), second.size())) {
    return StartResult::kNoEntropy;
  }
  const Sample zero{};
  if (first == second || first == zero || second == zero) return StartResult::kRepeatingEntropy;
  entropy_source = source;
  if (randombytes_set_implementation(&implementation) != 0) return StartResult::kLibraryFailed;
  if (sodium_init() < 0) return StartResult::kLibraryFailed;
  return StartResult::kReady;
}

void fill_random(ByteSpan bytes) { randombytes_buf(bytes.data(), bytes.size()); }

std::uint32_t random_below(std::uint32_t bound) { return randombytes_uniform(bound); }

}  // namespace spico::crypto
