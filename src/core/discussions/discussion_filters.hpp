// Which discussions the list shows, as codes that may stand in an address. Part of Route and of Discussions.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace spico {

enum class DiscussionFilter : std::uint8_t { kUnread = 1, kUrgent = 2, kMine = 4 };
inline constexpr std::array kAllDiscussionFilters{DiscussionFilter::kUnread, DiscussionFilter::kUrgent,
                                                  DiscussionFilter::kMine};

/// All that are set must fit.
struct DiscussionFilters {
  std::uint8_t bits = 0;

  [[nodiscard]] constexpr bool has(DiscussionFilter filter) const {
    return (bits & static_cast<std::uint8_t>(filter)) != 0;
  }
  constexpr void toggle(DiscussionFilter filter) {
    bits = static_cast<std::uint8_t>(bits ^ static_cast<std::uint8_t>(filter));
  }
  [[nodiscard]] constexpr bool is_empty() const { return bits == 0; }
  friend constexpr bool operator==(const DiscussionFilters&, const DiscussionFilters&) = default;
};

/// "non-lus" "urgents" "miennes".
[[nodiscard]] constexpr std::string_view code(DiscussionFilter filter) {
  if (filter == DiscussionFilter::kUnread) return "non-lus";
  return filter == DiscussionFilter::kUrgent ? "urgents" : "miennes";
}

}  // namespace spico
