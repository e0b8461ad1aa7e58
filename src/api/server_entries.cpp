#include "api/server_entries.hpp"

#include "api/server_attachments.hpp"
#include "api/server_discussions.hpp"
#include "api/server_json.hpp"
#include "core/patients/reference.hpp"

namespace spico::api {
namespace {

void write(JsonWriter& json, const DossierEntry& each) {
  json.begin_object();
  member_id(json, "message_id", each.message);
  if (each.place) {
    member_id(json, "discussion_id", each.place->discussion);
    json.member("number", each.place->number).member("title", each.place->title);
  }
  json.member("author_name", each.author_name)
      .member("profession", entry(each.profession).code)
      .member("at_ms", each.at_ms)
      .member("text", each.text);
  member_if(json, "urgent", each.urgent);
  if (each.edited_at_ms) json.member("edited_at_ms", *each.edited_at_ms);
  member_if(json, "withdrawn", each.withdrawn);
  if (!each.attachments.empty()) {
    json.key("attachments").begin_array();
    for (const Attachment& attachment : each.attachments) write_attachment(json, attachment);
    json.end_array();
  }
  json.member("filed_by", each.filed_by).member("filed_at_ms", each.filed_at_ms).end_object();
}

}  // namespace

std::string to_json(const DossierEntries& entries) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("total", entries.total).key("entries").begin_array();
  for (const DossierEntry& each : entries.entries) write(json, each);
  json.end_array().end_object();
  return body;
}

std::string to_json(const EntryAudience& audience) {
  std::string body;
  JsonWriter json(body);
  write_patient(json.begin_object(), audience.patient);
  json.member("total", audience.total).member("members", audience.members).key("readers").begin_array();
  for (const EntryReader& reader : audience.readers) {
    json.begin_object();
    member_id(json, "id", reader.id);
    json.member("name", reader.name).member("profession", entry(reader.profession).code);
    member_unless_empty(json, "structure", reader.structure);
    member_if(json, "member", reader.is_member);
    json.end_object();
  }
  json.end_array().end_object();
  return body;
}

}  // namespace spico::api
