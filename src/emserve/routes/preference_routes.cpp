// /api/spico/preferences and /api/spico/searches: how this account wants its list.
#include "api/server_preferences.hpp"
#include "api/server_requests.hpp"
#include "core/text/utf8.hpp"
#include "crypto/bytes.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/coded_filters.hpp"
#include "emserve/routes/route.hpp"
#include "emserve/text/nfc.hpp"

namespace spico::emserve {
namespace {

constexpr std::size_t kMostSearches = 50;

}  // namespace

Response get_preferences(Call& call) {
  const ListPreferences preferences = call.store.preferences(call.account());
  api::PreferencesAnswer answer{.columns = preferences.columns, .sort = preferences.sort, .searches = {}};
  for (const SavedSearch& search : preferences.searches) {
    answer.searches.push_back({.id = search.id, .name = search.name, .filters = search.filters});
  }
  return json_response(api::to_json(answer));
}

Response get_sealing(Call& call) {
  return json_response(api::sealing_json(crypto::to_hex(call.services.pepper.of_sealing(call.account()))));
}

Response put_columns(Call& call) {
  const auto wanted = api::read_columns(call.request.body);
  if (!wanted.problem.is_none()) return body_response(wanted.problem);
  call.store.set_columns(call.account(), wanted.value.columns, wanted.value.sort, call.now_ms());
  return done_response();
}

Response post_search(Call& call) {
  const auto search = api::read_search(call.request.body);
  if (!search.problem.is_none()) return body_response(search.problem);
  const std::optional<std::string> name = clean_text(search.value.name);
  if (!name || name->empty() || count_characters(*name) > api::kLongestSearchName)
    return invalid_field("name");
  const std::optional<std::string> filters = coded_filters(search.value.filters);
  if (!filters) return invalid_field("filters");
  const std::optional<std::int64_t> id =
      call.store.add_search(call.account(), *name, *filters, kMostSearches, call.now_ms());
  if (!id) return error_response(409, "too_many_searches", "This account has as many searches as it may");
  return json_response(api::saved_search_json(*id));
}

Response delete_search(Call& call) {
  const std::optional<std::uint64_t> number = id_from_decimal(call.parameter);
  const bool is_removed =
      number && call.store.remove_search(call.account(), static_cast<std::int64_t>(*number), call.now_ms());
  if (!is_removed) return error_response(404, "unknown_search", "No such search");
  return done_response();
}

}  // namespace spico::emserve
