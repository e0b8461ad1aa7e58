// Reads FHIR R4 from a stream: a Patient, a Bundle of any size, or NDJSON. Bad records are reported and
// passed over. Knows neither the store nor files: import.hpp brings them together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>

#include "emserve/fhir/record.hpp"
#include "emserve/fhir/splitter.hpp"

namespace spico::emserve::fhir {

// Receives what was read, in the order of the stream.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  virtual void on_patient(ImportedPatient&& imported) = 0;
  virtual void on_problem(const Problem& problem) = 0;
  // After each block that was read.
  virtual void on_progress(std::uint64_t bytes_read) = 0;
};

struct Options {
  std::int64_t now_ms = 0;  // dates what carries no date, and decides which births lie in the future
  RecordForm form = RecordForm::kUnknown;
  SplitterLimits limits;
  std::size_t block_bytes = std::size_t{256} << 10U;  // read from the stream at once
};

struct Report {
  std::uint64_t patients = 0;
  std::uint64_t problems = 0;
  std::uint64_t other_resources = 0;  // resources of other types, which are not imported
  bool is_complete = true;            // false: the stream failed before its end

  Report& operator+=(const Report& other);
};

Report read(std::istream& input, Sink& sink, const Options& options);

}  // namespace spico::emserve::fhir
