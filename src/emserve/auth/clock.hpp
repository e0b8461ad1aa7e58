// The server's clock: wall time at the start, then a clock that only goes forward and counts sleep, so that
// setting the system's time back or suspending the machine does not stretch a session.
#pragma once

#include <atomic>
#include <cstdint>

namespace spico::emserve {

class Clock {
 public:
  Clock();
  virtual ~Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;

  // Unix time in milliseconds.
  virtual std::int64_t now_ms() const;
  // With --dev and in tests only.
  void advance(std::int64_t milliseconds) { offset_ms_ += milliseconds; }

 protected:
  std::atomic<std::int64_t> offset_ms_{0};

 private:
  std::int64_t wall_at_start_ms_;
  std::int64_t boot_at_start_ms_;
};

// A clock that stands still until it is advanced.
class StandingClock final : public Clock {
 public:
  explicit StandingClock(std::int64_t start_ms) : start_ms_(start_ms) {}
  std::int64_t now_ms() const override { return start_ms_ + offset_ms_; }

 private:
  std::int64_t start_ms_;
};

}  // namespace spico::emserve
