// An answer as the client reads it, and what holds for every one. For the tests of answers.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "api/client_answers.hpp"

namespace spico::api {

inline constexpr Ticket kTicket = static_cast<Ticket>(5);

inline HttpResponse ok(std::string body) { return {HttpFailure::kNone, 200, 0, std::move(body)}; }

template <typename Group, typename Fact>
Fact read(const Request& request, const HttpResponse& response) {
  const Event event = from_http(request, response);
  const auto* group = std::get_if<Group>(&event);
  REQUIRE(group != nullptr);
  const auto* fact = std::get_if<Fact>(group);
  REQUIRE(fact != nullptr);
  CHECK(fact->answer.ticket == kTicket);
  // Either a value or a failure, never both, never neither.
  CHECK(fact->answer.value.has_value() != fact->answer.failure.is_some());
  return *fact;
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace spico::api
