#include "emserve/fhir/import.hpp"

#include <fstream>
#include <iostream>
#include <system_error>
#include <utility>

namespace spico::emserve::fhir {
namespace {

const std::filesystem::path kStandardInput = "-";

class CallbackSink final : public Sink {
 public:
  CallbackSink(const ImportCallbacks& callbacks, std::string file, std::uint64_t bytes_before,
               std::uint64_t bytes_total)
      : callbacks_(callbacks),
        file_(std::move(file)),
        bytes_before_(bytes_before),
        bytes_total_(bytes_total) {}

  void on_patient(ImportedPatient&& imported) override { callbacks_.keep(std::move(imported)); }
  void on_problem(const Problem& problem) override { callbacks_.problem(file_, problem); }
  void on_progress(std::uint64_t bytes_read) override {
    if (callbacks_.progress) callbacks_.progress(bytes_before_ + bytes_read, bytes_total_);
  }

 private:
  const ImportCallbacks& callbacks_;
  std::string file_;
  std::uint64_t bytes_before_;
  std::uint64_t bytes_total_;
};

/// 0 for what has no size, such as a pipe; opening tells what is wrong with it.
std::uint64_t size_of(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

RecordForm form_of(const std::filesystem::path& file) {
  const std::filesystem::path extension = file.extension();
  return extension == ".ndjson" || extension == ".jsonl" ? RecordForm::kLines : RecordForm::kUnknown;
}

}  // namespace

ImportReport import_files(const ImportOptions& options, const ImportCallbacks& callbacks) {
  ImportReport report;
  std::uint64_t bytes_total = 0;
  for (const std::filesystem::path& file : options.files) bytes_total += size_of(file);
  std::uint64_t bytes_before = 0;
  for (const std::filesystem::path& file : options.files) {
    std::ifstream opened;
    const bool is_standard_input = file == kStandardInput;
    if (!is_standard_input) opened.open(file, std::ios::binary);
    std::istream& input = is_standard_input ? std::cin : opened;
    std::error_code ignored;
    if (!input || std::filesystem::is_directory(file, ignored)) {
      report.unreadable_files.push_back(file.string());
      continue;
    }
    CallbackSink sink{callbacks, file.string(), bytes_before, bytes_total};
    const Report of_file = read(input, sink, {.now_ms = options.now_ms, .form = form_of(file), .limits = {}});
    static_cast<Report&>(report) += of_file;
    if (!of_file.is_complete) report.unreadable_files.push_back(file.string());
    bytes_before += size_of(file);
  }
  return report;
}

}  // namespace spico::emserve::fhir
