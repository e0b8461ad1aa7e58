// What calls the reader into discussions, and how they are told of it. Part of Model; its events are part of
// event.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/notifications/notification.hpp"
#include "core/remote.hpp"
#include "core/text/language.hpp"

namespace spico {

/// GET /api/spico/notifications.
struct NotificationsPage {
  std::int64_t revision = 0;  ///< number of the last event that it shows
  std::int64_t unread = 0;    ///< of all there are, «3» of the bell
  NotificationSettings settings;
  std::vector<Notification> notifications;  ///< newest first, at most kMostNotificationsAsked
};

/// Events of the stream.
struct NotificationTold {
  Notification notification;
  std::int64_t unread = 0;
};
struct NotificationsTold {
  std::int64_t unread = 0;  ///< some are read or gone, or the settings are others
};

/// Whether this browser lets us show notices of the operating system.
enum class NoticePermission : std::uint8_t { kUnknown, kNotAsked, kGranted, kDenied, kMissing };

/// What the device is asked to do outside the page (web/lib_notices.js). Nothing of it tells of a patient.
enum class NoticeAct : std::uint8_t { kLook, kAsk, kShow, kClose, kBadge };

struct Notifications {
  Remote<NotificationsPage> page;
  bool is_old = false;  ///< something has changed since `page` was asked for
  Remote<Nothing> marking;
  Ticket settings_sent = Ticket::kNone;
  bool settings_changed = false;     ///< again, since they were sent
  std::string quiet_from, quiet_to;  ///< as they are typed
  NoticePermission permission = NoticePermission::kUnknown;
  std::vector<Notification> called;  ///< new ones of this moment, which the device is about to show
  std::int64_t badge = -1;           ///< number on the application's icon; -1: not known
};

enum class QuietBound : std::uint8_t { kFrom, kTo };
enum class ClockProblem : std::uint8_t { kNone, kNoTime, kSame };
/// Of what is typed for one of the two; what has a problem is not kept.
[[nodiscard]] ClockProblem clock_problem(const Notifications& notifications, QuietBound bound);

/// «Message urgent de Inès TEST»: for the screen, where the name may stand.
[[nodiscard]] std::string notification_text(Language language, const Notification& notification);

// What has happened

struct NotificationsAnswered {
  Answer<NotificationsPage> answer;
};
struct NotificationsMarked {
  Answer<Nothing> answer;
};
struct NotificationSettingsKept {
  Answer<Nothing> answer;
};
struct NoticesAnswered {
  Answer<NoticePermission> answer;
};
struct NotificationsPressed {};  ///< the bell
struct NotificationPressed {
  NotificationId notification;
};
struct MarkAllReadPressed {};
struct QuietHoursToggled {};
struct QuietTyped {
  QuietBound bound;
  std::string text;
};
struct SystemNoticesToggled {};
struct AllowNoticesPressed {};  ///< they are wanted, and this browser has not been asked
struct RetryNotificationsPressed {};
using NotificationsEvent =
    std::variant<NotificationsAnswered, NotificationsMarked, NotificationSettingsKept, NoticesAnswered,
                 NotificationsPressed, NotificationPressed, MarkAllReadPressed, QuietHoursToggled, QuietTyped,
                 SystemNoticesToggled, AllowNoticesPressed, RetryNotificationsPressed>;

}  // namespace spico
