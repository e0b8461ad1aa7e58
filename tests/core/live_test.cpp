// When the stream of changes is asked for again.
#include <algorithm>
#include <set>

#include "tests/core/discussions_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

TEST_CASE("a thousand browsers that are cut at one moment do not come back at one") {
  Client client = in_discussions();
  Live& live = client.model.live;
  std::set<std::int64_t> moments;
  for (int browser = 0; browser < 1000; ++browser) {
    live.stream = static_cast<Ticket>(1'000'000 + browser);
    live.failures = 0;
    client.tell<LiveEvent>(LiveEnded{{live.stream, std::nullopt, offline()}});
    REQUIRE(live.retry_at_ms);
    moments.insert(*live.retry_at_ms - client.env().monotonic_ms);
  }
  CHECK(moments.size() > 300);
  CHECK(*moments.begin() < 600);
  CHECK(*moments.rbegin() > 900);
}

TEST_CASE("tries are later each time, up to a minute, and never more than half of it sooner") {
  Client client = in_discussions();
  std::int64_t longest = 1000;
  for (int failures = 0; failures < 40; ++failures) {
    CAPTURE(failures);
    for (int i = 0; i < 100; ++i) {
      const std::int64_t delay = retry_delay_ms(failures, client.env());
      CHECK(delay > longest / 2);
      CHECK(delay <= longest);
    }
    longest = std::min<std::int64_t>(60'000, longest * 2);
  }
}

}  // namespace
}  // namespace spico
