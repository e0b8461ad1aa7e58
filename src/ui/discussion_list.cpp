#include "ui/discussion_list.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/discussions/attachment_text.hpp"
#include "core/discussions/discussions.hpp"
#include "core/discussions/doors.hpp"
#include "core/route.hpp"
#include "core/text/fill.hpp"
#include "core/text/fold.hpp"
#include "core/text/grouped_count.hpp"
#include "ui/clock_text.hpp"
#include "ui/dossier_text.hpp"
#include "ui/patient_text.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

constexpr float kItem = 84;         // height of one discussion, before Ui::scaled
constexpr float kHit = 84;          // of one found message
constexpr float kPatient = 56;      // of one found patient
constexpr std::size_t kBeyond = 6;  // items above and below the box that are there already

void filters(Ui& ui) {
  struct Choice {
    DiscussionFilter filter;
    std::string_view key;
    Text label;
  };
  constexpr std::array kChoices{Choice{DiscussionFilter::kUnread, "unread", Text::kDiscussionsUnread},
                                Choice{DiscussionFilter::kUrgent, "urgent", Text::kDiscussionsUrgentOnes},
                                Choice{DiscussionFilter::kMine, "mine", Text::kDiscussionsMine}};
  Node group;
  group.id = ui.id("filters");
  group.role = Role::kGroup;
  group.look = Look::kRowOfItems;
  group.name = ui.text(Text::kDiscussionsFilters);
  const Scope scope(ui, std::move(group));
  const float left = ui.flow_x(), end = left + ui.flow_width();
  const float height = ui.scaled(measure::kCompactControl);
  float x = left;
  Rect line = ui.take(height);
  for (const Choice& choice : kChoices) {
    const float width = ui.scaled(32) + ui.measure_text(ui.text(choice.label), {}).x;
    if (x > left && x + width > end) {
      x = left;
      line = ui.take(height);
    }
    if (checkbox(ui, choice.key, ui.text(choice.label), ui.model().discussions.filters.has(choice.filter),
                 {x, line.y, width, height}))
      ui.emit<DiscussionsEvent>(DiscussionFilterToggled{choice.filter});
    x += width + ui.scaled(12);
  }
}

std::string last_text(const Ui& ui, const Discussion& discussion) {
  const LastMessage& last = discussion.last;
  if (last.kind == MessageKind::kText) {
    std::string line = !last.text.empty()     ? last.text
                       : last.attachments > 0 ? attachments_text(ui.language(), last.attachments)
                                              : std::string(ui.text(Text::kDiscussionsWithdrawn));
    std::replace(line.begin(), line.end(), '\n', ' ');
    return fill(ui.text(Text::kDiscussionsLast), {{"name", last.author_name}, {"text", line}});
  }
  const Text key = last.kind == MessageKind::kLeft      ? Text::kDiscussionsLeft
                   : last.kind == MessageKind::kJoined  ? Text::kDiscussionsLastJoined
                   : last.kind == MessageKind::kRenamed ? Text::kDiscussionsRenamed
                                                        : Text::kDiscussionsCreated;
  return fill(ui.text(key), {{"name", last.author_name}, {"title", last.text}});
}

// What a reader is told with the link: unread messages, and of what kind.
std::string news_of(const Ui& ui, const Discussion& discussion) {
  std::string news;
  const auto add = [&](std::string_view part) {
    if (!news.empty()) news += ", ";
    news += part;
  };
  if (discussion.unread > 0) add(unread_text(ui.language(), discussion.unread));
  if (discussion.urgent) add(ui.text(Text::kDiscussionsHasUrgent));
  if (discussion.mentioned) add(ui.text(Text::kDiscussionsMentioned));
  if (discussion.muted) add(ui.text(Text::kDiscussionsMuted));
  return news;
}

