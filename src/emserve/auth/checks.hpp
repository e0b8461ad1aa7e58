// What a request must be before anybody asks who sends it: from a page of ours, marked as such, JSON, not too
// large. security.md section 1.2; openapi.yaml, "Order of the checks", 2 to 5.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "api/server_requests.hpp"
#include "emserve/auth/guard.hpp"
#include "emserve/http/message.hpp"
#include "emserve/options.hpp"

namespace spico::emserve {

// Which checks come before the stage of a route.
enum class Door : std::uint8_t {
  kApi,      // origin, X-Spico, the kind of body
  kFile,     // origin: a page of ours goes there by a link, which carries no header of ours; GET only
  kDev,      // origin, JSON; only with --dev
  kReports,  // what browsers send by themselves
  kStatic,   // files
};

// What the body of a POST or PUT is.
enum class BodyKind : std::uint8_t { kJson, kBytes };

struct BodyRule {
  BodyKind kind = BodyKind::kJson;
  std::size_t largest = api::kLargestBody;  // bytes
};

std::optional<Refusal> check_request(const Request& request, Door door, const Options& options,
                                     const BodyRule& body = {});

// The address that counters of sources go by: the connection's, or behind a proxy the one that the proxy adds
// last.
std::string source_of(const Request& request, const Options& options);

}  // namespace spico::emserve
