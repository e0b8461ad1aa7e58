// The theme a person has chosen; without a choice the system's is followed. Part of Settings.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/text/language.hpp"

namespace spico {

enum class ThemeChoice : std::uint8_t { kSystem, kLight, kDark, kContrast };

/// As kept in localStorage and written to <html data-theme>; by ThemeChoice.
inline constexpr std::array<std::string_view, 4> kThemeCodes{"", "light", "dark", "contrast"};

/// kSystem for anything unknown.
[[nodiscard]] constexpr ThemeChoice theme_from_code(std::string_view code) {
  for (std::size_t i = 0; i < kThemeCodes.size(); ++i) {
    if (kThemeCodes[i] == code) return static_cast<ThemeChoice>(i);
  }
  return ThemeChoice::kSystem;
}
[[nodiscard]] constexpr std::string_view theme_code(ThemeChoice choice) {
  return kThemeCodes[static_cast<std::size_t>(choice)];
}
/// «Thème sombre».
[[nodiscard]] std::string_view theme_name(Language language, ThemeChoice choice);

}  // namespace spico
