#include "api/server_live.hpp"

#include "api/json.hpp"
#include "api/server_discussions.hpp"
#include "api/server_patients.hpp"

namespace spico::api {
namespace {

void append_clock(std::string& out, std::string_view name, std::int64_t last, std::int64_t server_now_ms) {
  JsonWriter(out)
      .begin_object()
      .key(name)
      .begin_object()
      .member("last", last)
      .member("server_now", server_now_ms)
      .end_object()
      .end_object();
  out.push_back('\n');
}

// {"event":{"id":…,"kind":…,…}}
template <typename Write>
void append_event(std::string& out, std::int64_t event, std::string_view kind, Write write) {
  JsonWriter json(out);
  json.begin_object().key("event").begin_object().member("id", event).member("kind", kind);
  write(json);
  json.end_object().end_object();
  out.push_back('\n');
}

void append_of_patient(std::string& out, std::int64_t event, std::string_view kind, PatientId patient) {
  append_event(out, event, kind,
               [patient](JsonWriter& json) { json.member("patient_id", to_decimal(patient.value)); });
}

}  // namespace

void append_live_head(std::string& out, std::int64_t last, std::int64_t server_now_ms) {
  append_clock(out, "live", last, server_now_ms);
}

void append_live_beat(std::string& out, std::int64_t last, std::int64_t server_now_ms) {
  append_clock(out, "beat", last, server_now_ms);
}

void append_live_resync(std::string& out) {
  JsonWriter(out).begin_object().key("resync").begin_object().end_object().end_object();
  out.push_back('\n');
}

void append_live_patient(std::string& out, std::int64_t event, const Patient& patient) {
  append_event(out, event, "patient", [&patient](JsonWriter& json) {
    write_patient_members(json.key("patient").begin_object(), patient);
    json.end_object();
  });
}

void append_live_gone(std::string& out, std::int64_t event, PatientId patient) {
  append_of_patient(out, event, "patient_gone", patient);
}

void append_live_entries(std::string& out, std::int64_t event, PatientId patient) {
  append_of_patient(out, event, "entries", patient);
}

void append_live_favourite(std::string& out, std::int64_t event, PatientId patient, bool favourite) {
  append_event(out, event, "favourite", [patient, favourite](JsonWriter& json) {
    json.member("patient_id", to_decimal(patient.value)).member("favourite", favourite);
  });
}

void append_live_preferences(std::string& out, std::int64_t event) {
  append_event(out, event, "preferences", [](JsonWriter&) {});
}

void append_live_discussion(std::string& out, std::int64_t event, const Discussion& discussion) {
  append_event(out, event, "discussion", [&discussion](JsonWriter& json) {
    write_discussion_members(json.key("discussion").begin_object(), discussion);
    json.end_object();
  });
}

void append_live_message(std::string& out, std::int64_t event, const Discussion& discussion,
                         const Message& message, std::string_view author_name) {
  append_event(out, event, "message", [&](JsonWriter& json) {
    json.member("author_name", author_name);
    write_discussion_members(json.key("discussion").begin_object(), discussion);
    write_message_members(json.end_object().key("message").begin_object(), message);
    json.end_object();
  });
}

void append_live_discussion_gone(std::string& out, std::int64_t event, DiscussionId discussion) {
  append_event(out, event, "discussion_gone", [discussion](JsonWriter& json) {
    json.member("discussion_id", to_decimal(discussion.value));
  });
}

void append_live_read(std::string& out, std::int64_t event, DiscussionId discussion, ProfessionalId member,
                      MessageNumber number) {
  append_event(out, event, "read", [discussion, member, number](JsonWriter& json) {
    json.member("discussion_id", to_decimal(discussion.value))
        .member("member", to_decimal(member.value))
        .member("number", number);
  });
}

}  // namespace spico::api
