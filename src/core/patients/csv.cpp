#include "core/patients/csv.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/patients/column_layout.hpp"
#include "core/patients/reference.hpp"
#include "core/text/fill.hpp"
#include "core/text/grouped_count.hpp"
#include "core/text/strings.hpp"
#include "core/text/utf8.hpp"
#include "core/time/paris.hpp"

namespace spico {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kLineEnd = "\r\n";

// Full-width signs too: spreadsheets set for East Asian languages read them as the plain ones.
constexpr std::array<std::string_view, 11> kFormulaStarts{"=",  "+",  "-",  "@",  "\t", "\r",
                                                          "\n", "＝", "＋", "－", "＠"};
constexpr std::array<std::string_view, 6> kBefore{" ", "\"", "'", "\u00A0", "\u202F", "\uFEFF"};

template <std::size_t kCount>
std::size_t start_of(const std::array<std::string_view, kCount>& starts, std::string_view text) {
  for (const std::string_view start : starts) {
    if (text.starts_with(start)) return start.size();
  }
  return 0;
}

bool could_be_formula(std::string_view text) {
  while (const std::size_t length = start_of(kBefore, text)) text.remove_prefix(length);
  return start_of(kFormulaStarts, text) > 0;
}

bool is_bad_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7F;
}

std::string cleaned(std::string_view text) {
  std::string clean;
  for (std::size_t at = 0; at < text.size();) append_character(clean, next_character(text, at));
  std::replace_if(clean.begin(), clean.end(), is_bad_control, ' ');
  return clean;
}

std::string_view sex_letter(Language language, Sex sex) {
  return text(language, sex == Sex::kMale     ? Text::kPatientsSexM
                        : sex == Sex::kFemale ? Text::kPatientsSexF
                                              : Text::kPatientsSexUnknown);
}

std::string moment(std::int64_t time_ms) { return format_day(time_ms) + ' ' + format_time(time_ms); }

}  // namespace

void append_csv_cell(std::string& csv, std::string_view text) {
  if (!is_utf8(text) || std::any_of(text.begin(), text.end(), is_bad_control)) {
    append_csv_cell(csv, cleaned(text));
    return;
  }
  const bool guarded = could_be_formula(text);
  const bool quoted = text.find_first_of(";\"\r\n\t,") != std::string_view::npos || text.starts_with(' ') ||
                      text.ends_with(' ');
  if (quoted) csv += '"';
  if (guarded) csv += '\'';
  for (const char c : text) {
    if (c == '"') csv += '"';
    csv += c;
  }
  if (quoted) csv += '"';
}

// Puts the semicolons, and the line end when it goes.
class CsvWriter::Line {
 public:
  explicit Line(std::string& csv) : csv_(csv) {}
  ~Line() { csv_ += kLineEnd; }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  void add(std::string_view text) {
    if (cells_++ > 0) csv_ += ';';
    append_csv_cell(csv_, text);
  }
  void fill_up(std::size_t width) {
    while (cells_ < width) add({});
  }

 private:
  std::string& csv_;
  std::size_t cells_ = 0;
};

CsvWriter::CsvWriter(const PatientList& list, std::span<const RowNumber> rows,
                     const std::vector<PatientColumn>& columns, Language language, CsvOrigin origin)
    : list_(list), rows_(rows), columns_(columns), language_(language), origin_(std::move(origin)) {
  std::erase(columns_, PatientColumn::kActions);
  const auto has = [&](PatientColumn column) {
    return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
  };
  width_ = columns_.size() + 1;
  if (has(PatientColumn::kIdentity)) width_ += 2;
  if (has(PatientColumn::kTasks)) width_ += 1;
}

bool CsvWriter::append_piece(std::string& csv, std::size_t bytes) {
  const std::size_t before = csv.size();
  const std::size_t last = rows_.size() + 1;
  while (next_ <= last && csv.size() - before < std::max<std::size_t>(bytes, 1)) {
    if (next_ == 0)
      append_head(csv);
    else if (next_ == last)
      append_origin(csv);
    else
      append_row(csv, rows_[next_ - 1]);
    ++next_;
  }
  return csv.size() > before;
}

