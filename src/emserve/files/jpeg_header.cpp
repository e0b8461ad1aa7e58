// JPEG (ITU-T T.81): its segments one after the other, and the one number of EXIF that is needed.
#include <algorithm>

#include "emserve/files/big_endian.hpp"
#include "emserve/files/file_header.hpp"

namespace spico::emserve {
namespace {

constexpr std::uint8_t kStartOfScan = 0xDA, kEndOfImage = 0xD9, kApplication1 = 0xE1;

// T.81 table B.1: C4, C8 and CC among these numbers are other things.
bool is_start_of_frame(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// RST0…7, TEM and a second start of image have no length.
bool stands_alone(std::uint8_t marker) { return (marker >= 0xD0 && marker <= 0xD8) || marker == 0x01; }

// TIFF in either order of bytes.
class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes), is_little_(bytes.starts_with("II")) {}

  bool has(std::size_t at, std::size_t size) const {
    return at <= bytes_.size() && bytes_.size() - at >= size;
  }
  std::uint16_t number_16(std::size_t at) const {
    const std::uint16_t number = big_endian_16(bytes_, at);
    return is_little_ ? static_cast<std::uint16_t>((number << 8) | (number >> 8)) : number;
  }
  std::uint32_t number_32(std::size_t at) const {
    return is_little_ ? (std::uint32_t{number_16(at + 2)} << 16) | number_16(at)
                      : (std::uint32_t{number_16(at)} << 16) | number_16(at + 2);
  }

 private:
  std::string_view bytes_;
  bool is_little_;
};

// The tag Orientation of the first directory; 1 when it is not there or no such number.
Orientation orientation_of(std::string_view exif) {
  constexpr std::string_view kExif{"Exif\0\0", 6};
  constexpr std::size_t kEntrySize = 12;
  constexpr std::uint16_t kTag = 0x0112, kShort = 3;
  if (!exif.starts_with(kExif)) return 1;
  const Tiff tiff(exif.substr(kExif.size()));
  if (!tiff.has(0, 8)) return 1;
  std::size_t at = tiff.number_32(4);
  if (!tiff.has(at, 2)) return 1;
  const std::size_t count = tiff.number_16(at);
  at += 2;
  for (std::size_t entry = 0; entry < count && tiff.has(at, kEntrySize); ++entry, at += kEntrySize) {
    if (tiff.number_16(at) != kTag || tiff.number_16(at + 2) != kShort) continue;
    const std::uint16_t value = tiff.number_16(at + 8);
    return value >= 1 && value <= 8 ? static_cast<Orientation>(value) : Orientation{1};
  }
  return 1;
}

// Where the marker stands that ends what a scan drew: within it FF is followed by 00 or a restart.
std::size_t end_of_scan(std::string_view bytes, std::size_t at) {
  for (at = bytes.find('\xFF', at); at != std::string_view::npos; at = bytes.find('\xFF', at + 1)) {
    if (at + 1 >= bytes.size()) break;
    const std::uint8_t next = byte_at(bytes, at + 1);
    if (next != 0x00 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7)) return at;
  }
  return bytes.size();
}

// One frame, whose size must be decodable.
FileProblem read_frame(FileHeader& header, std::string_view segment) {
  constexpr std::size_t kFrameSize = 6;
  if (segment.size() < kFrameSize || header.width != 0) return FileProblem::kBroken;
  header.height = big_endian_16(segment, 1);
  header.width = big_endian_16(segment, 3);
  return problem_of_size(header.width, header.height);
}

}  // namespace

FileHeader examine_jpeg(std::string_view bytes) {
  FileHeader header{.problem = FileProblem::kBroken, .type = AttachmentType::kJpeg};
  bool has_scan = false, has_exif = false;
  std::size_t at = 2;
  // Between two segments decoders pass over whatever is no marker.
  while ((at = bytes.find('\xFF', at)) != std::string_view::npos && at + 1 < bytes.size()) {
    const std::uint8_t marker = byte_at(bytes, at + 1);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    at += 2;
    if (marker == 0x00 || stands_alone(marker)) continue;
    if (marker == kEndOfImage) {
      if (!has_scan || header.width == 0) return header;
      header.problem = holds_foreign_file(bytes.substr(at)) ? FileProblem::kType : FileProblem::kNone;
      return header;
    }
    if (at + 2 > bytes.size()) return header;
    const std::size_t length = big_endian_16(bytes, at);
    if (length < 2 || length > bytes.size() - at) return header;
    const std::string_view segment = bytes.substr(at + 2, length - 2);
    at += length;
    if (is_start_of_frame(marker)) {
      if (const FileProblem problem = read_frame(header, segment); problem != FileProblem::kNone) {
        header.problem = problem;
        return header;
      }
    } else if (marker == kApplication1 && !has_exif && segment.starts_with("Exif")) {
      has_exif = true;
      header.orientation = orientation_of(segment);
    } else if (marker == kStartOfScan) {
      has_scan = true;
      at = end_of_scan(bytes, at);
    }
  }
  return header;
}

}  // namespace spico::emserve
