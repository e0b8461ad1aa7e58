// /api/spico/live: what happens, as it happens.
#include <algorithm>
#include <charconv>
#include <chrono>

#include "api/server_live.hpp"
#include "api/server_notifications.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/route.hpp"

namespace spico::emserve {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Tells one account of events, from `after` on. Between two calls it keeps a few numbers and no store.
class LiveStream final : public BodyStream {
 public:
  LiveStream(Services& services, SessionKey session, AccountId account, std::int64_t after,
             const EventBounds& bounds)
      : services_(services),
        listener_(services.live, session, account),
        account_(account),
        told_to_(after),
        last_at_start_(bounds.last),
        // Forgotten in between, or of another database.
        is_lost_(after < bounds.pruned_to || after > bounds.last) {}

  void set_wake(std::function<void()> wake) override { listener_.set_wake(std::move(wake)); }

  Step next(std::string& chunk) override {
    const std::int64_t last = std::max(last_at_start_, services_.live.last());
    if (listener_.is_over()) return Step::kEnd;
    if (!has_begun_)
      api::append_live_head(chunk, is_lost_ ? last_at_start_ : told_to_, services_.clock.now_ms());
    has_begun_ = true;
    told_to_ = listener_.past_quiet(told_to_);
    try {
      if (!is_lost_ && told_to_ < last) tell(chunk, last);
    } catch (const StoreError&) {
      return Step::kCut;  // the client comes again with the last number it heard
    }
    if (is_lost_) {
      api::append_live_resync(chunk);
      return Step::kEnd;
    }
    const SteadyClock::time_point now = SteadyClock::now();
    if (chunk.empty() && now - last_bytes_ >= services_.options.listen.limits.beat_time)
      api::append_live_beat(chunk, told_to_, services_.clock.now_ms());
    if (!chunk.empty()) last_bytes_ = now;
    return told_to_ < last ? Step::kMore : Step::kWait;
  }

 private:
  // So many events are looked at in one go, most of which may be none of this account's.
  static constexpr std::int64_t kMostLookedAt = 2000;

  void tell(std::string& chunk, std::int64_t last) {
    const EventBatch batch =
        services_.stores.lend()->events_for(account_, told_to_, std::min(last, told_to_ + kMostLookedAt));
    is_lost_ = batch.is_gap;
    told_to_ = batch.reached;
    for (const EventRecord& event : batch.events) append(chunk, event);
  }

  static void append(std::string& chunk, const EventRecord& event) {
    switch (event.kind) {
      case EventKind::kPatient:
        return api::append_live_patient(chunk, event.id, event.patient);
      case EventKind::kPatientGone:
        return api::append_live_gone(chunk, event.id, event.patient.id);
      case EventKind::kFavourite:
        return api::append_live_favourite(chunk, event.id, event.patient.id, event.patient.favourite);
      case EventKind::kPreferences:
        return api::append_live_preferences(chunk, event.id);
      case EventKind::kDiscussion:
        return api::append_live_discussion(chunk, event.id, event.discussion);
      case EventKind::kMessage:
        return api::append_live_message(chunk, event.id, event.discussion, event.message, event.author_name);
      case EventKind::kDiscussionGone:
        return api::append_live_discussion_gone(chunk, event.id, event.discussion.id);
      case EventKind::kRead:
        return api::append_live_read(chunk, event.id, event.discussion.id, event.member, event.number);
      case EventKind::kNotification:
        return api::append_live_notification(chunk, event.id, event.notification, event.unread);
      case EventKind::kNotifications:
        return api::append_live_notifications(chunk, event.id, event.unread);
      case EventKind::kEntries:
        return api::append_live_entries(chunk, event.id, event.patient.id);
    }
  }

  Services& services_;
  LiveListener listener_;
  AccountId account_;
  std::int64_t told_to_;
  std::int64_t last_at_start_;
  bool is_lost_;
  bool has_begun_ = false;
  SteadyClock::time_point last_bytes_ = SteadyClock::now();
};

// Digits only, as an event's number is written.
std::optional<std::int64_t> event_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

}  // namespace

Response get_live(Call& call) {
  const EventBounds bounds = call.store.event_bounds();
  std::int64_t after = bounds.last;
  if (const std::string text = call.request.query_value("after"); !text.empty()) {
    const std::optional<std::int64_t> number = event_number(text);
    if (!number) return invalid_field("after");
    after = *number;
  }
  audit(call, "patients_followed");
  Response response;
  response.set_header("Content-Type", "application/x-ndjson");
  response.set_header("X-Accel-Buffering", "no");  // or a proxy of nginx's keeps lines back
  response.stream =
      std::make_unique<LiveStream>(call.services, call.session->key, call.account(), after, bounds);
  return response;
}

}  // namespace spico::emserve
