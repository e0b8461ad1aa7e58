// The watchdog as update acts on it: beats, warning, cover, end; sleep, hidden tabs, kiosk.
// product.md §8; security.md §1.5.
#include "core/session/session_update.hpp"
#include "tests/core/client.hpp"

namespace spico {
namespace {

using namespace spico::test;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

SessionView ended_idle() {
  SessionView view = signed_out_view();
  view.ended = SessionEnd::kIdle;
  return view;
}

TEST_CASE("a beat a minute at most, only when somebody is there") {
  Client client = in_list();
  for (int i = 0; i < 20; ++i) {
    client.advance(30'000);
    client.page(Woke{});
    CHECK(client.wish<SendBeat>() == nullptr);
  }
  int beats = 0;
  for (int second = 0; second < 600; ++second) {
    client.advance(1000);
    client.page(PersonActive{});
    client.page(Woke{});
    if (client.wish<SendBeat>() == nullptr) continue;
    ++beats;
    client.session(
        BeatAnswered{{client.wish<SendBeat>()->ticket, Beat{7'200'000, 40'000'000, 1'795'300'000'000}, {}}});
  }
  CHECK(beats <= 11);
  CHECK(beats >= 10);
}

// Wakes as the timer would, each ten seconds.
void sit_still(Client& client, std::int64_t ms) {
  for (std::int64_t passed = 0; passed < ms; passed += 10'000) {
    client.advance(10'000);
    client.page(Woke{});
    if (client.wish<LoadSession>() != nullptr || client.model.leaving || client.model.dialog != Dialog::kNone)
      return;
  }
}

TEST_CASE("the dialog at T−2 min, after the server was asked") {
  Client client = in_list();
  sit_still(client, 3 * kHour);
  REQUIRE(client.wish<LoadSession>() != nullptr);
  CHECK(client.model.dialog == Dialog::kNone);
  SUBCASE("another tab kept the session alive: no dialog") {
    client.answer(SessionRequest::kLoad, in_spico_view());
    CHECK(client.model.dialog == Dialog::kNone);
    client.page(Woke{});
    CHECK(client.model.dialog == Dialog::kNone);
  }
  SUBCASE("nobody did: two minutes") {
    SessionView view = in_spico_view();
    view.idle_remaining_ms = 119'000;
    client.answer(SessionRequest::kLoad, view);
    client.page(Woke{});
    CHECK(client.model.dialog == Dialog::kInactivity);
    CHECK(next_deadline_ms(client.model, client.env()) == 1000);
    SUBCASE("stay") {
      client.session(StayPressed{});
      REQUIRE(client.wish<SendBeat>() != nullptr);
      client.session(BeatAnswered{
          {client.wish<SendBeat>()->ticket, Beat{7'200'000, 40'000'000, 1'795'300'000'000}, {}}});
      CHECK(client.model.dialog == Dialog::kNone);
      CHECK_FALSE(client.model.leaving);
    }
    SUBCASE("moving the mouse does not answer it") {
      client.page(PersonActive{});
      client.page(Woke{});
      CHECK(client.wish<SendBeat>() == nullptr);
      CHECK(client.model.dialog == Dialog::kInactivity);
    }
    SUBCASE("another tab answers it") {
      client.page(TabsToldUs{"active"});
      REQUIRE(client.wish<LoadSession>() != nullptr);
      client.answer(SessionRequest::kLoad, in_spico_view());
      client.page(Woke{});
      CHECK(client.model.dialog == Dialog::kNone);
    }
    SUBCASE("nobody answers") {
      client.advance(119'000);
      client.page(Woke{});
      CHECK(client.model.covered);
      REQUIRE(client.wish<CoverScreen>() != nullptr);
      CHECK(client.wish<CoverScreen>()->on);
      REQUIRE(client.wish<LoadSession>() != nullptr);
      SUBCASE("and the server says that it is over") { client.answer(SessionRequest::kLoad, ended_idle()); }
      SUBCASE("and the server is silent") {
        client.advance(30'000);
        client.refuse(SessionRequest::kLoad, offline());
        CHECK(client.wish<Announce>() == nullptr);
        REQUIRE(client.wish<SignOut>() != nullptr);
        client.refuse(SessionRequest::kSignOut, offline());
      }
      CHECK(client.model.leaving);
      REQUIRE(client.wish<LeavePage>() != nullptr);
      const Route farewell = parse_route(client.wish<LeavePage>()->fragment);
      CHECK(farewell.farewell == Farewell::kIdle);
      // What was open comes back after the next sign-in.
      CHECK(farewell.next == "/patients");
    }
  }
  SUBCASE("the server cannot be reached: the dialog comes all the same") {
    client.refuse(SessionRequest::kLoad, offline());
    client.advance(1000);
    client.page(Woke{});
    CHECK(client.model.dialog == Dialog::kInactivity);
    client.advance(121'000);
    client.page(Woke{});
    CHECK(client.model.covered);
    client.refuse(SessionRequest::kLoad, offline());
    CHECK(client.model.leaving);
  }
}

TEST_CASE("frozen past the end while another tab was busy: covered, asked, and kept signed in") {
  Client client = in_list();
  client.advance(2 * kHour + kMinute);
  client.page(Woke{});
  CHECK(client.model.covered);
  CHECK(client.place<CoverScreen>() == 0);
  REQUIRE(client.wish<LoadSession>() != nullptr);
  CHECK(client.wish<SignOut>() == nullptr);
  CHECK(client.wish<TellTabs>() == nullptr);  // the busy tab is left alone
  client.page(Woke{});
  CHECK(client.effects.empty());
  client.answer(SessionRequest::kLoad, in_spico_view());
  CHECK_FALSE(client.model.covered);
  client.page(Woke{});
  CHECK(client.effects.empty());
  CHECK(client.model.patients.list.size() == 3);
}

TEST_CASE("an answer that came before the end does not count for a later end") {
  Client client = in_list();
  sit_still(client, 3 * kHour);
  client.refuse(SessionRequest::kLoad, offline());
  client.advance(kHour);
  client.page(Woke{});
  CHECK_FALSE(client.model.leaving);
  CHECK(client.model.covered);
  CHECK(client.wish<LoadSession>() != nullptr);
}

TEST_CASE("after three hours of sleep the first fact covers, and it leaves; whichever clock stood still") {
  SUBCASE("both clocks went on") {
    Client client = in_list();
    client.advance(3 * kHour);
    client.page(Woke{});
    CHECK(client.model.covered);
    CHECK(client.place<CoverScreen>() == 0);
    SUBCASE("the server answers") { client.answer(SessionRequest::kLoad, ended_idle()); }
    SUBCASE("it does not") { client.refuse(SessionRequest::kLoad, offline()); }
    CHECK(client.model.leaving);
  }
  SUBCASE("the monotonic clock stood still") {
    Client client = in_list();
    client.advance_wall(3 * kHour);
    client.page(CameBack{});
    CHECK(client.model.covered);
    CHECK(client.place<CoverScreen>() == 0);
    for (const Effect& effect : client.effects) {
      if (const auto* page = std::get_if<PageEffect>(&effect)) {
        if (const auto* cover = std::get_if<CoverScreen>(page)) CHECK(cover->on);
      }
    }
  }
}

TEST_CASE("clocks that disagree: covered until the server has answered") {
  for (const std::int64_t moved : {-2 * kHour, 40 * kMinute}) {
    CAPTURE(moved);
    Client client = in_list();
    client.advance(1000);
    client.advance_wall(moved);
    client.page(Woke{});
    CHECK(client.model.covered);
    REQUIRE(client.wish<CoverScreen>() != nullptr);
    CHECK(client.wish<CoverScreen>()->on);
    REQUIRE(client.wish<LoadSession>() != nullptr);
    // More frames in between do not uncover it.
    client.advance(1000);
    client.page(Woke{});
    CHECK(client.model.covered);
    SUBCASE("it still lives") {
      client.answer(SessionRequest::kLoad, in_spico_view());
      CHECK_FALSE(client.model.covered);
      REQUIRE(client.wish<CoverScreen>() != nullptr);
      CHECK_FALSE(client.wish<CoverScreen>()->on);
    }
    SUBCASE("it is over") {
      client.answer(SessionRequest::kLoad, ended_idle());
      CHECK(client.model.covered);
      REQUIRE(client.wish<LeavePage>() != nullptr);
      CHECK(parse_route(client.wish<LeavePage>()->fragment).farewell == Farewell::kIdle);
    }
  }
}

TEST_CASE("asleep for forty minutes and then without a network: uncovered, but the time counts") {
  Client client = in_list();
  client.advance(1000);
  client.advance_wall(40 * kMinute);
  client.page(Woke{});
  CHECK(client.model.covered);
  client.refuse(SessionRequest::kLoad, offline());
  client.advance(1000);
  client.page(Woke{});
  CHECK_FALSE(client.model.covered);
  CHECK(client.model.watchdog.remaining_ms({client.env().wall_ms, client.env().monotonic_ms}) <=
        80 * kMinute);
  // The failed question stands in the way of nothing.
  client.page(PortalPressed{});
  client.answer_portal();
  client.page(LocationChanged{"#/patients"});
  CHECK(client.model.screen == Screen::kPatients);
}

TEST_CASE("a question that failed does not keep the tile from opening SPICO") {
  Client client;
  client.start("", strong_view());
  client.answer_portal();
  client.advance_wall(10 * kMinute);
  client.page(Woke{});
  REQUIRE(client.wish<LoadSession>() != nullptr);
  client.refuse(SessionRequest::kLoad, offline());
  client.portal(TilePressed{"spico-dossiers"});
  CHECK(client.wish<OpenSpico>() != nullptr);
}

TEST_CASE("opening SPICO failed: the next press asks again") {
  Client client;
  client.start("", strong_view());
  client.answer_portal();
  client.portal(TilePressed{"spico-dossiers"});
  client.refuse(SessionRequest::kOpenSpico, offline());
  CHECK(client.wish<Announce>() != nullptr);
  client.portal(TilePressed{"spico-dossiers"});
  REQUIRE(client.wish<OpenSpico>() != nullptr);
  client.answer(SessionRequest::kOpenSpico, in_spico_view());
  CHECK(client.model.screen == Screen::kPatients);
}

TEST_CASE("a page that is hidden is covered, and uncovered when the clocks agree") {
  Client client = in_list();
  client.page(WentHidden{});
  REQUIRE(client.wish<CoverScreen>() != nullptr);
  CHECK(client.wish<CoverScreen>()->on);
  client.advance(kMinute);
  client.page(Woke{});
  CHECK(client.model.covered);
  client.page(CameBack{});
  CHECK_FALSE(client.model.covered);
  CHECK_FALSE(client.wish<CoverScreen>()->on);
  client.page(WentHidden{});
  client.advance(2 * kHour + kMinute);
  client.page(CameBack{});
  CHECK(client.model.covered);
  client.answer(SessionRequest::kLoad, ended_idle());
  CHECK(client.model.covered);
  CHECK(client.model.leaving);
}

TEST_CASE("a kiosk: five minutes without a touch, nothing kept, nothing to come back to") {
  Client client;
  client.start("#/patients", in_spico_view(), true);
  client.answer_patients(3);
  for (int i = 0; i < 29; ++i) {
    client.advance(10'000);
    client.page(Woke{});
    CHECK_FALSE(client.model.leaving);
  }
  client.page(PersonActive{});
  client.advance(10'000);
  client.page(Woke{});
  client.advance(5 * kMinute);
  client.page(Woke{});
  CHECK(client.model.leaving);
  CHECK(client.ever<Remember>() == nullptr);
  client.refuse(SessionRequest::kSignOut, offline());
  REQUIRE(client.wish<LeavePage>() != nullptr);
  CHECK(parse_route(client.wish<LeavePage>()->fragment).next.empty());
  Client chosen;
  chosen.start("", signed_out_view(), true);
  chosen.session(TabChosen{SignInTab::kWeak});
  chosen.page(LanguageChosen{Language::kEnglish});
  CHECK(chosen.ever<Remember>() == nullptr);
}

}  // namespace
}  // namespace spico
