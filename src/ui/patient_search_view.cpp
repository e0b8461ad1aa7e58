#include "ui/patient_search_view.hpp"

#include <algorithm>
#include <cmath>

#include "core/patients/reference.hpp"
#include "core/text/fill.hpp"
#include "core/text/grouped_count.hpp"
#include "core/time/paris.hpp"
#include "ui/cells.hpp"
#include "ui/combo_box.hpp"
#include "ui/date_field.hpp"
#include "ui/patient_text.hpp"
#include "ui/popups.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

void yes_no_all(Ui& ui, std::string_view key, Text label, YesNoAll value, auto&& chosen) {
  const std::vector<Choice> choices{{"tous", ui.text(Text::kPatientsAll)},
                                    {"oui", ui.text(Text::kPatientsYes)},
                                    {"non", ui.text(Text::kPatientsNo)}};
  const std::string_view current = value == YesNoAll::kAll ? "tous" : value == YesNoAll::kYes ? "oui" : "non";
  if (const auto picked = select(ui, key, ui.text(label), current, choices)) {
    chosen(*picked == "oui" ? YesNoAll::kYes : *picked == "non" ? YesNoAll::kNo : YesNoAll::kAll);
  }
}

void tasks_choice(Ui& ui) {
  const std::vector<Choice> choices{{code(TasksChoice::kAll), ui.text(Text::kPatientsAll)},
                                    {code(TasksChoice::kSome), ui.text(Text::kPatientsYes)},
                                    {code(TasksChoice::kNone), ui.text(Text::kPatientsNo)},
                                    {code(TasksChoice::kLate), ui.text(Text::kPatientsTasksLate)}};
  const auto picked = select(ui, "tasks", ui.text(Text::kPatientsTasksFilter),
                             code(ui.model().patients.coded.tasks), choices);
  if (!picked) return;
  if (const auto choice = tasks_choice_from_code(*picked)) ui.emit<PatientsEvent>(TasksChosen{*choice});
}

void sex_choices(Ui& ui) {
  const Patients& patients = ui.model().patients;
  Node group;
  group.id = ui.id("sex");
  group.role = Role::kGroup;
  group.name = ui.text(Text::kPatientsSex);
  const Scope scope(ui, std::move(group));
  paragraph(ui, "label", ui.text(Text::kPatientsSex));
  ui.gap(4);
  const Rect row = ui.take(ui.scaled(measure::kControl));
  const float width = std::min(ui.scaled(64), row.width / 3);
  float x = row.x;
  for (const Sex sex : {Sex::kMale, Sex::kFemale, Sex::kUnknown}) {
    const bool checked = (patients.coded.sexes & bit_of(sex)) != 0;
    if (checkbox(ui, std::string("sex") + std::string(code(sex)), sex_letter(ui, sex), checked,
                 {x, row.y, width, row.height}, sex_word(ui, sex))) {
      ui.emit<PatientsEvent>(SexToggled{sex});
    }
    x += width;
  }
}

void statuts_choice(Ui& ui) {
  const std::uint8_t wanted = ui.model().patients.coded.statuts;
  const auto statuts = statut_entries();
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < statuts.size(); ++i) {
    if ((wanted & bit_of(static_cast<Statut>(i))) != 0) chosen.push_back(i);
  }
  const auto toggled = combo_box(
      ui, {.key = "statuts",
           .label = ui.text(Text::kPatientsStatuts),
           .count = statuts.size(),
           .name_of = [&](std::size_t i) { return std::string(statuts[i].label.in(ui.language())); },
           .chosen = chosen,
           .placeholder = ui.text(chosen.empty() ? Text::kPatientsAll : Text::kPatientsAny)});
  if (toggled) ui.emit<PatientsEvent>(StatutToggled{static_cast<Statut>(*toggled)});
}

void thematiques_choice(Ui& ui) {
  std::vector<std::size_t> chosen;
  ui.model().patients.coded.thematiques.for_each(
      [&](ThematiqueId id) { chosen.push_back(static_cast<std::size_t>(id)); });
  const auto toggled = combo_box(
      ui,
      {.key = "thematiques",
       .label = ui.text(Text::kPatientsColumnThematiques),
       .count = thematique_entries().size(),
       .name_of = [&](std::size_t i) { return std::string(thematique_entries()[i].label.in(ui.language())); },
       .chosen = chosen,
       .placeholder = ui.text(chosen.empty() ? Text::kPatientsAll : Text::kPatientsAny)});
  if (toggled) ui.emit<PatientsEvent>(ThematiqueToggled{static_cast<ThematiqueId>(*toggled)});
}

