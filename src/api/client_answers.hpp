// What an answer of the server means (openapi.yaml), as an event. For app/. Anything that is not as promised
// becomes Failure::Kind::kMalformed; nothing of it is kept.
#pragma once

#include "api/http_message.hpp"
#include "core/effect.hpp"
#include "core/event.hpp"

namespace spico::api {

/// Not for LoadPatients, whose answer is a stream (client_patients.hpp).
[[nodiscard]] Event from_http(const Request& request, const HttpResponse& response);

/// kNone for a complete 2xx answer. What says 4xx without a code of ours is not our server, which is then as
/// good as away; a device has no codes.
[[nodiscard]] Failure failure_of(const HttpResponse& response,
                                 HttpRequest::Place place = HttpRequest::Place::kServer);

}  // namespace spico::api
