// PDF (ISO 32000-1): how a file begins and ends, no more. What is between is for whoever draws it.
#include <algorithm>

#include "emserve/files/file_header.hpp"

namespace spico::emserve {

FileHeader examine_pdf(std::string_view bytes) {
  constexpr std::size_t kEnd =
      2048;  // readers look for the end in the last 1024 bytes, some writers add lines
  constexpr auto kNowhere = std::string_view::npos;
  FileHeader header{.problem = FileProblem::kType, .type = AttachmentType::kPdf};
  const auto is_digit = [](char character) { return character >= '0' && character <= '9'; };
  // "%PDF-1.7"
  if (bytes.size() < 8 || !is_digit(bytes[5]) || bytes[6] != '.' || !is_digit(bytes[7])) return header;
  // Where nothing in the file is an object, only its first line is a PDF's.
  if (bytes.find(" obj") == kNowhere) return header;
  const std::string_view end = bytes.substr(bytes.size() - std::min(bytes.size(), kEnd));
  const std::size_t start = end.find("startxref");
  const bool is_whole = start != kNowhere && end.find("%%EOF", start) != kNowhere;
  header.problem = is_whole ? FileProblem::kNone : FileProblem::kBroken;
  return header;
}

}  // namespace spico::emserve
