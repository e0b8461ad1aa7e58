// Decoding and encoding. What cannot be decoded ends the program with kUndecodable: it has nothing else to
// do. Only for the program of this folder.
#pragma once

#include <cstdint>
#include <vector>

#include "emserve/thumbnail/shrinker.hpp"

namespace spico::emserve::thumbnail {

struct Size {
  int width = 0, height = 0;  // as whoever asks has read it in the file's header
};

// The small picture of a file, not turned yet.
Picture shrink_jpeg(const std::vector<std::uint8_t>& file, Size expected);
Picture shrink_png(const std::vector<std::uint8_t>& file, Size expected);

// Pixels and nothing about where they come from.
std::vector<std::uint8_t> encode_jpeg(const Picture& picture);

[[noreturn]] void give_up();

}  // namespace spico::emserve::thumbnail
