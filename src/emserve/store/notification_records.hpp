// What the store says of notifications, as plain values. No SQL, no JSON.
#pragma once

#include <cstdint>
#include <vector>

#include "core/notifications/notification.hpp"

namespace spico::emserve {

struct NotificationList {
  std::int64_t revision = 0;  // the last event that it shows
  std::int64_t unread = 0;    // of all there are
  NotificationSettings settings;
  std::vector<Notification> notifications;  // newest first
};

struct NotificationLimits {
  std::int64_t oldest_ms = 90 * 24 * 3'600'000LL;
};

}  // namespace spico::emserve
