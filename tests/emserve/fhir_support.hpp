// Collects what the FHIR import gives. For the FHIR tests.
#pragma once

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "emserve/fhir/reader.hpp"

namespace spico::emserve::fhir {

// 22/11/2026 15:34 in Paris
inline constexpr std::int64_t kNowMs = 1'795'358'040'000;

struct Collected final : Sink {
  std::vector<ImportedPatient> patients;
  std::vector<std::string> problems;
  std::uint64_t bytes = 0;
  Report report;

  void on_patient(ImportedPatient&& imported) override { patients.push_back(std::move(imported)); }
  void on_problem(const Problem& problem) override { problems.push_back(describe(problem)); }
  void on_progress(std::uint64_t bytes_read) override { bytes = bytes_read; }

  explicit Collected(const std::string& text,
                     const Options& options = {
                         .now_ms = kNowMs, .form = RecordForm::kUnknown, .limits = {}}) {
    std::istringstream input{text};
    report = read(input, *this, options);
  }
  [[nodiscard]] const Patient& patient(std::size_t i) const { return patients.at(i).patient; }
};

inline std::string patient_text(const std::string& family, const std::string& rest = {}) {
  return R"({"resourceType":"Patient","name":[{"use":"official","family":")" + family +
         R"(","given":["Ada"]}])" + rest + "}";
}

}  // namespace spico::emserve::fhir
