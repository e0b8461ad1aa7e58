// The threads of requests that take long, a few at a time, and how many such requests are there. For
// connection.cpp.
#pragma once

#include <utility>  // Boost 1.74's Asio forgets it

#include <boost/asio/thread_pool.hpp>

#include <cstddef>

namespace spico::emserve {

struct SlowLane {
  static constexpr std::size_t kAtWork = 2;

  explicit SlowLane(std::size_t queue_length) : most(kAtWork + queue_length) {}

  boost::asio::thread_pool pool{kAtWork};
  std::size_t most;
  std::size_t inside = 0;  // running and waiting; network thread only
};

}  // namespace spico::emserve
