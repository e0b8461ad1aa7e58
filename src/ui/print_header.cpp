#include "ui/print_header.hpp"

#include <utility>

#include "core/text/fill.hpp"
#include "core/time/paris.hpp"

namespace spico::ui {

void printed_head(Ui& ui, std::vector<std::string> lines) {
  const std::int64_t now_ms = ui.model().now_ms;
  const auto& session = ui.model().session.view.value;
  lines.push_back(fill(ui.text(Text::kPatientsPrintedBy),
                       {{"name", session && session->user ? session->user->display_name : std::string{}},
                        {"day", format_day(now_ms)},
                        {"time", format_time(now_ms)}}));
  const Ui::Unseen unseen(ui, true);
  Node head;
  head.id = ui.id("printed_head");
  head.look = Look::kPrint;
  const Scope scope(ui, std::move(head));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Node line;
    line.id = ui.id("line", i);
    line.role = Role::kText;
    line.name = std::move(lines[i]);
    ui.record(std::move(line));
  }
}

}  // namespace spico::ui
