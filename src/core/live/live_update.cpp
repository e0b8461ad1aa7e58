#include "core/live/live_update.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/discussions/doors.hpp"
#include "core/navigation.hpp"
#include "core/patients/patients_update.hpp"

namespace spico {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;
// More than this in a few seconds is an import: the list is loaded again for less than it costs to change it
// so often. The server tells an import in many small pieces.
constexpr std::size_t kMostChanges = 500;
constexpr std::int64_t kCountedTogetherMs = 3'000;

void listen(Model& model, const Env& env, Effects& effects) {
  Live& live = model.live;
  live.stream = env.new_ticket();
  live.is_heard = false;
  live.retry_at_ms.reset();
  effects.push_back(Request{OpenLive{live.stream, live.reached}});
}

// A page does not see where the time is lost, but it sees what else comes. Anything that came since the
// request left shows that the network works: the server takes its time. A stream of changes that was cut, or
// gives no sign of life in time, shows that the network does not. Without either nobody is blamed.
Pace pace_of(const Live& live, const Woke& woke, std::int64_t now_ms) {
  constexpr std::int64_t kSilenceMs = 25'000;  // the server gives a sign of life every 20 s
  if (!woke.awaited_since_ms || now_ms - *woke.awaited_since_ms < kLateAnswerMs) return Pace::kGood;
  if (woke.heard_at_ms > *woke.awaited_since_ms) return Pace::kSlowServer;
  const bool is_listening = live.heard_at_ms > 0;
  const bool is_silent = live.is_cut || now_ms - woke.heard_at_ms > kSilenceMs;
  return is_listening && is_silent ? Pace::kSlowNetwork : Pace::kSlow;
}

struct OnLive {
  Model& model;
  const Env& env;
  Effects& effects;

  void operator()(LiveHeard& e) const {
    Live& live = model.live;
    if (e.ticket != live.stream) return;
    const bool is_back = !live.is_heard;
    live.is_heard = true;
    live.failures = 0;
    live.is_cut = false;
    live.heard_at_ms = env.wall_ms;
    live.reached = std::max(live.reached, e.reached);
    hear_discussions(model, std::move(e.discussions), live.reached, is_back, env, effects);
    if (is_back) retry_choices(model, env, effects);
    if (e.changes.empty()) return;
    if (env.monotonic_ms - live.counted_from_ms > kCountedTogetherMs) {
      live.counted_from_ms = env.monotonic_ms;
      live.counted = 0;
    }
    live.counted += e.changes.size();
    if (live.counted > kMostChanges)
      reload(model, env, effects);
    else
      change_patients(model, std::move(e.changes), env, effects);
  }
  // What we know is too old to be mended by changes.
  void operator()(const LiveGapFound& e) const {
    if (e.ticket == model.live.stream) reload(model, env, effects);
  }
  void operator()(const LiveEnded& e) const {
    Live& live = model.live;
    if (e.answer.ticket != live.stream) return;
    live.stream = Ticket::kNone;
    live.is_heard = false;
    const bool is_open = model.session.view.value && model.session.view.value->spico_open;
    if (!is_open || handle_refusal(model, e.answer.failure, env, effects)) return;
    live.retry_at_ms = env.monotonic_ms + retry_delay_ms(live.failures, env);
    ++live.failures;
    // An error of the server's, or an end of its own, has come through the network.
    const Failure::Kind kind = e.answer.failure.kind;
    live.is_cut =
        kind == Failure::Kind::kOffline || kind == Failure::Kind::kTimeout || kind == Failure::Kind::kCut;
  }
  static void reload(Model& model, const Env& env, Effects& effects) {
    stop_live(model, effects);
    reload_patients(model, env, effects);
    load_discussions_again(model, env, effects);
  }
};

}  // namespace

void update_live(Model& model, LiveEvent event, const Env& env, Effects& effects) {
  std::visit(OnLive{model, env, effects}, event);
}

void open_live(Model& model, std::int64_t revision, const Env& env, Effects& effects) {
  stop_live(model, effects);
  // From the oldest of the lists on: what is told twice changes nothing.
  const auto& list = model.discussions.list;
  if (list.value && !list.is_pending()) revision = std::min(revision, list.value->revision);
  const auto& called = model.notifications.page;
  if (called.value && !called.is_pending()) revision = std::min(revision, called.value->revision);
  model.live.since = model.live.reached = revision;
  model.live.heard_at_ms = env.wall_ms;
  listen(model, env, effects);
}

void stop_live(Model& model, Effects& effects) {
  if (model.live.stream != Ticket::kNone) effects.push_back(PageEffect{StopRequest{model.live.stream}});
  model.live = {};
}

void reopen_live(Model& model, Hurry hurry, const Env& env, Effects& effects) {
  const auto& retry_at_ms = model.live.retry_at_ms;
  if (!retry_at_ms || model.leaving) return;
  if (hurry == Hurry::kNow || env.monotonic_ms >= *retry_at_ms) listen(model, env, effects);
}

void watch_pace(Model& model, const Woke& woke, const Env& env, Effects& effects) {
  const Pace before = std::exchange(model.pace, pace_of(model.live, woke, env.monotonic_ms));
  if (model.pace == Pace::kGood) return;
  // A narrow page shows a banner, which says itself: with other words it would again.
  if (before != Pace::kGood) {
    if (model.settings.narrow) model.pace = before;
    return;
  }
  if (model.hidden) {
    model.pace = Pace::kGood;  // said to whoever comes back
    return;
  }
  if (model.settings.narrow || !model.session.is_signed_in()) return;
  effects.push_back(PageEffect{
      Announce{Urgency::kPolite, std::string(text(model.settings.language, pace_name(model.pace)))}});
}

Text pace_name(Pace pace) {
  if (pace == Pace::kSlowServer) return Text::kCommonSlowServer;
  return pace == Pace::kSlowNetwork ? Text::kCommonSlowNetwork : Text::kCommonSlowAnswer;
}

int stale_minutes(const Model& model, std::int64_t now_ms) {
  const Live& live = model.live;
  if (!model.patients.loading.complete || live.heard_at_ms == 0) return 0;
  return static_cast<int>(std::max<std::int64_t>(0, now_ms - live.heard_at_ms) / kMinuteMs);
}

std::int64_t retry_delay_ms(int failures, const Env& env) {
  const std::int64_t longest = std::min<std::int64_t>(kMinuteMs, 1000LL << std::min(failures, 6));
  return longest - env.chance() % (longest / 2);
}

}  // namespace spico
