#include "api/server_notifications.hpp"

#include "api/body_reading.hpp"
#include "api/server_discussions.hpp"

namespace spico::api {
namespace {

void write(JsonWriter& json, const Notification& notification) {
  json.begin_object()
      .member("id", to_decimal(notification.id.value))
      .member("kind", code(notification.kind))
      .member("discussion_id", to_decimal(notification.discussion.value))
      .member("number", notification.number)
      .member("title", notification.title)
      .member("author_name", notification.author_name)
      .member("at_ms", notification.at_ms);
  if (notification.patient) write_patient(json, *notification.patient);
  if (notification.read) json.member("read", true);
  json.end_object();
}

JsonWriter& begin_event(JsonWriter& json, std::int64_t event, std::string_view kind, std::int64_t unread) {
  return json.begin_object()
      .key("event")
      .begin_object()
      .member("id", event)
      .member("kind", kind)
      .member("unread", unread);
}

std::optional<int> clock_of(JsonValue value) {
  const std::optional<std::string_view> text = value.as_string();
  return text ? parse_clock(*text) : std::nullopt;
}

}  // namespace

std::string to_json(const NotificationsAnswer& answer) {
  std::string body;
  JsonWriter json(body);
  const QuietHours& quiet = answer.settings.quiet;
  json.begin_object().member("revision", answer.revision).member("unread", answer.unread);
  json.key("settings")
      .begin_object()
      .member("quiet", quiet.on)
      .member("quiet_from", format_clock(quiet.from))
      .member("quiet_to", format_clock(quiet.to))
      .member("system", answer.settings.system)
      .end_object();
  json.key("notifications").begin_array();
  for (const Notification& notification : answer.notifications) write(json, notification);
  json.end_array().end_object();
  return body;
}

void append_live_notification(std::string& out, std::int64_t event, const Notification& notification,
                              std::int64_t unread) {
  JsonWriter json(out);
  write(begin_event(json, event, "notification", unread).key("notification"), notification);
  json.end_object().end_object();
  out.push_back('\n');
}

void append_live_notifications(std::string& out, std::int64_t event, std::int64_t unread) {
  JsonWriter json(out);
  begin_event(json, event, "notifications", unread).end_object().end_object();
  out.push_back('\n');
}

ReadBody<NotificationId> read_notifications_read(std::string_view body) {
  return read_member<NotificationId>(body, "up_to", [](JsonValue value) -> std::optional<NotificationId> {
    const std::optional<std::string_view> text = value.as_string();
    const std::optional<std::uint64_t> number = text ? id_from_decimal(*text) : std::nullopt;
    if (!number) return std::nullopt;
    return NotificationId{*number};
  });
}

ReadBody<NotificationSettings> read_notification_settings(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const JsonValue root = document.root();
  const std::optional<bool> quiet = root["quiet"].as_bool();
  if (!quiet) return {{}, invalid("quiet")};
  const std::optional<int> from = clock_of(root["quiet_from"]);
  if (!from) return {{}, invalid("quiet_from")};
  const std::optional<int> to = clock_of(root["quiet_to"]);
  if (!to || *to == *from) return {{}, invalid("quiet_to")};
  const std::optional<bool> system = root["system"].as_bool();
  if (!system) return {{}, invalid("system")};
  return {{.quiet = {.on = *quiet, .from = *from, .to = *to}, .system = *system}, {}};
}

}  // namespace spico::api
