// What has been chosen, as chips that can be given up one by one. For widgets and views.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/ui.hpp"

namespace spico::ui {

struct Chip {
  std::uint64_t number = 0;  ///< names it as long as it is there
  std::string name;
  bool removable = true;
};

/// In as many lines as they need; nothing when there are none. The position of the one whose button was
/// pressed: the focus goes to the next one, after the last one to `after_last`.
std::optional<std::size_t> chip_list(Ui& ui, std::string_view key, std::string_view label,
                                     const std::vector<Chip>& chips, NodeId after_last);

}  // namespace spico::ui
