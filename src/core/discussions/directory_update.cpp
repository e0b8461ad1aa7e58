#include "core/discussions/directory_update.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/discussions_update.hpp"
#include "core/discussions/thread_update.hpp"
#include "core/navigation.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

constexpr std::size_t kMostChosen = kMostMembers - 1;  // whoever makes it is one too
constexpr std::size_t kMostPatients = 6;               // the others take another letter

void search(Model& model, const Env& env, Effects& effects) {
  DirectorySearch& search = model.discussions.choice.search;
  const Ticket ticket = env.new_ticket();
  search.asked = search.text;
  search.page.wait_for(ticket);
  effects.push_back(Request{SearchDirectory{ticket, search.text}});
}

struct OnDirectory {
  Model& model;
  const Env& env;
  Effects& effects;

  MemberChoice& choice() const { return model.discussions.choice; }
  NewDiscussion& making() const { return model.discussions.choice.making; }
  MemberAdding& adding() const { return model.discussions.choice.adding; }
  void announce(Urgency urgency, std::string sentence) const {
    effects.push_back(PageEffect{Announce{urgency, std::move(sentence)}});
  }
  void announce(Urgency urgency, Text sentence) const {
    announce(urgency, std::string(text(model.settings.language, sentence)));
  }
  void focus(std::string key) const { effects.push_back(PageEffect{MoveFocus{std::move(key)}}); }
  void start_search() const {
    choice().search = {};
    search(model, env, effects);
  }
  [[nodiscard]] const DirectoryEntry* find(ProfessionalId id) const {
    const auto& page = choice().search.page.value;
    if (!page) return nullptr;
    for (const DirectoryEntry& entry : page->entries) {
      if (entry.id == id) return &entry;
    }
    return nullptr;
  }

  void operator()(DirectoryTyped& e) const {
    if (length_of(e.text) > kLongestDirectoryText) return;
    choice().search.text = std::move(e.text);
    if (!choice().search.page.is_pending()) search(model, env, effects);
  }
  void operator()(DirectoryAnswered& e) const {
    auto& page = choice().search.page;
    if (!page.take(std::move(e.answer))) return;
    if (page.failure.is_some())
      tell_failure(model, {}, Failure(page.failure), env, effects);
    else if (choice().search.text != choice().search.asked)
      search(model, env, effects);
  }
  void operator()(const RetryDirectoryPressed&) const {
    if (!choice().search.page.is_pending()) search(model, env, effects);
  }