// Of those in the list; whoever is filtered by and not among them any more is a number that can be given up.
template <typename Entry, typename Id>
std::optional<Id> people_choice(Ui& ui, std::string_view key, Text label, const std::vector<Entry>& entries,
                                const std::vector<Id>& wanted, auto&& name_of) {
  std::vector<Id> unknown;
  std::vector<std::size_t> chosen;
  for (const Id id : wanted) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.id == id; });
    chosen.push_back(found != entries.end() ? static_cast<std::size_t>(found - entries.begin())
                                            : entries.size() + unknown.size());
    if (found == entries.end()) unknown.push_back(id);
  }
  const auto id_of = [&](std::size_t i) {
    return i < entries.size() ? entries[i].id : unknown[i - entries.size()];
  };
  const auto toggled =
      combo_box(ui, {.key = key,
                     .label = ui.text(label),
                     .count = entries.size() + unknown.size(),
                     .name_of =
                         [&](std::size_t i) {
                           return i < entries.size() ? name_of(entries[i]) : to_decimal(id_of(i).value);
                         },
                     .chosen = chosen,
                     .placeholder = ui.text(chosen.empty() ? Text::kPatientsAll : Text::kPatientsAny)});
  if (!toggled) return std::nullopt;
  return id_of(*toggled);
}

// Cards have no headers to press.
void sort_choice(Ui& ui) {
  constexpr int kSortable = kPatientColumnCount - 1;
  static_assert(static_cast<int>(PatientColumn::kActions) == kSortable);
  const auto value_of = [](PatientSort sort) {
    return (sort.direction == Direction::kDescending ? "-" : "") +
           std::to_string(static_cast<int>(sort.column));
  };
  std::vector<PatientSort> sorts;
  std::vector<std::string> values, labels;
  for (int i = 0; i < kSortable; ++i) {
    for (const Direction direction : {Direction::kAscending, Direction::kDescending}) {
      const PatientSort sort{static_cast<PatientColumn>(i), direction};
      const std::string_view column = ui.text(column_label(sort.column));
      sorts.push_back(sort);
      values.push_back(value_of(sort));
      labels.push_back(direction == Direction::kAscending
                           ? std::string(column)
                           : fill(ui.text(Text::kColumnsSortedDown), {{"column", column}}));
    }
  }
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < values.size(); ++i) choices.push_back({values[i], labels[i]});
  const auto picked = select(ui, "sort", ui.text(Text::kPatientsSortBy),
                             value_of(ui.model().patients.coded.sort[0]), choices);
  if (!picked) return;
  const auto found = std::find(values.begin(), values.end(), *picked);
  if (found != values.end())
    ui.emit<PatientsEvent>(SortChosen{sorts[static_cast<std::size_t>(found - values.begin())]});
}

void typed_fields(Ui& ui, Cells& cells) {
  const Patients& patients = ui.model().patients;
  cells.cell([&] {
    const auto result = field(ui, {.key = "name",
                                   .label = ui.text(Text::kPatientsName),
                                   .value = patients.typed.name,
                                   .placeholder = ui.text(Text::kPatientsNameExample),
                                   .description = ui.text(Text::kPatientsNameHint),
                                   .state = mirror::kNoSpellcheck});
    if (result.typed != nullptr) ui.emit<PatientsEvent>(NameTyped{*result.typed});
  });
  cells.cell([&] {
    const auto result = field(ui, {.key = "given_name",
                                   .label = ui.text(Text::kPatientsGivenName),
                                   .value = patients.typed.given_name,
                                   .state = mirror::kNoSpellcheck});
    if (result.typed != nullptr) ui.emit<PatientsEvent>(GivenNameTyped{*result.typed});
  });
  cells.cell([&] {
    const DateProblem problem = parse_typed_date(patients.typed.birth_date).problem;
    const bool wrong = problem != DateProblem::kNone && problem != DateProblem::kEmpty &&
                       problem != DateProblem::kIncomplete;
    const CivilDate today = paris_time(ui.model().now_ms).date;
    const auto text = date_field(
        ui, {.field = {.key = "birth_date",
                       .label = ui.text(Text::kPatientsBirthDate),
                       .value = patients.typed.birth_date,
                       .placeholder = ui.text(Text::kPatientsBirthDateHint),
                       .description = ui.text(Text::kPatientsBirthDateHint),
                       .error = wrong ? ui.text(Text::kPatientsBirthDateWrong) : std::string_view{},
                       .state = mirror::kNoSpellcheck},
             .today = today,
             .last = today});
    if (text) ui.emit<PatientsEvent>(BirthDateTyped{*text});
  });
}

// Its label is the longest one by far, and would take two lines in one column.
constexpr int kStructuresSpan = 2;

