// The session cookie in any Cookie header: found only when it stands there once, in its one form.
#include "emserve/auth/cookie.hpp"

#include <string>

#include "tests/fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using spico::fuzz::require;
  const std::string header{spico::fuzz::text_of(data, size)};
  for (const spico::emserve::Transport transport :
       {spico::emserve::Transport::kPlain, spico::emserve::Transport::kTls}) {
    const auto hash = spico::emserve::cookie_hash(header, transport);
    if (!hash) continue;
    const std::string pair = std::string{spico::emserve::cookie_name(transport)} + '=';
    require(header.find(pair) != std::string::npos, "a session has a cookie");
    require(header.size() >= pair.size() + 43, "a cookie has 43 characters");
    require(!spico::emserve::cookie_hash(header + "; " + header, transport), "a cookie sent twice is none");
  }
  return 0;
}
