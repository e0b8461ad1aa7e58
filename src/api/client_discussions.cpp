#include "api/client_discussions.hpp"

#include <utility>

#include "api/client_calls.hpp"
#include "api/client_notifications.hpp"
#include "api/client_patients.hpp"
#include "api/client_reading.hpp"

namespace spico::api {

namespace {

constexpr std::int64_t kMostResults = kMostHits;     // of one search
constexpr JsonLimits kMessagesLimits{8U << 20, 32};  // a hundred long messages

using Cause = HttpRequest::Cause;

// Reading

std::int64_t attachment_count_of(JsonValue of) {
  return of["attachments"].as_integer(0, static_cast<std::int64_t>(kMostAttachments)).value_or(0);
}

std::vector<ProfessionalId> professionals_of(JsonValue list) {
  std::vector<ProfessionalId> ids;
  for (const JsonValue item : list.items()) ids.push_back(professional_of(item));
  return ids;
}

// What a newer build tells of in another way shows as the text that comes with it.
MessageKind kind_of(JsonValue value) {
  return message_kind_from_code(value.required_string()).value_or(MessageKind::kText);
}

Discussion read_discussion(JsonValue root) {
  Discussion discussion;
  discussion.id = {id_of(root["id"])};
  discussion.title = root["title"].required_string();
  if (const JsonValue value = root["patient"]; value.is_present())
    discussion.patient = read_discussion_patient(value);
  discussion.members = count_of(root["members"]);
  discussion.mine = flag_of(root["mine"]);
  discussion.muted = flag_of(root["muted"]);
  discussion.unread = count_of(root["unread"]);
  discussion.mentioned = flag_of(root["mentioned"]);
  discussion.urgent = flag_of(root["urgent"]);
  discussion.count = number_of(root["count"]);
  discussion.first = root["first"].as_integer(1, kMostMessages + 1).value_or(1);
  discussion.read = count_of(root["read"]);
  if (const JsonValue last = root["last"]; last.is_present()) {
    discussion.last = {number_of(last["number"]),       kind_of(last["kind"]),
                       professional_of(last["author"]), text_of(last["author_name"]),
                       moment_of(last["at_ms"]),        text_of(last["text"]),
                       attachment_count_of(last)};
  }
  return discussion;
}

Message read_message(JsonValue root) {
  Message message;
  message.id = {id_of(root["id"])};
  message.number = number_of(root["number"]);
  message.kind = kind_of(root["kind"]);
  message.author = professional_of(root["author"]);
  if (const JsonValue member = root["member"]; member.is_present()) message.member = professional_of(member);
  message.at_ms = moment_of(root["at_ms"]);
  message.text = text_of(root["text"]);
  message.urgent = flag_of(root["urgent"]);
  message.withdrawn = flag_of(root["withdrawn"]);
  message.edited_at_ms = root["edited_at_ms"].as_integer(0, kLastMomentMs);
  if (const JsonValue quote = root["reply_to"]; quote.is_present()) {
    message.reply_to = MessageQuote{number_of(quote["number"]), professional_of(quote["author"]),
                                    text_of(quote["text"]), attachment_count_of(quote)};
  }
  message.mentions = professionals_of(root["mentions"]);
  message.seen_by = professionals_of(root["seen_by"]);
  message.client_id = text_of(root["client_id"]);
  message.attachments = read_attachments(root["attachments"]);
  if (const JsonValue filed = root["filed"]; filed.is_present())
    message.filed = Filing{professional_of(filed["by"]), moment_of(filed["at_ms"])};
  return message;
}

DiscussionList read_list(JsonValue root) {
  DiscussionList list;
  list.revision = root["revision"].required_integer(0, kMostEvents);
  for (const JsonValue item : root["discussions"].required_items())
    list.discussions.push_back(read_discussion(item));
  return list;
}

DiscussionPage read_page(JsonValue root) {
  DiscussionPage page;
  page.discussion = read_discussion(root["discussion"]);
  page.me = professional_of(root["me"]);
  for (const JsonValue item : root["members"].required_items()) {
    Member member;
    member.id = professional_of(item["id"]);
    member.name = text_of(item["name"]);
    member.profession = profession_of(item["profession"]);
    member.structure = text_of(item["structure"]);
    member.commune = text_of(item["commune"]);
    member.first = item["first"].as_integer(1, kMostMessages + 1).value_or(1);
    member.read = count_of(item["read"]);
    member.joined_at_ms = moment_of(item["joined_at_ms"]);
    member.left_at_ms = item["left_at_ms"].as_integer(0, kLastMomentMs);
    page.members.push_back(std::move(member));
  }
  if (const JsonValue patient = root["patient"]; patient.is_present())
    page.traits = read_patient(patient).traits;
  return page;
}

MessagesPage read_messages(JsonValue root) {
  MessagesPage page;
  page.count = count_of(root["count"]);
  page.first = root["first"].as_integer(1, kMostMessages + 1).value_or(1);
  for (const JsonValue item : root["messages"].required_items()) page.messages.push_back(read_message(item));
  return page;
}

std::vector<MessageHit> read_hits(JsonValue root) {
  std::vector<MessageHit> hits;
  for (const JsonValue item : root["hits"].required_items()) {
    hits.push_back({{id_of(item["discussion_id"])},
                    text_of(item["title"]),
                    read_message(item["message"]),
                    text_of(item["excerpt"]),
                    text_of(item["author_name"])});
  }
  return hits;
}

DirectoryPage read_directory(JsonValue root) {
  DirectoryPage page;
  page.total = root["total"].required_integer(0, kMostEvents);
  page.has_more = flag_of(root["more"]);
  for (const JsonValue item : root["entries"].required_items()) {
    page.entries.push_back({professional_of(item["id"]), text_of(item["name"]),
                            profession_of(item["profession"]), text_of(item["structure"]),
                            text_of(item["commune"]), flag_of(item["on_spico"])});
  }
  return page;
}

DeviceRecords read_records(JsonValue root) {
  DeviceRecords found{.share = std::string(root["share"].required_string()), .records = {}};
  for (const JsonValue item : root["records"].required_items())
    found.records.push_back({text_of(item["name"]), text_of(item["text"])});
  return found;
}

// Writing

std::string path_of(DiscussionId id, std::string_view rest = {}) {
  return ("/api/spico/discussions/" + to_decimal(id.value)).append(rest);
}

std::string flag_body(std::string_view name, bool value) {
  return object([&](JsonWriter& json) { json.member(name, value); });
}

std::string search_body(std::string_view text, std::int64_t limit) {
  return object([&](JsonWriter& json) { json.member("text", text).member("limit", limit); });
}

void write_ids(JsonWriter& json, std::string_view name, const std::vector<ProfessionalId>& ids) {
  json.key(name).begin_array();
  for (const ProfessionalId id : ids) json.string(to_decimal(id.value));
  json.end_array();
}

}  // namespace

HttpRequest http_of(const LoadDiscussions&) { return get("/api/spico/discussions", Cause::kMachine); }
HttpRequest http_of(const CreateDiscussion& wish) {
  return post("/api/spico/discussions", object([&](JsonWriter& json) {
                json.member("client_id", wish.client_id).member("title", wish.title);
                if (!wish.patient.is_none()) json.member("patient_id", to_decimal(wish.patient.value));
                write_ids(json, "members", wish.members);
              }));
}
HttpRequest http_of(const LoadDiscussion& wish) {
  return get(path_of(wish.discussion),
             wish.cause == spico::Cause::kPerson ? Cause::kPerson : Cause::kMachine);
}
HttpRequest http_of(const LoadMessages& wish) {
  return get(path_of(wish.discussion, "/messages?from=") + std::to_string(wish.from) +
                 "&limit=" + std::to_string(wish.limit),
             Cause::kMachine);
}
HttpRequest http_of(const FindFirstMessage& wish) {
  return get(path_of(wish.discussion, "/messages/first?from_ms=") + std::to_string(wish.from_ms),
             Cause::kPerson);
}
HttpRequest http_of(const SendMessage& wish) {
  const OutgoingMessage& message = wish.message;
  HttpRequest request = post(path_of(message.discussion, "/messages"), object([&](JsonWriter& json) {
                               json.member("client_id", message.client_id).member("text", message.text);
                               if (message.urgent) json.member("urgent", true);
                               if (message.reply_to) json.member("reply_to", message.reply_to->number);
                               if (!message.mentions.empty()) write_ids(json, "mentions", message.mentions);
                               if (message.files.empty()) return;
                               json.key("attachments").begin_array();
                               for (const OutgoingFile& file : message.files) json.string(file.client_id);
                               json.end_array();
                             }));
  if (wish.cause == spico::Cause::kMachine) request.cause = Cause::kMachine;
  return request;
}
HttpRequest http_of(const EditMessage& wish) {
  return put(path_of(wish.message), object([&](JsonWriter& json) {
               json.member("text", wish.text);
               write_ids(json, "mentions", wish.mentions);
             }));
}
HttpRequest http_of(const WithdrawMessage& wish) { return remove(path_of(wish.message)); }
HttpRequest http_of(const MarkSeen& wish) {
  return put(path_of(wish.message, "/seen"), flag_body("seen", wish.seen));
}
// Messages come while nobody is there: that they were on the screen is no sign of a person.
HttpRequest http_of(const MarkRead& wish) {
  HttpRequest request = put(path_of(wish.discussion, "/read"),
                            object([&](JsonWriter& json) { json.member("number", wish.number); }));
  request.cause = Cause::kMachine;
  return request;
}
HttpRequest http_of(const MuteDiscussion& wish) {
  return put(path_of(wish.discussion, "/muted"), flag_body("muted", wish.muted));
}
HttpRequest http_of(const AddMember& wish) {
  return post(path_of(wish.discussion, "/members"), object([&](JsonWriter& json) {
                json.member("member", to_decimal(wish.member.value)).member("history", code(wish.history));
              }));
}
HttpRequest http_of(const LeaveDiscussion& wish) { return remove(path_of(wish.discussion, "/members/me")); }
HttpRequest http_of(const TellThreadPrint& wish) {
  return post(path_of(wish.discussion, "/printed"),
              object([&](JsonWriter& json) { json.member("from", wish.from).member("to", wish.to); }));
}
HttpRequest http_of(const SearchMessages& wish) {
  return post("/api/spico/messages/search", search_body(wish.text, kMostResults));
}
HttpRequest http_of(const SearchDirectory& wish) {
  return post("/api/spico/directory/search", search_body(wish.text, kDirectoryEntriesAsked));
}
HttpRequest http_of(const LoadShare&) { return get("/api/spico/sealing", HttpRequest::Cause::kMachine); }
HttpRequest http_of(const LoadRecords&) {
  HttpRequest request = get("records", HttpRequest::Cause::kMachine);
  request.place = HttpRequest::Place::kDevice;
  return request;
}
HttpRequest http_of(const KeepRecord& wish) {
  HttpRequest request = get("records/" + wish.record.name, HttpRequest::Cause::kMachine);
  const bool erases = wish.act == RecordAct::kErase || wish.act == RecordAct::kTake;
  request.method = erases ? Method::kDelete : Method::kPut;
  request.place = HttpRequest::Place::kDevice;
  request.body = wish.record.text;
  std::string how;
  if (wish.act == RecordAct::kReplace || wish.act == RecordAct::kClaim) how += "&there";
  if (wish.tried != Tried::kUnknown) how += wish.tried == Tried::kYes ? "&tried=yes" : "&tried=no";
  if (wish.act == RecordAct::kTake) {
    how += "&untried";
    if (!wish.draft.name.empty()) how += "&draft=" + wish.draft.name;
    request.body = wish.draft.text;
  }
  if (!how.empty()) request.path += "?" + how.substr(1);
  return request;
}

Event event_of(const LoadDiscussions& wish, const HttpResponse& response) {
  return DiscussionsEvent{
      DiscussionsAnswered{answer_of<DiscussionList>(wish.ticket, response, read_list, kMessagesLimits)}};
}
Event event_of(const CreateDiscussion& wish, const HttpResponse& response) {
  return DirectoryEvent{DiscussionCreated{answer_of<DiscussionId>(
      wish.ticket, response, [](JsonValue root) { return DiscussionId{id_of(root["id"])}; })}};
}
Event event_of(const LoadDiscussion& wish, const HttpResponse& response) {
  return ThreadEvent{DiscussionAnswered{answer_of<DiscussionPage>(wish.ticket, response, read_page)}};
}
Event event_of(const LoadMessages& wish, const HttpResponse& response) {
  return ThreadEvent{
      MessagesAnswered{answer_of<MessagesPage>(wish.ticket, response, read_messages, kMessagesLimits)}};
}
Event event_of(const FindFirstMessage& wish, const HttpResponse& response) {
  return ThreadEvent{FirstMessageFound{answer_of<MessageNumber>(wish.ticket, response, [](JsonValue root) {
    return root["number"].is_present() ? number_of(root["number"]) : MessageNumber{0};
  })}};
}
Event event_of(const SendMessage& wish, const HttpResponse& response) {
  return OutboxEvent{MessageSent{answer_of<Message>(wish.ticket, response, read_message)}};
}
Event event_of(const EditMessage& wish, const HttpResponse& response) {
  return MessageEvent{MessageChanged{nothing(wish.ticket, response)}};
}
Event event_of(const WithdrawMessage& wish, const HttpResponse& response) {
  return MessageEvent{MessageChanged{nothing(wish.ticket, response)}};
}
Event event_of(const MarkSeen& wish, const HttpResponse& response) {
  return MessageEvent{MessageChanged{nothing(wish.ticket, response)}};
}
Event event_of(const MarkRead& wish, const HttpResponse& response) {
  return ThreadEvent{ReadMarked{nothing(wish.ticket, response)}};
}
Event event_of(const MuteDiscussion& wish, const HttpResponse& response) {
  return ThreadEvent{DiscussionMuted{nothing(wish.ticket, response)}};
}
Event event_of(const AddMember& wish, const HttpResponse& response) {
  return DirectoryEvent{MemberAdded{nothing(wish.ticket, response)}};
}
Event event_of(const LeaveDiscussion& wish, const HttpResponse& response) {
  return ThreadEvent{DiscussionLeft{nothing(wish.ticket, response)}};
}
Event event_of(const TellThreadPrint& wish, const HttpResponse& response) {
  return ThreadEvent{ThreadPrintTold{nothing(wish.ticket, response)}};
}
Event event_of(const SearchMessages& wish, const HttpResponse& response) {
  return DiscussionsEvent{
      MessagesFound{answer_of<std::vector<MessageHit>>(wish.ticket, response, read_hits, kMessagesLimits)}};
}
Event event_of(const SearchDirectory& wish, const HttpResponse& response) {
  return DirectoryEvent{DirectoryAnswered{answer_of<DirectoryPage>(wish.ticket, response, read_directory)}};
}
Event event_of(const LoadShare& wish, const HttpResponse& response) {
  return OutboxEvent{ShareAnswered{answer_of<std::string>(
      wish.ticket, response, [](JsonValue root) { return std::string(root["share"].required_string()); })}};
}
Event event_of(const LoadRecords& wish, const HttpResponse& response) {
  return OutboxEvent{
      RecordsFound{answer_of<DeviceRecords>(wish.ticket, response, read_records, kMessagesLimits)}};
}
Event event_of(const KeepRecord& wish, const HttpResponse& response) {
  Answer<Nothing> answer = nothing(wish.ticket, response);
  if (wish.act == RecordAct::kClaim) return OutboxEvent{RecordClaimed{std::move(answer)}};
  if (wish.act == RecordAct::kTake) return OutboxEvent{RecordTaken{std::move(answer)}};
  return OutboxEvent{RecordKept{std::move(answer)}};
}

void read_discussion_news(std::string_view kind, JsonValue event, std::vector<DiscussionNews>& news) {
  if (kind == "discussion")
    news.emplace_back(read_discussion(event["discussion"]));
  else if (kind == "message")
    news.emplace_back(MessageTold{read_discussion(event["discussion"]), read_message(event["message"]),
                                  text_of(event["author_name"])});
  else if (kind == "discussion_gone")
    news.emplace_back(DiscussionGone{{id_of(event["discussion_id"])}});
  else if (kind == "read")
    news.emplace_back(MemberRead{
        {id_of(event["discussion_id"])}, professional_of(event["member"]), number_of(event["number"])});
  else if (kind == "entries")
    news.emplace_back(EntriesTold{{id_of(event["patient_id"])}});
  else
    read_notification_news(kind, event, news);
}

DiscussionPatient read_discussion_patient(JsonValue value) {
  DiscussionPatient patient;
  patient.id = {id_of(value["id"])};
  patient.name = value["name"].required_string();
  patient.birth_date = parse_iso_date(text_of(value["birth_date"])).date;
  patient.test = flag_of(value["test"]);
  return patient;
}

}  // namespace spico::api
