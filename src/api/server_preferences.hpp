// What the server says of an account's preferences, as openapi.yaml describes it. For emserve.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spico::api {

struct SearchAnswer {
  std::int64_t id = 0;
  std::string_view name;
  std::string_view filters;  ///< coded, as in the address
};

struct PreferencesAnswer {
  std::string_view columns, sort;  ///< empty: never set
  std::vector<SearchAnswer> searches;
};

[[nodiscard]] std::string to_json(const PreferencesAnswer& answer);
[[nodiscard]] std::string saved_search_json(std::int64_t id);
/// `share`: 64 hexadecimal digits.
[[nodiscard]] std::string sealing_json(std::string_view share);

}  // namespace spico::api
