#include "core/theme_choice.hpp"

#include "core/text/strings.hpp"

namespace spico {

std::string_view theme_name(Language language, ThemeChoice choice) {
  constexpr std::array kNames{Text::kCommonThemeSystem, Text::kCommonThemeLight, Text::kCommonThemeDark,
                              Text::kCommonThemeContrast};
  return text(language, kNames[static_cast<std::size_t>(choice)]);
}

}  // namespace spico
