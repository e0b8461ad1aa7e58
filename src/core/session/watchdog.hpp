// The two-hour inactivity watchdog of the page (product.md §8, security.md §1.5): compares clocks at every
// wake-up and before every frame. It only advises; update acts, and the server decides by itself.
#pragma once

#include <cstdint>
#include <optional>

namespace spico {

inline constexpr std::int64_t kWarningBeforeMs = 120'000;     ///< the dialog opens two minutes before the end
inline constexpr std::int64_t kBeatEveryMs = 60'000;          ///< at most one activity beat a minute
inline constexpr std::int64_t kClockDisagreementMs = 30'000;  ///< sleep, or a clock that was moved

struct Moment {
  std::int64_t wall_ms = 0;
  std::int64_t monotonic_ms = 0;
};

enum class Verdict : std::uint8_t {
  kQuiet,    ///< nothing to do
  kWarn,     ///< less than two minutes are left
  kAsk,      ///< the clocks disagree: cover the screen and ask the server
  kExpired,  ///< sign out now, with or without the server
};

class Watchdog {
 public:
  /// The server said how long the session still lives. nullopt: no session, nothing is watched.
  void server_said(Moment now, std::optional<std::int64_t> idle_remaining_ms,
                   std::optional<std::int64_t> absolute_remaining_ms);
  /// A kiosk signs out after this long without a touch in this page; 0 = not a kiosk.
  void set_kiosk_idle(std::int64_t idle_ms) { kiosk_idle_ms_ = idle_ms; }

  /// A key, a press or a touch. Does not extend anything by itself: a beat tells the server.
  void person_active(Moment now);
  void beat_sent(Moment now);
  [[nodiscard]] bool wants_beat(Moment now) const;

  /// To be called at every wake-up and first in every frame.
  [[nodiscard]] Verdict check(Moment now);

  /// Milliseconds until the end as far as this page knows; nullopt when nothing is watched. Never below 0.
  [[nodiscard]] std::optional<std::int64_t> remaining_ms(Moment now) const;
  /// When check() has to be called next even if nothing happens: delay in ms; nullopt when nothing is
  /// watched.
  [[nodiscard]] std::optional<std::int64_t> next_check_in_ms(Moment now) const;
  [[nodiscard]] bool is_watching() const { return deadline_in_ms_.has_value(); }

 private:
  [[nodiscard]] std::int64_t elapsed_ms(Moment since, Moment now) const;

  std::optional<std::int64_t> deadline_in_ms_;  ///< counted from said_at_
  Moment said_at_, checked_at_, active_at_, beat_at_;
  std::int64_t kiosk_idle_ms_ = 0;
  bool dirty_ = false;
};

}  // namespace spico
