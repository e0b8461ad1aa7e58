// Messages: /api/spico/discussions/{id}/messages and /api/spico/messages.
#include "api/ranges.hpp"
#include "api/server_discussion_requests.hpp"
#include "api/server_discussions.hpp"
#include "api/server_entries.hpp"
#include "core/text/utf8.hpp"
#include "emserve/auth/access.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/discussion_call.hpp"
#include "emserve/routes/route.hpp"
#include "emserve/text/nfc.hpp"

namespace spico::emserve {
namespace {

Response unknown_message() { return error_response(404, "unknown_message", "No such message"); }

std::optional<MessageId> message_of(const Call& call) {
  const std::optional<std::uint64_t> number = id_from_decimal(call.parameter);
  return number ? std::optional(MessageId{*number}) : std::nullopt;
}

std::string detail_of_message(DiscussionId discussion, MessageId message) {
  return detail_of(discussion) + " message " + to_decimal(message.value);
}

// A message that has files says enough by them.
enum class EmptyText : std::uint8_t { kRefused, kTaken };

// Nothing unless 1 to kLongestMessageText characters are left, or none where that is taken.
std::optional<std::string> message_text(std::string_view sent, EmptyText empty = EmptyText::kRefused) {
  std::optional<std::string> text = clean_lines(sent);
  if (!text || count_characters(*text) > kLongestMessageText) return std::nullopt;
  if (text->empty() && empty == EmptyText::kRefused) return std::nullopt;
  return text;
}

// Why nothing was done with a message; not of kNone.
Response refused_response(ChangedMessage::Problem problem) {
  switch (problem) {
    case ChangedMessage::Problem::kTooLate:
      return error_response(409, "too_late", "The message can no longer be changed");
    case ChangedMessage::Problem::kMentions:
      return invalid_field("mentions");
    case ChangedMessage::Problem::kNoDossier:
      return error_response(409, "no_dossier", "The discussion is of no patient whom the caller may see");
    case ChangedMessage::Problem::kFiledByOther:
      return error_response(409, "filed_by_other", "Somebody else put the message into the dossier");
    case ChangedMessage::Problem::kUnknown:
    case ChangedMessage::Problem::kNone:
      break;
  }
  return unknown_message();
}

// The answer to what was done with a message; the audit log is told of it only when it changed something.
Response changed_response(Call& call, const ChangedMessage& changed, std::string_view event,
                          PatientId patient = {}) {
  if (changed.problem != ChangedMessage::Problem::kNone) return refused_response(changed.problem);
  if (changed.is_changed && !event.empty())
    audit(call, event, detail_of_message(changed.discussion, changed.message.id), patient);
  return json_response(api::to_json(changed.message));
}

// Who would read the message in the dossier; refused where the caller may not do this with its patient.
FoundAudience fileable(Call& call, MessageId message, Action action) {
  FoundAudience found = call.store.audience_of_entry(call.account(), message);
  const PatientId patient = found.audience.patient.id;
  if (found.problem == ChangedMessage::Problem::kNone && !may(call.store, call.account(), action, patient)) {
    audit(call, "patient_refused", "entry", patient);
    found.problem = ChangedMessage::Problem::kNoDossier;
  }
  return found;
}

}  // namespace

Response get_messages(Call& call) {
  constexpr std::int64_t kAnyNumber = INT64_MAX;
  const auto from = number_of(call.request.query_value("from"), 0, kAnyNumber);
  if (!from) return invalid_field("from");
  const auto limit = number_of(call.request.query_value("limit"), 1, kMostMessagesAsked);
  if (!limit) return invalid_field("limit");
  const std::optional<DiscussionId> id = discussion_of(call);
  const auto page = id ? call.store.messages_of(call.account(), *id, *from, *limit) : std::nullopt;
  if (!page) return unknown_discussion(call, "messages");
  return json_response(api::messages_json(page->count, page->first, page->messages));
}

Response get_first_message(Call& call) {
  const auto from_ms = number_of(call.request.query_value("from_ms"), 0, api::kLastMomentMs);
  if (!from_ms) return invalid_field("from_ms");
  const std::optional<DiscussionId> id = discussion_of(call);
  const auto number = id ? call.store.first_message_from(call.account(), *id, *from_ms) : std::nullopt;
  if (!number) return unknown_discussion(call, "messages");
  return json_response(api::message_number_json(*number));
}

Response post_message(Call& call) {
  const auto wanted = api::read_new_message(call.request.body);
  if (!wanted.problem.is_none()) return body_response(wanted.problem);
  const std::optional<std::string> text = message_text(
      wanted.value.text, wanted.value.attachments.empty() ? EmptyText::kRefused : EmptyText::kTaken);
  if (!text) return invalid_field("text");
  const std::optional<DiscussionId> id = discussion_of(call);
  if (!id) return unknown_discussion(call, "send");
  const PostedMessage posted = call.store.post_message(call.account(),
                                                       {.discussion = *id,
                                                        .client_id = wanted.value.client_id,
                                                        .text = *text,
                                                        .urgent = wanted.value.urgent,
                                                        .reply_to = wanted.value.reply_to,
                                                        .mentions = wanted.value.mentions,
                                                        .attachments = wanted.value.attachments},
                                                       call.now_ms());
  switch (posted.problem) {
    case PostedMessage::Problem::kUnknown:
      return unknown_discussion(call, "send");
    case PostedMessage::Problem::kClientId:
      return invalid_field("client_id");
    case PostedMessage::Problem::kReplyTo:
      return invalid_field("reply_to");
    case PostedMessage::Problem::kMentions:
      return invalid_field("mentions");
    case PostedMessage::Problem::kAttachments:
      return error_response(422, "unknown_upload", "A file is not there, or another message took it",
                            "attachments");
    case PostedMessage::Problem::kNone:
      break;
  }
  if (posted.is_new) audit(call, "message_sent", detail_of_message(*id, posted.message.id));
  return json_response(api::to_json(posted.message));
}

Response put_message(Call& call) {
  const auto sent = api::read_edited_message(call.request.body);
  if (!sent.problem.is_none()) return body_response(sent.problem);
  const std::optional<std::string> text = message_text(sent.value.text);
  if (!text) return invalid_field("text");
  const std::optional<MessageId> id = message_of(call);
  if (!id) return unknown_message();
  return changed_response(
      call, call.store.edit_message(call.account(), *id, *text, sent.value.mentions, call.now_ms()),
      "message_edited");
}

Response delete_message(Call& call) {
  const std::optional<MessageId> id = message_of(call);
  if (!id) return unknown_message();
  return changed_response(call, call.store.withdraw_message(call.account(), *id, call.now_ms()),
                          "message_withdrawn");
}

Response put_message_seen(Call& call) {
  const auto seen = api::read_seen(call.request.body);
  if (!seen.problem.is_none()) return body_response(seen.problem);
  const std::optional<MessageId> id = message_of(call);
  if (!id) return unknown_message();
  return changed_response(call, call.store.set_seen(call.account(), *id, seen.value, call.now_ms()), {});
}

Response get_message_entry(Call& call) {
  const std::optional<MessageId> id = message_of(call);
  if (!id) return unknown_message();
  const FoundAudience found = fileable(call, *id, Action::kRead);
  if (found.problem != ChangedMessage::Problem::kNone) return refused_response(found.problem);
  return json_response(api::to_json(found.audience));
}

Response put_message_entry(Call& call) {
  const auto filed = api::read_filed(call.request.body);
  if (!filed.problem.is_none()) return body_response(filed.problem);
  const std::optional<MessageId> id = message_of(call);
  if (!id) return unknown_message();
  const FoundAudience found = fileable(call, *id, Action::kFile);
  if (found.problem != ChangedMessage::Problem::kNone) return refused_response(found.problem);
  return changed_response(call, call.store.set_filed(call.account(), *id, filed.value, call.now_ms()),
                          filed.value ? "message_filed" : "message_taken_out", found.audience.patient.id);
}

Response post_message_search(Call& call) {
  const auto search = api::read_message_search(call.request.body);
  if (!search.problem.is_none()) return body_response(search.problem);
  const std::optional<std::string> text = clean_text(search.value.text);
  if (!text) return invalid_field("text");
  const std::vector<FoundMessage> found =
      call.store.search_messages(call.account(), *text, search.value.limit);
  std::vector<api::MessageHitAnswer> hits;
  hits.reserve(found.size());
  for (const FoundMessage& one : found) {
    hits.push_back({.discussion = one.discussion,
                    .title = one.title,
                    .excerpt = one.excerpt,
                    .author_name = one.author_name,
                    .message = one.message});
  }
  audit(call, "messages_searched", std::to_string(found.size()));
  return json_response(api::message_hits_json(hits));
}

}  // namespace spico::emserve
