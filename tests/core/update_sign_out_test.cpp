// The way out as facts and wishes: what signing out does, in which order, and what the next document
// finishes. product.md §1, §3; security.md §1.6; decisions 16, 17.
#include "core/session/session_update.hpp"
#include "tests/core/client.hpp"

namespace spico {
namespace {

using namespace spico::test;

TEST_CASE("signing out: covered, told to the tabs, noted, told to the server, and only then away") {
  Client client = in_list();
  client.session(SignOutPressed{});
  REQUIRE(client.wish<SignOut>() != nullptr);
  REQUIRE(client.wish<CoverScreen>() != nullptr);
  CHECK(client.wish<CoverScreen>()->on);
  CHECK(client.place<CoverScreen>() < client.place<TellTabs>());
  CHECK(client.place<TellTabs>() < client.place<Remember>());
  CHECK(client.wish<Remember>()->key == "epoch");
  CHECK(client.place<Remember>() < client.place<SignOut>());
  CHECK(client.wish<LeavePage>() == nullptr);
  CHECK(client.model.covered);
  CHECK(client.wish<TellTabs>()->message.find("demo") == std::string::npos);
  SUBCASE("the server answers") { client.answer(SessionRequest::kSignOut, signed_out_view()); }
  SUBCASE("the server is unreachable") { client.refuse(SessionRequest::kSignOut, offline()); }
  SUBCASE("the server fails") {
    client.refuse(SessionRequest::kSignOut, {Failure::Kind::kServer, 500, 0, "internal"});
  }
  SUBCASE("the session was over already") {
    client.refuse(SessionRequest::kSignOut, refused(401, "signed_out"));
  }
  REQUIRE(client.wish<LeavePage>() != nullptr);
  const Route farewell = parse_route(client.wish<LeavePage>()->fragment);
  CHECK(farewell.screen == Screen::kSignIn);
  CHECK(farewell.farewell == Farewell::kSignedOut);
  CHECK(farewell.farewell_at.size() == 5);
  CHECK(farewell.next.empty());
  CHECK(client.count<LeavePage>() == 1);
}

TEST_CASE("a sign-out that the server heard of leaves nothing to finish") {
  Client client = in_list();
  client.session(SignOutPressed{});
  SUBCASE("done") { client.answer(SessionRequest::kSignOut, signed_out_view()); }
  SUBCASE("it was over already") { client.refuse(SessionRequest::kSignOut, refused(401, "signed_out")); }
  REQUIRE(client.wish<LeavePage>() != nullptr);
  CHECK_FALSE(parse_route(client.wish<LeavePage>()->fragment).unfinished);
}

TEST_CASE("a sign-out that the server did not hear of is finished by the next document") {
  Client before = in_list();
  before.session(SignOutPressed{});
  before.refuse(SessionRequest::kSignOut, offline());
  const std::string fragment = before.wish<LeavePage>()->fragment;
  Client next;
  SUBCASE("the server says that it is over: an ordinary sign-in, and the address forgets it") {
    next.start(fragment, signed_out_view());
    CHECK(next.model.screen == Screen::kSignIn);
    REQUIRE(next.wish<SetLocation>() != nullptr);
    CHECK_FALSE(parse_route(next.wish<SetLocation>()->fragment).unfinished);
    CHECK(parse_route(next.wish<SetLocation>()->fragment).farewell == Farewell::kSignedOut);
  }
  SUBCASE("still open: ended before anything is shown") {
    next.start(fragment, in_spico_view());
    REQUIRE(next.wish<SignOut>() != nullptr);
    CHECK(next.wish<LoadPatients>() == nullptr);
    CHECK(next.wish<LoadPortal>() == nullptr);
    CHECK(next.model.covered);
    SUBCASE("done") {
      next.answer(SessionRequest::kSignOut, signed_out_view());
      REQUIRE(next.wish<LeavePage>() != nullptr);
      CHECK_FALSE(parse_route(next.wish<LeavePage>()->fragment).unfinished);
      CHECK(parse_route(next.wish<LeavePage>()->fragment).farewell == Farewell::kSignedOut);
    }
    SUBCASE("failed again: said, and tried again by a press, not for ever") {
      next.refuse(SessionRequest::kSignOut, {Failure::Kind::kServer, 500, 0, "internal"});
      CHECK(next.wish<LeavePage>() == nullptr);
      CHECK_FALSE(next.model.session.is_known());
      CHECK(next.model.session.view.failure.is_some());
      next.session(RetrySessionPressed{});
      next.answer(SessionRequest::kLoad, in_spico_view());
      CHECK(next.wish<SignOut>() != nullptr);
    }
  }
}

TEST_CASE("pressing «Se déconnecter du PASS» twice signs out once") {
  Client client = in_list();
  client.session(SignOutPressed{});
  client.session(SignOutPressed{});
  CHECK(client.effects.empty());
  client.page(LocationChanged{"#/patients"});
  CHECK(client.effects.empty());
  client.page(CameBack{});
  CHECK(client.wish<CoverScreen>() == nullptr);
}

TEST_CASE("another tab that hears of it leaves at once, without asking anybody") {
  Client first = in_list();
  Client second = in_list();
  Client not_in;
  not_in.start("", signed_out_view());
  first.session(SignOutPressed{});
  const std::string message = first.wish<TellTabs>()->message;
  second.page(TabsToldUs{message});
  REQUIRE(second.wish<LeavePage>() != nullptr);
  CHECK(second.asks_nothing());
  CHECK(second.place<CoverScreen>() < second.place<LeavePage>());
  CHECK(parse_route(second.wish<LeavePage>()->fragment).farewell == Farewell::kElsewhere);
  not_in.page(TabsToldUs{message});
  CHECK(not_in.effects.empty());
  Client unharmed = in_list();
  unharmed.page(TabsToldUs{"something else"});
  CHECK(unharmed.effects.empty());
}

TEST_CASE("a session that ended says why at the start") {
  SessionView view = signed_out_view();
  view.ended = SessionEnd::kIdle;
  Client client;
  client.start("#/patients", view);
  CHECK(client.model.screen == Screen::kSignIn);
  CHECK(client.model.route.farewell == Farewell::kIdle);
  CHECK(client.model.route.next == "/patients");
}

TEST_CASE("the session cannot be asked for: said, and «Réessayer» asks again") {
  Client client;
  client.page(Started{"#/portail", "", "fr-FR", "", false, false, true});
  client.refuse(SessionRequest::kLoad, offline());
  CHECK(client.model.session.view.failure.kind == Failure::Kind::kOffline);
  CHECK_FALSE(client.model.session.is_known());
  client.session(RetrySessionPressed{});
  REQUIRE(client.wish<LoadSession>() != nullptr);
  client.answer(SessionRequest::kLoad, strong_view());
  CHECK(client.model.screen == Screen::kPortal);
}

}  // namespace
}  // namespace spico
