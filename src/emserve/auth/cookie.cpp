#include "emserve/auth/cookie.hpp"

#include "crypto/random.hpp"

namespace spico::emserve {
namespace {

constexpr std::size_t kSecretBytes = 32;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view attributes(Transport transport) {
  return transport == Transport::kPlain ? "; Path=/; HttpOnly; SameSite=Strict"
                                        : "; Path=/; Secure; HttpOnly; SameSite=Strict";
}

}  // namespace

NewCookie make_cookie() {
  const auto secret = crypto::random_secret<kSecretBytes>();
  return {crypto::to_base64url(secret.view()), crypto::hash(secret.view())};
}

std::string_view cookie_name(Transport transport) {
  return transport == Transport::kPlain ? "spico" : "__Host-spico";
}

std::string set_cookie_header(std::string_view value, Transport transport) {
  return std::string(cookie_name(transport)).append("=").append(value).append(attributes(transport));
}

std::string expire_cookie_header(Transport transport) {
  return std::string(cookie_name(transport)).append("=").append(attributes(transport)).append("; Max-Age=0");
}

std::optional<crypto::Digest> cookie_hash(std::string_view cookie_header, Transport transport) {
  std::optional<crypto::Digest> found;
  for (std::string_view rest = cookie_header; !rest.empty();) {
    const std::size_t end = rest.find(';');
    const std::string_view pair = trimmed(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != cookie_name(transport)) continue;
    if (found) return std::nullopt;
    const auto secret = crypto::from_base64url(pair.substr(equals + 1));
    if (!secret || secret->size() != kSecretBytes) return std::nullopt;
    found = crypto::hash(*secret);
  }
  return found;
}

}  // namespace spico::emserve
