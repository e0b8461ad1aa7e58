#include "emserve/auth/passwords.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <stdexcept>

#include "emserve/text/nfc.hpp"

namespace spico::emserve {

Passwords::Passwords(crypto::PasswordCost cost)
    : cost_(cost), dummy_(hash("an account that does not exist")) {}

bool Passwords::matches(const std::optional<std::string>& stored, std::string_view password) {
  ++comparisons_;
  if (stored) return crypto::password_matches(*stored, password);
  ++dummy_comparisons_;
  // Whatever it says: there is nobody to sign in.
  static_cast<void>(crypto::password_matches(dummy_, password));
  return false;
}

std::string Passwords::hash(std::string_view password) const {
  std::optional<std::string> stored = crypto::hash_password(password, cost_);
  if (!stored) throw std::runtime_error("not enough memory to hash a password");
  return std::move(*stored);
}

crypto::SecretText normalised_password(std::string_view password) {
  utf8proc_uint8_t* composed = nullptr;
  const utf8proc_ssize_t length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(password.data()),
                   static_cast<utf8proc_ssize_t>(password.size()), &composed,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (length < 0) return crypto::SecretText(password);
  crypto::SecretText normalised({reinterpret_cast<const char*>(composed), static_cast<std::size_t>(length)});
  crypto::wipe(composed, static_cast<std::size_t>(length));
  std::free(composed);
  return normalised;
}

std::string normalised_identifiant(std::string_view identifiant) {
  std::string normalised = clean_text(identifiant).value_or(std::string(identifiant));
  for (char& character : normalised) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  return normalised;
}

}  // namespace spico::emserve
