// Members of the server's JSON: ids as decimal text, and what is left out when there is nothing to say. For
// the writers of the server within api.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <vector>

#include "api/json.hpp"

namespace spico::api {

/// An id of the wire without the detour of a std::string.
class Decimal {
 public:
  explicit Decimal(std::uint64_t value)
      : size_(static_cast<std::size_t>(
            std::to_chars(digits_.data(), digits_.data() + digits_.size(), value).ptr - digits_.data())) {}
  [[nodiscard]] std::string_view text() const { return {digits_.data(), size_}; }

 private:
  std::array<char, 20> digits_{};
  std::size_t size_;
};

inline void member_if(JsonWriter& json, std::string_view name, bool value) {
  if (value) json.member(name, true);
}

inline void member_unless_empty(JsonWriter& json, std::string_view name, std::string_view value) {
  if (!value.empty()) json.member(name, value);
}

inline void member_unless_zero(JsonWriter& json, std::string_view name, std::int64_t value) {
  if (value != 0) json.member(name, value);
}

template <typename Id>
void member_id(JsonWriter& json, std::string_view name, Id id) {
  json.member(name, Decimal(id.value).text());
}

template <typename Id>
void ids_unless_empty(JsonWriter& json, std::string_view name, const std::vector<Id>& ids) {
  if (ids.empty()) return;
  json.key(name).begin_array();
  for (const Id id : ids) json.string(Decimal(id.value).text());
  json.end_array();
}

}  // namespace spico::api