void one_discussion(Ui& ui, const Discussion& discussion, const Rect& box, std::size_t position,
                    std::size_t count) {
  const Theme& theme = ui.theme();
  Node item;
  item.id = ui.id("discussion", discussion.id.value);
  item.role = Role::kListItem;
  item.look = Look::kTile;
  item.position = static_cast<std::int32_t>(position) + 1;
  item.set_size = static_cast<std::int32_t>(count);
  item.rect = box;
  const Scope scope(ui, std::move(item));
  const NodeId id = ui.id("open");
  const Interaction state = ui.interact(id, box);
  const bool open = ui.model().discussions.thread.id == discussion.id;
  if (open || state.hovered)
    ui.fill(inset(box, 2, 2), with_opacity(theme.accent, open ? 0.14F : 0.06F), measure::kRadius);
  ui.line(box.x, bottom(box) - 0.5F, right(box), bottom(box) - 0.5F, edge_colour(theme, 0.25F));
  const Rect inner = inset(box, ui.scaled(10), ui.scaled(8));
  const bool unread = discussion.unread > 0;
  const float line = inner.height / 3;
  const TextStyle small{measure::kSmall, Weight::kRegular, theme.muted};
  const std::string time = moment_text(discussion.last.at_ms, ui.model().now_ms);
  const float time_width = ui.measure_text(time, small).x + 1;
  const Rect title{inner.x, inner.y, inner.width - time_width - ui.scaled(8), line};
  ui.draw_text_in(title, discussion.title,
                  {measure::kBody, unread ? Weight::kBold : Weight::kRegular, theme.text});
  Node link;
  link.id = id;
  link.role = Role::kLink;
  link.look = Look::kQuiet;
  link.name = discussion.title;
  link.description = news_of(ui, discussion);
  link.href = discussion_address(discussion.id);
  link.state = mirror::kFocusable | (open ? mirror::kCurrent : 0U);
  link.rect = box;
  ui.record(std::move(link));
  if (state.ring) ui.focus_ring(inset(box, 4, 4), measure::kRadius);
  if (state.clicked) ui.emit<DiscussionsEvent>(DiscussionPressed{discussion.id});
  label_in(ui, "time", {right(inner) - time_width, inner.y, time_width, line}, time, small);
  float x = inner.x;
  const float second = inner.y + line;
  const float badge_room = unread || discussion.urgent ? ui.scaled(64) : 0;
  const std::string patient =
      discussion.patient ? discussion.patient->name : std::string(ui.text(Text::kDiscussionsNoPatient));
  const float test = discussion.patient && discussion.patient->test
                         ? chip_width(ui, ui.text(Text::kPatientsTest)) + ui.scaled(8)
                         : 0;
  const float patient_width =
      std::min(inner.width - test - badge_room, ui.measure_text(patient, small).x + 1);
  label_in(ui, "patient", {x, second, patient_width, line}, patient,
           {measure::kSmall, Weight::kRegular, discussion.patient ? theme.text : theme.muted});
  x += patient_width + ui.scaled(8);
  if (test > 0) chip(ui, "test", ui.text(Text::kPatientsTest), test_chip(ui), x, second + line / 2);
  label_in(ui, "last", {inner.x, second + line, inner.width - badge_room, line}, last_text(ui, discussion),
           small);
  float end = right(inner);
  if (unread) {
    const std::string number = std::to_string(discussion.unread);
    const float width = ui.measure_text(number, {measure::kSmall, Weight::kBold, 0}).x + ui.scaled(16);
    end -= width;
    badge(ui, "unread", number, end, second + line * 1.5F);
    end -= ui.scaled(6);
  }
  if (discussion.urgent) {
    const float side = ui.scaled(18);
    const Rect icon{end - side, second + line * 1.5F - side / 2, side, side};
    draw_pictogram(ui, Pictogram::kWarning, icon, theme.danger);
    sign(ui, "has_urgent", ui.text(Text::kDiscussionsHasUrgent), icon, Look::kError);
  }
}

