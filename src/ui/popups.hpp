// What opens above the page: menus, tooltips, dialogs. For views and widgets.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ui/widgets.hpp"

namespace spico::ui {

struct MenuItem {
  std::string_view key, label;
  std::string_view description = {};
  bool possible = true;
  bool begins_group = false;  ///< a line above it
};
struct MenuSpec {
  std::string_view key;
  std::string_view name;
  Rect anchor;             ///< it hangs under this, or stands above it when there is no room
  Rect bounds;             ///< and keeps within this
  bool from_left = false;  ///< left edges together, else right edges
  bool compact = false;    ///< lower rows, except in a kiosk
  bool of_row = false;     ///< recorded beside the grid: the rows around it would cover and clip its nodes
  NodeId opener = 0;       ///< may have the focus without the menu being left; its press is the caller's
  std::string_view focus_key = "menu_first";  ///< the first item answers it
};
struct MenuResult {
  std::optional<std::size_t> pressed;
  bool escaped = false;
  bool left = false;  ///< by a press or a focus elsewhere
};
/// The caller closes it when it was escaped or left.
MenuResult menu(Ui& ui, const MenuSpec& spec, const std::vector<MenuItem>& items);

/// A button that opens a menu under `anchor`; the item that was chosen. Without a pictogram of its own it
/// shows a chevron. Without an anchor it is in a row of a grid, and the menu hangs under the button. In a row
/// or a list item the keys for a context menu open it from wherever the focus is there.
std::optional<std::size_t> menu_button(Ui& ui, ButtonSpec spec, const std::vector<MenuItem>& items,
                                       const Rect& box, const Rect* anchor = nullptr);

struct SplitButtonSpec {
  std::string_view key;
  std::string_view label;
  std::string_view more;  ///< name of the part that opens the menu
  Look look = Look::kPrimary;
  std::uint32_t state = 0;  ///< of the first part
  std::string_view more_focus_key = {};
};
struct SplitButtonResult {
  bool pressed = false;
  std::optional<std::size_t> chosen;
};
/// An action, and beside it a menu of its relatives.
SplitButtonResult split_button(Ui& ui, const SplitButtonSpec& spec, const std::vector<MenuItem>& items,
                               const Rect& box);
[[nodiscard]] float split_button_width(const Ui& ui, const SplitButtonSpec& spec);

/// Of the control `of`, which has just been recorded in an anchor of its own: button() calls it. Shown on
/// hover and focus, stays while the pointer is on it, hidden by Escape (WCAG 1.4.13).
void tooltip(Ui& ui, NodeId of, const Rect& anchor, std::string_view text, bool is_name,
             const Interaction& state);

struct DialogSpec {
  std::string_view key;
  std::string_view name;
  float width = 440;                  ///< before Ui::scaled
  float height = 300;                 ///< before Ui::scaled; of the first frame, before its content is known
  bool just_opened = false;           ///< the press that opened it is not one outside it
  Role role = Role::kDialog;          ///< kAlertDialog asks before something is lost
  std::string_view description = {};  ///< what is heard with its name; of a kAlertDialog what would be lost
};
/// A modal dialog around what is laid out during its life; the caller moves the focus in and back out.
class ModalDialog {
 public:
  ModalDialog(Ui& ui, const DialogSpec& spec);
  ~ModalDialog();
  ModalDialog(const ModalDialog&) = delete;
  ModalDialog& operator=(const ModalDialog&) = delete;
  /// Escape, or a press outside.
  [[nodiscard]] bool is_left() const { return left_; }

 private:
  Ui& ui_;
  bool left_ = false;
};

}  // namespace spico::ui
