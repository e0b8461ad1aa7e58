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
  kApi,      // origin, X-Spico, JSON
  kDev,      // origin, JSON; only with --dev
  kReports,  // what browsers send by themselves
  kStatic,   // files
};

// `largest_body`: bytes.
std::optional<Refusal> check_request(const Request& request, Door door, const Options& options,
                                     std::size_t largest_body = api::kLargestBody);

// The address that counters of sources go by: the connection's, or behind a proxy the one that the proxy adds
// last.
std::string source_of(const Request& request, const Options& options);

}  // namespace spico::emserve
