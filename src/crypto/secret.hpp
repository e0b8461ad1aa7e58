// Secrets in memory: move-only holders that wipe what they held. Every key, password, code and token lives in
// one of these.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "crypto/bytes.hpp"

namespace spico::crypto {

// Overwrites memory in a way that the optimiser keeps (a plain memset before a free is removed, also in
// wasm).
void wipe(void* memory, std::size_t size);

// A secret whose length is known when compiling: keys, tokens.
template <std::size_t kSize>
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::span<const std::uint8_t, kSize> source) {
    for (std::size_t i = 0; i < kSize; ++i) bytes_[i] = source[i];
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes(SecretBytes&& other) noexcept : bytes_(other.bytes_) { other.clear(); }
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
      bytes_ = other.bytes_;
      other.clear();
    }
    return *this;
  }
  ~SecretBytes() { clear(); }

  ByteView view() const { return bytes_; }
  ByteSpan span() { return bytes_; }
  static constexpr std::size_t size() { return kSize; }
  void clear() { wipe(bytes_.data(), kSize); }

 private:
  std::array<std::uint8_t, kSize> bytes_{};
};

// A secret text of any length: passwords and codes as typed. Never null-terminated, never grows.
class SecretText {
 public:
  SecretText() = default;
  explicit SecretText(std::string_view source);
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  SecretText(SecretText&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  SecretText& operator=(SecretText&& other) noexcept;
  ~SecretText() { clear(); }

  std::string_view view() const { return {data_, size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  void clear();

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace spico::crypto
