// What the routes of discussions and of messages have in common. Only for routes/.
#pragma once

#include <optional>
#include <string>

#include "core/discussions/discussion.hpp"
#include "emserve/routes/call.hpp"

namespace spico::emserve {

// The one that the path names; nothing when it is no number.
std::optional<DiscussionId> discussion_of(const Call& call);
// One that the caller is not in is answered as one that does not exist; the refusal is in the audit log.
Response unknown_discussion(Call& call, std::string_view name_of_action);
// "discussion 7", for the audit log
std::string detail_of(DiscussionId discussion);

}  // namespace spico::emserve
