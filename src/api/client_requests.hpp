// What a wish of update says on the wire (openapi.yaml). For app/.
#pragma once

#include "api/http_message.hpp"
#include "core/effect.hpp"

namespace spico::api {

[[nodiscard]] HttpRequest to_http(const Request& request);
[[nodiscard]] Ticket ticket_of(const Request& request);
/// Somebody waits for the server's answer: a person asked, or the screen has nothing to show before it.
[[nodiscard]] bool is_awaited(const Request& request, const HttpRequest& http);

}  // namespace spico::api
