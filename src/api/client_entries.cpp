// What was put into dossiers, on the wire (openapi.yaml).
#include <utility>

#include "api/client_calls.hpp"
#include "api/client_discussions.hpp"
#include "api/client_reading.hpp"

namespace spico::api {

namespace {

constexpr JsonLimits kEntriesLimits{16U << 20, 32};  // two hundred long messages

DossierEntry read_entry(JsonValue root) {
  DossierEntry entry;
  entry.message = {id_of(root["message_id"])};
  if (const JsonValue discussion = root["discussion_id"]; discussion.is_present())
    entry.place = DossierEntry::Place{{id_of(discussion)}, number_of(root["number"]), text_of(root["title"])};
  entry.author_name = root["author_name"].required_string();
  entry.profession = profession_of(root["profession"]);
  entry.at_ms = moment_of(root["at_ms"]);
  entry.text = text_of(root["text"]);
  entry.urgent = flag_of(root["urgent"]);
  entry.withdrawn = flag_of(root["withdrawn"]);
  entry.edited_at_ms = root["edited_at_ms"].as_integer(0, kLastMomentMs);
  entry.attachments = read_attachments(root["attachments"]);
  entry.filed_by = root["filed_by"].required_string();
  entry.filed_at_ms = moment_of(root["filed_at_ms"]);
  return entry;
}

DossierEntries read_entries(JsonValue root) {
  DossierEntries entries;
  entries.total = root["total"].required_integer(0, kMostEvents);
  for (const JsonValue item : root["entries"].required_items()) entries.entries.push_back(read_entry(item));
  return entries;
}

EntryAudience read_audience(JsonValue root) {
  EntryAudience audience;
  audience.patient = read_discussion_patient(root["patient"]);
  audience.total = root["total"].required_integer(0, kMostEvents);
  audience.members = root["members"].required_integer(0, audience.total);
  for (const JsonValue item : root["readers"].required_items()) {
    audience.readers.push_back({professional_of(item["id"]), text_of(item["name"]),
                                profession_of(item["profession"]), text_of(item["structure"]),
                                flag_of(item["member"])});
  }
  return audience;
}

}  // namespace

HttpRequest http_of(const LoadAudience& wish) {
  return get(path_of(wish.message, "/entry"), HttpRequest::Cause::kPerson);
}
HttpRequest http_of(const FileMessage& wish) {
  return put(path_of(wish.message, "/entry"),
             object([&](JsonWriter& json) { json.member("filed", wish.filed); }));
}
// They come beside the page of the patient, whose request is the sign of a person.
HttpRequest http_of(const LoadEntries& wish) {
  return get("/api/spico/patients/" + to_decimal(wish.patient.value) + "/entries",
             HttpRequest::Cause::kMachine);
}

Event event_of(const LoadAudience& wish, const HttpResponse& response) {
  return MessageEvent{AudienceAnswered{answer_of<EntryAudience>(wish.ticket, response, read_audience)}};
}
Event event_of(const FileMessage& wish, const HttpResponse& response) {
  return MessageEvent{MessageChanged{nothing(wish.ticket, response)}};
}
Event event_of(const LoadEntries& wish, const HttpResponse& response) {
  return MessageEvent{
      EntriesAnswered{answer_of<DossierEntries>(wish.ticket, response, read_entries, kEntriesLimits)}};
}

}  // namespace spico::api
