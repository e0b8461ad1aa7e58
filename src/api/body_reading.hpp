// What the readers of request bodies have in common. Only for api/.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/json.hpp"
#include "api/server_requests.hpp"
#include "core/discussions/discussion.hpp"

namespace spico::api {

/// Bytes are counted before a body is read, by the route; here a body is only kept from being deep.
inline constexpr JsonLimits kBodyLimits{.bytes = kLargestMessageBody, .depth = 16};

inline constexpr BodyProblem::Kind kMalformed = BodyProblem::Kind::kMalformed;

inline BodyProblem invalid(std::string_view field) {
  return {BodyProblem::Kind::kInvalidField, std::string(field)};
}

inline bool is_object(JsonDocument& document, std::string_view body) {
  return document.parse(body, kBodyLimits) && document.root().kind() == JsonKind::kObject;
}

/// The one member of a body that has one, by `read(value)`, which gives nothing when the value is not valid.
template <typename T, typename Read>
ReadBody<T> read_member(std::string_view body, std::string_view field, Read read) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  std::optional<T> value = read(document.root()[field]);
  if (!value) return {{}, invalid(field)};
  return {std::move(*value), {}};
}

inline std::optional<std::string> client_id_of(JsonValue value) {
  const std::optional<std::string_view> text = value.as_string();
  if (!text || !is_client_id(*text)) return std::nullopt;
  return std::string(*text);
}

/// Nothing unless it is a text of so many bytes.
inline std::optional<std::string> text_of_length(JsonValue value, std::size_t shortest, std::size_t longest) {
  const std::optional<std::string_view> text = value.as_string();
  if (!text || text->size() < shortest || text->size() > longest) return std::nullopt;
  return std::string(*text);
}

}  // namespace spico::api
