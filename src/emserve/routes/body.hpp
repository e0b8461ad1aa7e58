// Answers to bodies that api/ could not read.
#pragma once

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

}  // namespace spico::emserve