  void operator()(const NewDiscussionPressed& e) const {
    if (!is_discussions(model.screen)) update_discussions(model, DiscussionsPressed{}, env, effects);
    const PatientId wanted = e.patient.value_or(model.discussions.about);
    // What was written about one patient does not become another's.
    if (!wanted.is_none() && making().patient && making().patient->id != wanted) making() = {};
    making().is_open = true;
    making().title_problem.reset();
    making().members_problem.reset();
    if (!wanted.is_none() && !making().creating.is_pending() && choose_patient(wanted))
      making().is_patient_given = true;
    start_search();
    focus("new_title");
  }
  // What is on its way is not changed; after a try whose answer is lost this is another discussion, which
  // must not be taken for the one that may be there.
  [[nodiscard]] bool may_be_written() const {
    if (making().creating.is_pending()) return false;
    making().client_id.clear();
    return true;
  }
  // False: it is that one already, or cannot be.
  bool choose_patient(PatientId id) const {
    RowNumber row = 0;
    const PatientList& list = model.patients.list;
    if (making().patient && making().patient->id == id) return false;
    if (!list.find(id, row) || !may_be_written()) return false;
    making().patient = DiscussionPatient{id, std::string(list.display_name(row)), list.birth_date(row),
                                         list.has(PatientMark::kTest, row)};
    making().is_patient_given = false;
    forget_patient_search();
    return true;
  }
  void forget_patient_search() const {
    making().patient_text.clear();
    making().patients_found = {};
  }
  void operator()(NewPatientTyped& e) const {
    if (length_of(e.text) > kLongestDirectoryText) return;
    forget_patient_search();
    making().patient_text = std::move(e.text);
    making().patients_found = find_patients(model.patients, making().patient_text, kMostPatients);
  }
  void operator()(const NewPatientChosen& e) const {
    (void)choose_patient(e.patient);
    focus("new_patient_remove");
  }
  void operator()(NewTitleTyped& e) const {
    if (e.text == making().title || !may_be_written()) return;
    making().title = std::move(e.text);
    making().title_problem.reset();
  }
  void operator()(const NewPatientRemoved&) const {
    if (!may_be_written()) return;
    making().patient.reset();
    focus("new_patient");
  }
  void operator()(const NewMemberToggled& e) const {
    if (!may_be_written()) return;
    auto& members = making().members;
    making().members_problem.reset();
    if (std::erase_if(members, [&](const DirectoryEntry& each) { return each.id == e.member; }) != 0) return;
    const DirectoryEntry* const entry = find(e.member);
    if (entry == nullptr) return;
    if (!entry->on_spico)
      announce(Urgency::kAssertive, Text::kDiscussionsNotOnSpico);
    else if (members.size() >= kMostChosen)
      announce(Urgency::kAssertive, Text::kDiscussionsTooManyMembers);
    else
      members.push_back(*entry);
  }
  void operator()(const CreatePressed&) const {
    if (!making().is_open || making().creating.is_pending()) return;
    making().title_problem.reset();
    making().members_problem.reset();
    if (is_blank(making().title))
      making().title_problem = Text::kDiscussionsNewTitleMissing;
    else if (length_of(making().title) > kLongestDiscussionTitle)
      making().title_problem = Text::kDiscussionsNewTitleLong;
    if (making().members.empty()) making().members_problem = Text::kDiscussionsNewMembersMissing;
    if (const auto problem = making().title_problem ? making().title_problem : making().members_problem) {
      announce(Urgency::kAssertive, *problem);
      focus(making().title_problem ? "new_title" : "new_members");
      return;
    }
    if (making().client_id.empty()) making().client_id = env.new_client_id();
    const Ticket ticket = env.new_ticket();
    making().creating.wait_for(ticket);
    CreateDiscussion wish{ticket, making().client_id, making().title, {}, {}};
    if (making().patient) wish.patient = making().patient->id;
    for (const DirectoryEntry& each : making().members) wish.members.push_back(each.id);
    effects.push_back(Request{std::move(wish)});
  }
  void operator()(DiscussionCreated& e) const {
    auto& creating = making().creating;
    if (!creating.take(std::move(e.answer))) return;
    if (creating.failure.is_some()) {
      // Nothing was made: the next try is another one.
      if (creating.failure.kind == Failure::Kind::kRefused) making().client_id.clear();
      // In the dialog it stands above the buttons; whoever has left it would not see it.
      (making().is_open ? tell_failure : show_failure)(model, {}, Failure(creating.failure), env, effects);
      return;
    }
    const DiscussionId id = *creating.value;
    // Whoever has left the dialog meanwhile is not led away from where they are.
    const bool is_awaited = making().is_open;
    close_member_choice(model);
    making() = {};
    announce(Urgency::kPolite, Text::kDiscussionsCreateDone);
    if (is_awaited) update_discussions(model, DiscussionPressed{id}, env, effects);
  }
  void operator()(const NewDiscussionLeft&) const {
    close_member_choice(model);
    focus("new_discussion");
  }
  void operator()(const NewDiscussionClosed&) const {
    close_member_choice(model);
    making() = {};
    focus("new_discussion");
  }

  void operator()(const AddMemberPressed&) const {
    if (open_discussion(model.discussions) == nullptr) return;
    adding() = {};
    adding().is_open = true;
    start_search();
    focus("directory");
  }
  void operator()(const AddedMemberChosen& e) const {
    adding().member_missing = false;
    const DirectoryEntry* const entry = find(e.member);
    if (entry == nullptr) return;
    if (entry->on_spico)
      adding().member = *entry;
    else
      announce(Urgency::kAssertive, Text::kDiscussionsNotOnSpico);
  }
  void operator()(const AddedHistoryChosen& e) const { adding().history = e.history; }
  void operator()(const AddMemberConfirmed&) const {
    if (!adding().is_open || adding().adding.is_pending()) return;
    adding().member_missing = !adding().member;
    if (adding().member_missing) {
      announce(Urgency::kAssertive, Text::kDiscussionsAddMissing);
      focus("directory");
      return;
    }
    const Ticket ticket = env.new_ticket();
    adding().adding.wait_for(ticket);
    effects.push_back(
        Request{AddMember{ticket, model.discussions.thread.id, adding().member->id, adding().history}});
  }
  void operator()(MemberAdded& e) const {
    if (!adding().adding.take(std::move(e.answer))) return;
    if (adding().adding.failure.is_some()) {
      tell_failure(model, model.discussions.thread.id, Failure(adding().adding.failure), env, effects);
      return;
    }
    announce(Urgency::kPolite, fill(text(model.settings.language, Text::kDiscussionsAddDone),
                                    {{"name", adding().member->name}}));
    close_member_choice(model);
    focus("add_member");
    reload_members(model, env, effects);
  }
  void operator()(const AddMemberClosed&) const {
    close_member_choice(model);
    focus("add_member");
  }
};

}  // namespace

void update_directory(Model& model, DirectoryEvent event, const Env& env, Effects& effects) {
  std::visit(OnDirectory{model, env, effects}, event);
}

void close_member_choice(Model& model) {
  MemberChoice& choice = model.discussions.choice;
  choice.search = {};
  choice.adding = {};
  choice.making.is_open = false;
}

void forget_patient_asked_for(Model& model) {
  model.discussions.about = {};
  NewDiscussion& making = model.discussions.choice.making;
  const bool is_written = !making.title.empty() || !making.members.empty() || !making.client_id.empty();
  if (making.is_patient_given && !is_written) making.patient.reset();
}

}  // namespace spico
