#include "emserve/http/security_headers.hpp"

#include <algorithm>

namespace spico::emserve {
namespace {

constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; object-src 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types spico-worker; report-to csp";
constexpr std::string_view kPermissionsPolicy =
    "camera=(), microphone=(), geolocation=(), display-capture=(), fullscreen=(self), "
    "publickey-credentials-get=(self)";

}  // namespace

void add_security_headers(Response& response, Transport transport, std::string_view build) {
  // What a route says of itself stands.
  const auto set_unless_there = [&response](std::string_view name, std::string_view value) {
    const bool is_there = std::any_of(response.headers.begin(), response.headers.end(),
                                      [name](const Header& header) { return header.name == name; });
    if (!is_there) response.set_header(std::string(name), std::string(value));
  };
  set_unless_there("Cache-Control", "no-store");
  set_unless_there("Content-Security-Policy", kContentSecurityPolicy);
  response.set_header("Reporting-Endpoints", "csp=\"/reports/csp\"");
  set_unless_there("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("Cross-Origin-Embedder-Policy", "require-corp");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("X-Frame-Options", "DENY");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Permissions-Policy", std::string(kPermissionsPolicy));
  if (transport != Transport::kPlain) {
    response.set_header("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  }
  response.set_header("X-Spico-Build", std::string(build));
}

}  // namespace spico::emserve
