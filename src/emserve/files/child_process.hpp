// Runs another program to its end: bytes in, bytes out, never longer than a given time. No shell, no files.
// For files/.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace spico::emserve {

struct ChildOutcome {
  enum class End : std::uint8_t {
    kExited,
    kKilled,   // by a signal that was not ours: one of its own limits, or a fault
    kTooLate,  // we ended it
    kNotStarted,
  };
  End end = End::kNotStarted;
  int exit_code = -1;  // of kExited
  std::string output{};
};

struct ChildLimits {
  std::chrono::milliseconds time{0};
  std::size_t output_bytes = 0;  // one that says more is ended
};

// The child has an empty environment and reads `input` on its standard input. Blocks the calling thread.
ChildOutcome run_child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                       std::string_view input, const ChildLimits& limits);

}  // namespace spico::emserve
