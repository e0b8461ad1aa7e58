#include "ui/patient_search_view.hpp"

#include <algorithm>
#include <cmath>

#include "core/patients/reference.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

std::string_view sex_letter(const Ui& ui, Sex sex) {
  return ui.text(sex == Sex::kMale     ? Text::kPatientsSexM
                 : sex == Sex::kFemale ? Text::kPatientsSexF
                                       : Text::kPatientsSexUnknown);
}

std::string_view sex_word(const Ui& ui, Sex sex) {
  return ui.text(sex == Sex::kMale     ? Text::kPatientsSexMLong
                 : sex == Sex::kFemale ? Text::kPatientsSexFLong
                                       : Text::kPatientsSexUnknownLong);
}

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

// Lays fields out in as many columns as there is room for.
class Cells {
 public:
  Cells(Ui& ui, float min_width) : ui_(ui), gap_(ui.scaled(12)) {
    const float room = ui.flow_width();
    count_ = static_cast<int>(std::max(1.0F, std::floor((room + gap_) / (ui.scaled(min_width) + gap_))));
    width_ = std::floor((room - gap_ * static_cast<float>(count_ - 1)) / static_cast<float>(count_));
    x_ = ui.flow_x();
    top_ = lowest_ = ui.flow_y();
  }
  template <typename Draw>
  void cell(Draw&& draw) {
    if (place_ == count_) {
      place_ = 0;
      top_ = lowest_ + gap_;
    }
    ui_.push_column({x_ + static_cast<float>(place_) * (width_ + gap_), top_, width_, 0});
    draw();
    lowest_ = std::max(lowest_, ui_.pop_column());
    ++place_;
  }
  void finish() { ui_.move_to(lowest_); }

 private:
  Ui& ui_;
  float gap_, width_ = 0, x_ = 0, top_ = 0, lowest_ = 0;
  int count_ = 1, place_ = 0;
};

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

void statut_choice(Ui& ui) {
  const Patients& patients = ui.model().patients;
  std::vector<Choice> choices{{"", ui.text(Text::kPatientsAll)}};
  std::string_view current;
  std::uint8_t bit = 1;
  for (const StatutEntry& statut : statut_entries()) {
    choices.push_back({statut.code, statut.label.in(ui.language())});
    if (patients.coded.statuts == bit) current = statut.code;
    bit = static_cast<std::uint8_t>(bit << 1);
  }
  if (const auto picked = select(ui, "statuts", ui.text(Text::kPatientsStatuts), current, choices)) {
    const auto statut = statut_from_code(*picked);
    ui.emit<PatientsEvent>(StatutChosen{statut ? bit_of(*statut) : std::uint8_t{0}});
  }
}

void search_fields(Ui& ui) {
  const Patients& patients = ui.model().patients;
  Cells cells(ui, 132);
  const auto typed = [&](std::string_view key, Text label, const std::string& value, auto&& changed) {
    cells.cell([&] {
      const auto result =
          field(ui, {.key = key, .label = ui.text(label), .value = value, .state = mirror::kNoSpellcheck});
      if (result.typed != nullptr) changed(*result.typed);
    });
  };
  typed("name", Text::kPatientsName, patients.typed.name,
        [&](const std::string& text) { ui.emit<PatientsEvent>(NameTyped{text}); });
  typed("given_name", Text::kPatientsGivenName, patients.typed.given_name,
        [&](const std::string& text) { ui.emit<PatientsEvent>(GivenNameTyped{text}); });
  cells.cell([&] {
    const DateProblem problem = parse_typed_date(patients.typed.birth_date).problem;
    const bool wrong = problem != DateProblem::kNone && problem != DateProblem::kEmpty &&
                       problem != DateProblem::kIncomplete;
    const auto result =
        field(ui, {.key = "birth_date",
                   .label = ui.text(Text::kPatientsBirthDate),
                   .value = patients.typed.birth_date,
                   .kind = mirror::FieldKind::kDate,
                   .placeholder = ui.text(Text::kPatientsBirthDateHint),
                   .description = ui.text(Text::kPatientsBirthDateHint),
                   .error = wrong ? ui.text(Text::kPatientsBirthDateWrong) : std::string_view{},
                   .state = mirror::kNoSpellcheck});
    if (result.typed != nullptr) ui.emit<PatientsEvent>(BirthDateTyped{*result.typed});
  });
  cells.cell([&] { sex_choices(ui); });
  cells.cell([&] { statut_choice(ui); });
  cells.cell([&] {
    yes_no_all(ui, "tasks", Text::kPatientsTasksFilter, patients.coded.tasks,
               [&](YesNoAll c) { ui.emit<PatientsEvent>(TasksChosen{c}); });
  });
  cells.cell([&] {
    yes_no_all(ui, "favourites", Text::kPatientsFavourites, patients.coded.favourites,
               [&](YesNoAll c) { ui.emit<PatientsEvent>(FavouritesChosen{c}); });
  });
  cells.cell([&] {
    yes_no_all(ui, "archived", Text::kPatientsArchived, patients.coded.archived,
               [&](YesNoAll c) { ui.emit<PatientsEvent>(ArchivedChosen{c}); });
  });
  cells.finish();
}

}  // namespace

Rect patient_search_view(Ui& ui) {
  const Patients& patients = ui.model().patients;
  const ButtonSpec toggle{.key = "toggle",
                          .label = ui.text(Text::kPatientsSearchPanel),
                          .look = Look::kQuiet,
                          .pictogram = patients.search_open ? Pictogram::kChevronUp : Pictogram::kChevronDown,
                          .state = mirror::kHasExpanded | (patients.search_open ? mirror::kExpanded : 0U)};
  Rect line = ui.take(ui.scaled(measure::kCompactControl));
  line.width = std::min(line.width, button_width(ui, toggle));
  line.x -= ui.scaled(12);  // its chevron stands under the title's first letter
  if (button(ui, toggle, line)) ui.emit<PatientsEvent>(SearchPanelToggled{});
  if (!patients.search_open) return {right(line), line.y, ui.flow_width() - line.width, line.height};
  ui.gap(4);
  Node form;
  form.id = ui.id("form");
  form.role = Role::kForm;
  form.name = ui.text(Text::kPatientsSearchPanel);
  const Scope scope(ui, std::move(form));
  search_fields(ui);
  ui.gap(12);
  const ButtonSpec search{.key = "search",
                          .label = ui.text(Text::kPatientsSearch),
                          .look = Look::kPrimary,
                          .state = mirror::kSubmit};
  const ButtonSpec clear{.key = "clear", .label = ui.text(Text::kPatientsClear)};
  const Rect row = ui.take(ui.scaled(measure::kControl));
  const float width = button_width(ui, search);
  const float clear_width = button_width(ui, clear);
  const float x = ui.narrow() ? row.x : right(row) - width - clear_width - ui.scaled(12);
  (void)button(ui, search, {x, row.y, width, row.height});
  if (button(ui, clear, {x + width + ui.scaled(12), row.y, clear_width, row.height})) {
    ui.emit<PatientsEvent>(ClearPressed{});
  }
  if (ui.submitted(scope.id())) ui.emit<PatientsEvent>(SearchPressed{});
  return {row.x, row.y, x - row.x - ui.scaled(12), row.height};
}

}  // namespace spico::ui
