// The inactivity watchdog against sleep, moved clocks and slow timers (product.md §8, security.md §1.5).
#include "core/session/watchdog.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace spico {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr Moment kStart{1'795'300'000'000, 5'000};

constexpr Moment later(Moment moment, std::int64_t ms) {
  return {moment.wall_ms + ms, moment.monotonic_ms + ms};
}

Watchdog watched(std::int64_t idle_ms = 2 * kHour, std::int64_t absolute_ms = 12 * kHour) {
  Watchdog dog;
  dog.server_said(kStart, idle_ms, absolute_ms);
  return dog;
}

// Wakes every `every` ms until `until` after the start; the worst verdict on the way.
Verdict run(Watchdog& dog, std::int64_t from, std::int64_t until, std::int64_t every = 10 * kSecond) {
  Verdict worst = Verdict::kQuiet;
  for (std::int64_t t = from; t <= until; t += every) worst = std::max(worst, dog.check(later(kStart, t)));
  return worst;
}

TEST_CASE("nothing is watched without a session") {
  Watchdog dog;
  CHECK_FALSE(dog.is_watching());
  CHECK(dog.check(kStart) == Verdict::kQuiet);
  CHECK(dog.check(later(kStart, 3 * kHour)) == Verdict::kQuiet);
  CHECK_FALSE(dog.remaining_ms(kStart).has_value());
  CHECK_FALSE(dog.next_check_in_ms(kStart).has_value());
  dog.person_active(kStart);
  CHECK_FALSE(dog.wants_beat(later(kStart, kHour)));
  Watchdog ended = watched();
  ended.server_said(kStart, std::nullopt, std::nullopt);
  CHECK_FALSE(ended.is_watching());
  CHECK(ended.check(later(kStart, 13 * kHour)) == Verdict::kQuiet);
}

TEST_CASE("two hours without anybody: quiet, then two minutes of warning, then the end") {
  Watchdog dog = watched();
  CHECK(run(dog, 0, 2 * kHour - 2 * kMinute - kSecond) == Verdict::kQuiet);
  CHECK(run(dog, 2 * kHour - 2 * kMinute, 2 * kHour - kSecond) == Verdict::kWarn);
  CHECK(dog.check(later(kStart, 2 * kHour)) == Verdict::kExpired);
  CHECK(dog.remaining_ms(later(kStart, 2 * kHour)) == 0);
  CHECK(dog.remaining_ms(later(kStart, 9 * kHour)) == 0);
}

TEST_CASE("the boundary of the warning is exact") {
  Watchdog dog = watched();
  CHECK(run(dog, 0, 117 * kMinute) == Verdict::kQuiet);
  CHECK(dog.check(later(kStart, 118 * kMinute - 1)) != Verdict::kWarn);
  CHECK(dog.check(later(kStart, 118 * kMinute)) == Verdict::kWarn);
  CHECK(dog.check(later(kStart, 120 * kMinute - 1)) == Verdict::kWarn);
  CHECK(dog.check(later(kStart, 120 * kMinute)) == Verdict::kExpired);
}

TEST_CASE("the absolute end counts too, whichever comes first") {
  Watchdog dog = watched(2 * kHour, 30 * kMinute);
  CHECK(dog.remaining_ms(kStart) == 30 * kMinute);
  CHECK(run(dog, 0, 28 * kMinute - kSecond) == Verdict::kQuiet);
  CHECK(dog.check(later(kStart, 30 * kMinute)) == Verdict::kExpired);
}

TEST_CASE("after three hours of sleep it is over, before anything is drawn") {
  SUBCASE("both clocks went on") {
    Watchdog dog = watched();
    CHECK(dog.check(later(kStart, 10 * kSecond)) == Verdict::kQuiet);
    CHECK(dog.check(later(kStart, 3 * kHour)) == Verdict::kExpired);
  }
  SUBCASE("the monotonic clock stood still, as in some browsers") {
    Watchdog dog = watched();
    CHECK(dog.check(later(kStart, 10 * kSecond)) == Verdict::kQuiet);
    const Verdict verdict = dog.check({kStart.wall_ms + 3 * kHour, kStart.monotonic_ms + 11 * kSecond});
    // Cover and ask, or leave at once: never go on drawing.
    CHECK((verdict == Verdict::kAsk || verdict == Verdict::kExpired));
  }
}

