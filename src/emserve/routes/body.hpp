// Answers to bodies that api/ could not read, and parameters of a query.
#pragma once

#include <charconv>
#include <optional>

#include "api/server_requests.hpp"
#include "emserve/routes/call.hpp"

namespace spico::emserve {

inline Response body_response(const api::BodyProblem& problem) {
  if (problem.kind == api::BodyProblem::Kind::kMalformed) {
    return error_response(400, "malformed_json", "The body is not one JSON object");
  }
  return error_response(422, "invalid_field", "A member is missing or has a wrong type or length",
                        problem.field);
}

inline Response invalid_field(std::string_view field) {
  return error_response(422, "invalid_field", "Not a valid value", field);
}

// A parameter of digits between these bounds.
inline std::optional<std::int64_t> number_of(std::string_view text, std::int64_t lowest,
                                             std::int64_t highest) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_read = error == std::errc() && end == text.data() + text.size();
  if (!is_read || number < lowest || number > highest) return std::nullopt;
  return number;
}

}  // namespace spico::emserve
