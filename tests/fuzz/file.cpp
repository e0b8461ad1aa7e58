// The first look at a file that somebody sent: any bytes give a type and a size within the limits, or a
// problem.
#include "emserve/files/file_header.hpp"
#include "tests/fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using spico::AttachmentType;
  using spico::emserve::FileProblem;
  using spico::fuzz::require;
  const std::string_view bytes = spico::fuzz::text_of(data, size);
  const spico::emserve::FileHeader header = spico::emserve::examine_header(bytes);
  if (header.problem != FileProblem::kNone) return 0;
  require(header.orientation >= 1 && header.orientation <= 8, "EXIF has eight orientations");
  const bool is_image = header.type != AttachmentType::kPdf;
  require(is_image == (header.width > 0), "an image has a width, a PDF has none");
  require(is_image == (header.height > 0), "an image has a height, a PDF has none");
  require(
      header.width <= spico::emserve::kLargestImageSide && header.height <= spico::emserve::kLargestImageSide,
      "no side is too long");
  require(std::int64_t{header.width} * header.height <= spico::emserve::kLargestImageArea,
          "no area is too large");
  // What a browser or a reader of PDFs would take it for.
  const std::string_view beginning = bytes.substr(0, 5);
  require(is_image != (beginning == "%PDF-"), "the type is that of the first bytes");
  return 0;
}
