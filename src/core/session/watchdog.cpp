#include "core/session/watchdog.hpp"

#include <algorithm>

namespace spico {

namespace {
constexpr std::int64_t kCheckEveryMs = 10'000;

std::int64_t distance(std::int64_t a, std::int64_t b) { return a > b ? a - b : b - a; }
}  // namespace

void Watchdog::server_said(Moment now, std::optional<std::int64_t> idle_remaining_ms,
                           std::optional<std::int64_t> absolute_remaining_ms) {
  if (!deadline_in_ms_) active_at_ = beat_at_ = now;
  said_at_ = checked_at_ = now;
  deadline_in_ms_.reset();
  if (idle_remaining_ms) deadline_in_ms_ = *idle_remaining_ms;
  if (absolute_remaining_ms) {
    deadline_in_ms_ =
        deadline_in_ms_ ? std::min(*deadline_in_ms_, *absolute_remaining_ms) : *absolute_remaining_ms;
  }
  if (!deadline_in_ms_) dirty_ = false;
}

void Watchdog::person_active(Moment now) {
  active_at_ = now;
  dirty_ = true;
}

void Watchdog::beat_sent(Moment now) {
  beat_at_ = now;
  dirty_ = false;
}

// The larger of the two clocks: one may have stood still (sleep), the other may have been set back.
std::int64_t Watchdog::elapsed_ms(Moment since, Moment now) const {
  return std::max<std::int64_t>({0, now.wall_ms - since.wall_ms, now.monotonic_ms - since.monotonic_ms});
}

bool Watchdog::wants_beat(Moment now) const {
  return is_watching() && dirty_ && elapsed_ms(beat_at_, now) >= kBeatEveryMs;
}

std::optional<std::int64_t> Watchdog::remaining_ms(Moment now) const {
  if (!deadline_in_ms_) return std::nullopt;
  std::int64_t left = *deadline_in_ms_ - elapsed_ms(said_at_, now);
  if (kiosk_idle_ms_ > 0) left = std::min(left, kiosk_idle_ms_ - elapsed_ms(active_at_, now));
  return std::max<std::int64_t>(0, left);
}

Verdict Watchdog::check(Moment now) {
  if (!deadline_in_ms_) {
    checked_at_ = now;
    return Verdict::kQuiet;
  }
  const std::int64_t wall_step = now.wall_ms - checked_at_.wall_ms;
  const std::int64_t monotonic_step = now.monotonic_ms - checked_at_.monotonic_ms;
  checked_at_ = now;
  if (wall_step < 0 || distance(wall_step, monotonic_step) > kClockDisagreementMs) return Verdict::kAsk;
  if (*remaining_ms(now) == 0) return Verdict::kExpired;
  // A kiosk's five minutes are short: the last thirty seconds warn, else the dialog would be on screen half
  // of the time.
  const std::int64_t warning =
      kiosk_idle_ms_ > 0 ? std::min(kWarningBeforeMs, kiosk_idle_ms_ / 10) : kWarningBeforeMs;
  return *remaining_ms(now) <= warning ? Verdict::kWarn : Verdict::kQuiet;
}

std::optional<std::int64_t> Watchdog::next_check_in_ms(Moment now) const {
  const auto left = remaining_ms(now);
  if (!left) return std::nullopt;
  const std::int64_t warning =
      kiosk_idle_ms_ > 0 ? std::min(kWarningBeforeMs, kiosk_idle_ms_ / 10) : kWarningBeforeMs;
  const std::int64_t until = *left > warning ? *left - warning : *left;
  return std::clamp<std::int64_t>(until, 0, kCheckEveryMs);
}

}  // namespace spico
