// /api/spico/directory: professionals to choose the members of a discussion from.
#include "api/server_directory.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/route.hpp"

namespace spico::emserve {

Response post_directory_search(Call& call) {
  const auto search = api::read_directory_search(call.request.body);
  if (!search.problem.is_none()) return body_response(search.problem);
  return json_response(api::to_json(call.store.search_directory(search.value.text, search.value.limit)));
}

}  // namespace spico::emserve