TEST_CASE("sleep of a few minutes: the server is asked once, not at every wake-up") {
  Watchdog dog = watched();
  CHECK(dog.check(later(kStart, kMinute)) == Verdict::kQuiet);
  const Moment awake{kStart.wall_ms + 20 * kMinute, kStart.monotonic_ms + kMinute};
  CHECK(dog.check(awake) == Verdict::kAsk);
  dog.server_said(awake, 100 * kMinute, 11 * kHour);
  CHECK(dog.check(later(awake, kSecond)) == Verdict::kQuiet);
  CHECK(dog.remaining_ms(awake) == 100 * kMinute);
}

TEST_CASE("a clock set back or forward does not decide: the server is asked") {
  for (const std::int64_t moved : {-3 * kHour, -kMinute, -1 * kSecond, 31 * kSecond, kHour}) {
    CAPTURE(moved);
    Watchdog dog = watched();
    CHECK(dog.check(later(kStart, kMinute)) == Verdict::kQuiet);
    const Moment after{kStart.wall_ms + kMinute + moved, kStart.monotonic_ms + kMinute + 10};
    CHECK(dog.check(after) == Verdict::kAsk);
  }
}

TEST_CASE("small corrections of a clock are no disagreement") {
  for (const std::int64_t moved : {-5, 1, 500, 29'000}) {
    CAPTURE(moved);
    Watchdog dog = watched();
    CHECK(dog.check(later(kStart, kMinute)) == Verdict::kQuiet);
    CHECK(dog.check({kStart.wall_ms + kMinute + 60'000 + moved, kStart.monotonic_ms + kMinute + 60'000}) ==
          Verdict::kQuiet);
  }
}

TEST_CASE("a clock set back in small steps does not stretch the session") {
  Watchdog dog = watched();
  Moment now = kStart;
  Verdict verdict = Verdict::kQuiet;
  for (int i = 0; i < 721 && verdict != Verdict::kAsk; ++i) {
    now.monotonic_ms += 10 * kSecond;
    now.wall_ms += 1 * kSecond;  // nine seconds short of every ten
    verdict = dog.check(now);
  }
  CHECK((verdict == Verdict::kExpired || verdict == Verdict::kAsk));
}

TEST_CASE("timers that a hidden tab slows down to one a minute, or that never fire, change nothing") {
  Watchdog slow = watched();
  CHECK(run(slow, 0, 117 * kMinute, kMinute) == Verdict::kQuiet);
  CHECK(slow.check(later(kStart, 119 * kMinute)) == Verdict::kWarn);
  CHECK(slow.check(later(kStart, 121 * kMinute)) == Verdict::kExpired);
  Watchdog frozen = watched();
  CHECK(frozen.check(later(kStart, 121 * kMinute)) == Verdict::kExpired);
}

TEST_CASE("a person's activity in this page extends nothing by itself: the server does") {
  Watchdog dog = watched();
  for (std::int64_t t = 0; t < 2 * kHour; t += kMinute) {
    dog.person_active(later(kStart, t));
    (void)dog.check(later(kStart, t));
  }
  CHECK(dog.check(later(kStart, 2 * kHour)) == Verdict::kExpired);
  Watchdog extended = watched();
  CHECK(run(extended, 0, 119 * kMinute) == Verdict::kWarn);
  extended.server_said(later(kStart, 119 * kMinute), 2 * kHour, 10 * kHour);
  CHECK(extended.check(later(kStart, 119 * kMinute + kSecond)) == Verdict::kQuiet);
  CHECK(run(extended, 119 * kMinute + 10 * kSecond, 236 * kMinute) == Verdict::kQuiet);
  CHECK(extended.check(later(kStart, 239 * kMinute)) == Verdict::kExpired);
}

TEST_CASE("beats: only when somebody was there, and at most one a minute") {
  Watchdog dog = watched();
  CHECK_FALSE(dog.wants_beat(later(kStart, 10 * kMinute)));
  dog.person_active(later(kStart, 10 * kMinute));
  CHECK(dog.wants_beat(later(kStart, 10 * kMinute)));
  dog.beat_sent(later(kStart, 10 * kMinute));
  CHECK_FALSE(dog.wants_beat(later(kStart, 10 * kMinute)));
  CHECK_FALSE(dog.wants_beat(later(kStart, 30 * kMinute)));
  dog.person_active(later(kStart, 10 * kMinute + 20 * kSecond));
  CHECK_FALSE(dog.wants_beat(later(kStart, 10 * kMinute + 59 * kSecond)));
  CHECK(dog.wants_beat(later(kStart, 11 * kMinute)));
}

TEST_CASE("an hour of typing sends at most sixty beats, and at least fifty-nine") {
  Watchdog dog = watched();
  int beats = 0;
  for (std::int64_t t = 2 * kMinute; t < kHour + 2 * kMinute; t += 250) {
    const Moment now = later(kStart, t);
    dog.person_active(now);
    if (!dog.wants_beat(now)) continue;
    dog.beat_sent(now);
    ++beats;
  }
  CHECK(beats <= 60);
  CHECK(beats >= 59);
}

TEST_CASE("a kiosk ends after five minutes without a touch; the last thirty seconds warn") {
  Watchdog dog = watched();
  dog.set_kiosk_idle(5 * kMinute);
  CHECK(dog.remaining_ms(kStart) == 5 * kMinute);
  CHECK(run(dog, 0, 4 * kMinute + 20 * kSecond) == Verdict::kQuiet);
  CHECK(run(dog, 4 * kMinute + 30 * kSecond, 5 * kMinute - kSecond) == Verdict::kWarn);
  CHECK(dog.check(later(kStart, 5 * kMinute)) == Verdict::kExpired);
}

TEST_CASE("each touch gives a kiosk five more minutes, but never more than the server does") {
  Watchdog dog = watched(20 * kMinute);
  dog.set_kiosk_idle(5 * kMinute);
  for (std::int64_t t = 0; t <= 16 * kMinute; t += 2 * kMinute) {
    dog.person_active(later(kStart, t));
    CHECK(dog.check(later(kStart, t)) == Verdict::kQuiet);
  }
  CHECK(dog.remaining_ms(later(kStart, 16 * kMinute)) == 4 * kMinute);
  dog.person_active(later(kStart, 19 * kMinute + 40 * kSecond));
  CHECK(dog.check(later(kStart, 19 * kMinute + 40 * kSecond)) == Verdict::kWarn);
  CHECK(dog.check(later(kStart, 20 * kMinute)) == Verdict::kExpired);
}

TEST_CASE("the next check is never later than the next change of verdict, and never in the past") {
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    const auto idle = static_cast<std::int64_t>(random() % (2 * 7'200'000U));
    Watchdog dog = watched(idle);
    if (i % 3 == 0) dog.set_kiosk_idle(5 * kMinute);
    std::int64_t t = 0;
    Verdict verdict = dog.check(kStart);
    int wakes = 0;
    while (verdict != Verdict::kExpired && wakes < 20'000) {
      const auto wait = dog.next_check_in_ms(later(kStart, t));
      REQUIRE(wait.has_value());
      REQUIRE(*wait >= 0);
      t += std::max<std::int64_t>(*wait, 1);
      verdict = dog.check(later(kStart, t));
      ++wakes;
    }
    CAPTURE(idle);
    CHECK(verdict == Verdict::kExpired);
    // Nobody saw a patient after the end: the last wake-up was on time.
    const std::int64_t end = i % 3 == 0 ? std::min<std::int64_t>(idle, 5 * kMinute) : idle;
    CHECK(t <= end + kSecond);
  }
}

}  // namespace
}  // namespace spico
