// The rows that are shown as a file for spreadsheets: UTF-8 with a byte order mark, semicolons, CRLF, quotes
// as in RFC 4180. For update and ui/. The matricule INS stays out: only a qualified identity may carry it to
// others (RNIV), and nobody knows where a file goes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/patients/patient_list.hpp"
#include "core/text/language.hpp"

namespace spico {

/// One cell, quoted when it has to be. No spreadsheet takes it for a formula: what begins with = + - @, a
/// tabulation or a line end, also behind quotes and spaces, gets an apostrophe in front. Bytes that are not
/// UTF-8 become U+FFFD, other control characters spaces.
void append_csv_cell(std::string& csv, std::string_view text);

/// What the file says of itself, below the table and an empty line: above it a spreadsheet would take it for
/// the names of the columns.
struct CsvOrigin {
  std::string filters;      ///< filter_sentence()
  std::string author;       ///< the user's shown name
  std::int64_t now_ms = 0;  ///< Unix time
};

/// Written piece by piece, so that a long list is never in memory as a whole twice. The list must not change
/// meanwhile. «Identité» becomes birth name, used name and given name; «Tâches» the open and the late ones;
/// «Actions» is left out; the last column says TEST for fictional people. Every line has as many cells.
class CsvWriter {
 public:
  CsvWriter(const PatientList& list, std::span<const RowNumber> rows,
            const std::vector<PatientColumn>& columns, Language language, CsvOrigin origin);

  /// Appends whole lines, and stops behind the one with which the piece reaches this size. False when nothing
  /// was left to write.
  bool append_piece(std::string& csv, std::size_t bytes);

 private:
  class Line;
  void append_head(std::string& csv) const;
  void append_row(std::string& csv, RowNumber row) const;
  void append_origin(std::string& csv) const;

  const PatientList& list_;
  std::span<const RowNumber> rows_;
  std::vector<PatientColumn> columns_;
  Language language_;
  CsvOrigin origin_;
  std::size_t next_ = 0;  // 0 = the head, then the rows, then the origin
  std::size_t width_ = 0;
};

/// «patients-2026-11-22.csv»
[[nodiscard]] std::string csv_file_name(Language language, std::int64_t now_ms);

}  // namespace spico
