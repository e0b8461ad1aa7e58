#include "core/patients/patients_update.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/doors.hpp"
#include "core/failure_text.hpp"
#include "core/live/live_update.hpp"
#include "core/navigation.hpp"
#include "core/patients/filter_sentence.hpp"
#include "core/portal/portal_update.hpp"
#include "core/preferences/preferences_update.hpp"
#include "core/text/fill.hpp"
#include "core/text/grouped_count.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

constexpr std::size_t kLongestTyped = 200;
constexpr PatientMark kChoiceMarks[] = {PatientMark::kFavourite, PatientMark::kArchived};

std::string found_text(Language language, std::size_t count) {
  const Text key = count == 0   ? Text::kPatientsCountNone
                   : count == 1 ? Text::kPatientsCountOne
                                : Text::kPatientsCountOther;
  return fill(text(language, key), {{"count", grouped_count(language, count)}});
}

// «Trié par Identité, puis Date de naissance (décroissant).»
std::string order_text(Language language, const PatientOrder& order) {
  if (order.size() == 1) {
    return std::string(text(language, order[0].direction == Direction::kAscending
                                          ? Text::kPatientsSortedUp
                                          : Text::kPatientsSortedDown));
  }
  std::string columns;
  for (const PatientSort& sort : order) {
    if (!columns.empty()) columns += text(language, Text::kColumnsSortedThen);
    const std::string_view label = text(language, column_label(sort.column));
    columns += sort.direction == Direction::kAscending
                   ? std::string(label)
                   : fill(text(language, Text::kColumnsSortedDown), {{"column", label}});
  }
  return fill(text(language, Text::kColumnsSortedBy), {{"columns", columns}});
}

Text toast_text(const LastChoice& choice) {
  const bool was_set = choice.was == YesNoAll::kYes;
  if (choice.mark == PatientMark::kFavourite)
    return was_set ? Text::kPatientsUnstarred : Text::kPatientsStarred;
  return was_set ? Text::kPatientsPatientUnarchived : Text::kPatientsPatientArchived;
}

void load(Model& model, Cause cause, const Env& env, Effects& effects) {
  Patients& patients = model.patients;
  const Ticket ticket = env.new_ticket();
  patients.stream.wait_for(ticket);
  patients.next_list.reset();
  if (patients.loading.complete)
    patients.next_list.emplace();
  else
    patients.loading = {};
  effects.push_back(Request{LoadPatients{ticket, cause, patients.next_list.has_value()}});
}

// The coded filters live in the address; typing must not fill the history.
void show_filters(Model& model, Effects& effects) {
  select_patients(model);
  model.route.filters = model.patients.coded;
  effects.push_back(PageEffect{SetLocation{format_route(model.route), Entry::kReplaced}});
}

template <typename Id>
void toggle(std::vector<Id>& ids, Id id) {
  if (std::erase(ids, id) == 0) ids.push_back(id);
}

struct OnPatients {
  Model& model;
  const Env& env;
  Effects& effects;

  Patients& patients() const { return model.patients; }
  void announce(Urgency urgency, std::string sentence) const {
    effects.push_back(PageEffect{Announce{urgency, std::move(sentence)}});
  }
  void filters_changed() const {
    show_filters(model, effects);
    announce_patient_count(model, effects);
  }
  // Nothing is said while somebody types; «Rechercher les patients» and Enter say the count (decision 5).
  void typed_changed() const { select_patients(model); }

