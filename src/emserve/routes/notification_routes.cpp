// /api/spico/notifications, and how this account wants to be notified.
#include "api/server_notifications.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/route.hpp"

namespace spico::emserve {

Response get_notifications(Call& call) {
  const auto limit = number_of(call.request.query_value("limit"), 1, kMostNotificationsAsked);
  if (!limit) return invalid_field("limit");
  const NotificationList list = call.store.notifications_of(call.account(), *limit);
  return json_response(api::to_json(api::NotificationsAnswer{.revision = list.revision,
                                                             .unread = list.unread,
                                                             .settings = list.settings,
                                                             .notifications = list.notifications}));
}

Response put_notifications_read(Call& call) {
  const auto up_to = api::read_notifications_read(call.request.body);
  if (!up_to.problem.is_none()) return body_response(up_to.problem);
  call.store.mark_notifications(call.account(), up_to.value, call.now_ms());
  return done_response();
}

Response put_notification_settings(Call& call) {
  const auto settings = api::read_notification_settings(call.request.body);
  if (!settings.problem.is_none()) return body_response(settings.problem);
  call.store.set_notification_settings(call.account(), settings.value, call.now_ms());
  return done_response();
}

}  // namespace spico::emserve
