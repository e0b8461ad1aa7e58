// When a session is over, and how long it still has: product.md section 8, security.md section 1.5,
// decisions 28.
#pragma once

#include "emserve/store/records.hpp"

namespace spico::emserve {

// kNone while the session may go on. A session that ended earlier keeps its reason.
SessionEnd end_of(const SessionRecord& session, std::int64_t now_ms, const SessionLimits& limits);

// For the audit log: "idle", "absolute", "leaving", "abandoned" (no code came), "elsewhere".
std::string_view reason_of(const SessionRecord& session, SessionEnd end);

std::int64_t idle_remaining_ms(const SessionRecord& session, std::int64_t now_ms,
                               const SessionLimits& limits);
std::int64_t absolute_remaining_ms(const SessionRecord& session, std::int64_t now_ms,
                                   const SessionLimits& limits);

}  // namespace spico::emserve