  void operator()(PatientStreamStarted& e) const {
    if (e.ticket != patients().stream.pending) return;
    PatientList& list = arriving();
    list.clear();
    list.reserve(e.total);
    list.set_people(std::move(e.professionals), std::move(e.structures));
    patients().next_revision = e.revision;
    if (patients().next_list) return;
    patients().selected_at = 0;
    patients().loading = {e.total, true, false};
    patients().shown.clear();
  }
  PatientList& arriving() const { return patients().next_list ? *patients().next_list : patients().list; }
  // Selecting at every chunk would cost the square of the list; at each growth by half it stays linear.
  void operator()(PatientRowsArrived& e) const {
    if (e.ticket != patients().stream.pending) return;
    const std::size_t before = patients().list.size();
    for (const Patient& patient : e.patients) arriving().append(patient);
    if (patients().next_list) return;
    const std::size_t after = patients().list.size();
    if (before == 0 || after >= patients().selected_at + patients().selected_at / 2) select_patients(model);
  }
  void operator()(PatientStreamEnded& e) const {
    if (!patients().stream.take(std::move(e.answer))) return;
    const bool whole = !patients().stream.failure.is_some();
    const bool again = patients().next_list.has_value();
    if (whole && again) {
      patients().list = std::move(*patients().next_list);
      ++patients().changes;
    }
    patients().next_list.reset();
    keep_choices();
    select_patients(model);
    if (whole) {
      patients().loading.complete = true;
      open_live(model, patients().next_revision, env, effects);
      ask_for_rest(model, effects);
      if (!again) announce_patient_count(model, effects);
    } else if (!handle_refusal(model, patients().stream.failure, env, effects)) {
      announce(Urgency::kAssertive, failure_text(model.settings.language, patients().stream.failure));
    }
  }
  // The server may have made the list before it heard of them.
  void keep_choices() const {
    for (const PatientMark mark : kChoiceMarks) {
      for (const auto& one : patients().choices(mark).under_way())
        (void)patients().list.set_mark(mark, one.id, one.wanted);
    }
  }
  [[nodiscard]] YesNoAll shown_choice(PatientMark mark, RowNumber row) const {
    return patients().list.has(mark, row) ? YesNoAll::kYes : YesNoAll::kNo;
  }
  void operator()(const PatientMarkAnswered& e) const {
    auto sent = patients().choices(e.mark).answered(e.answer.ticket);
    if (!sent) return;
    if (choice_waits(model, e.answer.failure, sent->is_told, env, effects)) {
      patients().choices(e.mark).wait(std::move(*sent));
      return;
    }
    if (!e.answer.failure.is_some()) {
      if (sent->wanted != sent->choice) send_mark(e.mark, sent->id, sent->wanted);  // pressed again meanwhile
      return;
    }
    RowNumber row = 0;
    if (!patients().list.find(sent->id, row)) return;
    patients().list.set_mark(e.mark, sent->id, sent->was);
    if (e.mark == PatientMark::kArchived) select_patients(model);
    forget_choice(e.mark, sent->id);  // there is nothing left to take back
    if (!handle_refusal(model, e.answer.failure, env, effects))
      show_problem(model, failure_text(model.settings.language, e.answer.failure), env, effects);
  }
  // The toast speaks of the newest choice that can be taken back.
  void show_last_choice() const {
    if (patients().last_choices.empty()) {
      model.toast = {};
      return;
    }
    model.toast = {Undo::kPatientMark, toast_text(patients().last_choices.back()), model.toast.held,
                   env.monotonic_ms + Toast::kShownMs};
  }
  void forget_choice(PatientMark mark, PatientId patient) const {
    std::erase_if(patients().last_choices,
                  [&](const LastChoice& each) { return each.mark == mark && each.patient == patient; });
    if (model.toast.undo == Undo::kPatientMark) show_last_choice();
  }
  void send_mark(PatientMark mark, PatientId patient, YesNoAll choice, Cause cause = Cause::kPerson) const {
    const Ticket ticket = env.new_ticket();
    patients().choices(mark).sent(ticket, patient, choice);
    effects.push_back(Request{MarkPatient{ticket, mark, patient, choice, cause}});
  }
  void operator()(NameTyped& e) const {
    patients().typed.name = e.text.substr(0, kLongestTyped);
    typed_changed();
  }
  void operator()(GivenNameTyped& e) const {
    patients().typed.given_name = e.text.substr(0, kLongestTyped);
    typed_changed();
  }
  void operator()(BirthDateTyped& e) const {
    patients().typed.birth_date = e.text.substr(0, kLongestTyped);
    typed_changed();
  }
  void operator()(const SexToggled& e) const {
    patients().coded.sexes = static_cast<std::uint8_t>(patients().coded.sexes ^ bit_of(e.sex));
    filters_changed();
  }
  void operator()(const StatutToggled& e) const {
    patients().coded.statuts = static_cast<std::uint8_t>(patients().coded.statuts ^ bit_of(e.statut));
    filters_changed();
  }
  void operator()(const TasksChosen& e) const {
    patients().coded.tasks = e.choice;
    filters_changed();
  }
  void operator()(const FavouritesChosen& e) const {
    patients().coded.favourites = e.choice;
    filters_changed();
  }
  void operator()(const ArchivedChosen& e) const {
    patients().coded.archived = e.choice;
    filters_changed();
  }
  void operator()(const ThematiqueToggled& e) const {
    patients().coded.thematiques.toggle(e.thematique);
    filters_changed();
  }
  void operator()(const ProfessionalToggled& e) const {
    toggle(patients().coded.professionals, e.professional);
    filters_changed();
  }
  void operator()(const StructureToggled& e) const {
    toggle(patients().coded.structures, e.structure);
    filters_changed();
  }
  void order_changed() const {
    show_filters(model, effects);
    model.preferences.order = patients().coded.sort;
    keep_layout(model, env, effects);
    announce(Urgency::kPolite, order_text(model.settings.language, patients().coded.sort));
  }
  // A first press sorts upwards (dates: newest first), a second turns the order; with Shift a third takes the
  // column out again.
  void operator()(const SortPressed& e) const {
    PatientOrder& order = patients().coded.sort;
    const bool newest_first = e.column == PatientColumn::kUpdatedAt || e.column == PatientColumn::kTasks;
    const PatientSort first{e.column, newest_first ? Direction::kDescending : Direction::kAscending};
    const auto rank = order.rank(e.column);
    const bool is_first_way = !rank || order[*rank] == first;
    const PatientSort turned{e.column, newest_first ? Direction::kAscending : Direction::kDescending};
    if (e.way == SortWay::kAlone) {
      order = rank && order.size() == 1 && is_first_way ? turned : first;
    } else if (e.way == SortWay::kRemoved || (rank && !is_first_way && order.size() > 1)) {
      order.remove(e.column);
    } else {
      order.add(rank && is_first_way ? turned : first);
    }
    order_changed();
  }
  void operator()(const SortChosen& e) const {
    patients().coded.sort = e.sort;
    order_changed();
  }
  void operator()(const RowsCopied& e) const {
    const Text sentence = e.copied < e.chosen ? Text::kColumnsCopiedLimit
                          : e.copied == 1     ? Text::kColumnsCopiedOne
                                              : Text::kColumnsCopiedOther;
    announce(Urgency::kPolite, fill(text(model.settings.language, sentence),
                                    {{"count", grouped_count(model.settings.language, e.copied)}}));
  }
  void operator()(const FilterRemoved& e) const {
    remove_filter(e.kind, patients().typed, patients().coded);
    filters_changed();
  }
  void operator()(const SearchPressed&) const {
    announce_patient_count(model, effects);
    if (!patients().shown.empty()) effects.push_back(PageEffect{MoveFocus{"first_row"}});
  }
  void operator()(const ClearPressed&) const {
    CodedFilters none;
    none.sort = patients().coded.sort;
    const bool had_any = !patients().typed.is_empty() || patients().coded != none;
    patients().cleared_typed = std::exchange(patients().typed, {});
    patients().cleared_coded = std::exchange(patients().coded, none);
    filters_changed();
    if (had_any) show_toast(model, Undo::kClearedSearch, Text::kPatientsCleared, env, effects);
  }
  void operator()(const SearchPanelToggled&) const { patients().search_open = !patients().search_open; }
  // Whoever is archived leaves the list at once; a star taken off stays until the list is filtered again, so
  // that the row does not go away under the finger.
  void set_mark(PatientMark mark, PatientId patient, YesNoAll wanted) const {
    if (!patients().list.set_mark(mark, patient, wanted)) return;
    if (!patients().choices(mark).want(patient, wanted)) send_mark(mark, patient, wanted);
    if (mark == PatientMark::kArchived) select_patients(model);
  }
  void operator()(const PatientMarkPressed& e) const {
    RowNumber row = 0;
    if (!patients().list.find(e.patient, row)) return;
    const YesNoAll was = shown_choice(e.mark, row);
    set_mark(e.mark, e.patient, opposite(was));
    if (model.toast.undo != Undo::kPatientMark) patients().last_choices.clear();
    patients().last_choices.push_back({e.mark, e.patient, was});
    show_toast(model, Undo::kPatientMark, toast_text(patients().last_choices.back()), env, effects);
  }
  // In a kiosk the next person would find the file.
  void operator()(const ExportPressed&) const {
    if (!model.settings.kiosk && !patients().exporting.is_pending()) export_patients(model, env, effects);
  }
  void operator()(ExportAnswered& e) const {
    if (!patients().exporting.take(std::move(e.answer))) return;
    const Failure& failure = patients().exporting.failure;
    if (!failure.is_some()) {
      effects.push_back(PageEffect{SaveCsv{}});
      announce(Urgency::kPolite, std::string(text(model.settings.language, Text::kPatientsExported)));
    } else if (!handle_refusal(model, failure, env, effects)) {
      show_problem(model, failure_text(model.settings.language, failure), env, effects);
    }
  }
  void operator()(const RetryPatientsPressed&) const { load(model, Cause::kPerson, env, effects); }
};

}  // namespace

