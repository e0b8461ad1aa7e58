#include "emserve/files/file_examiner.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "emserve/files/child_process.hpp"
#include "emserve/thumbnail/protocol.hpp"

namespace spico::emserve {
namespace {

// Longer than the 10 s of CPU time that a child has: only a machine that is too busy reaches it.
constexpr ChildLimits kPictureLimits{.time = std::chrono::seconds(30), .output_bytes = 2 << 20};
// A page is drawn larger than it is shown and comes back as PNG.
constexpr ChildLimits kPageLimits{.time = std::chrono::seconds(20), .output_bytes = 8 << 20};

bool is_program(const std::filesystem::path& file) { return ::access(file.c_str(), X_OK) == 0; }

std::filesystem::path find_on_path(std::string_view name) {
  const char* const path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::filesystem::path candidate = std::filesystem::path(rest.substr(0, end)) / name;
    // An empty or relative folder would mean whatever lies where the server was started.
    if (candidate.is_absolute() && is_program(candidate)) return candidate;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

ChildOutcome draw(const std::filesystem::path& program, std::string_view bytes, const FileHeader& header) {
  return run_child(program,
                   {std::string(code(header.type)), std::to_string(header.width),
                    std::to_string(header.height), std::to_string(int{header.orientation})},
                   bytes, kPictureLimits);
}

}  // namespace

Drawers find_drawers() {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path thumbnail = self.parent_path() / "emserve_thumbnail";
  if (error || !is_program(thumbnail)) {
    throw std::runtime_error("the program emserve_thumbnail is not beside emserve (" + thumbnail.string() +
                             "); build it, or copy both together");
  }
  return {.thumbnail = thumbnail, .pdftoppm = find_on_path("pdftoppm")};
}

ExaminedFile FileExaminer::examine(std::string_view bytes) const {
  const FileHeader header = examine_header(bytes);
  if (header.problem != FileProblem::kNone) return {.problem = header.problem};
  if (header.type != AttachmentType::kPdf) return examine_image(bytes, header);
  // What poppler cannot draw, encrypted for instance, a reader's own program may open.
  return {.type = header.type, .preview = draw_pdf(bytes)};
}

ExaminedFile FileExaminer::examine_image(std::string_view bytes, const FileHeader& header) const {
  using End = ChildOutcome::End;
  ChildOutcome drawn = draw(drawers_.thumbnail, bytes, header);
  if (drawn.end == End::kTooLate || drawn.end == End::kNotStarted ||
      (drawn.end == End::kExited && drawn.exit_code == thumbnail::kWrongUsage)) {
    return {.is_undecided = true};
  }
  if (drawn.end != End::kExited || drawn.exit_code != thumbnail::kDrawn || drawn.output.empty())
    return {.problem = FileProblem::kBroken};
  return {.type = header.type,
          .width = header.is_turned() ? header.height : header.width,
          .height = header.is_turned() ? header.width : header.height,
          .preview = std::move(drawn.output)};
}

std::string FileExaminer::draw_pdf(std::string_view bytes) const {
  constexpr int kPageSide = 2 * thumbnail::kLongestSide;
  if (drawers_.pdftoppm.empty()) return {};
  const ChildOutcome page = run_child(drawers_.thumbnail,
                                      {"run", drawers_.pdftoppm.string(), "-f", "1", "-l", "1", "-singlefile",
                                       "-scale-to", std::to_string(kPageSide), "-png", "-"},
                                      bytes, kPageLimits);
  if (page.end != ChildOutcome::End::kExited || page.exit_code != 0) return {};
  // What it wrote is no more trusted than what it read, and may say when and by what it was made.
  const FileHeader header = examine_header(page.output);
  if (header.problem != FileProblem::kNone || header.type != AttachmentType::kPng) return {};
  ChildOutcome drawn = draw(drawers_.thumbnail, page.output, header);
  const bool is_drawn = drawn.end == ChildOutcome::End::kExited && drawn.exit_code == thumbnail::kDrawn;
  return is_drawn ? std::move(drawn.output) : std::string();
}

}  // namespace spico::emserve
