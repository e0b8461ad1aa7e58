#include "tests/emserve/file_samples.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

namespace spico::emserve::test {
namespace {

std::string big_endian_32(std::uint32_t number) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>((number >> shift) & 0xFFU);
  return bytes;
}

std::string big_endian_16(std::size_t number) {
  return {static_cast<char>((number >> 8U) & 0xFFU), static_cast<char>(number & 0xFFU)};
}

const Bytef* bytes_of(std::string_view text) { return reinterpret_cast<const Bytef*>(text.data()); }

std::string deflated(std::string_view data) {
  uLongf size = compressBound(data.size());
  std::string packed(size, '\0');
  REQUIRE(compress2(reinterpret_cast<Bytef*>(packed.data()), &size, bytes_of(data), data.size(), 9) == Z_OK);
  packed.resize(size);
  return packed;
}

}  // namespace

Pixels marked(int width, int height) {
  Pixels pixels{.width = width, .height = height, .rgb = {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) pixels.rgb.append(3, x < width / 2 && y < height / 2 ? '\x00' : '\xFF');
  }
  return pixels;
}

std::string png_chunk(std::string_view name, std::string_view data) {
  const std::string body = std::string(name).append(data);
  const uLong sum = crc32(0, bytes_of(body), static_cast<uInt>(body.size()));
  return big_endian_32(static_cast<std::uint32_t>(data.size())) + body +
         big_endian_32(static_cast<std::uint32_t>(sum));
}

std::string png_telling(std::uint32_t width, std::uint32_t height, const Pixels& pixels) {
  const std::size_t stride = static_cast<std::size_t>(pixels.width) * 3;
  std::string rows;
  for (std::size_t at = 0; at < pixels.rgb.size(); at += stride)
    rows.append("\0", 1).append(pixels.rgb, at, stride);
  const std::string kind{"\x08\x02\0\0\0", 5};  // eight bits, red, green and blue
  return "\x89PNG\r\n\x1A\n" + png_chunk("IHDR", big_endian_32(width) + big_endian_32(height) + kind) +
         png_chunk("IDAT", deflated(rows)) + png_chunk("IEND", {});
}

std::string png_of(const Pixels& pixels) {
  return png_telling(static_cast<std::uint32_t>(pixels.width), static_cast<std::uint32_t>(pixels.height),
                     pixels);
}

std::string jpeg_of(const Pixels& pixels) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &bytes, &size);
  info.image_width = static_cast<JDIMENSION>(pixels.width);
  info.image_height = static_cast<JDIMENSION>(pixels.height);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_start_compress(&info, TRUE);
  std::string rows = pixels.rgb;
  while (info.next_scanline < info.image_height) {
    auto* row = reinterpret_cast<JSAMPLE*>(rows.data()) + info.next_scanline * info.image_width * 3;
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::string file(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  return file;
}

Pixels decoded_jpeg(std::string_view bytes) {
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, bytes_of(bytes), bytes.size());
  REQUIRE(jpeg_read_header(&info, TRUE) == JPEG_HEADER_OK);
  info.out_color_space = JCS_RGB;
  jpeg_start_decompress(&info);
  Pixels pixels{.width = static_cast<int>(info.output_width),
                .height = static_cast<int>(info.output_height),
                .rgb = {}};
  std::string row(std::size_t{info.output_width} * 3, '\0');
  while (info.output_scanline < info.output_height) {
    auto* target = reinterpret_cast<JSAMPLE*>(row.data());
    jpeg_read_scanlines(&info, &target, 1);
    pixels.rgb += row;
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return pixels;
}

std::string with_exif(std::string_view jpeg, std::uint16_t orientation) {
  // TIFF, big-endian: the orientation, and a directory of GPS with the latitude's reference «N».
  const std::string count_of_two{"\0\x02", 2}, count_of_one{"\0\x01", 2};
  const std::string tag_orientation =
      std::string("\x01\x12\0\x03\0\0\0\x01", 8) + big_endian_16(orientation) + std::string(2, '\0');
  const std::string tag_gps = std::string("\x88\x25\0\x04\0\0\0\x01", 8) + big_endian_32(38);
  const std::string gps =
      count_of_one + std::string("\0\x01\0\x02\0\0\0\x02N\0\0\0", 12) + std::string(4, '\0');
  const std::string tiff = std::string("MM\0\x2A\0\0\0\x08", 8) + count_of_two + tag_orientation + tag_gps +
                           std::string(4, '\0') + gps;
  const std::string segment = std::string("Exif\0\0", 6) + tiff;
  return std::string(jpeg.substr(0, 2)) + "\xFF\xE1" + big_endian_16(segment.size() + 2) + segment +
         std::string(jpeg.substr(2));
}

std::string pdf_of(std::string_view text) {
  const std::string drawing =
      "BT /F1 24 Tf 40 220 Td (" + std::string(text) + ") Tj ET\n40 40 300 120 re f\n";
  const std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 298] /Contents 4 0 R /Resources << /Font << /F1 5 0 R "
      ">> >> >>",
      "<< /Length " + std::to_string(drawing.size()) + " >>\nstream\n" + drawing + "endstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string file = "%PDF-1.4\n", table = "xref\n0 6\n0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const std::string offset = std::to_string(file.size());
    table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
    file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string start = std::to_string(file.size());
  return file + table + "trailer << /Size 6 /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
}

std::array<int, 4> quarters(const Pixels& pixels) {
  const auto at = [&pixels](int x, int y) {
    const auto pixel = static_cast<std::size_t>(y * pixels.width + x);
    return static_cast<int>(static_cast<unsigned char>(pixels.rgb[pixel * 3]));
  };
  const int left = pixels.width / 4, right = pixels.width * 3 / 4, top = pixels.height / 4,
            bottom = pixels.height * 3 / 4;
  return {at(left, top), at(right, top), at(left, bottom), at(right, bottom)};
}

}  // namespace spico::emserve::test
