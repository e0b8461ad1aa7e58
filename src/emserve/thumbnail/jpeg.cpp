#include <cstdio>  // jpeglib.h forgets it

#include <jpeglib.h>

#include <jerror.h>

#include <algorithm>
#include <cstdlib>

#include "emserve/thumbnail/pictures.hpp"
#include "emserve/thumbnail/protocol.hpp"

namespace spico::emserve::thumbnail {
namespace {

[[noreturn]] void end_program(j_common_ptr) { give_up(); }

// A negative level is a warning: data that is damaged or ends too early would be drawn as grey.
void judge_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  const int code = info->err->msg_code;
  if (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE) give_up();
}

jpeg_error_mgr* make_quiet(jpeg_error_mgr& errors) {
  jpeg_std_error(&errors);
  errors.error_exit = end_program;
  errors.emit_message = judge_message;
  errors.output_message = [](j_common_ptr) {};
  return &errors;
}

// The library leaves printers' colours as they are; files have them inverted, as Adobe began it.
void to_rgb(const std::vector<std::uint8_t>& cmyk, std::vector<std::uint8_t>& rgb) {
  for (std::size_t from = 0, to = 0; from < cmyk.size(); from += 4, to += kColours) {
    for (std::size_t colour = 0; colour < kColours; ++colour)
      rgb[to + colour] = static_cast<std::uint8_t>(cmyk[from + colour] * cmyk[from + 3] / 255);
  }
}

// The decoder can give a half, a quarter or an eighth of the size at little cost; twice the small picture is
// still enough to take means of.
unsigned divisor_of(unsigned longer_side) {
  unsigned divisor = 8;
  while (divisor > 1 && longer_side / divisor < 2U * kLongestSide) divisor /= 2;
  return divisor;
}

}  // namespace

Picture shrink_jpeg(const std::vector<std::uint8_t>& file, Size expected) {
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  info.err = make_quiet(errors);
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, file.data(), file.size());
  if (jpeg_read_header(&info, TRUE) != JPEG_HEADER_OK) give_up();
  if (info.image_width != static_cast<unsigned>(expected.width) ||
      info.image_height != static_cast<unsigned>(expected.height)) {
    give_up();
  }
  const bool is_cmyk = info.num_components == 4;
  info.out_color_space = is_cmyk ? JCS_CMYK : JCS_RGB;
  info.scale_num = 1;
  info.scale_denom = divisor_of(std::max(info.image_width, info.image_height));
  jpeg_start_decompress(&info);
  const std::size_t width = info.output_width;
  Shrinker shrinker(static_cast<int>(width), static_cast<int>(info.output_height), kLongestSide);
  std::vector<std::uint8_t> row(width * static_cast<std::size_t>(info.output_components));
  std::vector<std::uint8_t> rgb(width * kColours);
  while (info.output_scanline < info.output_height) {
    JSAMPROW target = row.data();
    jpeg_read_scanlines(&info, &target, 1);
    if (is_cmyk) to_rgb(row, rgb);
    shrinker.add_row(is_cmyk ? rgb.data() : row.data());
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return shrinker.take();
}

std::vector<std::uint8_t> encode_jpeg(const Picture& picture) {
  constexpr int kQuality = 82;
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = make_quiet(errors);
  jpeg_create_compress(&info);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &bytes, &size);
  info.image_width = static_cast<JDIMENSION>(picture.width);
  info.image_height = static_cast<JDIMENSION>(picture.height);
  info.input_components = kColours;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, kQuality, TRUE);
  jpeg_start_compress(&info, TRUE);
  const std::size_t stride = static_cast<std::size_t>(picture.width) * kColours;
  while (info.next_scanline < info.image_height) {
    // The library's interface dates from before const.
    auto* row = const_cast<JSAMPLE*>(picture.rgb.data() + info.next_scanline * stride);
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::vector<std::uint8_t> file(bytes, bytes + size);
  std::free(bytes);
  return file;
}

}  // namespace spico::emserve::thumbnail
