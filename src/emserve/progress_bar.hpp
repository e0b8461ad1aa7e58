// How far a long piece of work is, on one line of the terminal. For the commands of emserve.
#pragma once

#include <cstdint>

namespace spico::emserve {

// Redrawn on the standard error when the percentage changes; nothing when that is not a terminal.
class ProgressBar {
 public:
  void show(std::uint64_t done, std::uint64_t total);

 private:
  static constexpr std::uint64_t kNeverShown = 101;
  std::uint64_t shown_percent_ = kNeverShown;
};

}  // namespace spico::emserve
