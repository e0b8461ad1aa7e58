// `emserve import FILE…`: reads files one after the other and hands the patients to whoever stores them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "emserve/fhir/reader.hpp"

namespace spico::emserve::fhir {

struct ImportOptions {
  std::vector<std::filesystem::path> files;  // "-" is the standard input
  std::int64_t now_ms = 0;
};

// What the import calls; keep and problem are required. Exceptions of `keep` end the import and pass through.
struct ImportCallbacks {
  std::function<void(ImportedPatient&& imported)> keep;
  std::function<void(const std::string& file, const Problem& problem)> problem;
  // Bytes of all files together; the total is 0 when it is not known (standard input).
  std::function<void(std::uint64_t bytes_read, std::uint64_t bytes_total)> progress;
};

struct ImportReport : Report {
  std::vector<std::string> unreadable_files;  // could not be opened, or failed on the way
};

// A name that ends in .ndjson or .jsonl says that records are lines; any other form is found out.
ImportReport import_files(const ImportOptions& options, const ImportCallbacks& callbacks);

}  // namespace spico::emserve::fhir
