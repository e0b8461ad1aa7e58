#include "api/server_discussions.hpp"

#include "api/server_attachments.hpp"
#include "api/server_json.hpp"
#include "api/server_patients.hpp"
#include "core/patients/reference.hpp"

namespace spico::api {
namespace {

void write(JsonWriter& json, const LastMessage& last) {
  json.key("last").begin_object().member("number", last.number).member("kind", code(last.kind));
  member_id(json, "author", last.author);
  json.member("author_name", last.author_name).member("at_ms", last.at_ms).member("text", last.text);
  member_unless_zero(json, "attachments", last.attachments);
  json.end_object();
}

void write(JsonWriter& json, const Member& member) {
  json.begin_object();
  member_id(json, "id", member.id);
  json.member("name", member.name).member("profession", entry(member.profession).code);
  member_unless_empty(json, "structure", member.structure);
  member_unless_empty(json, "commune", member.commune);
  json.member("first", member.first).member("read", member.read).member("joined_at_ms", member.joined_at_ms);
  if (member.left_at_ms) json.member("left_at_ms", *member.left_at_ms);
  json.end_object();
}

}  // namespace

void write_patient(JsonWriter& json, const DiscussionPatient& patient) {
  json.key("patient").begin_object();
  member_id(json, "id", patient.id);
  json.member("name", patient.name);
  if (patient.birth_date.is_known()) json.member("birth_date", format_iso_date(patient.birth_date));
  member_if(json, "test", patient.test);
  json.end_object();
}

void write_discussion_members(JsonWriter& json, const Discussion& discussion) {
  member_id(json, "id", discussion.id);
  json.member("title", discussion.title);
  if (discussion.patient) write_patient(json, *discussion.patient);
  json.member("members", discussion.members);
  member_if(json, "mine", discussion.mine);
  member_if(json, "muted", discussion.muted);
  json.member("unread", discussion.unread);
  member_if(json, "mentioned", discussion.mentioned);
  member_if(json, "urgent", discussion.urgent);
  json.member("count", discussion.count).member("first", discussion.first).member("read", discussion.read);
  write(json, discussion.last);
}

void write_message_members(JsonWriter& json, const Message& message) {
  member_id(json, "id", message.id);
  json.member("number", message.number).member("kind", code(message.kind));
  member_id(json, "author", message.author);
  if (!message.member.is_none()) member_id(json, "member", message.member);
  json.member("at_ms", message.at_ms).member("text", message.text);
  member_if(json, "urgent", message.urgent);
  if (message.reply_to) {
    json.key("reply_to").begin_object().member("number", message.reply_to->number);
    member_id(json, "author", message.reply_to->author);
    json.member("text", message.reply_to->text);
    member_unless_zero(json, "attachments", message.reply_to->attachments);
    json.end_object();
  }
  if (!message.attachments.empty()) {
    json.key("attachments").begin_array();
    for (const Attachment& attachment : message.attachments) write_attachment(json, attachment);
    json.end_array();
  }
  ids_unless_empty(json, "mentions", message.mentions);
  if (message.edited_at_ms) json.member("edited_at_ms", *message.edited_at_ms);
  member_if(json, "withdrawn", message.withdrawn);
  ids_unless_empty(json, "seen_by", message.seen_by);
  member_unless_empty(json, "client_id", message.client_id);
  if (message.filed) {
    json.key("filed").begin_object();
    member_id(json, "by", message.filed->by);
    json.member("at_ms", message.filed->at_ms).end_object();
  }
}

std::string discussions_json(std::int64_t revision, std::span<const Discussion> discussions) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("revision", revision).key("discussions").begin_array();
  for (const Discussion& discussion : discussions) {
    write_discussion_members(json.begin_object(), discussion);
    json.end_object();
  }
  json.end_array().end_object();
  return body;
}

std::string open_discussion_json(const Discussion& discussion, ProfessionalId self,
                                 std::span<const Member> members, const Patient* patient) {
  std::string body;
  JsonWriter json(body);
  write_discussion_members(json.begin_object().key("discussion").begin_object(), discussion);
  json.end_object();
  member_id(json, "me", self);
  json.key("members").begin_array();
  for (const Member& member : members) write(json, member);
  json.end_array();
  if (patient != nullptr) {
    write_patient_members(json.key("patient").begin_object(), *patient);
    json.end_object();
  }
  json.end_object();
  return body;
}

std::string discussion_id_json(DiscussionId discussion) {
  std::string body;
  JsonWriter(body).begin_object().member("id", to_decimal(discussion.value)).end_object();
  return body;
}

std::string message_number_json(MessageNumber number) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  if (number != 0) json.member("number", number);
  json.end_object();
  return body;
}

std::string messages_json(MessageNumber count, MessageNumber first, std::span<const Message> messages) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("count", count).member("first", first).key("messages").begin_array();
  for (const Message& message : messages) {
    write_message_members(json.begin_object(), message);
    json.end_object();
  }
  json.end_array().end_object();
  return body;
}

std::string to_json(const Message& message) {
  std::string body;
  JsonWriter json(body);
  write_message_members(json.begin_object(), message);
  json.end_object();
  return body;
}

std::string message_hits_json(std::span<const MessageHitAnswer> hits) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("hits").begin_array();
  for (const MessageHitAnswer& hit : hits) {
    json.begin_object();
    member_id(json, "discussion_id", hit.discussion);
    json.member("title", hit.title).member("author_name", hit.author_name);
    write_message_members(json.key("message").begin_object(), hit.message);
    json.end_object().member("excerpt", hit.excerpt).end_object();
  }
  json.end_array().end_object();
  return body;
}

}  // namespace spico::api
