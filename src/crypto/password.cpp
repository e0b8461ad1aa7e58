#include "crypto/password.hpp"

#include <sodium.h>

#include <array>

namespace spico::crypto {

std::optional<std::string> hash_password(std::string_view password, PasswordCost cost) {
  std::array<char, crypto_pwhash_STRBYTES> stored{};
  const int status = crypto_pwhash_str_alg(stored.data(), password.data(), password.size(), cost.passes,
                                           cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
  if (status != 0) return std::nullopt;
  return std::string(stored.data());
}

bool password_matches(const std::string& stored, std::string_view password) {
  // libsodium reads a buffer of this exact size
  std::array<char, crypto_pwhash_STRBYTES> buffer{};
  if (stored.size() >= buffer.size()) return false;
  stored.copy(buffer.data(), stored.size());
  return crypto_pwhash_str_verify(buffer.data(), password.data(), password.size()) == 0;
}

bool password_is_outdated(const std::string& stored, PasswordCost cost) {
  std::array<char, crypto_pwhash_STRBYTES> buffer{};
  if (stored.size() >= buffer.size()) return true;
  stored.copy(buffer.data(), stored.size());
  return crypto_pwhash_str_needs_rehash(buffer.data(), cost.passes, cost.memory_bytes) != 0;
}

}  // namespace spico::crypto
