// The headers of every response, errors included: security.md section 1.3, openapi.yaml.
#pragma once

#include <string_view>

#include "emserve/http/message.hpp"
#include "emserve/options.hpp"

namespace spico::emserve {

// Adds them. Cache-Control is added unless the response has its own.
void add_security_headers(Response& response, Transport transport, std::string_view build);

}  // namespace spico::emserve
