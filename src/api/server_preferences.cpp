#include "api/server_preferences.hpp"

#include "api/json.hpp"
#include "core/patients/patient.hpp"

namespace spico::api {
namespace {

std::string id_text(std::int64_t id) { return to_decimal(static_cast<std::uint64_t>(id)); }

}  // namespace

std::string to_json(const PreferencesAnswer& answer) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("columns", answer.columns).member("sort", answer.sort);
  json.key("searches").begin_array();
  for (const SearchAnswer& search : answer.searches) {
    json.begin_object()
        .member("id", id_text(search.id))
        .member("name", search.name)
        .member("filters", search.filters)
        .end_object();
  }
  json.end_array().end_object();
  return body;
}

std::string saved_search_json(std::int64_t id) {
  std::string body;
  JsonWriter(body).begin_object().member("id", id_text(id)).end_object();
  return body;
}

std::string sealing_json(std::string_view share) {
  std::string body;
  JsonWriter(body).begin_object().member("share", share).end_object();
  return body;
}

}  // namespace spico::api
