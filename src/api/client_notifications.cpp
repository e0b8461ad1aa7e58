#include "api/client_notifications.hpp"

#include "api/client_calls.hpp"
#include "api/client_discussions.hpp"
#include "api/client_reading.hpp"

namespace spico::api {
namespace {

constexpr std::uint32_t kDecisionMs = 10 * 60'000;  // somebody reads what the browser asks

std::int64_t event_count_of(JsonValue value) { return value.required_integer(0, kMostEvents); }

int clock_of(JsonValue value) {
  const auto minutes = parse_clock(value.required_string());
  if (!minutes) value.reject(JsonProblem::kOutOfRange);
  return minutes.value_or(0);
}

// What a newer build calls otherwise shows as the plainest call.
Notification read_notification(JsonValue root) {
  Notification notification;
  notification.id = {id_of(root["id"])};
  notification.kind =
      notification_kind_from_code(root["kind"].required_string()).value_or(NotificationKind::kMention);
  notification.discussion = {id_of(root["discussion_id"])};
  notification.number = root["number"].required_integer(1, kMostEvents);
  notification.title = root["title"].required_string();
  notification.author_name = root["author_name"].required_string();
  notification.at_ms = root["at_ms"].required_integer(0, kLastMomentMs);
  notification.read = root["read"].as_bool().value_or(false);
  if (const JsonValue patient = root["patient"]; patient.is_present())
    notification.patient = read_discussion_patient(patient);
  return notification;
}

NotificationsPage read_notifications(JsonValue root) {
  NotificationsPage page;
  page.revision = event_count_of(root["revision"]);
  page.unread = event_count_of(root["unread"]);
  const JsonValue settings = root["settings"];
  page.settings.quiet.on = settings["quiet"].required_bool();
  page.settings.quiet.from = clock_of(settings["quiet_from"]);
  page.settings.quiet.to = clock_of(settings["quiet_to"]);
  page.settings.system = settings["system"].required_bool();
  for (const JsonValue item : root["notifications"].required_items())
    page.notifications.push_back(read_notification(item));
  return page;
}

NoticePermission read_permission(JsonValue root) {
  const auto code = root["permission"].required_string();
  if (code == "granted") return NoticePermission::kGranted;
  if (code == "denied") return NoticePermission::kDenied;
  return code == "default" ? NoticePermission::kNotAsked : NoticePermission::kMissing;
}

}  // namespace

HttpRequest http_of(const LoadNotifications&) {
  return get("/api/spico/notifications?limit=" + std::to_string(kMostNotificationsAsked),
             HttpRequest::Cause::kMachine);
}
HttpRequest http_of(const MarkNotifications& wish) {
  return put("/api/spico/notifications/read",
             object([&](JsonWriter& json) { json.member("up_to", to_decimal(wish.up_to.value)); }));
}
HttpRequest http_of(const KeepNotificationSettings& wish) {
  const QuietHours& quiet = wish.settings.quiet;
  return put("/api/spico/preferences/notifications", object([&](JsonWriter& json) {
               json.member("quiet", quiet.on)
                   .member("quiet_from", format_clock(quiet.from))
                   .member("quiet_to", format_clock(quiet.to))
                   .member("system", wish.settings.system);
             }));
}
HttpRequest http_of(const AskNotices& wish) {
  HttpRequest request = get("notices", HttpRequest::Cause::kMachine);
  request.place = HttpRequest::Place::kDevice;
  switch (wish.act) {
    case NoticeAct::kLook:
      break;
    case NoticeAct::kAsk:
      request.method = Method::kPut;
      request.timeout_ms = kDecisionMs;
      break;
    case NoticeAct::kShow:
      request.method = Method::kPost;
      request.body = object([&](JsonWriter& json) {
        json.member("tag", wish.tag).member("text", wish.text).member("address", wish.address);
      });
      break;
    case NoticeAct::kClose:
      request.method = Method::kDelete;
      break;
    case NoticeAct::kBadge:
      request.method = Method::kPut;
      request.path += "/badge";
      request.body = object([&](JsonWriter& json) { json.member("count", wish.count); });
      break;
  }
  return request;
}

Event event_of(const LoadNotifications& wish, const HttpResponse& response) {
  return NotificationsEvent{
      NotificationsAnswered{answer_of<NotificationsPage>(wish.ticket, response, read_notifications)}};
}
Event event_of(const MarkNotifications& wish, const HttpResponse& response) {
  return NotificationsEvent{NotificationsMarked{nothing(wish.ticket, response)}};
}
Event event_of(const KeepNotificationSettings& wish, const HttpResponse& response) {
  return NotificationsEvent{NotificationSettingsKept{nothing(wish.ticket, response)}};
}
Event event_of(const AskNotices& wish, const HttpResponse& response) {
  return NotificationsEvent{
      NoticesAnswered{answer_of<NoticePermission>(wish.ticket, response, read_permission)}};
}

void read_notification_news(std::string_view kind, JsonValue event, std::vector<DiscussionNews>& news) {
  if (kind == "notification")
    news.emplace_back(
        NotificationTold{read_notification(event["notification"]), event_count_of(event["unread"])});
  else if (kind == "notifications")
    news.emplace_back(NotificationsTold{event_count_of(event["unread"])});
}

}  // namespace spico::api
