#include "emserve/routes/route.hpp"

#include <algorithm>
#include <array>

#include "api/json.hpp"
#include "core/discussions/attachment.hpp"

namespace spico::emserve {
namespace {

using enum Method;

constexpr BodyRule kMessage{.largest = api::kLargestMessageBody};
constexpr BodyRule kPiece{.kind = BodyKind::kBytes, .largest = kUploadPieceBytes};

constexpr std::array kRoutes = {
    Route(kGet, "/api/session", Door::kApi, Stage::kNone, get_session),
    Route(kPost, "/api/session/activity", Door::kApi, Stage::kWeak, post_activity),
    Route(kPost, "/api/session/leaving", Door::kApi, Stage::kWeak, post_leaving),

    Route(kGet, "/api/pass/config", Door::kApi, Stage::kNone, get_config),
    Route(kPost, "/api/pass/login", Door::kApi, Stage::kNone, post_login, Lane::kPassword),
    Route(kPost, "/api/pass/code/send", Door::kApi, Stage::kPending, post_code_send),
    Route(kPost, "/api/pass/code/verify", Door::kApi, Stage::kPending, post_code_verify),
    Route(kGet, "/api/pass/cgu", Door::kApi, Stage::kWeak, get_terms_of_pass),
    Route(kPost, "/api/pass/cgu/accept", Door::kApi, Stage::kWeak, post_accept_terms_of_pass),
    Route(kGet, "/api/pass/portal", Door::kApi, Stage::kPass, get_portal),
    Route(kPut, "/api/pass/portal/tiles/{id}/favourite", Door::kApi, Stage::kPass, put_tile_favourite),
    Route(kPost, "/api/pass/logout", Door::kApi, Stage::kNone, post_pass_logout),

    Route(kPost, "/api/spico/open", Door::kApi, Stage::kStrong, post_spico_open),
    Route(kPost, "/api/spico/logout", Door::kApi, Stage::kWeak, post_spico_logout),
    Route(kGet, "/api/spico/cgu", Door::kApi, Stage::kSpicoEntry, get_terms_of_spico),
    Route(kPost, "/api/spico/cgu/accept", Door::kApi, Stage::kSpicoEntry, post_accept_terms_of_spico),
    Route(kGet, "/api/spico/patients", Door::kApi, Stage::kSpico, get_patients),
    Route(kPost, "/api/spico/patients/exported", Door::kApi, Stage::kSpico, post_patients_exported),
    Route(kGet, "/api/spico/patients/{id}", Door::kApi, Stage::kSpico, get_patient),
    Route(kPut, "/api/spico/patients/{id}/favourite", Door::kApi, Stage::kSpico, put_patient_favourite),
    Route(kPut, "/api/spico/patients/{id}/archived", Door::kApi, Stage::kSpico, put_patient_archived),
    Route(kGet, "/api/spico/patients/{id}/entries", Door::kApi, Stage::kSpico, get_patient_entries),
    Route(kGet, "/api/spico/live", Door::kApi, Stage::kSpico, get_live),
    Route(kGet, "/api/spico/preferences", Door::kApi, Stage::kSpico, get_preferences),
    Route(kPut, "/api/spico/preferences/columns", Door::kApi, Stage::kSpico, put_columns),
    Route(kGet, "/api/spico/sealing", Door::kApi, Stage::kSpico, get_sealing),
    Route(kPost, "/api/spico/searches", Door::kApi, Stage::kSpico, post_search),
    Route(kDelete, "/api/spico/searches/{id}", Door::kApi, Stage::kSpico, delete_search),
    Route(kPost, "/api/spico/directory/search", Door::kApi, Stage::kSpico, post_directory_search),

    Route(kGet, "/api/spico/discussions", Door::kApi, Stage::kSpico, get_discussions),
    Route(kPost, "/api/spico/discussions", Door::kApi, Stage::kSpico, post_discussion),
    Route(kGet, "/api/spico/discussions/{id}", Door::kApi, Stage::kSpico, get_discussion),
    Route(kPut, "/api/spico/discussions/{id}/read", Door::kApi, Stage::kSpico, put_discussion_read,
          Lane::kTogether),
    Route(kPut, "/api/spico/discussions/{id}/muted", Door::kApi, Stage::kSpico, put_discussion_muted),
    Route(kPost, "/api/spico/discussions/{id}/printed", Door::kApi, Stage::kSpico, post_discussion_printed),
    Route(kPost, "/api/spico/discussions/{id}/members", Door::kApi, Stage::kSpico, post_discussion_member),
    Route(kDelete, "/api/spico/discussions/{id}/members/me", Door::kApi, Stage::kSpico,
          delete_discussion_member),
    Route(kGet, "/api/spico/discussions/{id}/messages", Door::kApi, Stage::kSpico, get_messages),
    Route(kGet, "/api/spico/discussions/{id}/messages/first", Door::kApi, Stage::kSpico, get_first_message),
    Route(kPost, "/api/spico/discussions/{id}/messages", Door::kApi, Stage::kSpico, post_message,
          Lane::kTogether, kMessage),
    Route(kPut, "/api/spico/messages/{id}", Door::kApi, Stage::kSpico, put_message, Lane::kQuick, kMessage),
    Route(kDelete, "/api/spico/messages/{id}", Door::kApi, Stage::kSpico, delete_message),
    Route(kPut, "/api/spico/messages/{id}/seen", Door::kApi, Stage::kSpico, put_message_seen,
          Lane::kTogether),
    Route(kGet, "/api/spico/messages/{id}/entry", Door::kApi, Stage::kSpico, get_message_entry),
    Route(kPut, "/api/spico/messages/{id}/entry", Door::kApi, Stage::kSpico, put_message_entry),
    Route(kPost, "/api/spico/messages/search", Door::kApi, Stage::kSpico, post_message_search),

    Route(kPost, "/api/spico/uploads", Door::kApi, Stage::kSpico, post_upload),
    Route(kPut, "/api/spico/uploads/{id}", Door::kApi, Stage::kSpico, put_upload_piece, Lane::kFile, kPiece),
    Route(kDelete, "/api/spico/uploads/{id}", Door::kApi, Stage::kSpico, delete_upload),
    Route(kGet, "/api/spico/attachments/{id}/preview", Door::kApi, Stage::kSpico, get_attachment_preview),
    Route(kPost, "/api/spico/attachments/{id}/ticket", Door::kApi, Stage::kSpico, post_attachment_ticket),
    Route(kGet, "/api/files/{ticket}", Door::kFile, Stage::kSpico, get_file),
    Route(kGet, "/api/spico/notifications", Door::kApi, Stage::kSpico, get_notifications),
    Route(kPut, "/api/spico/notifications/read", Door::kApi, Stage::kSpico, put_notifications_read),
    Route(kPut, "/api/spico/preferences/notifications", Door::kApi, Stage::kSpico, put_notification_settings),

    Route(kPost, "/reports/csp", Door::kReports, Stage::kNone, post_csp_report),
    Route(kGet, "/dev/outbox", Door::kDev, Stage::kNone, get_outbox),
    Route(kPost, "/dev/clock", Door::kDev, Stage::kNone, post_dev_clock),

    Route(kGet, "/", Door::kStatic, Stage::kNone, nullptr),
    Route(kGet, "/index.html", Door::kStatic, Stage::kNone, nullptr),
    Route(kGet, "/a/{file}", Door::kStatic, Stage::kNone, nullptr),
};

// Whether the pattern fits; the segment in place of {…} goes to `parameter`.
bool fits(std::string_view pattern, std::string_view path, std::string& parameter) {
  for (;;) {
    const std::size_t pattern_end = pattern.find('/', 1);
    const std::size_t path_end = path.find('/', 1);
    const std::string_view expected = pattern.substr(0, pattern_end);
    const std::string_view segment = path.substr(0, path_end);
    if (expected.starts_with("/{") && segment.size() > 1) {
      parameter = segment.substr(1);
    } else if (expected != segment) {
      return false;
    }
    const bool pattern_ends = pattern_end == std::string_view::npos;
    const bool path_ends = path_end == std::string_view::npos;
    if (pattern_ends || path_ends) return pattern_ends == path_ends;
    pattern.remove_prefix(pattern_end);
    path.remove_prefix(path_end);
  }
}

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Match find_route(Method method, std::string_view path) {
  Match match;
  // A path that a route spells out is no parameter of another one, also for another method.
  const bool is_spelled_out =
      std::any_of(kRoutes.begin(), kRoutes.end(), [path](const Route& route) { return route.path == path; });
  for (const Route& route : kRoutes) {
    std::string parameter;
    if (is_spelled_out && route.path != path) continue;
    if (!fits(route.path, path, parameter)) continue;
    match.allowed.push_back(route.method);
    // A file has no body of its own to make, so HEAD costs nothing there.
    if (route.door == Door::kStatic) match.allowed.push_back(Method::kHead);
    const bool takes_head = route.door == Door::kStatic && method == Method::kHead;
    if (route.method == method || takes_head) {
      match.route = &route;
      match.parameter = std::move(parameter);
    }
  }
  return match;
}

std::string routes_json() {
  std::string text;
  api::JsonWriter json(text);
  json.begin_array();
  for (const Route& route : kRoutes) {
    json.begin_object()
        .member("method", name(route.method))
        .member("path", route.path)
        .member("stage", name(route.stage))
        .end_object();
  }
  json.end_array();
  return text;
}

}  // namespace spico::emserve