void CsvWriter::append_head(std::string& csv) const {
  csv += kByteOrderMark;
  Line line(csv);
  for (const PatientColumn column : columns_) {
    if (column == PatientColumn::kIdentity) {
      line.add(text(language_, Text::kCsvBirthName));
      line.add(text(language_, Text::kCsvUsedName));
      line.add(text(language_, Text::kPatientsGivenName));
    } else {
      line.add(text(language_, column_label(column)));
    }
    if (column == PatientColumn::kTasks) line.add(text(language_, Text::kCsvTasksLate));
  }
  line.add(text(language_, Text::kPatientsTest));
}

void CsvWriter::append_row(std::string& csv, RowNumber row) const {
  Line line(csv);
  std::string several;
  const auto join = [&](std::string_view value) {
    if (!several.empty()) several += ", ";
    several += value;
  };
  for (const PatientColumn column : columns_) {
    several.clear();
    switch (column) {
      case PatientColumn::kIdentity: {
        const PatientList::NameParts parts = list_.name_parts(row);
        line.add(parts.family);
        line.add(parts.used);
        line.add(parts.given);
        break;
      }
      case PatientColumn::kBirthDate:
        line.add(format_date(list_.birth_date(row)));
        break;
      case PatientColumn::kSex:
        line.add(sex_letter(language_, list_.sex(row)));
        break;
      case PatientColumn::kThematiques:
        list_.thematiques(row).for_each([&](ThematiqueId id) { join(entry(id).label.in(language_)); });
        line.add(several);
        break;
      case PatientColumn::kProfessionals:
        for (const std::uint32_t position : list_.circle(row)) {
          const Professional& person = list_.professionals()[position];
          join(person.name);
          several.append(" (").append(entry(person.profession).label.in(language_)).append(")");
        }
        line.add(several);
        break;
      case PatientColumn::kUpdatedAt:
        line.add(moment(list_.updated_at_ms(row)));
        break;
      case PatientColumn::kTasks:
        line.add(std::to_string(list_.tasks_open(row)));
        line.add(std::to_string(list_.tasks_late(row)));
        break;
      case PatientColumn::kStatut:
        line.add(statut_label(list_.statut(row), language_));
        break;
      case PatientColumn::kNextAppointment: {
        const std::int64_t at_ms = list_.next_appointment_ms(row);
        line.add(at_ms == 0 ? std::string{} : moment(at_ms));
        break;
      }
      case PatientColumn::kActions:
        break;
    }
  }
  line.add(list_.has(PatientMark::kTest, row) ? text(language_, Text::kPatientsTest) : std::string_view{});
}

void CsvWriter::append_origin(std::string& csv) const {
  const auto whole_line = [&](std::string_view text) {
    Line line(csv);
    line.add(text);
    line.fill_up(width_);
  };
  whole_line({});
  whole_line(fill(text(language_, Text::kPatientsPrintFilters), {{"filters", origin_.filters}}));
  const Text count = rows_.empty()       ? Text::kPatientsCountNone
                     : rows_.size() == 1 ? Text::kPatientsCountOne
                                         : Text::kPatientsCountOther;
  whole_line(fill(text(language_, count), {{"count", grouped_count(language_, rows_.size())}}));
  whole_line(fill(text(language_, Text::kCsvExportedBy), {{"name", origin_.author},
                                                          {"day", format_day(origin_.now_ms)},
                                                          {"time", format_time(origin_.now_ms)}}));
}

std::string csv_file_name(Language language, std::int64_t now_ms) {
  return fill(text(language, Text::kCsvFileName), {{"day", format_iso_date(paris_time(now_ms).date)}});
}

}  // namespace spico
