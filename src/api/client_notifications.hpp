// Notifications on the wire (openapi.yaml), and what the device is asked of them (web/lib_notices.js). For
// client_requests.cpp, client_answers.cpp and client_discussions.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "api/http_message.hpp"
#include "api/json.hpp"
#include "core/effect.hpp"
#include "core/event.hpp"

namespace spico::api {

[[nodiscard]] HttpRequest http_of(const LoadNotifications& wish);
[[nodiscard]] HttpRequest http_of(const MarkNotifications& wish);
[[nodiscard]] HttpRequest http_of(const KeepNotificationSettings& wish);
[[nodiscard]] HttpRequest http_of(const AskNotices& wish);

[[nodiscard]] Event event_of(const LoadNotifications& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const MarkNotifications& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const KeepNotificationSettings& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const AskNotices& wish, const HttpResponse& response);

/// An event of the stream of this kind; nothing when it is none of theirs.
void read_notification_news(std::string_view kind, JsonValue event, std::vector<DiscussionNews>& news);

}  // namespace spico::api
