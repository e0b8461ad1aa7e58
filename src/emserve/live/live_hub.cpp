#include "emserve/live/live_hub.hpp"

#include <algorithm>
#include <optional>

namespace spico::emserve {

// What one look at the store finds.
struct LiveHub::News {
  std::int64_t after = 0, last = 0;
  std::optional<std::vector<AccountId>>
      accounts;  // for whom something happened; nothing: perhaps for everybody
  std::vector<SessionKey> open;
};

LiveListener::LiveListener(LiveHub& hub, SessionKey session, AccountId account)
    : hub_(hub), session_(session), account_(account) {
  hub_.add(*this);
}

LiveListener::~LiveListener() { hub_.remove(*this); }

void LiveListener::set_wake(std::function<void()> wake) {
  const std::lock_guard lock(hub_.mutex_);
  wake_ = std::move(wake);
}

std::int64_t LiveListener::past_quiet(std::int64_t event) const {
  const std::lock_guard lock(hub_.mutex_);
  return event >= quiet_after_ && event < quiet_until_ ? quiet_until_ : event;
}

void LiveHub::notify() {
  {
    const std::lock_guard lock(mutex_);
    is_notified_ = true;
  }
  changed_.notify_one();
}

void LiveHub::add(LiveListener& listener) {
  {
    const std::lock_guard lock(mutex_);
    std::vector<LiveListener*>& of_session = listeners_[listener.session_];
    of_session.push_back(&listener);
    listener.looks_before_ = looks_;
    std::size_t living = 0;
    for (auto one = of_session.rbegin(); one != of_session.rend(); ++one) {
      if ((*one)->is_over_ || ++living <= options_.live.streams_of_session) continue;
      (*one)->is_over_ = true;
      if ((*one)->wake_) (*one)->wake_();
    }
    is_notified_ = true;
  }
  changed_.notify_one();
}

void LiveHub::remove(LiveListener& listener) {
  const std::lock_guard lock(mutex_);
  const auto of_session = listeners_.find(listener.session_);
  std::erase(of_session->second, &listener);
  if (of_session->second.empty()) listeners_.erase(of_session);
}

LiveHub::News LiveHub::ask(std::int64_t known) {
  const StoreLease store = stores_.lend();
  News news;
  // In this order: a session that ended before an event happened is seen to be over before it is told of, and
  // whoever may know of an event when it is told could when it happened, or is told why not.
  news.after = known;
  news.last = store->event_bounds().last;
  if (news.last > known) news.accounts = store->accounts_told(known, news.last);
  news.open = store->sessions_in_spico(clock_.now_ms(), options_.session);
  return news;
}

void LiveHub::look() {
  std::uint64_t look = 0;
  {
    const std::lock_guard lock(mutex_);
    look = ++looks_;
  }
  News news;
  try {
    news = ask(last_);
  } catch (const StoreError& error) {
    log_.write(clock_.now_ms(), "store_error", {{"message", error.what()}});
    return;
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [session, of_session] : listeners_) {
    if (std::binary_search(news.open.begin(), news.open.end(), session)) continue;
    for (LiveListener* const listener : of_session) {
      // One that came while the store was asked may be of a session that was not open yet.
      if (listener->looks_before_ < look) listener->is_over_ = true;
    }
  }
  last_ = news.last;
  tell(news);
}

// Under the mutex. A stream of an account for which nothing happened sleeps on: a thousand of them cost
// nothing.
void LiveHub::tell(const News& news) {
  const bool is_news = news.last != news.after;
  for (const auto& [session, of_session] : listeners_) {
    for (LiveListener* const listener : of_session) {
      const bool is_told =
          is_news && (!news.accounts ||
                      std::binary_search(news.accounts->begin(), news.accounts->end(), listener->account_));
      if (is_news && !is_told) {
        if (listener->quiet_until_ != news.after) listener->quiet_after_ = news.after;
        listener->quiet_until_ = news.last;
      }
      if ((is_told || listener->is_over_) && listener->wake_) listener->wake_();
    }
  }
}

void LiveHub::watch() {
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    if (listeners_.empty()) {
      changed_.wait(lock, [this] { return is_stopping_ || !listeners_.empty(); });
    } else {
      changed_.wait_for(lock, options_.live.look_time, [this] { return is_stopping_ || is_notified_; });
    }
    is_notified_ = false;
    if (is_stopping_) return;
    lock.unlock();
    look();
    lock.lock();
  }
}

void LiveHub::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_one();
}

}  // namespace spico::emserve