void update_patients(Model& model, PatientsEvent event, const Env& env, Effects& effects) {
  std::visit(OnPatients{model, env, effects}, event);
}

bool choice_waits(Model& model, const Failure& failure, bool& is_told, const Env& env, Effects& effects) {
  ChoicesRetry& retry = model.choices;
  const std::string_view waits = text(model.settings.language, Text::kCommonChoiceWaits);
  if (failure.is_some() && !is_for_good(failure)) {
    // One sentence is enough for those that fail together.
    if (!std::exchange(is_told, true) && model.toast.problem != waits)
      show_problem(model, std::string(waits), env, effects);
    retry.is_told_to_wait = retry.is_told_to_wait || failure.retry_after_s > 0;
    const std::int64_t told_ms = env.monotonic_ms + std::int64_t{1000} * failure.retry_after_s;
    const bool is_first = !retry.at_ms;
    const std::int64_t ours_ms =
        is_first ? env.monotonic_ms + retry_delay_ms(retry.failures++, env) : *retry.at_ms;
    retry.at_ms = std::max(ours_ms, told_ms);
    return true;
  }
  retry.failures = 0;
  if (failure.is_some()) return false;
  if (model.toast.problem == waits) model.toast.problem.clear();
  retry_choices(model, env, effects);
  return false;
}

