// Work on a thread pool, awaited by a connection. For connection.cpp only, which is where Asio stays.
#pragma once

#include <utility>  // Boost 1.74's Asio forgets it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <type_traits>

namespace spico::emserve {

template <typename Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> run_on(boost::asio::thread_pool& pool, Work work) {
  using Result = std::invoke_result_t<Work&>;
  co_return co_await boost::asio::co_spawn(
      pool.get_executor(),
      [](Work job) -> boost::asio::awaitable<Result> { co_return job(); }(std::move(work)),
      boost::asio::use_awaitable);
}

}  // namespace spico::emserve
