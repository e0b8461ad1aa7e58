#include "platform/web/web_random.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace spico::web {

void WebRandom::fill(std::span<unsigned char> bytes) {
  constexpr std::size_t kMostPerCall = 256;  // getentropy's own limit
  for (std::size_t done = 0; done < bytes.size();) {
    const std::size_t count = std::min(kMostPerCall, bytes.size() - done);
    if (getentropy(bytes.data() + done, count) != 0) std::abort();
    done += count;
  }
}

}  // namespace spico::web
