// The lines of GET /api/spico/live, as openapi.yaml describes them. For emserve.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/discussions/discussion.hpp"
#include "core/patients/patient.hpp"

namespace spico::api {

// Each appends one JSON value and a line feed. `last`: number of the last event that the stream has told of,
// from which another stream may go on.
void append_live_head(std::string& out, std::int64_t last, std::int64_t server_now_ms);
void append_live_beat(std::string& out, std::int64_t last, std::int64_t server_now_ms);
void append_live_resync(std::string& out);

void append_live_patient(std::string& out, std::int64_t event, const Patient& patient);
void append_live_gone(std::string& out, std::int64_t event, PatientId patient);
/// What stands in the dossier of the patient has changed.
void append_live_entries(std::string& out, std::int64_t event, PatientId patient);
void append_live_favourite(std::string& out, std::int64_t event, PatientId patient, bool favourite);
void append_live_preferences(std::string& out, std::int64_t event);
void append_live_discussion(std::string& out, std::int64_t event, const Discussion& discussion);
void append_live_message(std::string& out, std::int64_t event, const Discussion& discussion,
                         const Message& message, std::string_view author_name);
void append_live_discussion_gone(std::string& out, std::int64_t event, DiscussionId discussion);
void append_live_read(std::string& out, std::int64_t event, DiscussionId discussion, ProfessionalId member,
                      MessageNumber number);

}  // namespace spico::api
