// Requests that are written to disk together. For connection.cpp only, which is where Asio stays.
#pragma once

#include <utility>  // Boost 1.74's Asio forgets it

#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <vector>

#include "emserve/http/run_on.hpp"
#include "emserve/http/server.hpp"

namespace spico::emserve {

// One batch is written at a time, by one thread; what comes meanwhile is the next batch. A request that comes
// alone waits for nobody. On the network thread.
class SharedWrites {
 public:
  SharedWrites(boost::asio::io_context& io, Application& application) : io_(io), application_(application) {}
  SharedWrites(const SharedWrites&) = delete;
  SharedWrites& operator=(const SharedWrites&) = delete;

  // The request must live until then.
  boost::asio::awaitable<Response> answer(const Request& request) {
    if (!next_) next_ = std::make_shared<Batch>(io_);
    const std::shared_ptr<Batch> batch = next_;
    const std::size_t place = batch->requests.size();
    batch->requests.push_back(&request);
    if (!std::exchange(is_writing_, true)) boost::asio::co_spawn(io_, write(), boost::asio::detached);
    boost::system::error_code woken;
    co_await batch->is_done.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    co_return std::move(batch->responses[place]);
  }

  void join() { pool_.join(); }

 private:
  struct Batch {
    explicit Batch(boost::asio::io_context& io) : is_done(io, std::chrono::steady_clock::time_point::max()) {}
    std::vector<const Request*> requests;
    std::vector<Response> responses;
    boost::asio::steady_timer is_done;  // cancelled when they are there
  };

  boost::asio::awaitable<void> write() {
    while (next_) {
      const std::shared_ptr<Batch> batch = std::exchange(next_, nullptr);
      // No owner in what is passed on: g++ 12 destroys what such a function holds once too often.
      const std::vector<const Request*>& requests = batch->requests;
      batch->responses =
          co_await run_on(pool_, [this, &requests] { return application_.answer_together(requests); });
      batch->is_done.cancel();
    }
    is_writing_ = false;
  }

  boost::asio::io_context& io_;
  Application& application_;
  boost::asio::thread_pool pool_{1};
  std::shared_ptr<Batch> next_;
  bool is_writing_ = false;
};

}  // namespace spico::emserve
