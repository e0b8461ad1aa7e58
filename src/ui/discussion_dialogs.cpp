#include "ui/discussion_dialogs.hpp"

#include <algorithm>

#include "core/discussions/discussions.hpp"
#include "core/failure_text.hpp"
#include "core/patients/reference.hpp"
#include "core/text/fill.hpp"
#include "core/text/grouped_count.hpp"
#include "ui/chip_list.hpp"
#include "ui/dossier_text.hpp"
#include "ui/popups.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

constexpr float kPerson = 52;        // height of one person of the directory, before Ui::scaled
constexpr std::size_t kInSight = 4;  // of them; the others are scrolled to

const MemberChoice& choice_of(const Ui& ui) { return ui.model().discussions.choice; }

// «infirmier, CHU TEST, Toulouse», as far as it is known.
std::string where_text(const Ui& ui, ProfessionId profession, std::string_view structure,
                       std::string_view commune) {
  std::string text(entry(profession).label.in(ui.language()));
  for (const std::string_view part : {structure, commune}) {
    if (!part.empty()) text.append(", ").append(part);
  }
  return text;
}

// --- the directory

std::string count_text(const Ui& ui, const DirectorySearch& search) {
  const DirectoryPage& page = *search.page.value;
  // Who looks for somebody is not left with nothing: there is another way to them.
  if (page.total == 0)
    return std::string(
        ui.text(is_blank(search.text) ? Text::kDiscussionsDirectoryNone : Text::kDiscussionsDirectoryNobody));
  std::string found = fill(ui.text(page.has_more     ? Text::kDiscussionsDirectoryMore
                                   : page.total == 1 ? Text::kDiscussionsDirectoryOne
                                                     : Text::kDiscussionsDirectoryOther),
                           {{"count", std::to_string(page.total)}});
  if (static_cast<std::int64_t>(page.entries.size()) >= page.total) return found;
  return fill(ui.text(Text::kDiscussionsDirectoryFirst),
              {{"found", found}, {"shown", std::to_string(page.entries.size())}});
}

// One person: chosen or not. Who has no account says so and cannot be chosen.
bool person(Ui& ui, const DirectoryEntry& entry, bool chosen, bool already, const Rect& box) {
  // First what decides: a long line loses its end.
  std::string where;
  if (!entry.on_spico) where.append(ui.text(Text::kDiscussionsNotOnSpicoYet)).append(" – ");
  if (already) where.append(ui.text(Text::kDiscussionsAlreadyMember)).append(" – ");
  where += where_text(ui, entry.profession, entry.structure, entry.commune);
  const Rect upper{box.x, box.y, box.width, box.height * 0.55F};
  const Rect lower{box.x + ui.scaled(25), bottom(upper), box.width - ui.scaled(25), box.height * 0.4F};
  const std::string key = "person" + std::to_string(entry.id.value);
  const bool possible = entry.on_spico && !already;
  const bool pressed = checkbox(ui, key, entry.name, chosen || already, upper, where, {},
                                possible ? 0U : std::uint32_t{mirror::kDisabled});
  label_in(ui, key + ".where", lower, where, {measure::kSmall, Weight::kRegular, ui.theme().muted});
  return pressed && possible;
}

