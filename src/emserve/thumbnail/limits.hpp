// What the process may use from now on. Only for the program of this folder.
#pragma once

#include <cstdint>

namespace spico::emserve::thumbnail {

struct Limits {
  std::uint64_t memory_bytes = 0;
  unsigned files = 0;  // open at once, the three standard ones included
};

// Beside these: 10 s of CPU time, not a byte into a file, no core dump, no new privileges, nothing inherited
// but standard input, output and errors; it ends when its parent does. False: one of them could not be set.
bool apply(const Limits& limits);

}  // namespace spico::emserve::thumbnail
