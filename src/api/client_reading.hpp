// Values that several answers about discussions, dossiers and notifications are made of. Internal to
// client_*.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/json.hpp"
#include "api/ranges.hpp"
#include "core/discussions/discussion.hpp"
#include "core/patients/reference.hpp"

namespace spico::api {

inline constexpr std::int64_t kMostMessages = 10'000'000;  ///< of one discussion

inline bool flag_of(JsonValue value) { return value.as_bool().value_or(false); }
inline std::int64_t number_of(JsonValue value) { return value.required_integer(1, kMostMessages); }
inline std::int64_t count_of(JsonValue value) { return value.as_integer(0, kMostMessages).value_or(0); }
inline std::int64_t moment_of(JsonValue value) { return value.required_integer(0, kLastMomentMs); }

inline std::uint64_t id_of(JsonValue value) {
  const auto number = id_from_decimal(value.required_string());
  if (!number) value.reject(JsonProblem::kOutOfRange);
  return number.value_or(0);
}

inline ProfessionalId professional_of(JsonValue value) {
  const std::uint64_t number = id_of(value);
  if (number > 0xFFFF'FFFFU) value.reject(JsonProblem::kOutOfRange);
  return {static_cast<std::uint32_t>(number)};
}

/// A profession of a newer build shows as the last of the list, «autre».
inline ProfessionId profession_of(JsonValue value) {
  const auto other = static_cast<ProfessionId>(profession_entries().size() - 1);
  return profession_from_code(value.required_string()).value_or(other);
}

inline std::string path_of(MessageId id, std::string_view rest = {}) {
  return ("/api/spico/messages/" + to_decimal(id.value)).append(rest);
}

}  // namespace spico::api
