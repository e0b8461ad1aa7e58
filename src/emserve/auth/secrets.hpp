// The pepper: a key kept in a file beside the database, never in it, so that a stolen database does not give
// up its codes and sources. And the hashes made with it.
#pragma once

#include <filesystem>
#include <string_view>

#include "crypto/hash.hpp"
#include "crypto/secret.hpp"
#include "emserve/store/records.hpp"

namespace spico::emserve {

class Pepper {
 public:
  // Reads the file, or makes it with a new key, readable by its owner only. Throws std::runtime_error with a
  // sentence.
  static Pepper load_or_create(const std::filesystem::path& file);
  explicit Pepper(crypto::SecretBytes<32> key) : key_(std::move(key)) {}

  // Bound to its session, so that the same code of another sign-in has another hash.
  crypto::Digest of_code(SessionKey session, std::string_view code) const;
  crypto::Digest of_identifiant(std::string_view identifiant) const;
  crypto::Digest of_source(std::string_view address) const;
  crypto::Digest of_destination(std::string_view destination) const;
  // The server's half of the key under which this account's browsers keep what is unsent.
  crypto::Digest of_sealing(AccountId account) const;

 private:
  crypto::Digest keyed(std::string_view purpose, std::string_view value) const;

  crypto::SecretBytes<32> key_;
};

}  // namespace spico::emserve
