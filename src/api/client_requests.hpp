// What a wish of update says on the wire (openapi.yaml). For app/.
#pragma once

#include "api/http_message.hpp"
#include "core/effect.hpp"

namespace spico::api {

[[nodiscard]] HttpRequest to_http(const Request& request);
[[nodiscard]] Ticket ticket_of(const Request& request);

}  // namespace spico::api
