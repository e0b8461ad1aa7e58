// Discussions for view tests: three people, messages of every kind, answers as openapi.yaml has them.
#pragma once

#include <string>
#include <string_view>

#include "tests/ui/journey.hpp"

namespace journey {

/// Two discussions, the first one with an unread urgent message.
extern const std::string_view kDiscussions;
/// The first one: text, reply, edited, withdrawn, urgent, somebody who joined, a name our font cannot draw.
std::string discussion_page_json();
std::string messages_json();

/// A list as the server answers it; ours, and its first discussion with its messages.
App in_discussions_of(std::string_view list, const spico::app::Start& facts = {}, Stage stage = kInSpico);
App in_discussions(const spico::app::Start& facts = {}, Stage stage = kInSpico);
App in_thread(const spico::app::Start& facts = {}, Stage stage = kInSpico);

}  // namespace journey
