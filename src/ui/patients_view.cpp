#include <algorithm>

#include "core/patients/filter_sentence.hpp"
#include "core/text/fill.hpp"
#include "core/text/grouped_count.hpp"
#include "ui/app_view.hpp"
#include "ui/chip_list.hpp"
#include "ui/column_controls.hpp"
#include "ui/grid.hpp"
#include "ui/patient_grid.hpp"
#include "ui/patient_search_view.hpp"
#include "ui/print_header.hpp"
#include "ui/remote_view.hpp"
#include "ui/saved_searches.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

const Patients& patients_of(const Ui& ui) { return ui.model().patients; }

bool has_columns(const Ui& ui) { return !ui.narrow() || ui.html_face(); }

std::string count_sentence(const Ui& ui) {
  const Patients& patients = patients_of(ui);
  if (patients.stream.is_pending() && patients.loading.started && !patients.next_list) {
    return fill(ui.text(Text::kPatientsArriving),
                {{"count", grouped_count(ui.language(), patients.list.size())},
                 {"total", grouped_count(ui.language(), patients.loading.announced)}});
  }
  const std::size_t count = patients.shown.size();
  const Text key = count == 0   ? Text::kPatientsCountNone
                   : count == 1 ? Text::kPatientsCountOne
                                : Text::kPatientsCountOther;
  return fill(ui.text(key), {{"count", grouped_count(ui.language(), count)}});
}

// What the list is filtered by, as a sentence whose parts can be taken back one by one.
void filter_chips(Ui& ui, const std::vector<FilterPart>& parts) {
  std::vector<Chip> chips;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto& kind = parts[i].removes;
    chips.push_back(
        {kind ? static_cast<std::uint64_t>(*kind) : kFilterKindCount + i, parts[i].text, kind.has_value()});
  }
  const auto removed = chip_list(ui, "filter_chips", ui.text(Text::kPatientsFilters), chips, 0);
  if (!chips.empty()) ui.gap(8);
  if (!removed) return;
  const bool last =
      std::count_if(chips.begin(), chips.end(), [](const Chip& each) { return each.removable; }) == 1;
  if (last) ui.request_focus("first_row");
  ui.emit<PatientsEvent>(FilterRemoved{*parts[*removed].removes});
}

void list_head(Ui& ui, bool filtered) {
  const Patients& patients = patients_of(ui);
  std::vector<std::string> lines;
  lines.push_back(
      filtered
          ? fill(ui.text(Text::kPatientsPrintFilters),
                 {{"filters", filter_sentence(ui.language(), patients.typed, patients.coded, patients.list)}})
          : std::string(ui.text(Text::kPatientsPrintAll)));
  if (patients.shown.size() > kMostPrintedRows) {
    lines.push_back(fill(ui.text(Text::kPatientsPrintLimit),
                         {{"limit", grouped_count(ui.language(), kMostPrintedRows)}}));
  }
  printed_head(ui, std::move(lines));
}

}  // namespace

void patients_view(Ui& ui, const Rect& room) {
  const Patients& patients = patients_of(ui);
  const float pad = ui.narrow() ? ui.scaled(12) : ui.scaled(20);
  ui.push_column({room.x + pad, room.y + ui.scaled(12), room.width - pad * 2, 0});
  const float top = ui.flow_y();
  heading(ui, "title", 1, ui.text(Text::kPatientsTitle));
  const auto& view = ui.model().session.view.value;
  if (!view || !view->spico_open) {
    ui.gap(12);
    if (ui.model().session.view.failure.is_some()) {
      if (failed(ui, "failed", ui.model().session.view.failure)) ui.emit<SessionEvent>(RetrySessionPressed{});
    } else {
      waiting(ui, "opening", ui.text(Text::kSessionOpeningSpico));
    }
    ui.move_to(ui.pop_column());
    return;
  }
  if (has_columns(ui)) columns_button(ui, {ui.flow_x(), top, ui.flow_width(), ui.flow_y() - top});
  const Rect beside = patient_search_view(ui);
  ui.gap(8);
  if (patients.stream.failure.is_some()) {
    if (failed(ui, "failed", patients.stream.failure)) ui.emit<PatientsEvent>(RetryPatientsPressed{});
    ui.gap(8);
  }
  (void)age_banner(ui);
  if (patients.loading.started) {
    const TextStyle bold{measure::kBody, Weight::kBold, ui.theme().text};
    const std::string count = count_sentence(ui);
    if (ui.measure_text(count, bold).x <= beside.width) {
      label_in(ui, "count", beside, count, bold, patients.search_open ? 0.0F : 1.0F);
    } else {
      paragraph(ui, "count", count, bold);
      ui.gap(8);
    }
    const auto parts = filter_parts(ui.language(), patients.typed, patients.coded, patients.list);
    filter_chips(ui, parts);
    if (advises_birth_date(patients)) {
      paragraph(ui, "advice", ui.text(Text::kPatientsAdviceBirthDate),
                {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
      ui.gap(8);
    }
    if (ui.model().printing) list_head(ui, !parts.empty());
    if (patients.shown.empty() && !patients.stream.is_pending()) {
      (void)empty_state(ui, "empty", Pictogram::kSearch,
                        ui.text(patients.list.size() == 0 ? Text::kPatientsNobody : Text::kPatientsNoMatch));
    } else {
      if (ui.may_leave_out()) return ui.move_to(ui.pop_column());
      // The grid takes the rest of the room, and never less than a few rows: the page scrolls then.
      const float rest = bottom(room) - ui.flow_y() - ui.scaled(12);
      const Rect list = ui.take(std::max(rest, ui.scaled(240)));
      if (has_columns(ui))
        patient_table(ui, list);
      else
        patient_cards(ui, list, PatientId{});
    }
  } else if (!patients.stream.failure.is_some()) {
    waiting(ui, "waiting", ui.text(Text::kPatientsLoading));
  }
  ui.gap(12);
  ui.move_to(ui.pop_column());
  // Of the module's second part, which comes once the list is here.
  if (ui.model().preferences.searches_open && ui.model().rest == Rest::kHere) saved_searches_dialog(ui);
}

}  // namespace spico::ui
