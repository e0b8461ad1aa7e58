#include "ui/entries_section.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "core/discussions/discussions.hpp"
#include "core/patients/reference.hpp"
#include "core/route.hpp"
#include "core/text/fill.hpp"
#include "core/text/grouped_count.hpp"
#include "core/time/paris.hpp"
#include "ui/discussion_attachments.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

constexpr float kEdge = 12;          // inside the frame of an entry, before Ui::scaled
constexpr float kWidestFiles = 420;  // of its attachments

void small(Ui& ui, std::string_view key, std::string_view text) {
  paragraph(ui, key, text, {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
}

void head(Ui& ui, const DossierEntry& each) {
  std::string words =
      fill(ui.text(Text::kDossierEntryHead), {{"name", each.author_name},
                                              {"profession", entry(each.profession).label.in(ui.language())},
                                              {"day", format_day(each.at_ms)},
                                              {"time", format_time(each.at_ms)}});
  if (each.urgent && !each.withdrawn) words.append(" · ").append(ui.text(Text::kDiscussionsUrgent));
  if (each.edited_at_ms && !each.withdrawn) words.append(" · ").append(ui.text(Text::kDossierEntryEdited));
  paragraph(ui, "head", words, {measure::kSmall, Weight::kBold, ui.theme().text}, Role::kText, Look::kInline);
}

void one_entry(Ui& ui, const DossierEntry& each) {
  Node item;
  item.id = ui.id("entry", each.message.value);
  item.role = Role::kListItem;
  item.look = Look::kBubble;
  const Scope scope(ui, std::move(item));
  // The page lays out the HTML version: there it is a message as in its discussion.
  std::optional<Scope> element;
  if (ui.html_face()) {
    Node node;
    node.id = ui.id("bubble");
    node.look = Look::kBubble;
    element.emplace(ui, std::move(node));
  }
  const float top = ui.flow_y(), edge = ui.scaled(kEdge);
  ui.push_column({ui.flow_x() + edge, top + ui.scaled(10), ui.flow_width() - edge * 2, 0});
  head(ui, each);
  ui.gap(4);
  if (each.withdrawn)
    paragraph(ui, "withdrawn", ui.text(Text::kDossierEntryWithdrawn),
              {measure::kBody, Weight::kRegular, ui.theme().muted});
  else if (!each.text.empty())
    paragraph(ui, "text", each.text);
  if (!each.attachments.empty()) {
    ui.gap(8);
    const float width = std::min(ui.flow_width(), ui.scaled(kWidestFiles));
    Rect box = ui.take(attachments_height(ui, each.attachments, width));
    box.width = width;
    message_attachments(ui, each.attachments, box);
  }
  ui.gap(4);
  small(ui, "filed",
        fill(ui.text(Text::kDossierEntryFiled), {{"name", each.filed_by},
                                                 {"day", format_day(each.filed_at_ms)},
                                                 {"time", format_time(each.filed_at_ms)}}));
  // On paper a link leads nowhere.
  if (each.place && !ui.model().printing) {
    const std::string label = fill(ui.text(Text::kDossierEntryOpen), {{"title", each.place->title}});
    const std::string address = discussion_address(each.place->discussion);
    const ButtonSpec link{.key = "open",
                          .label = label,
                          .look = Look::kQuiet,
                          .pictogram = Pictogram::kBubble,
                          .role = Role::kLink,
                          .href = address};
    const float width = std::min(ui.flow_width(), button_width(ui, link));
    Rect box = ui.take(button_height(ui, link, width));
    box.width = width;
    if (button(ui, link, box))
      ui.emit<DiscussionsEvent>(MessageHitPressed{each.place->discussion, each.place->number});
  }
  ui.gap(10);
  const float end = ui.pop_column();
  const Rect frame{ui.flow_x(), top, ui.flow_width(), end - top};
  ui.outline(frame, edge_colour(ui.theme(), 0.6F), measure::kCardRadius);
  if (!ui.html_face()) ui.open_node().rect = frame;
  ui.move_to(end);
}

}  // namespace

void entries_section(Ui& ui) {
  const auto& list = ui.model().discussions.entries.list;
  ui.gap(20);
  heading(ui, "entries_title", 2, ui.text(Text::kDossierEntries));
  ui.gap(8);
  if (list.failure.is_some() && failed(ui, "entries_failed", list.failure))
    ui.emit<MessageEvent>(RetryEntriesPressed{});
  if (!list.value) {
    if (!list.failure.is_some()) waiting(ui, "entries_waiting", ui.text(Text::kDossierEntriesLoading));
    return;
  }
  const DossierEntries& entries = *list.value;
  if (entries.entries.empty()) {
    paragraph(ui, "no_entry", ui.text(Text::kDossierEntriesNone));
    return;
  }
  const auto total = static_cast<std::size_t>(entries.total);
  if (total > entries.entries.size()) {
    paragraph(ui, "entries_limit",
              fill(ui.text(Text::kDossierEntriesLimit), {{"limit", std::to_string(entries.entries.size())},
                                                         {"count", grouped_count(ui.language(), total)}}));
    ui.gap(8);
  }
  Node node;
  node.id = ui.id("entries");
  node.role = Role::kList;
  node.name = ui.text(Text::kDossierEntries);
  const Scope scope(ui, std::move(node));
  for (const DossierEntry& each : entries.entries) {
    one_entry(ui, each);
    ui.gap(8);
  }
}

}  // namespace spico::ui
