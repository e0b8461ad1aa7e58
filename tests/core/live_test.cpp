// When the stream of changes is asked for again, and what it shows of the network while an answer is late.
#include <algorithm>
#include <set>

#include "core/live/live_update.hpp"
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

TEST_CASE("a late answer is told once; what is slow is said as far as it is known") {
  Client client = in_list();
  const std::int64_t sent = client.env().monotonic_ms;
  client.advance(kLateAnswerMs - 1);
  client.page(Woke{sent, sent});
  CHECK(client.model.pace == Pace::kGood);
  CHECK(client.count<Announce>() == 0);
  CHECK(next_deadline_ms(client.model, client.env(), sent) == 1);
  client.advance(1);
  client.page(Woke{sent, sent});
  CHECK(client.model.pace == Pace::kSlow);
  REQUIRE(client.count<Announce>() == 1);
  CHECK(client.wish<Announce>()->urgency == Urgency::kPolite);
  CHECK(client.wish<Announce>()->text == "Réponse lente");
  // Nothing more is to be waited for.
  CHECK(next_deadline_ms(client.model, client.env(), sent) == next_deadline_ms(client.model, client.env()));
  // Something else has come since: the network works.
  client.page(Woke{sent, sent + 1});
  CHECK(client.model.pace == Pace::kSlowServer);
  CHECK(client.count<Announce>() == 0);
  client.page(Woke{{}, sent + 1});
  CHECK(client.model.pace == Pace::kGood);
  CHECK(client.count<Announce>() == 0);
}

TEST_CASE("a stream that was cut, or gives no sign of life in time, shows that the network is slow") {
  Client client = in_list();
  const std::int64_t heard = client.env().monotonic_ms;
  SUBCASE("cut") {
    client.tell<LiveEvent>(LiveEnded{{client.model.live.stream, std::nullopt, offline()}});
    const std::int64_t sent = client.env().monotonic_ms;
    client.advance(kLateAnswerMs);
    client.page(Woke{sent, heard});
    CHECK(client.model.pace == Pace::kSlowNetwork);
  }
  SUBCASE("ended by an error of the server, which has come through the network") {
    const Failure busy{Failure::Kind::kServer, 503, 0, "busy"};
    client.tell<LiveEvent>(LiveEnded{{client.model.live.stream, std::nullopt, busy}});
    REQUIRE(client.model.live.retry_at_ms);
    const std::int64_t sent = client.env().monotonic_ms;
    client.advance(kLateAnswerMs);
    client.page(Woke{sent, heard});
    CHECK(client.model.pace == Pace::kSlow);
  }
  SUBCASE("silent for longer than a sign of life takes") {
    client.advance(22'000);
    const std::int64_t sent = client.env().monotonic_ms;
    client.advance(kLateAnswerMs);
    client.page(Woke{sent, heard});
    CHECK(client.model.pace == Pace::kSlowNetwork);
  }
  SUBCASE("a session without a stream cannot tell") {
    Client portal;
    portal.start("#/portail", strong_view());
    portal.advance(60'000);
    const std::int64_t sent = portal.env().monotonic_ms;
    portal.advance(kLateAnswerMs);
    portal.page(Woke{sent, heard});
    CHECK(portal.model.pace == Pace::kSlow);
  }
}

TEST_CASE("a narrow page has a banner, which says itself, and says the same until the answer is here") {
  Client client = in_list();
  client.page(WidthChanged{390});
  const std::int64_t sent = client.env().monotonic_ms;
  client.advance(kLateAnswerMs);
  client.page(Woke{sent, sent});
  CHECK(client.model.pace == Pace::kSlow);
  CHECK(client.count<Announce>() == 0);
  client.page(Woke{sent, sent + 1});
  CHECK(client.model.pace == Pace::kSlow);
  client.page(Woke{{}, sent + 1});
  CHECK(client.model.pace == Pace::kGood);
}

TEST_CASE("whoever cannot see that an answer is late is told when they are back, and once") {
  Client client = in_list();
  client.page(WentHidden{});
  const std::int64_t sent = client.env().monotonic_ms;
  client.advance(kLateAnswerMs);
  client.page(Woke{sent, sent});
  CHECK(client.model.pace == Pace::kGood);
  CHECK(client.count<Announce>() == 0);
  CHECK(next_deadline_ms(client.model, client.env(), sent) == next_deadline_ms(client.model, client.env()));
  client.page(CameBack{});
  CHECK(next_deadline_ms(client.model, client.env(), sent) == 0);
  client.page(Woke{sent, sent});
  CHECK(client.model.pace == Pace::kSlow);
  REQUIRE(client.count<Announce>() == 1);
  CHECK(client.wish<Announce>()->text == "Réponse lente");
  client.page(WentHidden{});
  client.page(Woke{sent, sent});
  client.page(CameBack{});
  client.page(Woke{sent, sent});
  CHECK(client.model.pace == Pace::kSlow);
  CHECK(client.count<Announce>() == 0);
}

}  // namespace
}  // namespace spico
