#include "emserve/auth/checks.hpp"

namespace spico::emserve {
namespace {

std::string_view without_port(std::string_view host) {
  const std::size_t bracket = host.rfind(']');
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) return host;
  return host.substr(0, colon);
}

bool is_loopback_name(std::string_view host) {
  const std::string_view name = without_port(host);
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

std::string own_origin(const Request& request, const Options& options) {
  if (!options.origin.empty()) return options.origin;
  return (options.is_encrypted() ? "https://" : "http://") + std::string(request.header("host"));
}

bool changes_state(const Request& request) { return request.method != Method::kGet; }
bool has_body(const Request& request) { return changes_state(request) && request.method != Method::kDelete; }

bool comes_from_our_page(const Request& request, const Options& options) {
  // A name of another site that resolves to this machine would be "same-origin" for a browser.
  if (options.is_dev() && !is_loopback_name(request.header("host"))) return false;
  const std::string_view site = request.header("sec-fetch-site");
  const std::string_view origin = request.header("origin");
  if (!site.empty() && site != "same-origin") return false;
  if (!origin.empty() && origin != own_origin(request, options)) return false;
  return !changes_state(request) || !site.empty() || !origin.empty();
}

bool has_content_type(const Request& request, std::string_view wanted) {
  std::string type(request.header("content-type").substr(0, request.header("content-type").find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  for (char& character : type) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  return type == wanted;
}

constexpr Refusal kNotJson{415, "unsupported_media_type", "Only application/json"};
constexpr Refusal kNotBytes{415, "unsupported_media_type", "Only application/octet-stream"};

// Neither can be sent by a form, and a page of another origin cannot send it without asking.
std::optional<Refusal> check_body_kind(const Request& request, BodyKind kind) {
  if (!has_body(request)) return std::nullopt;
  if (kind == BodyKind::kJson)
    return has_content_type(request, "application/json") ? std::nullopt : std::optional(kNotJson);
  return has_content_type(request, "application/octet-stream") ? std::nullopt : std::optional(kNotBytes);
}

}  // namespace

std::optional<Refusal> check_request(const Request& request, Door door, const Options& options,
                                     const BodyRule& body) {
  if (door == Door::kStatic) return std::nullopt;
  if (door == Door::kReports) {
    if (!has_content_type(request, "application/reports+json") &&
        !has_content_type(request, "application/csp-report")) {
      return Refusal{415, "unsupported_media_type", "Only reports of browsers"};
    }
  } else {
    // A browser's address bar may open /dev/outbox; it says "none" then.
    const bool is_typed =
        door == Door::kDev && !changes_state(request) && request.header("sec-fetch-site") == "none";
    if (!is_typed && !comes_from_our_page(request, options)) {
      return Refusal{403, "cross_site", "Request from another origin"};
    }
    if (door == Door::kApi && request.header("x-spico") != "1") {
      return Refusal{403, "header_required", "The header X-Spico is required"};
    }
    if (std::optional<Refusal> refusal = check_body_kind(request, body.kind)) return refusal;
  }
  if (request.body.size() > body.largest) return Refusal{413, "body_too_large", "The body is too large"};
  return std::nullopt;
}

std::string source_of(const Request& request, const Options& options) {
  if (options.transport != Transport::kBehindProxy) return request.peer;
  // Whatever the client sent itself stands before what the proxy adds.
  std::string_view last;
  for (const Header& header : request.headers) {
    if (header.name == "x-forwarded-for") last = header.value;
  }
  const std::size_t comma = last.rfind(',');
  if (comma != std::string_view::npos) last.remove_prefix(comma + 1);
  while (!last.empty() && last.front() == ' ') last.remove_prefix(1);
  return last.empty() ? request.peer : std::string(last);
}

}  // namespace spico::emserve
