// A field with type-ahead for several of many choices; what is chosen stands below it as chips. For views.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/ui.hpp"

namespace spico::ui {

struct ComboBoxSpec {
  std::string_view key, label;
  std::size_t count = 0;
  std::function<std::string(std::size_t choice)> name_of;
  std::span<const std::size_t> chosen = {};
  std::string_view placeholder = {};
  std::string_view error = {};
  std::uint32_t state = 0;
};

/// The choice that was taken or given up. Choices match when each typed word begins one of theirs, accents
/// and case ignored.
std::optional<std::size_t> combo_box(Ui& ui, const ComboBoxSpec& spec);

}  // namespace spico::ui
