#include "emserve/fhir/reader.hpp"

#include <utility>
#include <vector>

#include "api/json.hpp"
#include "emserve/fhir/patient_reader.hpp"

namespace spico::emserve::fhir {
namespace {

constexpr std::size_t kDepth = 64;

Reason reason_of(api::JsonProblem problem) {
  switch (problem) {
    case api::JsonProblem::kTooLarge:
      return Reason::kTooLarge;
    case api::JsonProblem::kTooDeep:
      return Reason::kTooDeep;
    case api::JsonProblem::kDuplicateKey:
      return Reason::kDuplicateMember;
    case api::JsonProblem::kMissing:
      return Reason::kMissing;
    case api::JsonProblem::kWrongType:
      return Reason::kWrongType;
    case api::JsonProblem::kOutOfRange:
      return Reason::kOutOfRange;
    case api::JsonProblem::kNone:
    case api::JsonProblem::kSyntax:
      return Reason::kNotJson;
  }
  return Reason::kNotJson;
}

class RecordReader final : public SplitterSink {
 public:
  RecordReader(Sink& sink, const Options& options) : sink_(sink), options_(options) {}

  void on_value(std::string_view text, const Position& position) override {
    if (!parse(text, position)) return;
    const std::string_view type = document_.root()["resourceType"].required_string();
    // The entries of a bundle have come before.
    if (type != "Bundle") read_resource(document_.root(), type, position);
    report_error(position);
  }

  void on_entry(std::string_view text, const Position& position) override {
    if (!parse(text, position)) return;
    const api::JsonValue resource = document_.root()["resource"];
    // An entry of a transaction or a history may have a request and no resource.
    if (resource.is_present()) read_resource(resource, resource["resourceType"].required_string(), position);
    report_error(position);
  }

  void on_broken(Reason reason, const Position& position) override { report({position, reason}); }

  [[nodiscard]] Report& result() { return report_; }

 private:
  bool parse(std::string_view text, const Position& position) {
    if (document_.parse(text, {.bytes = options_.limits.record_bytes, .depth = kDepth})) return true;
    report_error(position);
    return false;
  }

  void read_resource(const api::JsonValue& resource, std::string_view type, const Position& position) {
    if (!document_.error().is_none()) return;
    if (type != "Patient") {
      ++report_.other_resources;
      return;
    }
    PatientReading reading = read_patient(resource, options_.now_ms);
    if (!document_.error().is_none()) return;
    if (reading.problem) {
      report({{position.line, position.entry, std::move(reading.path)}, *reading.problem});
      return;
    }
    ++report_.patients;
    sink_.on_patient(std::move(reading.imported));
  }

  void report_error(const Position& position) {
    if (document_.error().is_none()) return;
    api::JsonError error = document_.take_error();
    report({{position.line, position.entry, std::move(error.path)}, reason_of(error.problem)});
  }

  void report(const Problem& problem) {
    ++report_.problems;
    sink_.on_problem(problem);
  }

  Sink& sink_;
  const Options& options_;
  api::JsonDocument document_;
  Report report_;
};

}  // namespace

Report& Report::operator+=(const Report& other) {
  patients += other.patients;
  problems += other.problems;
  other_resources += other.other_resources;
  is_complete = is_complete && other.is_complete;
  return *this;
}

Report read(std::istream& input, Sink& sink, const Options& options) {
  RecordReader records{sink, options};
  Splitter splitter{records, options.form, options.limits};
  std::vector<char> block(options.block_bytes);
  std::uint64_t bytes_read = 0;
  while (input) {
    input.read(block.data(), static_cast<std::streamsize>(block.size()));
    const auto count = static_cast<std::size_t>(input.gcount());
    if (count == 0) break;
    splitter.feed({block.data(), count});
    bytes_read += count;
    sink.on_progress(bytes_read);
  }
  splitter.finish();
  if (input.bad() || !input.eof()) records.result().is_complete = false;
  return records.result();
}

}  // namespace spico::emserve::fhir