void retry_choices(Model& model, const Env& env, Effects& effects) {
  ChoicesRetry& retry = model.choices;
  if (!retry.at_ms || model.leaving || (retry.is_told_to_wait && env.monotonic_ms < *retry.at_ms)) return;
  retry.at_ms.reset();
  retry.is_told_to_wait = false;
  for (const PatientMark mark : kChoiceMarks) {
    for (const auto& one : model.patients.choices(mark).under_way()) {
      if (one.ticket == Ticket::kNone)
        OnPatients{model, env, effects}.send_mark(mark, one.id, one.wanted, Cause::kMachine);
    }
  }
  retry_tile_stars(model, env, effects);
  if (model.patients.stars.is_quiet() && model.patients.archivings.is_quiet() &&
      model.portal.stars.is_quiet())
    model.choices.failures = 0;
}

void undo_clear(Model& model, Effects& effects) {
  model.patients.typed = std::exchange(model.patients.cleared_typed, {});
  model.patients.coded = std::exchange(model.patients.cleared_coded, {});
  show_filters(model, effects);
  announce_patient_count(model, effects);
  effects.push_back(PageEffect{MoveFocus{"clear"}});
}

void undo_patient_mark(Model& model, const Env& env, Effects& effects) {
  if (model.patients.last_choices.empty()) return;
  const LastChoice last = model.patients.last_choices.back();
  model.patients.last_choices.pop_back();
  const OnPatients on{model, env, effects};
  on.set_mark(last.mark, last.patient, last.was);
  on.show_last_choice();
  on.announce(Urgency::kPolite, std::string(text(model.settings.language, Text::kPatientsTakenBack)));
}

