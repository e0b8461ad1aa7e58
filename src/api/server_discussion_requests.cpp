#include "api/server_discussion_requests.hpp"

#include <algorithm>
#include <limits>

#include "api/body_reading.hpp"
#include "core/text/utf8.hpp"

namespace spico::api {
namespace {

constexpr MessageNumber kHighestNumber = std::int64_t{1} << 53;  // what JSON can tell apart

std::optional<ProfessionalId> professional_of(JsonValue value) {
  const std::optional<std::string_view> text = value.as_string();
  const std::optional<std::uint64_t> number = text ? id_from_decimal(*text) : std::nullopt;
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return ProfessionalId{static_cast<std::uint32_t>(*number)};
}

// None when absent.
std::optional<std::vector<ProfessionalId>> professionals_of(JsonValue value) {
  std::vector<ProfessionalId> professionals;
  if (value.is_present() && value.kind() != JsonKind::kArray) return std::nullopt;
  if (value.size() >= kMostMembers) return std::nullopt;
  for (const JsonValue item : value.items()) {
    const std::optional<ProfessionalId> professional = professional_of(item);
    if (!professional) return std::nullopt;
    professionals.push_back(*professional);
  }
  return professionals;
}

// None when absent; nothing when they are too many or one stands twice.
std::optional<std::vector<std::string>> uploads_of(JsonValue value) {
  std::vector<std::string> uploads;
  if (value.is_present() && value.kind() != JsonKind::kArray) return std::nullopt;
  if (value.size() > kMostAttachments) return std::nullopt;
  for (const JsonValue item : value.items()) {
    std::optional<std::string> upload = client_id_of(item);
    if (!upload || std::find(uploads.begin(), uploads.end(), *upload) != uploads.end()) return std::nullopt;
    uploads.push_back(std::move(*upload));
  }
  return uploads;
}

// False when absent.
std::optional<bool> flag_of(JsonValue value) { return value.is_present() ? value.as_bool() : false; }

}  // namespace

ReadBody<NewDiscussionBody> read_new_discussion(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const JsonValue root = document.root();
  std::optional<std::string> client_id = client_id_of(root["client_id"]);
  if (!client_id) return {{}, invalid("client_id")};
  std::optional<std::string> title = text_of_length(root["title"], 1, kLargestBody);
  if (!title) return {{}, invalid("title")};
  PatientId patient;
  if (const JsonValue value = root["patient_id"]; value.is_present()) {
    const std::optional<std::string_view> text = value.as_string();
    const std::optional<std::uint64_t> number = text ? id_from_decimal(*text) : std::nullopt;
    if (!number) return {{}, invalid("patient_id")};
    patient.value = *number;
  }
  std::optional<std::vector<ProfessionalId>> members;
  if (root["members"].is_present()) members = professionals_of(root["members"]);
  if (!members) return {{}, invalid("members")};
  return {{.client_id = std::move(*client_id),
           .title = std::move(*title),
           .patient = patient,
           .members = std::move(*members)},
          {}};
}

ReadBody<NewMessageBody> read_new_message(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const JsonValue root = document.root();
  std::optional<std::string> client_id = client_id_of(root["client_id"]);
  if (!client_id) return {{}, invalid("client_id")};
  std::optional<std::vector<std::string>> attachments = uploads_of(root["attachments"]);
  if (!attachments) return {{}, invalid("attachments")};
  const std::size_t shortest = attachments->empty() ? 1 : 0;
  std::optional<std::string> text = text_of_length(root["text"], shortest, kLargestMessageBody);
  if (!text) return {{}, invalid("text")};
  const std::optional<bool> urgent = flag_of(root["urgent"]);
  if (!urgent) return {{}, invalid("urgent")};
  std::optional<MessageNumber> reply_to = 0;
  if (const JsonValue value = root["reply_to"]; value.is_present())
    reply_to = value.as_integer(1, kHighestNumber);
  if (!reply_to) return {{}, invalid("reply_to")};
  std::optional<std::vector<ProfessionalId>> mentions = professionals_of(root["mentions"]);
  if (!mentions) return {{}, invalid("mentions")};
  return {{.client_id = std::move(*client_id),
           .text = std::move(*text),
           .urgent = *urgent,
           .reply_to = *reply_to,
           .mentions = std::move(*mentions),
           .attachments = std::move(*attachments)},
          {}};
}

ReadBody<EditedMessageBody> read_edited_message(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const JsonValue root = document.root();
  std::optional<std::string> text = text_of_length(root["text"], 1, kLargestMessageBody);
  if (!text) return {{}, invalid("text")};
  EditedMessageBody edited{.text = std::move(*text), .mentions = {}};
  if (const JsonValue value = root["mentions"]; value.is_present()) {
    edited.mentions = professionals_of(value);
    if (!edited.mentions) return {{}, invalid("mentions")};
  }
  return {std::move(edited), {}};
}

ReadBody<bool> read_seen(std::string_view body) {
  return read_member<bool>(body, "seen", [](JsonValue value) { return value.as_bool(); });
}

ReadBody<bool> read_filed(std::string_view body) {
  return read_member<bool>(body, "filed", [](JsonValue value) { return value.as_bool(); });
}

ReadBody<bool> read_muted(std::string_view body) {
  return read_member<bool>(body, "muted", [](JsonValue value) { return value.as_bool(); });
}

ReadBody<MessageNumber> read_read_number(std::string_view body) {
  return read_member<MessageNumber>(body, "number",
                                    [](JsonValue value) { return value.as_integer(0, kHighestNumber); });
}

ReadBody<PrintedBody> read_printed(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const std::optional<std::int64_t> from = document.root()["from"].as_integer(1, kHighestNumber);
  if (!from) return {{}, invalid("from")};
  const std::optional<std::int64_t> to = document.root()["to"].as_integer(*from, kHighestNumber);
  if (!to) return {{}, invalid("to")};
  return {{.from = *from, .to = *to}, {}};
}

ReadBody<AddMemberBody> read_add_member(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const JsonValue root = document.root();
  const std::optional<ProfessionalId> member = professional_of(root["member"]);
  if (!member) return {{}, invalid("member")};
  const std::optional<std::string_view> code = root["history"].as_string();
  const std::optional<MemberHistory> history = code ? member_history_from_code(*code) : std::nullopt;
  if (!history) return {{}, invalid("history")};
  return {{.member = *member, .history = *history}, {}};
}

ReadBody<MessageSearchBody> read_message_search(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const JsonValue root = document.root();
  std::optional<std::string> text = text_of_length(root["text"], 1, kLargestBody);
  if (!text || count_characters(*text) > kLongestMessageSearch) return {{}, invalid("text")};
  const std::optional<std::int64_t> limit = root["limit"].as_integer(1, kMostMessageHits);
  if (!limit) return {{}, invalid("limit")};
  return {{.text = std::move(*text), .limit = *limit}, {}};
}

}  // namespace spico::api
