#include "ui/print_header.hpp"

#include <utility>

#include "core/text/fill.hpp"
#include "core/time/paris.hpp"

namespace spico::ui {

void print_line(Ui& ui, std::string_view key, std::string sentence) {
  const Ui::Unseen unseen(ui, true);
  Node node;
  node.id = ui.id(key);
  node.role = Role::kText;
  node.look = Look::kPrint;
  node.name = std::move(sentence);
  ui.record(std::move(node));
}

void printed_by(Ui& ui) {
  const std::int64_t now_ms = ui.model().now_ms;
  const auto& session = ui.model().session.view.value;
  print_line(ui, "printed_by",
             fill(ui.text(Text::kPatientsPrintedBy),
                  {{"name", session && session->user ? session->user->display_name : std::string{}},
                   {"day", format_day(now_ms)},
                   {"time", format_time(now_ms)}}));
}

}  // namespace spico::ui
