// What a file is by its bytes, before anything decodes it: its type, the size of an image, and what
// contradicts. Reads untrusted bytes in-process, so it only looks and never allocates by what they say.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/discussions/attachment.hpp"

namespace spico::emserve {

inline constexpr int kLargestImageSide = 12'000;               // pixels
inline constexpr std::int64_t kLargestImageArea = 40'000'000;  // pixels

enum class FileProblem : std::uint8_t {
  kNone,
  kType,     // neither JPEG, PNG nor PDF, or also something else
  kBroken,   // cut off, or against its own format
  kTooLarge  // an image of more pixels than anybody decodes
};

// How an image must be turned to stand upright: the values of EXIF's tag Orientation, 1 to 8.
using Orientation = std::uint8_t;

struct FileHeader {
  FileProblem problem = FileProblem::kNone;
  AttachmentType type{};
  int width = 0, height = 0;    // as stored; 0: no image
  Orientation orientation = 1;  // 5 to 8 exchange width and height

  bool is_turned() const { return orientation >= 5; }
};

FileHeader examine_header(std::string_view bytes);

// --- each format by itself; `bytes` begin as its files do
FileHeader examine_jpeg(std::string_view bytes);
FileHeader examine_png(std::string_view bytes);
FileHeader examine_pdf(std::string_view bytes);

// kTooLarge beyond the limits, kBroken without an area.
FileProblem problem_of_size(std::int64_t width, std::int64_t height);

// Whether what follows the end of an image is the beginning of a file or page of another kind.
bool holds_foreign_file(std::string_view rest);

}  // namespace spico::emserve
