#include "core/discussions/discussion.hpp"

#include <algorithm>
#include <array>

namespace spico {
namespace {

// By position.
constexpr std::array<std::string_view, 5> kKinds = {"text", "created", "joined", "left", "renamed"};
constexpr std::array<std::string_view, 2> kHistories = {"all", "from_now"};

template <typename Value, std::size_t size>
std::string_view code_at(const std::array<std::string_view, size>& codes, Value value) {
  const auto position = static_cast<std::size_t>(value);
  return position < size ? codes[position] : std::string_view{};
}

template <typename Value, std::size_t size>
std::optional<Value> value_of(const std::array<std::string_view, size>& codes, std::string_view code) {
  const auto found = std::find(codes.begin(), codes.end(), code);
  if (found == codes.end()) return std::nullopt;
  return static_cast<Value>(found - codes.begin());
}

}  // namespace

std::string_view code(MessageKind kind) { return code_at(kKinds, kind); }
std::string_view code(MemberHistory history) { return code_at(kHistories, history); }

std::optional<MessageKind> message_kind_from_code(std::string_view code) {
  return value_of<MessageKind>(kKinds, code);
}

std::optional<MemberHistory> member_history_from_code(std::string_view code) {
  return value_of<MemberHistory>(kHistories, code);
}

bool is_client_id(std::string_view text) {
  constexpr std::size_t kDigits = 32;
  return text.size() == kDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace spico
