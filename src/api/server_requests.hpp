// from_request: the bodies that clients send, checked against openapi.yaml. For emserve.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/patients/patient.hpp"
#include "core/session/session.hpp"
#include "core/text/language.hpp"

namespace spico::api {

inline constexpr std::size_t kLargestBody = 16'384;  ///< bytes
inline constexpr std::size_t kLargestMessageBody =
    65'536;  ///< bytes, of the routes that take a message's text

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
[[nodiscard]] ReadBody<bool> read_archived(std::string_view body);

enum class ExportFormat : std::uint8_t { kCsv, kPrint };
struct ExportedBody {
  ExportFormat format = ExportFormat::kCsv;
  std::int64_t count = 0;  ///< patients
  std::string filters;     ///< coded, at most kLongestFilters bytes; not checked yet
  PatientId patient;       ///< whose page was printed; none = a list
};
[[nodiscard]] ReadBody<ExportedBody> read_exported(std::string_view body);

inline constexpr std::size_t kLongestFilters = 2000;   ///< bytes
inline constexpr std::size_t kLongestListText = 1000;  ///< bytes, of the columns and of the order
inline constexpr std::size_t kLongestSearchName = 80;  ///< characters
struct ColumnsBody {
  std::string columns, sort;  ///< only the characters that format_layout and the address' `tri` are made of
};
[[nodiscard]] ReadBody<ColumnsBody> read_columns(std::string_view body);
struct SearchBody {
  std::string name;     ///< as sent, not empty; the caller cleans and counts it
  std::string filters;  ///< as in ExportedBody
};
[[nodiscard]] ReadBody<SearchBody> read_search(std::string_view body);

[[nodiscard]] ReadBody<std::int64_t> read_advance_clock(
    std::string_view body);  ///< milliseconds, 0 to a year
/// Any object.
[[nodiscard]] BodyProblem read_nothing(std::string_view body);

/// The `lang` of a query: French when absent, nothing when it is another value than fr and en.
[[nodiscard]] std::optional<Language> language_of(std::string_view lang);

[[nodiscard]] std::string_view code(Channel channel);  ///< "email" "sms"

}  // namespace spico::api
