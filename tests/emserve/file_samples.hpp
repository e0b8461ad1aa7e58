// Files as people send them and as nobody should, made on the spot. For the tests of this folder.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spico::emserve::test {

struct Pixels {
  int width = 0, height = 0;
  std::string rgb;  // rows from the top
};

// White with one black quarter: the upper left one.
Pixels marked(int width, int height);

// A PNG of these pixels, or one whose header tells another size than its data have.
std::string png_of(const Pixels& pixels);
std::string png_telling(std::uint32_t width, std::uint32_t height, const Pixels& pixels);
// "IHDR" and the like, with its length and checksum.
std::string png_chunk(std::string_view name, std::string_view data);

std::string jpeg_of(const Pixels& pixels);
Pixels decoded_jpeg(std::string_view bytes);
// The same with an EXIF segment that says how to turn it and where it was taken.
std::string with_exif(std::string_view jpeg, std::uint16_t orientation);

// One page with a line of text on it.
std::string pdf_of(std::string_view text);

// 0 black … 255 white, in the middle of each quarter: upper left, upper right, lower left, lower right.
std::array<int, 4> quarters(const Pixels& pixels);

}  // namespace spico::emserve::test
