#include "crypto/secret.hpp"

#include <sodium.h>

#include <cstring>

namespace spico::crypto {

void wipe(void* memory, std::size_t size) { sodium_memzero(memory, size); }

SecretText::SecretText(std::string_view source) {
  if (source.empty()) return;
  data_ = new char[source.size()];
  size_ = source.size();
  std::memcpy(data_, source.data(), size_);
}

SecretText& SecretText::operator=(SecretText&& other) noexcept {
  if (this != &other) {
    clear();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

void SecretText::clear() {
  if (data_ == nullptr) return;
  wipe(data_, size_);
  delete[] data_;
  data_ = nullptr;
  size_ = 0;
}

}  // namespace spico::crypto
