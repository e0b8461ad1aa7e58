// to_response: the bodies that the server sends, as openapi.yaml describes them. For emserve.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/portal/portal.hpp"
#include "core/session/session.hpp"
#include "core/terms/terms.hpp"

namespace spico::api {

struct ErrorAnswer {
  std::string_view code;            ///< stable, snake_case; the client translates it
  std::string_view message;         ///< English, for logs, without personal data
  std::string_view field;           ///< empty: none
  std::int64_t retry_after_s = 0;   ///< 0: none
  std::string_view professional{};  ///< id of whom it is about; empty: none
};

struct ConfigAnswer {
  ServerConfig config;
  std::string cgu_pass_version, cgu_spico_version;
};

[[nodiscard]] std::string to_json(const ErrorAnswer& error);
[[nodiscard]] std::string to_json(const SessionView& view);
[[nodiscard]] std::string to_json(const ConfigAnswer& answer);
[[nodiscard]] std::string to_json(const Beat& beat);
[[nodiscard]] std::string to_json(TermsDocument document, const TermsText& text);
[[nodiscard]] std::string to_json(const Catalogue& catalogue);
[[nodiscard]] std::string server_now_json(std::int64_t server_now_ms);

[[nodiscard]] std::string_view code(TermsDocument document);  ///< "pass" "spico"

}  // namespace spico::api
