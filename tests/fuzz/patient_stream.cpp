// The client's reader of the patient stream: any bytes, in any blocks, give the same rows and the same
// verdict.
#include <algorithm>
#include <variant>
#include <vector>

#include "api/client_patients.hpp"
#include "api/server_patients.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

using spico::fuzz::require;

struct Outcome {
  std::vector<spico::Patient> patients;
  spico::Failure::Kind kind{};
};

Outcome run(const std::uint8_t* data, std::size_t size, std::size_t block, std::size_t lines) {
  spico::api::PatientStreamReader reader{spico::Ticket{1}};
  Outcome outcome;
  const auto take = [&] {
    for (spico::Event& event : reader.read(lines)) {
      auto* const patients = std::get_if<spico::PatientsEvent>(&event);
      if (patients == nullptr) continue;
      if (auto* const rows = std::get_if<spico::PatientRowsArrived>(patients)) {
        outcome.patients.insert(outcome.patients.end(), rows->patients.begin(), rows->patients.end());
      }
    }
  };
  for (std::size_t at = 0; at < size; at += block) {
    reader.append({data + at, std::min(block, size - at)});
    take();
  }
  while (reader.has_lines() && !reader.is_broken()) take();
  outcome.kind = reader.finish().kind;
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Outcome whole = run(data, size, size + 1, 1U << 20U);
  const Outcome pieces = run(data, size, 3, 2);
  require(whole.kind == pieces.kind, "blocks do not change the verdict");
  // A broken stream may have shown some rows before the break, in blocks.
  if (whole.kind != spico::Failure::Kind::kMalformed)
    require(whole.patients == pieces.patients, "nor the rows");
  for (const spico::Patient& patient : whole.patients) {
    std::string line;
    spico::api::append_patient_line(line, patient);
    line.pop_back();
    spico::api::JsonDocument document;
    const auto again = spico::api::read_patient(document, line);
    require(again.has_value() && *again == patient, "a row that was read is written and read again");
  }
  return 0;
}
