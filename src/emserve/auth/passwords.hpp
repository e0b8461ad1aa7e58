// Checking passwords in a time that tells nothing: an unknown account costs the same Argon2id as a known one.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/password.hpp"
#include "crypto/secret.hpp"

namespace spico::emserve {

class Passwords {
 public:
  explicit Passwords(crypto::PasswordCost cost = {});

  // Nothing stored: the dummy is compared, and the answer is no.
  bool matches(const std::optional<std::string>& stored, std::string_view password);
  // Throws std::runtime_error when there is no memory for it.
  std::string hash(std::string_view password) const;
  bool is_outdated(const std::string& stored) const { return crypto::password_is_outdated(stored, cost_); }

  // How many comparisons ran, and how many of them against the dummy: tests look at these instead of at
  // times.
  int comparisons() const { return comparisons_; }
  int dummy_comparisons() const { return dummy_comparisons_; }

 private:
  crypto::PasswordCost cost_;
  std::string dummy_;
  std::atomic<int> comparisons_{0};
  std::atomic<int> dummy_comparisons_{0};
};

// The password in Unicode's form NFC, as it is hashed: the same keys pressed on two systems give the same
// bytes. Bytes that are not UTF-8 are left alone.
crypto::SecretText normalised_password(std::string_view password);

// Identifiants ignore case and the spaces around them.
std::string normalised_identifiant(std::string_view identifiant);

}  // namespace spico::emserve
