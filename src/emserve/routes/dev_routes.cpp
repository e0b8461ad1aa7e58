// /dev: for tests and newcomers, only with --dev on the loopback address.
#include "api/json.hpp"
#include "api/server_answers.hpp"
#include "api/server_requests.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/route.hpp"

namespace spico::emserve {

Response get_outbox(Call& call) {
  std::string body;
  api::JsonWriter json(body);
  json.begin_array();
  for (const Notice& message : call.services.outbox.newest_first()) {
    json.begin_object()
        .member("channel", api::code(message.channel))
        .member("to", message.to)
        .member("subject", message.subject)
        .member("text", message.text);
    if (!message.code.empty()) json.member("code", message.code);
    json.member("sent_at", message.sent_at_ms).end_object();
  }
  json.end_array();
  return json_response(std::move(body));
}

Response post_dev_clock(Call& call) {
  const auto advance_ms = api::read_advance_clock(call.request.body);
  if (!advance_ms.problem.is_none()) return body_response(advance_ms.problem);
  call.services.clock.advance(advance_ms.value);
  return json_response(api::server_now_json(call.now_ms()));
}

}  // namespace spico::emserve
