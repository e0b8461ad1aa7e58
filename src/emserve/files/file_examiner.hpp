// Decides whether a file that somebody sent is taken, and draws its small picture: what its bytes say is
// looked at here, decoding happens in a limited child process. For routes/, from several threads at once.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "emserve/files/file_header.hpp"

namespace spico::emserve {

struct ExaminedFile {
  FileProblem problem = FileProblem::kNone;
  bool is_undecided = false;  // no time or room to tell: the same again later may succeed
  AttachmentType type{};
  int width = 0, height = 0;  // upright; 0: no image
  std::string preview{};      // a JPEG without metadata; empty: none
};

// What it needs of the system it runs on.
struct Drawers {
  std::filesystem::path thumbnail;  // emserve's own program for small pictures
  std::filesystem::path pdftoppm;   // poppler's; empty: PDFs are taken without a picture
};

// `thumbnail` beside the running program, `pdftoppm` on the PATH. Throws std::runtime_error with a sentence
// when the first is not there.
Drawers find_drawers();

class FileExaminer {
 public:
  explicit FileExaminer(Drawers drawers) : drawers_(std::move(drawers)) {}

  bool draws_pdf() const { return !drawers_.pdftoppm.empty(); }
  // Takes up to half a minute.
  ExaminedFile examine(std::string_view bytes) const;

 private:
  ExaminedFile examine_image(std::string_view bytes, const FileHeader& header) const;
  std::string draw_pdf(std::string_view bytes) const;

  Drawers drawers_;
};

}  // namespace spico::emserve
