// /api/session: who is signed in, activity, leaving. And where browsers report violations of the content
// security policy.
#include "api/server_answers.hpp"
#include "api/server_requests.hpp"
#include "emserve/auth/session_clock.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/route.hpp"

namespace spico::emserve {

Response get_session(Call& call) {
  SessionView view = view_of(call);
  view.ended = call.ended;
  return json_response(api::to_json(view));
}

Response post_activity(Call& call) {
  if (const auto problem = api::read_nothing(call.request.body); !problem.is_none())
    return body_response(problem);
  const SessionLimits& limits = call.services.options.session;
  const std::int64_t now_ms = call.now_ms();
  return json_response(
      api::to_json(Beat{.idle_remaining_ms = idle_remaining_ms(*call.session, now_ms, limits),
                        .absolute_remaining_ms = absolute_remaining_ms(*call.session, now_ms, limits),
                        .server_now_ms = now_ms}));
}

Response post_leaving(Call& call) {
  if (const auto problem = api::read_nothing(call.request.body); !problem.is_none())
    return body_response(problem);
  call.store.set_leaving(call.session->key, call.now_ms());
  return done_response();
}

Response post_csp_report(Call& call) {
  // Its content may name what was on the page, so only the fact is kept.
  call.services.log.write(call.now_ms(), "csp_violation");
  Response response;
  response.status = 204;
  return response;
}

}  // namespace spico::emserve
