// Notifications for view tests: of each kind, answers as openapi.yaml has them.
#pragma once

#include <string>
#include <string_view>

#include "tests/ui/journey.hpp"

namespace journey {

/// An urgent message of four minutes ago and a mention, both unread; an invitation of another day, read;
/// notices of the system wanted.
extern const std::string_view kNotifications;

/// Their screen, beside the two discussions of discussion_pages.hpp; the browser shows notices.
App in_notifications(const spico::app::Start& facts = {});

/// The stream has told of one more.
std::string told_json(int event, std::string_view kind, int id, int unread);

}  // namespace journey
