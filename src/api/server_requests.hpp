// from_request: the bodies that clients send, checked against openapi.yaml. For emserve.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/session/session.hpp"
#include "core/text/language.hpp"

namespace spico::api {

/// Why a body was refused: not one JSON object, or one member (`field`) that is missing, of a wrong type or
/// length.
struct BodyProblem {
  enum class Kind : std::uint8_t { kNone, kMalformed, kInvalidField };
  Kind kind = Kind::kNone;
  std::string field;

  [[nodiscard]] bool is_none() const { return kind == Kind::kNone; }
};

template <typename T>
struct ReadBody {
  T value{};
  BodyProblem problem;
};

enum class SignInMethod : std::uint8_t { kCode, kWeak };

struct LoginBody {
  std::string identifiant;  ///< as typed, 1 to 254 bytes
  std::string password;     ///< 1 to 1024 bytes; the caller wipes it
  SignInMethod method = SignInMethod::kCode;
};

[[nodiscard]] ReadBody<LoginBody> read_login(std::string_view body);
[[nodiscard]] ReadBody<Channel> read_send_code(std::string_view body);
[[nodiscard]] ReadBody<std::string> read_verify_code(std::string_view body);   ///< six ASCII digits
[[nodiscard]] ReadBody<std::string> read_accept_terms(std::string_view body);  ///< the version
[[nodiscard]] ReadBody<bool> read_favourite(std::string_view body);
[[nodiscard]] ReadBody<std::int64_t> read_advance_clock(
    std::string_view body);  ///< milliseconds, 0 to a year
/// Any object.
[[nodiscard]] BodyProblem read_nothing(std::string_view body);

/// The `lang` of a query: French when absent, nothing when it is another value than fr and en.
[[nodiscard]] std::optional<Language> language_of(std::string_view lang);

[[nodiscard]] std::string_view code(Channel channel);  ///< "email" "sms"

}  // namespace spico::api
