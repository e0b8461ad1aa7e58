#include "core/patients/column_layout.hpp"

#include <algorithm>
#include <bitset>
#include <utility>

namespace spico {

namespace {

struct ColumnName {
  std::string_view code;
  Text label;
};
// By PatientColumn.
constexpr std::array<ColumnName, kPatientColumnCount> kNames{{
    {"identite", Text::kPatientsColumnIdentity},
    {"naissance", Text::kPatientsColumnBirthDate},
    {"sexe", Text::kPatientsColumnSex},
    {"thematiques", Text::kPatientsColumnThematiques},
    {"professionnels", Text::kPatientsColumnProfessionals},
    {"maj", Text::kPatientsColumnUpdatedAt},
    {"taches", Text::kPatientsColumnTasks},
    {"statut", Text::kPatientsColumnStatut},
    {"rdv", Text::kPatientsColumnNextAppointment},
    {"actions", Text::kPatientsColumnActions},
}};

// 0 for anything but one to four digits.
int width_from(std::string_view text) {
  if (text.empty() || text.size() > 4) return 0;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

std::string_view code(PatientColumn column) { return kNames[static_cast<std::size_t>(column)].code; }

std::optional<PatientColumn> patient_column_from_code(std::string_view code) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i].code == code) return static_cast<PatientColumn>(i);
  }
  return std::nullopt;
}

Text column_label(PatientColumn column) { return kNames[static_cast<std::size_t>(column)].label; }

std::vector<PatientColumn> ColumnLayout::visible() const {
  std::vector<PatientColumn> columns;
  for (const PatientColumn column : order_) {
    if (is_visible(column)) columns.push_back(column);
  }
  return columns;
}

std::optional<std::size_t> ColumnLayout::position(PatientColumn column) const {
  if (!is_visible(column)) return std::nullopt;
  const auto columns = visible();
  return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
}

void ColumnLayout::move(PatientColumn column, std::size_t position) {
  if (!is_visible(column)) return;
  const auto columns = visible();
  position = std::min(position, columns.size() - 1);
  const auto place = [&](PatientColumn wanted) { return std::find(order_.begin(), order_.end(), wanted); };
  // Where the column stands that has this place now: those in between move by one, hidden ones with them.
  const auto from = place(column);
  const auto to = place(columns[position]);
  if (from < to)
    std::rotate(from, from + 1, to + 1);
  else
    std::rotate(to, from, from + 1);
}

void ColumnLayout::hide(PatientColumn column) {
  if (column != PatientColumn::kIdentity) hidden_ = static_cast<std::uint16_t>(hidden_ | bit(column));
}

void ColumnLayout::show(PatientColumn column) {
  hidden_ = static_cast<std::uint16_t>(hidden_ & ~bit(column));
}

void ColumnLayout::resize(ColumnWidth width) {
  widths_[index(width.column)] =
      static_cast<std::uint16_t>(std::clamp(width.css_px, kNarrowestColumn, kWidestColumn));
}

std::string format_layout(const ColumnLayout& layout) {
  std::string text;
  if (layout == ColumnLayout{}) return text;
  for (const PatientColumn column : layout.order()) {
    if (!text.empty()) text += ',';
    if (!layout.is_visible(column)) text += '-';
    text += code(column);
    if (layout.width(column) != 0) text += ':' + std::to_string(layout.width(column));
  }
  return text;
}

ColumnLayout parse_layout(std::string_view text) {
  ColumnLayout layout;
  std::bitset<kPatientColumnCount> seen;
  std::vector<PatientColumn> hidden;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    const bool is_hidden = part.starts_with('-');
    if (is_hidden) part.remove_prefix(1);
    const auto colon = part.find(':');
    const auto column = patient_column_from_code(part.substr(0, colon));
    if (!column || seen[static_cast<std::size_t>(*column)]) continue;
    // Nothing is hidden yet: the place among all is the place among the visible ones.
    layout.move(*column, seen.count());
    seen.set(static_cast<std::size_t>(*column));
    if (is_hidden) hidden.push_back(*column);
    const int width = colon == std::string_view::npos ? 0 : width_from(part.substr(colon + 1));
    if (width != 0) layout.resize({*column, width});
  }
  for (const PatientColumn column : hidden) layout.hide(column);
  return layout;
}

}  // namespace spico
