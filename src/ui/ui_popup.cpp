// What is open above the page, and where the focus goes when it closes or a print is over.
#include "ui/ui.hpp"

namespace spico::ui {

Ui::Popup* Ui::popup(NodeId owner) {
  if (popup_.owner != owner) return nullptr;
  popup_is_asked_for_ = true;
  return &popup_;
}

Ui::Popup& Ui::claim_popup(NodeId owner) {
  popup_ = {};
  popup_.owner = owner;
  popup_is_asked_for_ = true;
  redraw();
  return popup_;
}

void Ui::close_popup() {
  popup_ = {};
  redraw();
}

Node* Ui::open_item() {
  for (std::size_t i = open_.size(); i-- > 0;) {
    Node& node = tree_[open_[i]];
    if (node.role == Role::kRow || node.role == Role::kListItem) return &node;
  }
  return nullptr;
}

Rect Ui::room() const {
  return scrolls_open_.empty() ? Rect{0, 0, width_, height_} : tree_[scrolls_open_.back().index].rect;
}

void Ui::keep_focus_for_print() {
  const bool printing = model_->printing;
  if (printing && !was_printing_) before_print_ = focused_;
  if (!printing && was_printing_ && before_print_ != 0) focus(before_print_);
  was_printing_ = printing;
}

void Ui::keep_focus_for_dialog(bool open) {
  if (open && !dialog_was_open_) before_dialog_ = focused_;
  if (!open && dialog_was_open_ && before_dialog_ != 0) focus(before_dialog_);
  dialog_was_open_ = open;
}

}  // namespace spico::ui
