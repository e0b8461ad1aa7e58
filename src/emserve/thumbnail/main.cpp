// emserve_thumbnail: draws the small picture of one file, or becomes the program that draws PDFs, under
// limits that a decoder which goes wrong cannot leave. A program of its own, so that emserve links no
// decoder.
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <new>
#include <string_view>

#include "emserve/thumbnail/limits.hpp"
#include "emserve/thumbnail/pictures.hpp"
#include "emserve/thumbnail/protocol.hpp"

namespace spico::emserve::thumbnail {

// Not exit(): nothing is to be flushed or destroyed.
void give_up() { ::_exit(kUndecodable); }

namespace {

// This program is built without sanitizers, whose own memory no limit of addresses leaves room for.
constexpr Limits kForDecoding{.memory_bytes = 512U << 20, .files = 3};
constexpr Limits kForDrawing{.memory_bytes = 1U << 30, .files = 64};  // fonts, libraries
constexpr std::size_t kLargestFile = 32U << 20;

int number_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : -1;
}

std::vector<std::uint8_t> read_all() {
  std::vector<std::uint8_t> bytes;
  std::array<std::uint8_t, 64 * 1024> block{};
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, block.data(), block.size());
    if (count == 0) return bytes;
    if (count < 0 || bytes.size() > kLargestFile) give_up();
    bytes.insert(bytes.end(), block.begin(), block.begin() + count);
  }
}

void write_all(const std::vector<std::uint8_t>& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t count = ::write(STDOUT_FILENO, bytes.data() + at, bytes.size() - at);
    if (count <= 0) give_up();
    at += static_cast<std::size_t>(count);
  }
}

int draw(std::string_view type, Size size, int orientation) {
  std::set_new_handler(give_up);
  if (!apply(kForDecoding)) return kWrongUsage;
  const std::vector<std::uint8_t> file = read_all();
  const Picture small = type == "png" ? shrink_png(file, size) : shrink_jpeg(file, size);
  write_all(encode_jpeg(turned(small, orientation)));
  return kDrawn;
}

int become(char** arguments) {
  if (!apply(kForDrawing)) return kWrongUsage;
  // Nothing of emserve's environment; a cache of fonts is nowhere to be written.
  std::array<char, 7> language{"LANG=C"};
  std::array<char, 18> home{"HOME=/nonexistent"};
  const std::array<char*, 3> environment = {language.data(), home.data(), nullptr};
  ::execve(arguments[0], arguments, environment.data());
  return kWrongUsage;
}

}  // namespace
}  // namespace spico::emserve::thumbnail

int main(int count, char** values) {
  using namespace spico::emserve::thumbnail;
  const std::string_view mode = count > 1 ? values[1] : "";
  if (mode == "run" && count > 2) return become(values + 2);
  if ((mode != "jpeg" && mode != "png") || count != 5) return kWrongUsage;
  const Size size{.width = number_of(values[2]), .height = number_of(values[3])};
  const int orientation = number_of(values[4]);
  if (size.width < 1 || size.height < 1 || orientation < 1 || orientation > 8) return kWrongUsage;
  return draw(mode, size, orientation);
}