void items(Ui& ui, const std::vector<const Discussion*>& shown, const Rect& box) {
  Node node;
  node.id = ui.id("list");
  node.role = Role::kList;
  node.look = Look::kScroller;
  node.name = ui.text(Text::kDiscussionsList);
  node.rect = box;
  const NodeId scroller = node.id;
  const float height = ui.scaled(kItem);
  ui.begin_scroll(std::move(node));
  const float offset = std::round(ui.scroll_offset(scroller).y);
  std::size_t first = 0, last = shown.size();
  if (!ui.html_face()) {
    const auto top = static_cast<std::size_t>(std::max(0.0F, offset / height));
    first = top - std::min(top, kBeyond);
    last = std::min(shown.size(), top + static_cast<std::size_t>(box.height / height) + 1 + kBeyond);
  }
  const float width = box.width - ui.scrollbar_width();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    // The one that has the focus stays in the tree wherever the window is.
    const NodeId link = Ui::id_within(ui.id("discussion", shown[i]->id.value), "open");
    if ((i < first || i >= last) && ui.focused() != link) continue;
    one_discussion(ui, *shown[i], {box.x, box.y + static_cast<float>(i) * height - offset, width, height}, i,
                   shown.size());
  }
  ui.end_scroll(static_cast<float>(shown.size()) * height);
}

// Where the words that were searched for begin words of the text, in order.
std::vector<mirror::Stretch> found_in(std::string_view text, std::string_view searched) {
  const std::vector<FoldedWord> wanted = folded_words(searched);
  std::vector<mirror::Stretch> found;
  for (const FoldedWord& word : folded_words(text)) {
    for (const FoldedWord& each : wanted) {
      // Of «l'hôpital» the first letter says nothing.
      const bool says_something = each.letters.size() > 1 || wanted.size() == 1;
      if (!says_something || !word.letters.starts_with(each.letters)) continue;
      const mirror::Stretch stretch{word.from.front().begin, word.from[each.letters.size() - 1].end};
      // A word that is written as two stands there as one too.
      if (found.empty() || stretch.begin >= found.back().end) found.push_back(stretch);
    }
  }
  return found;
}

// What was found is in sight: a line is short.
std::string beginning_near(std::string text, std::string_view searched) {
  constexpr std::size_t kBefore = 24;
  const auto found = found_in(text, searched);
  if (found.empty() || found.front().begin <= kBefore) return text;
  const std::size_t space = text.find(' ', found.front().begin - kBefore);
  return space < found.front().begin ? "…" + text.substr(space + 1) : text;
}

void excerpt(Ui& ui, const Rect& box, const MessageHit& hit) {
  const std::string& searched = ui.model().discussions.hits_for;
  const std::string text = ui.html_face() ? hit.excerpt : beginning_near(hit.excerpt, searched);
  const TextStyle style{measure::kSmall, Weight::kRegular, ui.theme().text};
  const auto found = found_in(text, searched);
  const float height = ui.scaled(20);
  for (const mirror::Stretch& each : found) {
    const auto place = [&](std::size_t at) {
      return std::min(box.width, ui.measure_text(std::string_view(text).substr(0, at), style).x);
    };
    const float from = place(each.begin), to = place(each.end);
    if (from < to && ui.can_draw(text))
      ui.fill({box.x + from, box.y + (box.height - height) / 2, to - from, height}, ui.theme().mark, 3);
  }
  label_in(ui, "excerpt", box, text, style);
  if (ui.html_face()) ui.last_node().marked = mirror::marked_text(text, found);
}

void one_hit(Ui& ui, const MessageHit& hit) {
  const Rect box = ui.take(ui.scaled(kHit));
  Node item;
  item.id = ui.id("hit", hit.message.id.value);
  item.role = Role::kListItem;
  item.look = Look::kTile;
  item.rect = box;
  const Scope scope(ui, std::move(item));
  const NodeId id = ui.id("open");
  const Interaction state = ui.interact(id, box);
  if (state.hovered) ui.fill(inset(box, 2, 2), with_opacity(ui.theme().accent, 0.06F), measure::kRadius);
  if (state.ring) ui.focus_ring(inset(box, 4, 4), measure::kRadius);
  const Rect inner = inset(box, ui.scaled(10), ui.scaled(8));
  const float line = inner.height / 3;
  ui.draw_text_in({inner.x, inner.y, inner.width, line}, hit.title, {});
  Node link;
  link.id = id;
  link.role = Role::kLink;
  link.look = Look::kQuiet;
  link.name = hit.title;
  link.href = discussion_address(hit.discussion);
  link.state = mirror::kFocusable;
  link.rect = box;
  ui.record(std::move(link));
  const std::string when = moment_text(hit.message.at_ms, ui.model().now_ms);
  label_in(ui, "author", {inner.x, inner.y + line, inner.width, line},
           hit.author_name.empty() ? when : hit.author_name + " · " + when,
           {measure::kSmall, Weight::kRegular, ui.theme().muted});
  excerpt(ui, {inner.x, inner.y + line * 2, inner.width, line}, hit);
  if (state.clicked) ui.emit<DiscussionsEvent>(MessageHitPressed{hit.discussion, hit.message.number});
}

