#include <png.h>

#include <algorithm>
#include <string_view>

#include "emserve/thumbnail/pictures.hpp"
#include "emserve/thumbnail/protocol.hpp"

namespace spico::emserve::thumbnail {
namespace {

constexpr std::size_t kWithAlpha = 4;
constexpr png_alloc_size_t kLargestChunk = 4 << 20;  // once it is unpacked; image data is no such chunk

struct Reader {
  const std::vector<std::uint8_t>& file;
  std::size_t at = 0;
};

void read(png_structp png, png_bytep target, std::size_t size) {
  auto& reader = *static_cast<Reader*>(png_get_io_ptr(png));
  if (size > reader.file.size() - reader.at) png_error(png, "cut off");
  std::copy_n(reader.file.begin() + static_cast<std::ptrdiff_t>(reader.at), size, target);
  reader.at += size;
}

[[noreturn]] void end_program(png_structp, png_const_charp) { give_up(); }

// Whoever hides more behind the last row than the header tells does not send an image.
void judge_warning(png_structp, png_const_charp message) {
  const std::string_view text(message);
  if (text.find("Too much image data") != std::string_view::npos ||
      text.find("Extra compressed data") != std::string_view::npos) {
    give_up();
  }
}

// Every kind of PNG as eight bits of red, green, blue and alpha. Gives how often the rows come.
int ask_for_rgba(png_structp png) {
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
  return png_set_interlace_handling(png);
}

// What shows through is white, as a page is.
void add_row(Shrinker& shrinker, const std::uint8_t* rgba, std::vector<std::uint8_t>& rgb) {
  for (std::size_t to = 0; to < rgb.size(); to += kColours, rgba += kWithAlpha) {
    const unsigned alpha = rgba[kColours];
    for (std::size_t colour = 0; colour < kColours; ++colour)
      rgb[to + colour] =
          static_cast<std::uint8_t>((rgba[colour] * alpha + 255U * (255U - alpha) + 127U) / 255U);
  }
  shrinker.add_row(rgb.data());
}

}  // namespace

Picture shrink_png(const std::vector<std::uint8_t>& file, Size expected) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, end_program, judge_warning);
  png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
  if (info == nullptr) give_up();
  Reader reader{.file = file};
  png_set_read_fn(png, &reader, read);
  png_set_user_limits(png, static_cast<png_uint_32>(expected.width),
                      static_cast<png_uint_32>(expected.height));
  png_set_chunk_malloc_max(png, kLargestChunk);
  png_read_info(png, info);
  if (png_get_image_width(png, info) != static_cast<png_uint_32>(expected.width) ||
      png_get_image_height(png, info) != static_cast<png_uint_32>(expected.height)) {
    give_up();
  }
  const int passes = ask_for_rgba(png);
  png_read_update_info(png, info);
  const auto width = static_cast<std::size_t>(expected.width),
             height = static_cast<std::size_t>(expected.height);
  const std::size_t stride = width * kWithAlpha;
  if (png_get_rowbytes(png, info) != stride) give_up();
  Shrinker shrinker(expected.width, expected.height, kLongestSide);
  std::vector<std::uint8_t> rgb(width * kColours);
  // Interlaced rows become whole in the last pass only.
  std::vector<std::uint8_t> rgba(passes > 1 ? stride * height : stride);
  for (int pass = 0; pass < passes; ++pass) {
    for (std::size_t row = 0; row < height; ++row) {
      std::uint8_t* const target = rgba.data() + (passes > 1 ? row * stride : 0);
      png_read_row(png, target, nullptr);
      if (pass + 1 == passes) add_row(shrinker, target, rgb);
    }
  }
  png_read_end(png, nullptr);
  png_destroy_read_struct(&png, &info, nullptr);
  return shrinker.take();
}

}  // namespace spico::emserve::thumbnail
