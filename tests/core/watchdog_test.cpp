// The inactivity watchdog against sleep, moved clocks and slow timers (product.md §8, security.md §1.5).
#include "core/session/watchdog.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace spico {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kWatchdogMinute = 60 * kSecond;
constexpr std::int64_t kWatchdogHour = 60 * kWatchdogMinute;
constexpr Moment kStart{1'795'300'000'000, 5'000};

constexpr Moment later(Moment moment, std::int64_t ms) {
  return {moment.wall_ms + ms, moment.monotonic_ms + ms};
}

Watchdog watched(std::int64_t idle_ms = 2 * kWatchdogHour, std::int64_t absolute_ms = 12 * kWatchdogHour) {
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
  CHECK(dog.check(later(kStart, 3 * kWatchdogHour)) == Verdict::kQuiet);
  CHECK_FALSE(dog.remaining_ms(kStart).has_value());
  CHECK_FALSE(dog.next_check_in_ms(kStart).has_value());
  dog.person_active(kStart);
  CHECK_FALSE(dog.wants_beat(later(kStart, kWatchdogHour)));
  Watchdog ended = watched();
  ended.server_said(kStart, std::nullopt, std::nullopt);
  CHECK_FALSE(ended.is_watching());
  CHECK(ended.check(later(kStart, 13 * kWatchdogHour)) == Verdict::kQuiet);
}

TEST_CASE("two hours without anybody: quiet, then two minutes of warning, then the end") {
  Watchdog dog = watched();
  CHECK(run(dog, 0, 2 * kWatchdogHour - 2 * kWatchdogMinute - kSecond) == Verdict::kQuiet);
  CHECK(run(dog, 2 * kWatchdogHour - 2 * kWatchdogMinute, 2 * kWatchdogHour - kSecond) == Verdict::kWarn);
  CHECK(dog.check(later(kStart, 2 * kWatchdogHour)) == Verdict::kExpired);
  CHECK(dog.remaining_ms(later(kStart, 2 * kWatchdogHour)) == 0);
  CHECK(dog.remaining_ms(later(kStart, 9 * kWatchdogHour)) == 0);
}

TEST_CASE("the boundary of the warning is exact") {
  Watchdog dog = watched();
  CHECK(run(dog, 0, 117 * kWatchdogMinute) == Verdict::kQuiet);
  CHECK(dog.check(later(kStart, 118 * kWatchdogMinute - 1)) != Verdict::kWarn);
  CHECK(dog.check(later(kStart, 118 * kWatchdogMinute)) == Verdict::kWarn);
  CHECK(dog.check(later(kStart, 120 * kWatchdogMinute - 1)) == Verdict::kWarn);
  CHECK(dog.check(later(kStart, 120 * kWatchdogMinute)) == Verdict::kExpired);
}

TEST_CASE("the absolute end counts too, whichever comes first") {
  Watchdog dog = watched(2 * kWatchdogHour, 30 * kWatchdogMinute);
  CHECK(dog.remaining_ms(kStart) == 30 * kWatchdogMinute);
  CHECK(run(dog, 0, 28 * kWatchdogMinute - kSecond) == Verdict::kQuiet);
  CHECK(dog.check(later(kStart, 30 * kWatchdogMinute)) == Verdict::kExpired);
}

TEST_CASE("after three hours of sleep it is over, before anything is drawn") {
  SUBCASE("both clocks went on") {
    Watchdog dog = watched();
    CHECK(dog.check(later(kStart, 10 * kSecond)) == Verdict::kQuiet);
    CHECK(dog.check(later(kStart, 3 * kWatchdogHour)) == Verdict::kExpired);
  }
  SUBCASE("the monotonic clock stood still, as in some browsers") {
    Watchdog dog = watched();
    CHECK(dog.check(later(kStart, 10 * kSecond)) == Verdict::kQuiet);
    const Verdict verdict =
        dog.check({kStart.wall_ms + 3 * kWatchdogHour, kStart.monotonic_ms + 11 * kSecond});
    // Cover and ask, or leave at once: never go on drawing.
    CHECK((verdict == Verdict::kAsk || verdict == Verdict::kExpired));
  }
}

TEST_CASE("sleep of a few minutes: the server is asked once, not at every wake-up") {
  Watchdog dog = watched();
  CHECK(dog.check(later(kStart, kWatchdogMinute)) == Verdict::kQuiet);
  const Moment awake{kStart.wall_ms + 20 * kWatchdogMinute, kStart.monotonic_ms + kWatchdogMinute};
  CHECK(dog.check(awake) == Verdict::kAsk);
  dog.server_said(awake, 100 * kWatchdogMinute, 11 * kWatchdogHour);
  CHECK(dog.check(later(awake, kSecond)) == Verdict::kQuiet);
  CHECK(dog.remaining_ms(awake) == 100 * kWatchdogMinute);
}

TEST_CASE("a clock set back or forward does not decide: the server is asked") {
  for (const std::int64_t moved :
       {-3 * kWatchdogHour, -kWatchdogMinute, -1 * kSecond, 31 * kSecond, kWatchdogHour}) {
    CAPTURE(moved);
    Watchdog dog = watched();
    CHECK(dog.check(later(kStart, kWatchdogMinute)) == Verdict::kQuiet);
    const Moment after{kStart.wall_ms + kWatchdogMinute + moved, kStart.monotonic_ms + kWatchdogMinute + 10};
    CHECK(dog.check(after) == Verdict::kAsk);
  }
}

TEST_CASE("small corrections of a clock are no disagreement") {
  for (const std::int64_t moved : {-5, 1, 500, 29'000}) {
    CAPTURE(moved);
    Watchdog dog = watched();
    CHECK(dog.check(later(kStart, kWatchdogMinute)) == Verdict::kQuiet);
    CHECK(dog.check({kStart.wall_ms + kWatchdogMinute + 60'000 + moved,
                     kStart.monotonic_ms + kWatchdogMinute + 60'000}) == Verdict::kQuiet);
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
  CHECK(run(slow, 0, 117 * kWatchdogMinute, kWatchdogMinute) == Verdict::kQuiet);
  CHECK(slow.check(later(kStart, 119 * kWatchdogMinute)) == Verdict::kWarn);
  CHECK(slow.check(later(kStart, 121 * kWatchdogMinute)) == Verdict::kExpired);
  Watchdog frozen = watched();
  CHECK(frozen.check(later(kStart, 121 * kWatchdogMinute)) == Verdict::kExpired);
}

TEST_CASE("a person's activity in this page extends nothing by itself: the server does") {
  Watchdog dog = watched();
  for (std::int64_t t = 0; t < 2 * kWatchdogHour; t += kWatchdogMinute) {
    dog.person_active(later(kStart, t));
    (void)dog.check(later(kStart, t));
  }
  CHECK(dog.check(later(kStart, 2 * kWatchdogHour)) == Verdict::kExpired);
  Watchdog extended = watched();
  CHECK(run(extended, 0, 119 * kWatchdogMinute) == Verdict::kWarn);
  extended.server_said(later(kStart, 119 * kWatchdogMinute), 2 * kWatchdogHour, 10 * kWatchdogHour);
  CHECK(extended.check(later(kStart, 119 * kWatchdogMinute + kSecond)) == Verdict::kQuiet);
  CHECK(run(extended, 119 * kWatchdogMinute + 10 * kSecond, 236 * kWatchdogMinute) == Verdict::kQuiet);
  CHECK(extended.check(later(kStart, 239 * kWatchdogMinute)) == Verdict::kExpired);
}

TEST_CASE("beats: only when somebody was there, and at most one a minute") {
  Watchdog dog = watched();
  CHECK_FALSE(dog.wants_beat(later(kStart, 10 * kWatchdogMinute)));
  dog.person_active(later(kStart, 10 * kWatchdogMinute));
  CHECK(dog.wants_beat(later(kStart, 10 * kWatchdogMinute)));
  dog.beat_sent(later(kStart, 10 * kWatchdogMinute));
  CHECK_FALSE(dog.wants_beat(later(kStart, 10 * kWatchdogMinute)));
  CHECK_FALSE(dog.wants_beat(later(kStart, 30 * kWatchdogMinute)));
  dog.person_active(later(kStart, 10 * kWatchdogMinute + 20 * kSecond));
  CHECK_FALSE(dog.wants_beat(later(kStart, 10 * kWatchdogMinute + 59 * kSecond)));
  CHECK(dog.wants_beat(later(kStart, 11 * kWatchdogMinute)));
}

TEST_CASE("an hour of typing sends at most sixty beats, and at least fifty-nine") {
  Watchdog dog = watched();
  int beats = 0;
  for (std::int64_t t = 2 * kWatchdogMinute; t < kWatchdogHour + 2 * kWatchdogMinute; t += 250) {
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
  dog.set_kiosk_idle(5 * kWatchdogMinute);
  CHECK(dog.remaining_ms(kStart) == 5 * kWatchdogMinute);
  CHECK(run(dog, 0, 4 * kWatchdogMinute + 20 * kSecond) == Verdict::kQuiet);
  CHECK(run(dog, 4 * kWatchdogMinute + 30 * kSecond, 5 * kWatchdogMinute - kSecond) == Verdict::kWarn);
  CHECK(dog.check(later(kStart, 5 * kWatchdogMinute)) == Verdict::kExpired);
}

TEST_CASE("each touch gives a kiosk five more minutes, but never more than the server does") {
  Watchdog dog = watched(20 * kWatchdogMinute);
  dog.set_kiosk_idle(5 * kWatchdogMinute);
  for (std::int64_t t = 0; t <= 16 * kWatchdogMinute; t += 2 * kWatchdogMinute) {
    dog.person_active(later(kStart, t));
    CHECK(dog.check(later(kStart, t)) == Verdict::kQuiet);
  }
  CHECK(dog.remaining_ms(later(kStart, 16 * kWatchdogMinute)) == 4 * kWatchdogMinute);
  dog.person_active(later(kStart, 19 * kWatchdogMinute + 40 * kSecond));
  CHECK(dog.check(later(kStart, 19 * kWatchdogMinute + 40 * kSecond)) == Verdict::kWarn);
  CHECK(dog.check(later(kStart, 20 * kWatchdogMinute)) == Verdict::kExpired);
}

TEST_CASE("the next check is never later than the next change of verdict, and never in the past") {
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    const auto idle = static_cast<std::int64_t>(random() % (2 * 7'200'000U));
    Watchdog dog = watched(idle);
    if (i % 3 == 0) dog.set_kiosk_idle(5 * kWatchdogMinute);
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
    const std::int64_t end = i % 3 == 0 ? std::min<std::int64_t>(idle, 5 * kWatchdogMinute) : idle;
    CHECK(t <= end + kSecond);
  }
}

}  // namespace
}  // namespace spico
