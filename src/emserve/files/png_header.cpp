// PNG (ISO/IEC 15948): its chunks one after the other. Their checksums are the decoder's work.
#include "emserve/files/big_endian.hpp"
#include "emserve/files/file_header.hpp"

namespace spico::emserve {

FileHeader examine_png(std::string_view bytes) {
  constexpr std::size_t kSignatureSize = 8, kAroundChunk = 12, kHeaderSize = 13;
  FileHeader header{.problem = FileProblem::kBroken, .type = AttachmentType::kPng};
  bool has_data = false;
  for (std::size_t at = kSignatureSize; bytes.size() >= kAroundChunk && at <= bytes.size() - kAroundChunk;) {
    const std::size_t length = big_endian_32(bytes, at);
    if (length > bytes.size() - kAroundChunk - at) return header;
    const std::string_view name = bytes.substr(at + 4, 4);
    const bool is_first = at == kSignatureSize;
    if (is_first != (name == "IHDR") || (is_first && length != kHeaderSize)) return header;
    if (is_first) {
      const std::int64_t width = big_endian_32(bytes, at + 8);
      const std::int64_t height = big_endian_32(bytes, at + 12);
      const FileProblem problem = problem_of_size(width, height);
      if (problem != FileProblem::kNone) {
        header.problem = problem;
        return header;
      }
      header.width = static_cast<int>(width);
      header.height = static_cast<int>(height);
    }
    has_data = has_data || name == "IDAT";
    at += length + kAroundChunk;
    if (name != "IEND") continue;
    if (!has_data || length != 0) return header;
    header.problem = holds_foreign_file(bytes.substr(at)) ? FileProblem::kType : FileProblem::kNone;
    return header;
  }
  return header;
}

}  // namespace spico::emserve
