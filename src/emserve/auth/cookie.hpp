// The session cookie: its name, its attributes, and reading it back. The value is 32 random bytes that only
// the browser keeps; the server keeps their hash.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/hash.hpp"
#include "emserve/options.hpp"

namespace spico::emserve {

struct NewCookie {
  std::string value;      // base64url, 43 characters
  crypto::Digest hash{};  // what the store keeps
};

NewCookie make_cookie();

// "__Host-spico", or "spico" over plain HTTP, where some browsers drop the prefixed one.
std::string_view cookie_name(Transport transport);
std::string set_cookie_header(std::string_view value, Transport transport);
std::string expire_cookie_header(Transport transport);

// Hash of the session cookie of this Cookie header. Nothing when it is absent, sent twice or not of our form.
std::optional<crypto::Digest> cookie_hash(std::string_view cookie_header, Transport transport);

}  // namespace spico::emserve
