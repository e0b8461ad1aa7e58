// Reads the stream of GET /api/spico/patients as it arrives, within a budget of lines a call. For app/.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/json.hpp"
#include "api/line_buffer.hpp"
#include "core/event.hpp"

namespace spico::api {

class PatientStreamReader {
 public:
  explicit PatientStreamReader(Ticket ticket) : ticket_(ticket) {}

  /// Only keeps the bytes.
  void append(std::span<const unsigned char> bytes);
  /// Reads up to `most_lines` complete lines; the events that follow from them (at most one of each kind).
  [[nodiscard]] std::vector<Event> read(std::size_t most_lines);
  [[nodiscard]] bool has_lines() const { return lines_.has_lines(); }
  /// The body is complete: what the stream was worth. kMalformed for a line that is no patient, kCut without
  /// the last line or with fewer patients than it counts.
  [[nodiscard]] Failure finish() const;
  [[nodiscard]] std::size_t unread_bytes() const { return lines_.unread_bytes(); }
  [[nodiscard]] bool has_begun() const { return patients_read_ > 0; }
  [[nodiscard]] bool is_broken() const { return broken_; }

 private:
  void read_line(std::string_view line, std::vector<Patient>& patients,
                 std::optional<PatientStreamStarted>& head);

  Ticket ticket_;
  LineBuffer lines_;
  JsonDocument document_;
  std::size_t line_number_ = 0, announced_ = 0, patients_read_ = 0, kept_bytes_ = 0;
  bool ended_ = false, counted_right_ = false, broken_ = false, too_many_ = false;
};

/// A patient as openapi.yaml describes it; what is wrong with it is noted in its document.
[[nodiscard]] Patient read_patient(JsonValue value);

/// One line; nullopt when it is not a patient as openapi.yaml describes it. Exposed for the fuzz target.
[[nodiscard]] std::optional<Patient> read_patient(JsonDocument& document, std::string_view line);

}  // namespace spico::api
