// Files of messages: their steps on the device (web/lib_device.js, web/lib_files.js) and on the wire.
#include <utility>

#include "api/client_calls.hpp"
#include "api/client_discussions.hpp"

namespace spico::api {
namespace {

using Cause = HttpRequest::Cause;

constexpr std::uint32_t kPiecePatienceMs = 180'000;  // 256 KiB where a second carries 12 kbit
constexpr std::int64_t kLongestSide = 1'000'000;     // pixels
constexpr std::string_view kOpenedOnce = "/api/files/";

Attachment read_attachment(JsonValue root) {
  Attachment attachment;
  const auto id = id_from_decimal(root["id"].required_string());
  if (!id) root["id"].reject(JsonProblem::kOutOfRange);
  attachment.id = {id.value_or(0)};
  attachment.name = root["name"].required_string();
  const auto type = attachment_type_from_code(root["type"].required_string());
  if (!type) root["type"].reject(JsonProblem::kOutOfRange);
  attachment.type = type.value_or(AttachmentType::kPdf);
  attachment.size = root["size"].required_integer(1, kLargestAttachment);
  attachment.width = static_cast<int>(root["width"].as_integer(1, kLongestSide).value_or(0));
  attachment.height = static_cast<int>(root["height"].as_integer(1, kLongestSide).value_or(0));
  attachment.preview = root["preview"].required_bool();
  return attachment;
}

FileAnswer read_upload(JsonValue root) {
  FileAnswer answer;
  answer.upload.received = root["received"].required_integer(0, kLargestAttachment);
  if (const JsonValue attachment = root["attachment"]; attachment.is_present())
    answer.upload.attachment = read_attachment(attachment);
  return answer;
}

// The page goes where this says: nowhere else than to an opened file.
FileAnswer read_ticket(JsonValue root) {
  FileAnswer answer{.path = std::string(root["path"].required_string())};
  const std::string_view rest =
      answer.path.starts_with(kOpenedOnce) ? std::string_view(answer.path).substr(kOpenedOnce.size()) : "";
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  if (rest.empty() || rest.find_first_not_of(kAllowed) != std::string_view::npos)
    root["path"].reject(JsonProblem::kOutOfRange);
  return answer;
}

HttpRequest of_device(Method method, std::string path, std::string body = {}) {
  HttpRequest request = get(std::move(path), Cause::kMachine);
  request.method = method;
  request.place = HttpRequest::Place::kDevice;
  request.body = std::move(body);
  return request;
}

std::string upload_path(const FileWish& wish) { return "/api/spico/uploads/" + wish.name; }

HttpRequest begin_upload(const FileWish& wish) {
  HttpRequest request = post("/api/spico/uploads", object([&](JsonWriter& json) {
                               json.member("client_id", wish.name).member("name", wish.title);
                               json.member("size", wish.size);
                             }));
  if (wish.again) request.cause = Cause::kMachine;
  return request;
}

// A file may take as long as a session lasts: that it moves on is no sign of a person.
HttpRequest send_piece(const FileWish& wish) {
  HttpRequest request = put(upload_path(wish) + "?from=" + std::to_string(wish.from), wish.bytes);
  request.cause = Cause::kMachine;
  request.content = HttpRequest::Content::kBytes;
  request.timeout_ms = kPiecePatienceMs;
  return request;
}

HttpRequest ask_ticket(const FileWish& wish, std::string_view use) {
  return post("/api/spico/attachments/" + wish.name + "/ticket",
              object([&](JsonWriter& json) { json.member("use", use); }));
}

}  // namespace

std::vector<Attachment> read_attachments(JsonValue list) {
  std::vector<Attachment> attachments;
  for (const JsonValue item : list.items()) attachments.push_back(read_attachment(item));
  if (attachments.size() > kMostAttachments) list.reject(JsonProblem::kOutOfRange);
  return attachments;
}

HttpRequest http_of(const MoveFile& move) {
  const FileWish& wish = move.wish;
  switch (wish.act) {
    case FileAct::kRead:
      return of_device(Method::kGet, "files/" + wish.name + "?from=" + std::to_string(wish.from) +
                                         "&count=" + std::to_string(wish.size));
    case FileAct::kReadKept:
      return of_device(Method::kGet, "pieces/" + wish.name);
    case FileAct::kKeep:
      return of_device(Method::kPut, "pieces/" + wish.name, wish.bytes);
    case FileAct::kForget:
      return of_device(Method::kDelete, "pieces/" + wish.name);
    case FileAct::kRelease:
      return of_device(Method::kDelete, "files/" + wish.name);
    case FileAct::kBegin:
      return begin_upload(wish);
    case FileAct::kSend:
      return send_piece(wish);
    case FileAct::kTakeBack: {
      HttpRequest request = remove(upload_path(wish));
      request.cause = Cause::kMachine;
      return request;
    }
    case FileAct::kAskView:
      return ask_ticket(wish, "view");
    case FileAct::kAskSave:
      return ask_ticket(wish, "download");
    case FileAct::kView:
      return of_device(Method::kPut, "tab", wish.name);
    case FileAct::kSave:
      return of_device(Method::kPut, "download", wish.name);
    case FileAct::kNoView:
      break;
  }
  return of_device(Method::kDelete, "tab");
}

Event event_of(const MoveFile& move, const HttpResponse& response) {
  FileMoved moved{move.wish.act, {}};
  switch (move.wish.act) {
    case FileAct::kBegin:
    case FileAct::kSend:
      moved.answer = answer_of<FileAnswer>(move.ticket, response, read_upload);
      break;
    case FileAct::kAskView:
    case FileAct::kAskSave:
      moved.answer = answer_of<FileAnswer>(move.ticket, response, read_ticket);
      break;
    default:
      moved.answer.ticket = move.ticket;
      moved.answer.failure = failure_of(response, HttpRequest::Place::kDevice);
      if (!moved.answer.failure.is_some()) moved.answer.value = FileAnswer{.bytes = response.body};
      break;
  }
  return OutboxEvent{std::move(moved)};
}

}  // namespace spico::api