template <typename IsChosen, typename IsAlready, typename Pressed>
void directory(Ui& ui, std::string_view focus_key, std::string_view problem, IsChosen is_chosen,
               IsAlready is_already, Pressed pressed) {
  const DirectorySearch& search = choice_of(ui).search;
  const auto typed = field(ui, {.key = "directory",
                                .label = ui.text(Text::kDiscussionsDirectorySearch),
                                .value = search.text,
                                .kind = mirror::FieldKind::kSearch,
                                .description = ui.text(Text::kDiscussionsDirectoryHint),
                                .error = problem,
                                .state = mirror::kNoSpellcheck,
                                .focus_key = focus_key});
  if (typed.typed != nullptr) ui.emit<DirectoryEvent>(DirectoryTyped{*typed.typed});
  ui.gap(4);
  if (search.page.failure.is_some() && failed(ui, "directory_failed", search.page.failure))
    ui.emit<DirectoryEvent>(RetryDirectoryPressed{});
  if (!search.page.value) {
    paragraph(ui, "directory_count", ui.text(Text::kDiscussionsDirectoryLoading));
    return;
  }
  const DirectoryPage& page = *search.page.value;
  paragraph(ui, "directory_count", count_text(ui, search),
            {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kStatus, Look::kMuted);
  if (page.entries.empty()) return;
  const float height = ui.scaled(kPerson);
  const auto rows = static_cast<float>(std::min(page.entries.size(), kInSight));
  Node node;
  node.id = ui.id("people");
  node.role = Role::kGroup;
  node.look = Look::kScroller;
  node.name = ui.text(Text::kDiscussionsNewMembers);
  node.rect = ui.take(rows * height + ui.scaled(6));
  ui.outline(node.rect, edge_colour(ui.theme(), 0.5F), measure::kRadius);
  ui.begin_scroll(std::move(node));
  ui.push_column(
      {ui.flow_x() + ui.scaled(10), ui.flow_y() + ui.scaled(3), ui.flow_width() - ui.scaled(20), 0});
  for (const DirectoryEntry& entry : page.entries) {
    if (person(ui, entry, is_chosen(entry.id), is_already(entry.id), ui.take(height))) pressed(entry.id);
  }
  ui.move_to(ui.pop_column());
  ui.end_scroll();
}

// --- the ends of dialogs

struct Ends {
  bool confirmed = false, cancelled = false;
};
Ends end_buttons(Ui& ui, ButtonSpec confirm, Text cancel_label, std::string_view cancel_focus = {}) {
  ui.gap(16);
  const ButtonSpec cancel{.key = "cancel", .label = ui.text(cancel_label), .focus_key = cancel_focus};
  const Rect line = ui.take(ui.scaled(measure::kControl));
  const float width = button_width(ui, confirm), other = button_width(ui, cancel);
  Ends ends;
  ends.cancelled =
      button(ui, cancel, {right(line) - width - ui.scaled(8) - other, line.y, other, line.height});
  ends.confirmed = button(ui, confirm, {right(line) - width, line.y, width, line.height});
  return ends;
}

void told_failure(Ui& ui, const Failure& failure) {
  if (!failure.is_some()) return;
  ui.gap(8);
  banner(ui, "failure", failure_text(ui.language(), failure), Tone::kDanger);
}

// --- «Nouvelle discussion»

// Found in the list that is here: no server is asked.
void patient_search(Ui& ui, const NewDiscussion& making) {
  const auto typed = field(ui, {.key = "patient_search",
                                .label = ui.text(Text::kDiscussionsNewPatient),
                                .value = making.patient_text,
                                .kind = mirror::FieldKind::kSearch,
                                .placeholder = ui.text(Text::kDiscussionsNewPatientHint),
                                .state = mirror::kNoSpellcheck,
                                .focus_key = "new_patient"});
  const Patients& patients = ui.model().patients;
  if (typed.typed != nullptr)
    ui.emit<DirectoryEvent>(NewPatientTyped{*typed.typed});
  else if (is_old(making.patients_found, patients) &&
           !is_blank(making.patient_text))  // rows still arrive, or come by themselves
    ui.emit<DirectoryEvent>(NewPatientTyped{making.patient_text});
  ui.gap(8);
  if (is_blank(making.patient_text)) return;
  const std::size_t total = making.patients_found.total;
  const bool is_coming = total == 0 && !patients.loading.complete;
  paragraph(ui, "patients_count",
            fill(ui.text(is_coming                                    ? Text::kCommonLoading
                         : total > making.patients_found.first.size() ? Text::kDiscussionsNewPatientMore
                         : total == 0                                 ? Text::kPatientsCountNone
                         : total == 1                                 ? Text::kPatientsCountOne
                                                                      : Text::kPatientsCountOther),
                 {{"count", grouped_count(ui.language(), total)}}),
            {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kStatus, Look::kMuted);
  const PatientList& list = patients.list;
  for (const PatientId id : making.patients_found.first) {
    RowNumber row = 0;
    if (!list.find(id, row)) continue;
    const std::string key = "patient" + to_decimal(id.value);
    const std::string name = name_and_birth(ui, list.display_name(row), list.birth_date(row));
    if (button(ui, {.key = key, .label = name, .look = Look::kQuiet}))
      ui.emit<DirectoryEvent>(NewPatientChosen{id});
  }
  ui.gap(8);
}

void patient_of_new(Ui& ui, const DiscussionPatient& patient) {
  paragraph(ui, "patient_label", ui.text(Text::kDiscussionsNewPatient));
  const std::string name = name_and_birth(ui, patient.name, patient.birth_date);
  const ButtonSpec remove{.key = "patient_remove",
                          .label = ui.text(Text::kDiscussionsNewPatientRemove),
                          .description = name,
                          .focus_key = "new_patient_remove"};
  const Rect line = ui.take(ui.scaled(measure::kControl));
  const float width = button_width(ui, remove);
  label_in(ui, "patient", {line.x, line.y, line.width - width - ui.scaled(8), line.height}, name,
           {measure::kBody, Weight::kBold, 0});
  if (button(ui, remove, {right(line) - width, line.y, width, line.height}))
    ui.emit<DirectoryEvent>(NewPatientRemoved{});
  ui.gap(8);
}

void new_discussion(Ui& ui, const NewDiscussion& making) {
  bool closed = false, left = false;
  {
    const ModalDialog dialog(
        ui, {.key = "new_dialog", .name = ui.text(Text::kDiscussionsNew), .width = 560, .height = 560});
    left = dialog.is_left();
    heading(ui, "title", 2, ui.text(Text::kDiscussionsNew));
    ui.gap(12);
    const std::string problem(making.title_problem ? ui.text(*making.title_problem) : std::string_view{});
    const auto title = field(ui, {.key = "new_title",
                                  .label = ui.text(Text::kDiscussionsNewTitle),
                                  .value = making.title,
                                  .description = ui.text(Text::kDiscussionsNewTitleHint),
                                  .error = problem,
                                  .focus_key = "new_title"});
    if (title.typed != nullptr) ui.emit<DirectoryEvent>(NewTitleTyped{*title.typed});
    paragraph(ui, "title_hint", ui.text(Text::kDiscussionsNewTitleHint),
              {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
    ui.gap(12);
    if (making.patient)
      patient_of_new(ui, *making.patient);
    else
      patient_search(ui, making);
    const std::string missing(making.members_problem ? ui.text(*making.members_problem) : std::string_view{});
    const auto is_chosen = [&](ProfessionalId id) {
      return std::any_of(making.members.begin(), making.members.end(),
                         [&](const DirectoryEntry& member) { return member.id == id; });
    };
    directory(
        ui, "new_members", missing, is_chosen,
        [&](ProfessionalId id) { return id == ui.model().discussions.me; },
        [&](ProfessionalId id) { ui.emit<DirectoryEvent>(NewMemberToggled{id}); });
    if (!making.members.empty()) {
      ui.gap(8);
      std::vector<Chip> chips;
      for (const DirectoryEntry& member : making.members) chips.push_back({member.id.value, member.name});
      const auto removed =
          chip_list(ui, "chosen", ui.text(Text::kDiscussionsNewMembers), chips, field_id(ui, "directory"));
      if (removed) ui.emit<DirectoryEvent>(NewMemberToggled{making.members[*removed].id});
    }
    told_failure(ui, making.creating.failure);
    const bool busy = making.creating.is_pending();
    const Ends ends = end_buttons(ui,
                                  {.key = "create",
                                   .label = ui.text(Text::kDiscussionsCreate),
                                   .look = Look::kPrimary,
                                   .state = busy ? mirror::kBusy | mirror::kDisabled : 0U},
                                  Text::kDiscussionsCreateCancel);
    if (ends.confirmed) ui.emit<DirectoryEvent>(CreatePressed{});
    closed = ends.cancelled;
  }
  if (closed)
    ui.emit<DirectoryEvent>(NewDiscussionClosed{});
  else if (left)
    ui.emit<DirectoryEvent>(NewDiscussionLeft{});
}

// --- «Ajouter un membre»

void history_choice(Ui& ui, MemberHistory history) {
  Node group;
  group.id = ui.id("history");
  group.role = Role::kRadioGroup;
  group.look = Look::kStack;
  group.name = ui.text(Text::kDiscussionsHistory);
  paragraph(ui, "history_label", ui.text(Text::kDiscussionsHistory));
  const Scope scope(ui, std::move(group));
  if (radio(ui, "all", ui.text(Text::kDiscussionsHistoryAll), {}, history == MemberHistory::kAll, 1, 2))
    ui.emit<DirectoryEvent>(AddedHistoryChosen{MemberHistory::kAll});
  if (radio(ui, "from_now", ui.text(Text::kDiscussionsHistoryFromNow), {}, history == MemberHistory::kFromNow,
            2, 2))
    ui.emit<DirectoryEvent>(AddedHistoryChosen{MemberHistory::kFromNow});
}

void add_member(Ui& ui, const MemberAdding& adding) {
  bool closed = false;
  {
    const ModalDialog dialog(
        ui, {.key = "add_dialog", .name = ui.text(Text::kDiscussionsAddMember), .width = 520, .height = 480});
    closed = dialog.is_left();
    heading(ui, "title", 2, ui.text(Text::kDiscussionsAddMember));
    ui.gap(12);
    const std::string missing(adding.member_missing ? ui.text(Text::kDiscussionsAddMissing)
                                                    : std::string_view{});
    directory(
        ui, "directory", missing, [&](ProfessionalId id) { return adding.member && adding.member->id == id; },
        [&](ProfessionalId id) {
          const Member* const member = find_member(ui.model().discussions, id);
          return member != nullptr && !member->left_at_ms;
        },
        [&](ProfessionalId id) { ui.emit<DirectoryEvent>(AddedMemberChosen{id}); });
    ui.gap(12);
    history_choice(ui, adding.history);
    told_failure(ui, adding.adding.failure);
    const bool busy = adding.adding.is_pending();
    const Ends ends = end_buttons(ui,
                                  {.key = "add",
                                   .label = ui.text(Text::kDiscussionsAdd),
                                   .look = Look::kPrimary,
                                   .state = busy ? mirror::kBusy | mirror::kDisabled : 0U},
                                  Text::kDiscussionsCreateCancel);
    if (ends.confirmed) ui.emit<DirectoryEvent>(AddMemberConfirmed{});
    closed = closed || ends.cancelled;
  }
  if (closed) ui.emit<DirectoryEvent>(AddMemberClosed{});
}

// --- «Membres»

void members(Ui& ui, const DiscussionPage& page) {
  bool closed = false;
  {
    const ModalDialog dialog(
        ui,
        {.key = "members_dialog", .name = ui.text(Text::kDiscussionsMembers), .width = 480, .height = 400});
    closed = dialog.is_left();
    heading(ui, "title", 2, ui.text(Text::kDiscussionsMembers));
    ui.gap(12);
    {
      Node list;
      list.id = ui.id("members");
      list.role = Role::kList;
      list.look = Look::kStack;
      list.name = ui.text(Text::kDiscussionsMembers);
      const Scope scope(ui, std::move(list));
      for (const Member& member : page.members) {
        const Rect box = ui.take(ui.scaled(kPerson));
        Node item;
        item.id = ui.id("member", member.id.value);
        item.role = Role::kListItem;
        item.rect = box;
        const Scope row(ui, std::move(item));
        std::string where = where_text(ui, member.profession, member.structure, member.commune);
        if (member.left_at_ms) where.append(" – ").append(ui.text(Text::kDiscussionsMemberLeft));
        label_in(ui, "name", {box.x, box.y, box.width, box.height * 0.5F}, member.name,
                 {measure::kBody, Weight::kBold, 0});
        label_in(ui, "where", {box.x, box.y + box.height * 0.5F, box.width, box.height * 0.45F}, where,
                 {measure::kSmall, Weight::kRegular, ui.theme().muted});
      }
    }
    ui.gap(16);
    const ButtonSpec close{
        .key = "close", .label = ui.text(Text::kCommonClose), .focus_key = "members_first"};
    const Rect line = ui.take(ui.scaled(measure::kControl));
    const float width = button_width(ui, close);
    closed = button(ui, close, {right(line) - width, line.y, width, line.height}) || closed;
  }
  if (closed) ui.emit<ThreadEvent>(MembersToggled{});
}

void leave(Ui& ui, const Thread& thread) {
  bool stays = false;
  {
    const ModalDialog dialog(ui, {.key = "leave_dialog",
                                  .name = ui.text(Text::kDiscussionsLeaveTitle),
                                  .height = 220,
                                  .role = Role::kAlertDialog,
                                  .description = ui.text(Text::kDiscussionsLeaveWarning)});
    stays = dialog.is_left();
    heading(ui, "title", 2, ui.text(Text::kDiscussionsLeaveTitle));
    ui.gap(8);
    paragraph(ui, "warning", ui.text(Text::kDiscussionsLeaveWarning));
    told_failure(ui, thread.leaving.failure);
    const Ends ends =
        end_buttons(ui, {.key = "leave", .label = ui.text(Text::kDiscussionsLeave), .look = Look::kDanger},
                    Text::kDiscussionsLeaveCancel, "leave_cancel");
    if (ends.confirmed) ui.emit<ThreadEvent>(LeaveConfirmed{});
    stays = stays || ends.cancelled;
  }
  if (stays) ui.emit<ThreadEvent>(LeaveCancelled{});
}

}  // namespace

void discussion_dialogs(Ui& ui) {
  const Discussions& discussions = ui.model().discussions;
  const Thread& thread = discussions.thread;
  if (discussions.choice.making.is_open)
    new_discussion(ui, discussions.choice.making);
  else if (discussions.choice.adding.is_open)
    add_member(ui, discussions.choice.adding);
  else if (thread.leave_asked)
    leave(ui, thread);
  else if (thread.members_open && thread.page.value)
    members(ui, *thread.page.value);
}

}  // namespace spico::ui
