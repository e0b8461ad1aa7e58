#include "ui/discussion_print.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/discussions/discussions.hpp"
#include "core/patients/ins.hpp"
#include "core/text/fill.hpp"
#include "core/text/grouped_count.hpp"
#include "core/time/paris.hpp"
#include "ui/dossier_text.hpp"
#include "ui/message_item.hpp"
#include "ui/patient_text.hpp"
#include "ui/print_header.hpp"

namespace spico::ui {
namespace {

// The page lays it out: nothing here has a place.
void printed_node(Ui& ui, std::string_view key, Role role, std::string_view text, Look look = Look::kPlain,
                  std::uint8_t level = 0) {
  if (text.empty()) return;
  Node node;
  node.id = ui.id(key);
  node.role = role;
  node.look = look;
  node.level = level;
  node.name = text;
  ui.record(std::move(node));
}

// All traits: as the page brought them, and as they are now where the list of patients knows it.
std::vector<std::string> patient_lines(const Ui& ui, const DiscussionPatient& patient) {
  std::vector<std::string> lines;
  std::string name = patient.name;
  if (patient.test) name.append(" – ").append(ui.text(Text::kPatientsTest));
  lines.push_back(fill(ui.text(Text::kDiscussionsPrintPatient), {{"name", name}}));
  std::optional<IdentityTraits> traits;
  if (const auto& page = ui.model().discussions.thread.page.value) traits = page->traits;
  const Patients& patients = ui.model().patients;
  RowNumber row = 0;
  const bool is_listed = patients.list.find(patient.id, row);
  std::string facts = labelled_fact(ui, Text::kPatientsBirthDate, format_date(patient.birth_date));
  const auto add = [&](Text label, std::string_view value) {
    facts += " · " + labelled_fact(ui, label, value);
  };
  if (traits) {
    add(Text::kDossierBirthName, traits->birth_name);
    add(Text::kDossierGivenNames, traits->given_names);
  }
  if (traits || is_listed)
    add(Text::kPatientsSex, sex_word(ui, is_listed ? patients.list.sex(row) : traits->sex));
  if (traits) add(Text::kDossierBirthPlace, birth_place_text(ui, *traits));
  if (traits || is_listed) {
    add(Text::kDossierIns, format_matricule(is_listed ? patients.list.matricule(row) : traits->matricule));
    add(Text::kDossierIdentityStatus,
        ui.text(identity_status_text(is_listed ? patients.list.identity_status(row) : traits->status)));
  }
  lines.push_back(std::move(facts));
  if (is_listed && patients.loading.complete && patients.list.has_homonym(row))
    lines.emplace_back(ui.text(Text::kPatientsHomonym));
  return lines;
}

void printed_line(Ui& ui, std::string_view key, std::string_view sentence) {
  printed_node(ui, key, Role::kText, sentence);
}

// Which messages these are, and why not the others.
void printed_range(Ui& ui, MessageSpan span) {
  const MessageWindow& messages = ui.model().discussions.thread.messages;
  const auto number = [&](MessageNumber value) {
    return grouped_count(ui.language(), static_cast<std::size_t>(value));
  };
  const bool is_all = span.from <= messages.first() && span.to >= messages.count();
  const bool is_whole = is_all && span.from == 1;
  printed_line(
      ui, "range",
      fill(ui.text(is_whole ? Text::kDiscussionsPrintWhole : Text::kDiscussionsPrintPart),
           {{"from", number(span.from)}, {"to", number(span.to)}, {"count", number(messages.count())}}));
  const bool is_full = span.to - span.from + 1 >= kMostPrintedMessages;
  const bool is_beside = !messages.missing({messages.first(), span.from - 1}).is_empty() ||
                         !messages.missing({span.to + 1, messages.count()}).is_empty();
  if (!is_all && (is_full || is_beside)) {
    printed_line(ui, "left_out",
                 is_full
                     ? fill(ui.text(Text::kDiscussionsPrintLimit), {{"limit", number(kMostPrintedMessages)}})
                     : std::string(ui.text(Text::kDiscussionsPrintLoaded)));
  }
  if (messages.first() > 1)
    printed_line(ui, "before",
                 fill(ui.text(Text::kDiscussionsPrintBefore), {{"first", number(messages.first())}}));
}

std::string head_of(const Ui& ui, const Message& message) {
  const bool is_happening = message.kind != MessageKind::kText;
  std::string head =
      fill(ui.text(Text::kDiscussionsPrintHead),
           {{"who", is_happening ? happening_text(ui, message) : member_words(ui, message.author)},
            {"day", format_day(message.at_ms)},
            {"time", format_time(message.at_ms)}});
  if (is_happening || message.withdrawn) return head;
  if (message.edited_at_ms) head.append(" · ").append(ui.text(Text::kDiscussionsEdited));
  if (message.urgent) head.append(" · ").append(ui.text(Text::kDiscussionsUrgent));
  if (message.filed)
    head.append(" · ").append(
        fill(ui.text(Text::kDiscussionsFiled), {{"name", member_name(ui, message.filed->by)}}));
  return head;
}

void printed_quote(Ui& ui, const std::optional<MessageQuote>& quote) {
  if (!quote) return;
  printed_node(ui, "quote", Role::kText,
               fill(ui.text(Text::kDiscussionsPrintQuote),
                    {{"name", member_name(ui, quote->author)}, {"text", quote_text(ui, *quote)}}));
}

// Attachments, or files that wait to be sent.
template <typename File>
void printed_files(Ui& ui, const std::vector<File>& files) {
  std::string names;
  for (const File& file : files) names.append(names.empty() ? "" : ", ").append(file.name);
  if (names.empty()) return;
  printed_node(ui, "files", Role::kText, fill(ui.text(Text::kDiscussionsFilesAdded), {{"names", names}}));
}

void printed_message(Ui& ui, const Message& message, std::string_view day) {
  Node item;
  item.id = ui.id("printed", message.id.value);
  item.role = Role::kListItem;
  const Scope scope(ui, std::move(item));
  printed_node(ui, "day", Role::kHeading, day, Look::kPlain, 2);
  printed_node(ui, "head", Role::kText, head_of(ui, message), Look::kInline);
  if (message.kind != MessageKind::kText) return;
  if (message.withdrawn) {
    printed_node(ui, "text", Role::kText, ui.text(Text::kDiscussionsWithdrawn));
    return;
  }
  printed_quote(ui, message.reply_to);
  printed_node(ui, "text", Role::kText, message.text);
  printed_files(ui, message.attachments);
}

// What its author sees below the last message: nobody else has it, and it says so.
void printed_outgoing(Ui& ui, const OutgoingMessage& message) {
  Node item;
  item.id = ui.id("outgoing", std::hash<std::string_view>{}(message.client_id));
  item.role = Role::kListItem;
  const Scope scope(ui, std::move(item));
  std::string head =
      fill(ui.text(Text::kDiscussionsPrintHead), {{"who", member_name(ui, ui.model().discussions.me)},
                                                  {"day", format_day(message.at_ms)},
                                                  {"time", format_time(message.at_ms)}});
  head.append(" · ").append(outgoing_state_text(ui, message));
  if (message.urgent) head.append(" · ").append(ui.text(Text::kDiscussionsUrgent));
  printed_node(ui, "head", Role::kText, head, Look::kInline);
  printed_quote(ui, message.reply_to);
  printed_node(ui, "text", Role::kText, message.text);
  printed_files(ui, message.files);
}

}  // namespace

void discussion_print(Ui& ui) {
  const Discussions& discussions = ui.model().discussions;
  const Discussion* const discussion = open_discussion(discussions);
  const Thread& thread = discussions.thread;
  // Also when there is no message to print: without it the screen itself would go to paper, by nobody's name.
  if (!ui.model().printing || discussion == nullptr) return;
  Node page;
  page.id = ui.id("print", thread.id.value);
  page.role = Role::kRegion;
  page.look = Look::kPrint;
  page.name = ui.text(Text::kDiscussionsPrintThread);
  const Scope scope(ui, std::move(page));
  printed_head(ui,
               discussion->patient ? patient_lines(ui, *discussion->patient) : std::vector<std::string>{});
  printed_node(ui, "title", Role::kHeading, discussion->title, Look::kPlain, 1);
  if (thread.print.on_paper.is_empty()) {
    printed_line(ui, "nothing", ui.text(Text::kDiscussionsPrintNothing));
    return;
  }
  printed_range(ui, thread.print.on_paper);
  Node list;
  list.id = ui.id("messages");
  list.role = Role::kList;
  list.name = ui.text(Text::kDiscussionsMessages);
  const Scope messages(ui, std::move(list));
  std::string last_day;
  const MessageSpan span = thread.print.on_paper;
  for (MessageNumber number = span.from; number <= span.to; ++number) {
    const Message* const message = message_at(discussions, number);
    if (message == nullptr) continue;
    const std::string day = format_day(message->at_ms);
    printed_message(ui, *message, day == last_day ? std::string_view{} : std::string_view(day));
    last_day = day;
  }
  if (span.to < thread.messages.count()) return;
  for (const OutgoingMessage* const message : outgoing_messages(discussions)) printed_outgoing(ui, *message);
}

}  // namespace spico::ui
