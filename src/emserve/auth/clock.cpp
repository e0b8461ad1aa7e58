#include "emserve/auth/clock.hpp"

#include <ctime>

namespace spico::emserve {
namespace {

std::int64_t read_ms(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

}  // namespace

Clock::Clock() : wall_at_start_ms_(read_ms(CLOCK_REALTIME)), boot_at_start_ms_(read_ms(CLOCK_BOOTTIME)) {}

std::int64_t Clock::now_ms() const {
  return wall_at_start_ms_ + (read_ms(CLOCK_BOOTTIME) - boot_at_start_ms_) + offset_ms_;
}

}  // namespace spico::emserve
