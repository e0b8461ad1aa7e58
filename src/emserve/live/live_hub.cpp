#include "emserve/live/live_hub.hpp"

#include <algorithm>

namespace spico::emserve {

LiveListener::LiveListener(LiveHub& hub, SessionKey session) : hub_(hub), session_(session) {
  hub_.add(*this);
}

LiveListener::~LiveListener() { hub_.remove(*this); }

void LiveListener::set_wake(std::function<void()> wake) {
  const std::lock_guard lock(hub_.mutex_);
  wake_ = std::move(wake);
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

void LiveHub::look() {
  std::int64_t last = 0;
  std::vector<SessionKey> open;
  std::uint64_t look = 0;
  {
    const std::lock_guard lock(mutex_);
    look = ++looks_;
  }
  try {
    const StoreLease store = stores_.lend();
    // In this order: a session that ended before an event happened is seen to be over before it is told of.
    last = store->event_bounds().last;
    open = store->sessions_in_spico(clock_.now_ms(), options_.session);
  } catch (const StoreError& error) {
    log_.write(clock_.now_ms(), "store_error", {{"message", error.what()}});
    return;
  }
  const std::lock_guard lock(mutex_);
  const bool is_news = last != last_;
  for (const auto& [session, of_session] : listeners_) {
    if (std::binary_search(open.begin(), open.end(), session)) continue;
    for (LiveListener* const listener : of_session) {
      // One that came while the store was asked may be of a session that was not open yet.
      if (listener->looks_before_ < look) listener->is_over_ = true;
    }
  }
  last_ = last;
  for (const auto& [session, of_session] : listeners_) {
    for (LiveListener* const listener : of_session) {
      if ((is_news || listener->is_over_) && listener->wake_) listener->wake_();
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
