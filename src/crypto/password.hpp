// Storing and checking passwords with Argon2id. Slow on purpose: never on a thread that draws or listens.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace spico::crypto {

// ASVS 5, appendix C: 19 MiB and two passes is the least that is accepted.
struct PasswordCost {
  std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;
  unsigned passes = 2;
};

// The text to store ("$argon2id$v=19$m=…"), with its own random salt; nothing when the memory is not to be
// had.
std::optional<std::string> hash_password(std::string_view password, PasswordCost cost = {});

// False also for a stored text that is not one of hash_password's.
bool password_matches(const std::string& stored, std::string_view password);

// The stored text was made with another cost: hash again at the next successful sign-in.
bool password_is_outdated(const std::string& stored, PasswordCost cost = {});

}  // namespace spico::crypto
