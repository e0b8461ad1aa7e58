#include "emserve/auth/session_clock.hpp"

#include <algorithm>

namespace spico::emserve {
namespace {

// A session from further ahead than this was made before the clock went back.
constexpr std::int64_t kClockSlackMs = 60'000;

}  // namespace

SessionEnd end_of(const SessionRecord& session, std::int64_t now_ms, const SessionLimits& limits) {
  if (session.ended != SessionEnd::kNone) return session.ended;
  const std::int64_t age_ms = now_ms - session.started_at_ms;
  const std::int64_t idle_ms = now_ms - session.activity_at_ms;
  if (age_ms >= limits.absolute_ms || age_ms < -kClockSlackMs) return SessionEnd::kAbsolute;
  if (session.pending != PendingStep::kNone && age_ms >= limits.pending_ms) return SessionEnd::kSignedOut;
  if (idle_ms >= limits.idle_ms || idle_ms < -kClockSlackMs) return SessionEnd::kIdle;
  if (session.leaving_at_ms && now_ms - *session.leaving_at_ms >= limits.leaving_ms)
    return SessionEnd::kSignedOut;
  return SessionEnd::kNone;
}

std::string_view reason_of(const SessionRecord& session, SessionEnd end) {
  switch (end) {
    case SessionEnd::kIdle:
      return "idle";
    case SessionEnd::kAbsolute:
      return "absolute";
    case SessionEnd::kElsewhere:
      return "elsewhere";
    case SessionEnd::kSignedOut:
    case SessionEnd::kNone:
      break;
  }
  return session.pending == PendingStep::kNone ? "leaving" : "abandoned";
}

std::int64_t idle_remaining_ms(const SessionRecord& session, std::int64_t now_ms,
                               const SessionLimits& limits) {
  return std::clamp<std::int64_t>(session.activity_at_ms + limits.idle_ms - now_ms, 0, limits.idle_ms);
}

std::int64_t absolute_remaining_ms(const SessionRecord& session, std::int64_t now_ms,
                                   const SessionLimits& limits) {
  return std::clamp<std::int64_t>(session.started_at_ms + limits.absolute_ms - now_ms, 0, limits.absolute_ms);
}

}  // namespace spico::emserve
