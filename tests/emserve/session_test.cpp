// The session's clocks and ends: threats 23 and 24 at the server, decisions 28, both sign-outs.
#include <doctest/doctest.h>

#include "emserve/auth/session_clock.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

}  // namespace

TEST_CASE("threat 23: polling does not keep a session alive") {
  TestServer server;
  TestBrowser browser(server);
  browser.sign_in_weakly();
  browser.is_active = false;
  for (int minute = 0; minute < 119; ++minute) {
    server.clock.advance(60'000);
    REQUIRE(browser.get("/api/pass/portal").status == 200);
  }
  server.clock.advance(60'000);
  CHECK(outcome_of(browser.get("/api/pass/portal")) == "401 session_idle");
  CHECK(member_of(browser.get("/api/session"), "ended") == "idle");
}

TEST_CASE("activity moves the idle clock only, the absolute one runs out after twelve hours") {
  TestServer server;
  TestBrowser browser(server);
  browser.sign_in_weakly();
  for (int hour = 1; hour < 12; ++hour) {
    server.clock.advance(kHourMs);
    const Response beat = browser.post("/api/session/activity");
    REQUIRE(beat.status == 200);
    CHECK(member_of(beat, "idle_remaining_ms") == std::to_string(2 * kHourMs));
    CHECK(member_of(beat, "absolute_remaining_ms") == std::to_string((12 - hour) * kHourMs));
  }
  server.clock.advance(kHourMs);
  CHECK(outcome_of(browser.get("/api/pass/portal")) == "401 session_absolute");
  CHECK(member_of(browser.get("/api/session"), "ended") == "absolute");
}

TEST_CASE("an activity beat counts without its header, a request of a person counts with it") {
  TestServer server;
  TestBrowser browser(server);
  browser.sign_in_weakly();
  server.clock.advance(kHourMs);
  browser.is_active = false;
  CHECK(member_of(browser.post("/api/session/activity"), "idle_remaining_ms") == std::to_string(2 * kHourMs));
  server.clock.advance(kHourMs);
  CHECK(member_of(browser.get("/api/session"), "idle_remaining_ms") == std::to_string(kHourMs));
  browser.is_active = true;
  CHECK(member_of(browser.get("/api/session"), "idle_remaining_ms") == std::to_string(2 * kHourMs));
}

TEST_CASE("decision 28: a session whose last page left ends after a minute, unless a request comes first") {
  TestServer server;
  TestBrowser browser(server);
  browser.sign_in_weakly();
  browser.is_active = false;
  CHECK(browser.post("/api/session/leaving").status == 200);
  server.clock.advance(59'999);
  CHECK(browser.get("/api/pass/portal").status == 200);
  server.clock.advance(60'000);
  CHECK(browser.get("/api/pass/portal").status == 200);
  browser.post("/api/session/leaving");
  server.clock.advance(60'000);
  CHECK(outcome_of(browser.get("/api/pass/portal")) == "401 signed_out");
  CHECK(member_of(browser.get("/api/session"), "ended") == "signed_out");
  CHECK(server.audit_events().back() == "session_ended leaving");
}

TEST_CASE("the sweep ends what nobody asks for any more, and says so in the audit log") {
  TestServer server;
  TestBrowser left(server);
  TestBrowser idle(server);
  TestBrowser pending(server);
  idle.sign_in_weakly();
  pending.begin_sign_in("demo-medecin");
  server.clock.advance(2 * kHourMs - 61'000);
  left.sign_in_weakly("demo-coordination");
  left.post("/api/session/leaving");
  server.clock.advance(61'000);
  server.application.tick();
  const std::vector<std::string> events = server.audit_events();
  CHECK(std::count(events.begin(), events.end(), "session_ended idle") == 2);
  CHECK(std::count(events.begin(), events.end(), "session_ended leaving") == 1);
  CHECK(outcome_of(idle.get("/api/pass/portal")) == "401 session_idle");
  server.clock.advance(25 * kHourMs);
  server.application.tick();
  CHECK(outcome_of(idle.get("/api/pass/portal")) == "401 signed_out");
}

TEST_CASE("a session from the future, left by a clock that went back, is over") {
  const SessionLimits limits;
  SessionRecord session;
  session.started_at_ms = session.activity_at_ms = kStartMs;
  CHECK(end_of(session, kStartMs - 1000, limits) == SessionEnd::kNone);
  CHECK(end_of(session, kStartMs - kHourMs, limits) == SessionEnd::kAbsolute);
  CHECK(idle_remaining_ms(session, kStartMs - 1000, limits) == limits.idle_ms);
}

TEST_CASE("leaving SPICO closes SPICO only; signing out of PASS ends everything, once") {
  TestServer server;
  TestBrowser browser(server);
  browser.sign_in_strongly();
  browser.post("/api/spico/open");
  CHECK(browser.get("/api/spico/patients").status == 200);
  CHECK(member_of(browser.post("/api/spico/logout"), "spico_open") == "false");
  CHECK(outcome_of(browser.get("/api/spico/patients")) == "403 spico_closed");
  CHECK(browser.get("/api/pass/portal").status == 200);

  const std::string cookie = browser.cookie();
  const Response out = browser.post("/api/pass/logout");
  CHECK(out.status == 200);
  CHECK(header_of(out, "Clear-Site-Data") == "\"cache\"");
  CHECK(browser.cookie().empty());
  browser.set_cookie(cookie);
  const Response again = browser.post("/api/pass/logout");
  CHECK(again.status == 200);
  CHECK(header_of(again, "Clear-Site-Data").empty());
  CHECK(header_of(again, "Set-Cookie").empty());
  CHECK(outcome_of(browser.get("/api/pass/portal")) == "401 signed_out");
}

TEST_CASE("signing in again ends the session that the cookie named; a refused sign-in leaves it") {
  TestServer server;
  TestBrowser browser(server);
  browser.sign_in_weakly();
  const std::string first = browser.cookie();
  CHECK(browser.try_password("demo-medecin", "weak", "wrong").status == 401);
  CHECK(browser.cookie() == first);
  CHECK(browser.get("/api/pass/portal").status == 200);
  browser.sign_in_weakly("demo-medecin");
  TestBrowser old(server);
  old.set_cookie(first);
  CHECK(outcome_of(old.get("/api/pass/portal")) == "401 signed_out");
  CHECK(browser.get("/api/session").body.find("demo-medecin") != std::string::npos);
}

}  // namespace spico::emserve::test