void load_patients_once(Model& model, const Env& env, Effects& effects) {
  const Patients& patients = model.patients;
  if (patients.loading.complete || patients.stream.is_pending() || patients.stream.failure.is_some()) return;
  load(model, Cause::kMachine, env, effects);
}

Ticket tell_export(Model& model, ExportFormat format, const Env& env, Effects& effects) {
  const Ticket ticket = env.new_ticket();
  const std::size_t shown = model.patients.shown.size();
  const std::size_t count = format == ExportFormat::kPrint ? std::min(shown, kMostPrintedRows) : shown;
  effects.push_back(Request{TellExport{ticket, format, count, format_filters(model.patients.coded), {}}});
  return ticket;
}

void export_patients(Model& model, const Env& env, Effects& effects) {
  model.patients.export_waits = model.rest != Rest::kHere;
  if (model.patients.export_waits)
    want_rest(model, effects);
  else
    model.patients.exporting.wait_for(tell_export(model, ExportFormat::kCsv, env, effects));
}

CsvWriter csv_of(const Model& model) {
  const Patients& patients = model.patients;
  const Language language = model.settings.language;
  const auto& user = model.session.view.value->user;
  return {patients.list,
          patients.shown,
          patients.layout.visible(),
          language,
          {filter_sentence(language, patients.typed, patients.coded, patients.list),
           user ? user->display_name : std::string{}, model.now_ms}};
}

void announce_patient_count(const Model& model, Effects& effects) {
  if (model.route.screen != Screen::kPatients) return;  // nobody looks at the list
  effects.push_back(PageEffect{
      Announce{Urgency::kPolite, found_text(model.settings.language, model.patients.shown.size())}});
}

void reload_patients(Model& model, const Env& env, Effects& effects) {
  load(model, Cause::kMachine, env, effects);
}

namespace {

// A choice of this person that the server has not answered yet counts more than what it said before. False
// when nothing is new: what this page has done itself comes back as well, and must not move what is being
// read.
struct OnChange {
  Model& model;
  const Env& env;
  Effects& effects;

  bool operator()(Patient& patient) const {
    Patients& patients = model.patients;
    if (const auto wanted = patients.stars.wanted(patient.id)) patient.favourite = *wanted == YesNoAll::kYes;
    if (const auto wanted = patients.archivings.wanted(patient.id))
      patient.archived = *wanted == YesNoAll::kYes;
    patients.list.put(patient);
    auto& page = model.dossier.page;
    if (model.dossier.patient == patient.id && page.value) page.value->patient = std::move(patient);
    return true;
  }
  bool operator()(const PatientGone& gone) const {
    const bool was_there = model.patients.list.remove(gone.patient);
    if (model.dossier.patient != gone.patient) return was_there;
    model.dossier.page = {};
    model.dossier.print_wanted = false;
    model.dossier.page.failure = {Failure::Kind::kRefused, 404, 0, "unknown_patient"};
    // Nothing of what they say stays here either; what is on its way is not taken any more.
    OpenEntries& entries = model.discussions.entries;
    if (entries.patient == gone.patient) {
      entries.list = {};
      entries.list.failure = model.dossier.page.failure;
    }
    return true;
  }
  bool operator()(const StarTurned& turned) const {
    Patients& patients = model.patients;
    RowNumber row = 0;
    if (!patients.list.find(turned.patient, row) || patients.stars.wanted(turned.patient)) return false;
    if (patients.list.has(PatientMark::kFavourite, row) == (turned.favourite == YesNoAll::kYes)) return false;
    return patients.list.set_mark(PatientMark::kFavourite, turned.patient, turned.favourite);
  }
  bool operator()(const PreferencesTurned&) const {
    reload_preferences(model, env, effects);
    return false;
  }
};

}  // namespace

void change_patients(Model& model, std::vector<LiveChange> changes, const Env& env, Effects& effects) {
  bool news = false;
  for (LiveChange& change : changes) news = std::visit(OnChange{model, env, effects}, change) || news;
  if (!news) return;
  ++model.patients.changes;
  select_patients(model);
}

void select_patients(Model& model) {
  Patients& patients = model.patients;
  patients.list.select(patients.typed, patients.coded, patients.shown);
  patients.selected_at = patients.list.size();
}

}  // namespace spico
