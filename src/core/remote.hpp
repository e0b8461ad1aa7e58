// Something that lives on the server, as the screen knows it: the last good value, the last error, the
// request under way. Used inside Model; only update writes it.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/ticket.hpp"

namespace spico {

/// Why a request brought no value. The client shows a sentence per kind or per `code`; `code` is the server's
/// own (openapi.yaml).
struct Failure {
  enum class Kind : std::uint8_t {
    kNone,
    kOffline,    ///< the request never reached the server
    kTimeout,    ///< no byte within the time limit
    kCut,        ///< the answer stopped in the middle
    kMalformed,  ///< the answer is not what openapi.yaml promises
    kServer,     ///< 5xx, and 4xx of somebody in between
    kRefused,    ///< 4xx, with a `code`
  };
  Kind kind = Kind::kNone;
  int status = 0;
  int retry_after_s = 0;  ///< 0 = the server did not say
  std::string code;

  [[nodiscard]] bool is_some() const { return kind != Kind::kNone; }
};

/// The server will not take it, however often it is tried. Otherwise it asks us to come again, or may do so:
/// as good as no network.
[[nodiscard]] inline bool is_for_good(const Failure& failure) {
  constexpr int kRequestTimeout = 408, kTooEarly = 425, kTooManyRequests = 429;
  return failure.kind == Failure::Kind::kRefused && failure.status != kRequestTimeout &&
         failure.status != kTooEarly && failure.status != kTooManyRequests;
}

/// By the network, or because the server is away: whatever else is asked now fares no better.
[[nodiscard]] inline bool is_unreached(const Failure& failure) {
  constexpr int kBadGateway = 502, kUnavailable = 503, kGatewayTimeout = 504;
  switch (failure.kind) {
    case Failure::Kind::kOffline:
    case Failure::Kind::kTimeout:
    case Failure::Kind::kCut:
      return true;
    case Failure::Kind::kServer:
      return failure.status == kBadGateway || failure.status == kUnavailable ||
             failure.status == kGatewayTimeout;
    default:
      return false;
  }
}

/// The end of one request: a value, or a failure.
template <typename T>
struct Answer {
  Ticket ticket = Ticket::kNone;
  std::optional<T> value;
  Failure failure;
};

struct Nothing {};

template <typename T>
struct Remote {
  std::optional<T> value;
  Failure failure;
  Ticket pending = Ticket::kNone;

  [[nodiscard]] bool is_pending() const { return pending != Ticket::kNone; }
  void wait_for(Ticket ticket) {
    pending = ticket;
    failure = {};
  }
  /// Takes the answer unless it is stale; a failure keeps the last good value. Returns whether it was taken.
  [[nodiscard]] bool take(Answer<T> answer) {
    if (answer.ticket != pending || pending == Ticket::kNone) return false;
    pending = Ticket::kNone;
    failure = std::move(answer.failure);
    if (answer.value) value = std::move(answer.value);
    return true;
  }
};

}  // namespace spico
