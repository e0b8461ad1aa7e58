// How a connection waits for its stream. For connection.cpp only, which is where Asio stays.
#pragma once

#include <utility>  // Boost 1.74's Asio forgets it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <memory>

namespace spico::emserve {

// The sleep of a connection whose stream waits: ends when the stream is woken, the time is over, the client
// goes away or the server stops. On the network thread, but for what waker() gives. Held by a shared pointer,
// since a wake may be under way when the connection is gone.
class Sleeper : public std::enable_shared_from_this<Sleeper> {
 public:
  explicit Sleeper(boost::asio::io_context& io) : io_(io), timer_(io) {}

  std::function<void()> waker() {
    return [weak = weak_from_this(), &io = io_] {
      boost::asio::post(io, [weak] {
        if (const std::shared_ptr<Sleeper> sleeper = weak.lock()) sleeper->wake();
      });
    };
  }

  void wake() {
    is_woken_ = true;
    timer_.cancel();
  }

  bool is_client_gone() const { return is_client_gone_; }

  boost::asio::awaitable<void> sleep_until(boost::asio::ip::tcp::socket& socket,
                                           std::chrono::steady_clock::time_point time) {
    watch_client(socket);
    timer_.expires_at(time);
    boost::system::error_code error;
    // A wake that came while the stream was asked found no timer to cancel.
    if (!is_woken_)
      co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, error));
    is_woken_ = false;
  }

  void stop_watching(boost::asio::ip::tcp::socket& socket) {
    boost::system::error_code error;
    if (is_watching_) socket.cancel(error);
  }

 private:
  // A client that reads a stream says nothing, so whatever can be read is its end; bytes would be a second
  // request before the first was answered, which no browser sends.
  void watch_client(boost::asio::ip::tcp::socket& socket) {
    if (is_watching_) return;
    is_watching_ = true;
    socket.async_wait(boost::asio::ip::tcp::socket::wait_read,
                      [weak = weak_from_this()](boost::system::error_code error) {
                        const std::shared_ptr<Sleeper> sleeper = weak.lock();
                        if (!sleeper || error == boost::asio::error::operation_aborted) return;
                        sleeper->is_client_gone_ = true;
                        sleeper->wake();
                      });
  }

  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;
  bool is_woken_ = false;
  bool is_watching_ = false;
  bool is_client_gone_ = false;
};

}  // namespace spico::emserve
