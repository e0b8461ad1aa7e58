// The parts that requests and answers of the client have in common. Internal to client_*.cpp.
#pragma once

#include <string>
#include <utility>

#include "api/client_answers.hpp"
#include "api/http_message.hpp"
#include "api/json.hpp"
#include "core/remote.hpp"

namespace spico::api {

/// One JSON object, filled by the caller.
template <typename Fill>
std::string object(Fill&& fill) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  fill(json);
  json.end_object();
  return body;
}

[[nodiscard]] HttpRequest get(std::string path, HttpRequest::Cause cause);
/// A person asked for it.
[[nodiscard]] HttpRequest post(std::string path, std::string body = "{}");
[[nodiscard]] HttpRequest put(std::string path, std::string body);
[[nodiscard]] HttpRequest remove(std::string path);

/// The document of a whole 2xx answer; false: the failure says why there is none.
[[nodiscard]] bool open_answer(const HttpResponse& response, const JsonLimits& limits, JsonDocument& document,
                               Failure& failure);
/// What was read of it is as promised; false: the failure says so.
[[nodiscard]] bool is_as_promised(const HttpResponse& response, const JsonDocument& document,
                                  Failure& failure);

/// What `read` makes of an answer; else the failure. Only what depends on T is here: it is there once a T.
template <typename T, typename Read>
Answer<T> answer_of(Ticket ticket, const HttpResponse& response, Read&& read, const JsonLimits& limits = {}) {
  Answer<T> answer;
  answer.ticket = ticket;
  JsonDocument document;
  if (!open_answer(response, limits, document, answer.failure)) return answer;
  answer.value.emplace(read(document.root()));
  if (!is_as_promised(response, document, answer.failure)) answer.value.reset();
  return answer;
}

/// Of an answer whose content says nothing.
[[nodiscard]] Answer<Nothing> nothing(Ticket ticket, const HttpResponse& response);

}  // namespace spico::api
