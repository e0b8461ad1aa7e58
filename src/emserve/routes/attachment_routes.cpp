// Files of messages: /api/spico/uploads before a message takes them, /api/spico/attachments afterwards, and
// /api/files, which a browser opens by itself. Their names, which may name a patient, stand in no log.
#include <charconv>

#include "api/server_attachments.hpp"
#include "core/text/utf8.hpp"
#include "emserve/files/file_answer.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/discussion_call.hpp"
#include "emserve/routes/route.hpp"
#include "emserve/text/nfc.hpp"

namespace spico::emserve {
namespace {

constexpr std::int64_t kUndecidedRetrySeconds = 5;

Response unknown_upload() { return error_response(404, "unknown_upload", "No such upload"); }

// Whatever has this name is nobody's.
bool names_upload(const Call& call) { return is_client_id(call.parameter); }

// Nothing unless it can be the name of a file anywhere.
std::optional<std::string> file_name(std::string_view sent) {
  std::optional<std::string> name = clean_text(sent);
  if (!name || name->empty() || *name == "." || *name == "..") return std::nullopt;
  if (name->find_first_of("/\\") != std::string::npos || count_characters(*name) > kLongestFileName)
    return std::nullopt;
  return name;
}

std::optional<std::int64_t> piece_begin(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_read = error == std::errc() && end == text.data() + text.size();
  if (!is_read || number < 0 || number > kLargestAttachment) return std::nullopt;
  return number;
}

std::string_view code_of(FileProblem problem) {
  switch (problem) {
    case FileProblem::kType:
      return "file_type";
    case FileProblem::kTooLarge:
      return "image_too_large";
    case FileProblem::kBroken:
    case FileProblem::kNone:
      break;
  }
  return "file_broken";
}

std::string_view words_of(FileProblem problem) {
  switch (problem) {
    case FileProblem::kType:
      return "The file is not a JPEG, PNG or PDF, or not only that";
    case FileProblem::kTooLarge:
      return "The image has too many pixels";
    case FileProblem::kBroken:
    case FileProblem::kNone:
      break;
  }
  return "The file is cut off or damaged";
}

// The whole file is there: takes it or forgets it.
Response examine(Call& call, UploadState state) {
  ExaminedFile found =
      call.services.examiner.examine(call.store.upload_bytes(call.account(), call.parameter));
  if (found.is_undecided)
    return error_response(503, "busy", "The file could not be examined in time", {}, kUndecidedRetrySeconds);
  if (found.problem != FileProblem::kNone) {
    call.store.remove_upload(call.account(), call.parameter);
    audit(call, "upload_refused", code_of(found.problem));
    return error_response(422, code_of(found.problem), words_of(found.problem));
  }
  state.attachment = call.store.accept_upload(call.account(), call.parameter,
                                              {.type = found.type,
                                               .width = found.width,
                                               .height = found.height,
                                               .preview = std::move(found.preview)});
  if (!state.attachment) return unknown_upload();
  audit(call, "upload_accepted", "attachment " + to_decimal(state.attachment->id.value));
  return json_response(api::to_json(state));
}

std::optional<AttachmentId> attachment_of(const Call& call) {
  const std::optional<std::uint64_t> number = id_from_decimal(call.parameter);
  return number ? std::optional(AttachmentId{*number}) : std::nullopt;
}

// One whose message the caller may not see is answered as one that does not exist.
Response unknown_attachment(Call& call, std::string_view name_of_action) {
  if (const std::optional<AttachmentId> id = attachment_of(call))
    audit(call, "attachment_refused", std::string(name_of_action) + " " + to_decimal(id->value));
  return error_response(404, "unknown_attachment", "No such attachment");
}

// A person reads it, in a tab of its own, where no page of ours can translate a code.
Response used_up() {
  Response response;
  response.status = 404;
  response.set_header("Content-Type", "text/plain; charset=utf-8");
  response.body =
      "Cette adresse ne sert qu'une fois, pendant 30 secondes. Fermez cet onglet et ouvrez à nouveau le "
      "fichier "
      "depuis la discussion.\n\nThis address is of use once, for 30 seconds. Close this tab and open the "
      "file "
      "again from the discussion.\n";
  response.log_code = "unknown_ticket";
  return response;
}

}  // namespace

Response post_upload(Call& call) {
  const auto wanted = api::read_new_upload(call.request.body);
  if (!wanted.problem.is_none()) return body_response(wanted.problem);
  const std::optional<std::string> name = file_name(wanted.value.name);
  if (!name) return invalid_field("name");
  if (wanted.value.size > kLargestAttachment)
    return error_response(413, "file_too_large", "The file has more than 10,000,000 bytes");
  const BegunUpload begun = call.store.begin_upload(
      call.account(), {.client_id = wanted.value.client_id, .name = *name, .size = wanted.value.size},
      call.now_ms());
  switch (begun.problem) {
    case BegunUpload::Problem::kClientId:
      return invalid_field("client_id");
    case BegunUpload::Problem::kTooMany:
      return error_response(422, "too_many_uploads", "Too many files of this account wait for their message");
    case BegunUpload::Problem::kNone:
      break;
  }
  return json_response(api::to_json(begun.state));
}

Response put_upload_piece(Call& call) {
  const std::optional<std::int64_t> from = piece_begin(call.request.query_value("from"));
  if (!from) return invalid_field("from");
  if (call.request.body.empty())
    return error_response(422, "invalid_field", "A piece has one byte at least", "body");
  if (!names_upload(call)) return unknown_upload();
  const AddedPiece added =
      call.store.add_upload_piece(call.account(), call.parameter, *from, call.request.body, call.now_ms());
  switch (added.problem) {
    case AddedPiece::Problem::kUnknown:
      return unknown_upload();
    case AddedPiece::Problem::kOutOfOrder:
      return error_response(409, "piece_out_of_order", "Bytes before this piece are missing");
    case AddedPiece::Problem::kBeyondSize:
      return error_response(422, "invalid_field", "The piece goes beyond the size of the file", "from");
    case AddedPiece::Problem::kNone:
      break;
  }
  if (added.is_to_examine) return examine(call, added.state);
  return json_response(api::to_json(added.state));
}

Response delete_upload(Call& call) {
  if (names_upload(call)) call.store.remove_upload(call.account(), call.parameter);
  return done_response();
}

Response get_attachment_preview(Call& call) {
  const std::optional<AttachmentId> id = attachment_of(call);
  std::optional<std::string> preview = id ? call.store.attachment_preview(call.account(), *id) : std::nullopt;
  if (!preview) return error_response(404, "unknown_attachment", "No such attachment, or it has no preview");
  Response response;
  response.set_header("Content-Type", std::string(media_type(AttachmentType::kJpeg)));
  response.body = std::move(*preview);
  return response;
}

Response post_attachment_ticket(Call& call) {
  const auto use = api::read_file_use(call.request.body);
  if (!use.problem.is_none()) return body_response(use.problem);
  const std::optional<AttachmentId> id = attachment_of(call);
  const auto found = id ? call.store.find_attachment(call.account(), *id) : std::nullopt;
  if (!found) return unknown_attachment(call, "ticket");
  audit(call, "attachment_opened",
        detail_of(found->discussion) + " message " + to_decimal(found->message.value) + " attachment " +
            to_decimal(id->value) + " " + std::string(api::code(use.value)),
        found->patient);
  const std::string ticket = call.services.tickets.issue(call.session->key, *id, use.value, call.now_ms());
  return json_response(api::ticket_json("/api/files/" + ticket, kTicketLifeMs / 1000));
}

Response get_file(Call& call) {
  const std::optional<FileTicket> ticket =
      call.services.tickets.redeem(call.parameter, call.session->key, call.now_ms());
  if (!ticket) return used_up();
  // The reader may have been removed meanwhile.
  std::optional<AttachmentFile> file = call.store.attachment_file(call.account(), ticket->attachment);
  if (!file) return used_up();
  return file_response(ticket->use, file->name, file->type, std::move(file->bytes));
}

}  // namespace spico::emserve
