// Routes: any fragment is a route; once written, reading and writing it again changes nothing.
#include "core/route.hpp"

#include <string>

#include "tests/fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string written = spico::format_route(spico::parse_route(spico::fuzz::text_of(data, size)));
  spico::fuzz::require(written.starts_with("#/"), "a route begins with #/");
  // The first reading may say more than an address keeps: #/spico is #/patients for whoever is signed in.
  const spico::Route kept = spico::parse_route(written);
  spico::fuzz::require(spico::format_route(kept) == written, "an address stays as it was written");
  spico::fuzz::require(spico::parse_route(spico::format_route(kept)) == kept, "and means the same");
  return 0;
}
