#include "api/server_directory.hpp"

#include "api/body_reading.hpp"
#include "core/patients/reference.hpp"
#include "core/text/utf8.hpp"

namespace spico::api {

ReadBody<DirectorySearchBody> read_directory_search(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const JsonValue root = document.root();
  std::optional<std::string> text = text_of_length(root["text"], 0, kLargestBody);
  if (!text || count_characters(*text) > kLongestDirectoryText) return {{}, invalid("text")};
  const std::optional<std::int64_t> limit = root["limit"].as_integer(1, kMostDirectoryEntries);
  if (!limit) return {{}, invalid("limit")};
  return {{.text = std::move(*text), .limit = static_cast<std::size_t>(*limit)}, {}};
}

std::string to_json(const DirectoryPage& page) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("total", page.total);
  if (page.has_more) json.member("more", true);
  json.key("entries").begin_array();
  for (const DirectoryEntry& found : page.entries) {
    json.begin_object()
        .member("id", to_decimal(found.id.value))
        .member("name", found.name)
        .member("profession", entry(found.profession).code);
    if (!found.structure.empty()) json.member("structure", found.structure);
    if (!found.commune.empty()) json.member("commune", found.commune);
    json.member("on_spico", found.on_spico).end_object();
  }
  json.end_array().end_object();
  return body;
}

}  // namespace spico::api