// Whom the same words find in the list of patients: one search for who it is about and for what was said.
void patients_found(Ui& ui) {
  const Discussions& discussions = ui.model().discussions;
  const Patients& patients = ui.model().patients;
  const PatientsFound& found = discussions.patients;
  if (is_old(found, patients)) ui.emit<DiscussionsEvent>(DiscussionSearchTyped{discussions.search});
  if (found.first.empty()) return;
  heading(ui, "patients_title", 2, ui.text(Text::kDiscussionsPatientsFound));
  if (found.total > found.first.size())
    paragraph(
        ui, "patients_count",
        fill(ui.text(Text::kDiscussionsPatientsMore), {{"shown", std::to_string(found.first.size())},
                                                       {"count", grouped_count(ui.language(), found.total)}}),
        {measure::kSmall, Weight::kBold, ui.theme().text});
  Node list;
  list.id = ui.id("patients");
  list.role = Role::kList;
  list.name = ui.text(Text::kDiscussionsPatientsFound);
  const Scope scope(ui, std::move(list));
  for (const PatientId id : found.first) {
    RowNumber row = 0;
    if (!patients.list.find(id, row)) continue;
    const Rect box = ui.take(ui.scaled(kPatient));
    Node item;
    item.id = ui.id("patient", id.value);
    item.role = Role::kListItem;
    item.look = Look::kTile;
    item.rect = box;
    const Scope inside(ui, std::move(item));
    const std::string name(patients.list.display_name(row));
    const std::string both = name_and_birth(ui, name, patients.list.birth_date(row));
    const NodeId open = ui.id("open");
    const Interaction state = ui.interact(open, box);
    if (state.hovered) ui.fill(inset(box, 2, 2), with_opacity(ui.theme().accent, 0.06F), measure::kRadius);
    if (state.ring) ui.focus_ring(inset(box, 4, 4), measure::kRadius);
    ui.line(box.x, bottom(box) - 0.5F, right(box), bottom(box) - 0.5F, edge_colour(ui.theme(), 0.25F));
    const Rect inner = inset(box, ui.scaled(10), ui.scaled(6));
    const float line = inner.height / 2;
    ui.draw_text_in({inner.x, inner.y, inner.width, line}, name, {});
    Node link;
    link.id = open;
    link.role = Role::kLink;
    link.look = Look::kQuiet;
    link.name = both;
    link.href = dossier_address(id);
    link.state = mirror::kFocusable;
    link.rect = box;
    ui.record(std::move(link));
    const TextStyle small{measure::kSmall, Weight::kRegular, ui.theme().muted};
    const std::string_view birth = std::string_view(both).substr(std::min(both.size(), name.size() + 2));
    const float width = ui.measure_text(birth, small).x;
    ui.draw_text_in({inner.x, inner.y + line, width + 1, line}, birth, small);
    if (patients.list.has(PatientMark::kTest, row))
      chip(ui, "test", ui.text(Text::kPatientsTest), test_chip(ui), inner.x + width + ui.scaled(8),
           inner.y + line * 1.5F);
    if (state.clicked) ui.emit<DossierEvent>(PatientPressed{id});
  }
  ui.gap(4);
}

