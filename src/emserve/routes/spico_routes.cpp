// /api/spico: entering and leaving SPICO.
#include "api/server_requests.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/route.hpp"

namespace spico::emserve {

Response post_spico_open(Call& call) {
  if (const auto problem = api::read_nothing(call.request.body); !problem.is_none())
    return body_response(problem);
  if (!call.session->spico_open) {
    call.store.set_spico_open(call.session->key, true);
    call.session->spico_open = true;
    audit(call, "spico_opened");
  }
  return session_response(call);
}

Response post_spico_logout(Call& call) {
  if (const auto problem = api::read_nothing(call.request.body); !problem.is_none())
    return body_response(problem);
  if (call.session->spico_open) {
    call.store.set_spico_open(call.session->key, false);
    call.session->spico_open = false;
    audit(call, "spico_closed");
  }
  return session_response(call);
}

}  // namespace spico::emserve
