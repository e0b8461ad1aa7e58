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
  const bool has_cache_control =
      std::any_of(response.headers.begin(), response.headers.end(),
                  [](const Header& header) { return header.name == "Cache-Control"; });
  if (!has_cache_control) response.set_header("Cache-Control", "no-store");
  response.set_header("Content-Security-Policy", std::string(kContentSecurityPolicy));
  response.set_header("Reporting-Endpoints", "csp=\"/reports/csp\"");
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
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
