// Notifications on the wire, as openapi.yaml describes them: what the server says, and the bodies that
// clients send. For emserve.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "api/server_requests.hpp"
#include "core/notifications/notification.hpp"

namespace spico::api {

struct NotificationsAnswer {
  std::int64_t revision = 0, unread = 0;
  const NotificationSettings& settings;
  std::span<const Notification> notifications;
};
[[nodiscard]] std::string to_json(const NotificationsAnswer& answer);

/// Lines of GET /api/spico/live, see server_live.hpp.
void append_live_notification(std::string& out, std::int64_t event, const Notification& notification,
                              std::int64_t unread);
void append_live_notifications(std::string& out, std::int64_t event, std::int64_t unread);

[[nodiscard]] ReadBody<NotificationId> read_notifications_read(std::string_view body);
[[nodiscard]] ReadBody<NotificationSettings> read_notification_settings(std::string_view body);

}  // namespace spico::api