// Below the search, once «Rechercher dans les messages» was pressed for what stands in it.
void hits(Ui& ui, float end) {
  const Discussions& discussions = ui.model().discussions;
  heading(ui, "hits_title", 2, ui.text(Text::kDiscussionsHits));
  ui.gap(4);
  if (discussions.hits.failure.is_some() && failed(ui, "hits_failed", discussions.hits.failure))
    ui.emit<DiscussionsEvent>(MessageSearchPressed{});
  if (discussions.hits.is_pending()) waiting(ui, "hits_waiting", ui.text(Text::kDiscussionsHitsLoading));
  if (!discussions.hits.value) return;
  paragraph(ui, "hits_count", hits_text(ui.language(), discussions.hits.value->size()),
            {measure::kSmall, Weight::kBold, ui.theme().text});
  if (discussions.hits.value->empty()) return;
  ui.gap(4);
  Node node;
  node.id = ui.id("hits");
  node.role = Role::kList;
  node.look = Look::kScroller;
  node.name = ui.text(Text::kDiscussionsHits);
  node.rect = ui.take(std::max(end - ui.flow_y(), ui.scaled(200)));
  ui.begin_scroll(std::move(node));
  for (const MessageHit& hit : *discussions.hits.value) one_hit(ui, hit);
  ui.end_scroll();
}

}  // namespace

void discussion_list(Ui& ui, const Rect& room) {
  const Discussions& discussions = ui.model().discussions;
  const float pad = ui.scaled(ui.narrow() ? 12 : 16);
  ui.push_column({room.x + pad, room.y + ui.scaled(12), room.width - pad * 2, 0});
  heading(ui, "title", 1, ui.text(Text::kDiscussionsTitle));
  ui.gap(8);
  if (button(ui, {.key = "new",
                  .label = ui.text(Text::kDiscussionsNew),
                  .look = Look::kPrimary,
                  .pictogram = Pictogram::kPlus,
                  .state = mirror::kHasDialog,
                  .focus_key = "new_discussion"}))
    ui.emit<DirectoryEvent>(NewDiscussionPressed{});
  ui.gap(8);
  const auto typed = field(ui, {.key = "search",
                                .label = ui.text(Text::kDiscussionsSearch),
                                .value = discussions.search,
                                .kind = mirror::FieldKind::kSearch,
                                .description = ui.text(Text::kDiscussionsSearchHint),
                                .state = mirror::kNoSpellcheck});
  if (typed.typed != nullptr) ui.emit<DiscussionsEvent>(DiscussionSearchTyped{*typed.typed});
  ui.gap(4);
  filters(ui);
  ui.gap(4);
  if (!discussions.search.empty()) {
    if (button(ui, {.key = "search_messages", .label = ui.text(Text::kDiscussionsSearchMessages)}))
      ui.emit<DiscussionsEvent>(MessageSearchPressed{});
    ui.gap(4);
    patients_found(ui);
  }
  if (discussions.list.failure.is_some() && failed(ui, "failed", discussions.list.failure))
    ui.emit<DiscussionsEvent>(RetryDiscussionsPressed{});
  (void)age_banner(ui);
  const float end = bottom(room) - ui.scaled(12);
  const bool with_hits = !discussions.search.empty() && discussions.hits_for == discussions.search;
  if (discussions.list.value) {
    const auto shown = shown_discussions(discussions);
    paragraph(ui, "count",
              fill(ui.text(shown.empty()       ? Text::kDiscussionsCountNone
                           : shown.size() == 1 ? Text::kDiscussionsCountOne
                                               : Text::kDiscussionsCountOther),
                   {{"count", std::to_string(shown.size())}}),
              {measure::kSmall, Weight::kBold, ui.theme().text});
    ui.gap(4);
    if (discussions.list.value->discussions.empty()) {
      (void)empty_state(ui, "none", Pictogram::kSearch, ui.text(Text::kDiscussionsNone));
    } else if (!shown.empty()) {
      const float most =
          with_hits ? std::min(ui.scaled(kItem * 3), static_cast<float>(shown.size()) * ui.scaled(kItem))
                    : end - ui.flow_y();
      items(ui, shown, ui.take(std::max(most, ui.scaled(kItem))));
    }
  } else if (!discussions.list.failure.is_some()) {
    waiting(ui, "waiting", ui.text(Text::kDiscussionsLoading));
  }
  if (with_hits) hits(ui, end);
  ui.gap(12);
  ui.move_to(ui.pop_column());
}

}  // namespace spico::ui
