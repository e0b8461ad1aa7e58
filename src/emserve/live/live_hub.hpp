// Who listens to what happens, and the one watcher that looks at the store for all of them. Streams hold no
// thread and no store while nothing happens for their account: they are woken.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "emserve/auth/clock.hpp"
#include "emserve/log.hpp"
#include "emserve/options.hpp"
#include "emserve/store/pool.hpp"

namespace spico::emserve {

class LiveHub;

// One stream that listens, for as long as it lives.
class LiveListener {
 public:
  LiveListener(LiveHub& hub, SessionKey session, AccountId account);
  LiveListener(const LiveListener&) = delete;
  LiveListener& operator=(const LiveListener&) = delete;
  ~LiveListener();

  void set_wake(std::function<void()> wake);
  // Its session ended or left SPICO, or opened too many streams after it.
  bool is_over() const { return is_over_; }
  // The last event that an account that knows all up to `event` need not ask the store for.
  std::int64_t past_quiet(std::int64_t event) const;

 private:
  friend class LiveHub;

  LiveHub& hub_;
  SessionKey session_;
  AccountId account_;
  // Under the hub's mutex.
  std::function<void()> wake_;
  std::int64_t quiet_after_ = 0, quiet_until_ = 0;  // of these events none was for the account
  std::uint64_t looks_before_ = 0;
  std::atomic<bool> is_over_{false};
};

class LiveHub {
 public:
  LiveHub(StorePool& stores, const Clock& clock, Log& log, const Options& options)
      : stores_(stores), clock_(clock), log_(log), options_(options) {}

  // Number of the last event that streams may tell of. Asked for first and is_over() afterwards, the listener
  // of a session that ended before that event is known to be over.
  std::int64_t last() const { return last_; }
  // This process may have changed something; from any thread.
  void notify();
  // Looks once. The watcher does; tests may instead.
  void look();

 private:
  friend class LiveListener;
  friend class LiveWatch;

  struct News;
  News ask(std::int64_t known);
  void tell(const News& news);
  void add(LiveListener& listener);
  void remove(LiveListener& listener);
  void watch();
  void stop();

  StorePool& stores_;
  const Clock& clock_;
  Log& log_;
  const Options& options_;
  std::atomic<std::int64_t> last_{0};

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<SessionKey, std::vector<LiveListener*>> listeners_;  // the oldest of each session first
  std::uint64_t looks_ = 0;
  bool is_notified_ = false;
  bool is_stopping_ = false;
};

// The watcher's thread, while this object lives. It must go before the server whose connections it wakes.
class LiveWatch {
 public:
  explicit LiveWatch(LiveHub& hub) : hub_(hub), thread_([&hub] { hub.watch(); }) {}
  LiveWatch(const LiveWatch&) = delete;
  LiveWatch& operator=(const LiveWatch&) = delete;
  ~LiveWatch() {
    hub_.stop();
    thread_.join();
  }

 private:
  LiveHub& hub_;
  std::thread thread_;
};

}  // namespace spico::emserve