void search_fields(Ui& ui) {
  const Patients& patients = ui.model().patients;
  Cells cells(ui, 160);
  typed_fields(ui, cells);
  cells.cell([&] { sex_choices(ui); });
  cells.cell([&] { statuts_choice(ui); });
  cells.cell([&] { thematiques_choice(ui); });
  cells.cell([&] {
    const auto toggled = people_choice(
        ui, "professionals", Text::kPatientsColumnProfessionals, patients.list.professionals(),
        patients.coded.professionals, [&](const Professional& person) {
          return person.name + " (" + std::string(entry(person.profession).label.in(ui.language())) + ")";
        });
    if (toggled) ui.emit<PatientsEvent>(ProfessionalToggled{*toggled});
  });
  cells.cell(
      [&] {
        const auto toggled = people_choice(ui, "structures", Text::kPatientsStructures,
                                           patients.list.structures(), patients.coded.structures,
                                           [](const Structure& structure) { return structure.name; });
        if (toggled) ui.emit<PatientsEvent>(StructureToggled{*toggled});
      },
      kStructuresSpan);
  cells.cell([&] { tasks_choice(ui); });
  cells.cell([&] {
    yes_no_all(ui, "favourites", Text::kPatientsFavourites, patients.coded.favourites,
               [&](YesNoAll c) { ui.emit<PatientsEvent>(FavouritesChosen{c}); });
  });
  cells.cell([&] {
    yes_no_all(ui, "archived", Text::kPatientsArchived, patients.coded.archived,
               [&](YesNoAll c) { ui.emit<PatientsEvent>(ArchivedChosen{c}); });
  });
  if (ui.narrow() && !ui.html_face()) cells.cell([&] { sort_choice(ui); });
  cells.finish();
}

}  // namespace

Rect patient_search_view(Ui& ui) {
  const Patients& patients = ui.model().patients;
  const auto [pressed, line] =
      disclosure(ui, "toggle", ui.text(Text::kPatientsSearchPanel), patients.search_open);
  if (pressed) ui.emit<PatientsEvent>(SearchPanelToggled{});
  if (!patients.search_open) return {right(line), line.y, ui.flow_width() - line.width, line.height};
  ui.gap(4);
  Node form;
  form.id = ui.id("form");
  form.role = Role::kForm;
  form.name = ui.text(Text::kPatientsSearchPanel);
  const Scope scope(ui, std::move(form));
  search_fields(ui);
  ui.gap(12);
  const SplitButtonSpec search{.key = "search",
                               .label = ui.text(Text::kPatientsSearch),
                               .more = ui.text(Text::kPatientsMoreActions),
                               .state = mirror::kSubmit,
                               .more_focus_key = "list_actions"};
  std::vector<MenuItem> items;
  if (!ui.model().settings.kiosk) items.push_back({.key = "csv", .label = ui.text(Text::kPatientsExportCsv)});
  // Paper has an end; the file beside it has none.
  const std::string print = patients.shown.size() > kMostPrintedRows
                                ? fill(ui.text(Text::kPatientsPrintFirst),
                                       {{"count", grouped_count(ui.language(), kMostPrintedRows)}})
                                : std::string(ui.text(Text::kPatientsPrint));
  items.push_back({.key = "print", .label = print});
  items.push_back({.key = "searches", .label = ui.text(Text::kSearchesTitle), .begins_group = true});
  const ButtonSpec clear{.key = "clear", .label = ui.text(Text::kPatientsClear), .focus_key = "clear"};
  Rect row = ui.take(ui.scaled(measure::kControl));
  const float gap = ui.scaled(12), wanted = split_button_width(ui, search);
  const float clear_width = button_width(ui, clear);
  const bool beside = wanted + gap + clear_width <= row.width;
  const float width = beside ? wanted : row.width;
  const float x = ui.narrow() || !beside ? row.x : right(row) - width - clear_width - gap;
  if (const auto chosen = split_button(ui, search, items, {x, row.y, width, row.height}).chosen) {
    const std::string_view key = items[*chosen].key;
    if (key == "csv") ui.emit<PatientsEvent>(ExportPressed{});
    if (key == "print") ui.emit<PageEvent>(PrintPressed{});
    if (key == "searches") ui.emit<PreferencesEvent>(SearchesToggled{});
  }
  if (!beside) {
    ui.gap(8);
    row = ui.take(row.height);
  }
  if (button(ui, clear, {beside ? x + width + gap : row.x, row.y, clear_width, row.height}))
    ui.emit<PatientsEvent>(ClearPressed{});
  if (ui.submitted(scope.id())) ui.emit<PatientsEvent>(SearchPressed{});
  return {row.x, row.y, std::max(0.0F, x - row.x - gap), row.height};
}

}  // namespace spico::ui
