#include "emserve/progress_bar.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>

namespace spico::emserve {

void ProgressBar::show(std::uint64_t done, std::uint64_t total) {
  constexpr std::uint64_t kWidth = 40;
  if (total == 0 || ::isatty(STDERR_FILENO) == 0) return;
  const std::uint64_t percent = std::min<std::uint64_t>(100, done * 100 / total);
  if (percent == shown_percent_) return;
  shown_percent_ = percent;
  const std::string bar(percent * kWidth / 100, '#');
  std::cerr << "\r[" << bar << std::string(kWidth - bar.size(), ' ') << "] " << percent << " %" << std::flush;
  if (percent == 100) std::cerr << '\n';
}

}  // namespace spico::emserve
