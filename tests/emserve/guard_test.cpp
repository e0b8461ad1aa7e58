// Threats 19 and 20: the guard, and every route in every state a session can be in.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

Standing complete_standing() {
  Standing standing;
  standing.signed_in = true;
  standing.strong = true;
  standing.terms_of_pass = true;
  standing.spico_open = true;
  standing.terms_of_spico = true;
  return standing;
}

std::string code_of(Stage stage, const Standing& standing) {
  const std::optional<Refusal> refusal = guard(stage, standing);
  return refusal ? std::string(refusal->code) : "";
}

struct State {
  std::string name;
  std::function<void(TestServer&, TestBrowser&)> reach;
  std::array<std::string, 7> refusals;  // by stage; empty: passes
};

// What each stage answers in each state a session can be in.
const std::vector<State>& states() {
  static const std::vector<State> all = {
      {"nobody",
       [](TestServer&, TestBrowser&) {},
       {"", "no_pending_login", "signed_out", "signed_out", "signed_out", "signed_out", "signed_out"}},
      {"password given",
       [](TestServer&, TestBrowser& browser) { browser.begin_sign_in(); },
       {"", "", "signed_out", "signed_out", "signed_out", "signed_out", "signed_out"}},
      {"weak, no terms",
       [](TestServer&, TestBrowser& browser) { browser.sign_in_weakly("demo-nouveau"); },
       {"", "no_pending_login", "", "cgu_pass_required", "strong_auth_required", "strong_auth_required",
        "strong_auth_required"}},
      {"weak, terms accepted",
       [](TestServer&, TestBrowser& browser) { browser.sign_in_weakly(); },
       {"", "no_pending_login", "", "", "strong_auth_required", "strong_auth_required",
        "strong_auth_required"}},
      {"strong, no terms",
       [](TestServer&, TestBrowser& browser) { browser.sign_in_strongly("demo-nouveau"); },
       {"", "no_pending_login", "", "cgu_pass_required", "cgu_pass_required", "cgu_pass_required",
        "cgu_pass_required"}},
      {"strong, terms of PASS",
       [](TestServer&, TestBrowser& browser) {
         browser.sign_in_strongly("demo-nouveau");
         browser.accept_terms("pass");
       },
       {"", "no_pending_login", "", "", "", "spico_closed", "spico_closed"}},
      {"SPICO open, terms of PASS",
       [](TestServer&, TestBrowser& browser) {
         browser.sign_in_strongly("demo-nouveau");
         browser.accept_terms("pass");
         browser.post("/api/spico/open");
       },
       {"", "no_pending_login", "", "", "", "", "cgu_spico_required"}},
      {"SPICO open, all terms",
       [](TestServer&, TestBrowser& browser) {
         browser.sign_in_strongly();
         browser.post("/api/spico/open");
       },
       {"", "no_pending_login", "", "", "", "", ""}},
      {"signed out",
       [](TestServer&, TestBrowser& browser) {
         browser.sign_in_strongly();
         const std::string cookie = browser.cookie();
         browser.post("/api/pass/logout");
         browser.set_cookie(cookie);
       },
       {"", "no_pending_login", "signed_out", "signed_out", "signed_out", "signed_out", "signed_out"}},
      {"idle for two hours",
       [](TestServer& server, TestBrowser& browser) {
         browser.sign_in_strongly();
         server.clock.advance(server.options.session.idle_ms);
       },
       {"", "no_pending_login", "session_idle", "session_idle", "session_idle", "session_idle",
        "session_idle"}},
  };
  return all;
}

std::string with_parameter(std::string_view path) {
  std::string target(path);
  const std::size_t brace = target.find('{');
  if (brace != std::string::npos) target.replace(brace, target.find('}') - brace + 1, "1");
  return target;
}

const std::set<std::string>& refusals_of_guard() {
  static const std::set<std::string> codes = {"no_pending_login",  "signed_out",   "session_idle",
                                              "session_absolute",  "locked",       "strong_auth_required",
                                              "cgu_pass_required", "spico_closed", "cgu_spico_required"};
  return codes;
}

}  // namespace

TEST_CASE("threat 19: each stage asks for all that the stage before asks for") {
  const auto asks = [](Stage stage, Requirement requirement) {
    const auto all = requirements(stage);
    return std::find(all.begin(), all.end(), requirement) != all.end();
  };
  const std::array order = {Stage::kWeak, Stage::kPass, Stage::kStrong, Stage::kSpicoEntry, Stage::kSpico};
  for (std::size_t i = 1; i < order.size(); ++i) {
    for (const Requirement requirement : requirements(order[i - 1])) CHECK(asks(order[i], requirement));
    CHECK(requirements(order[i]).size() > requirements(order[i - 1]).size());
  }
}

TEST_CASE(
    "threat 19: a standing that lacks one thing is refused for that thing, in the order of the contract") {
  for (const Stage stage : kAllStages) {
    CAPTURE(name(stage));
    if (stage != Stage::kPending) CHECK(code_of(stage, complete_standing()).empty());
  }
  Standing standing;
  CHECK(code_of(Stage::kSpico, standing) == "signed_out");
  standing.ended = SessionEnd::kIdle;
  CHECK(code_of(Stage::kSpico, standing) == "session_idle");
  standing.ended = SessionEnd::kAbsolute;
  CHECK(code_of(Stage::kSpico, standing) == "session_absolute");
  standing.signed_in = true;
  standing.locked = true;
  CHECK(code_of(Stage::kWeak, standing) == "locked");
  CHECK(code_of(Stage::kSpico, standing) == "locked");
  standing.locked = false;
  CHECK(code_of(Stage::kSpico, standing) == "strong_auth_required");
  standing.strong = true;
  CHECK(code_of(Stage::kSpico, standing) == "cgu_pass_required");
  standing.terms_of_pass = true;
  CHECK(code_of(Stage::kSpico, standing) == "spico_closed");
  standing.spico_open = true;
  CHECK(code_of(Stage::kSpico, standing) == "cgu_spico_required");
  standing.terms_of_spico = true;
  CHECK(code_of(Stage::kSpico, standing).empty());
}

TEST_CASE("threats 19 and 20: every route in every state is refused exactly as its stage says") {
  struct Reached {
    TestServer server;
    TestBrowser browser{server};
  };
  for (const State& state : states()) {
    // What is refused or only read leaves the state as it was; what may have changed it is followed by a new
    // one.
    std::optional<Reached> reached;
    for (const Route& route : routes()) {
      if (route.door != Door::kApi) continue;
      CAPTURE(state.name);
      CAPTURE(route.path);
      if (!reached) {
        reached.emplace();
        state.reach(reached->server, reached->browser);
      }
      TestBrowser& browser = reached->browser;
      Request request = browser.prepare(route.method, with_parameter(route.path), "{}");
      if (route.body.kind == BodyKind::kBytes) {
        for (Header& header : request.headers) {
          if (header.name == "content-type") header.value = "application/octet-stream";
        }
      }
      const Response response = browser.send(request);
      const std::string& expected = state.refusals[static_cast<std::size_t>(route.stage)];
      if (expected.empty()) {
        // Its own 404 or 422 may come, a refusal of the guard may not.
        CHECK(refusals_of_guard().count(response.log_code) == 0);
      } else {
        CHECK(response.log_code == expected);
      }
      if (expected.empty() && route.method != Method::kGet) reached.reset();
    }
  }
}

TEST_CASE("threat 19: a route names its stage, and no two routes share a method and a path") {
  std::set<std::string> seen;
  for (const Route& route : routes()) {
    CAPTURE(route.path);
    CHECK(seen.insert(std::string(name(route.method)) + " " + std::string(route.path)).second);
    const bool is_data =
        route.path.starts_with("/api/spico/") && route.path.find("patients") != std::string_view::npos;
    if (is_data) CHECK(route.stage == Stage::kSpico);
  }
}

TEST_CASE("paths find their route, other methods are told which ones there are") {
  CHECK(find_route(Method::kGet, "/api/session").route != nullptr);
  const Match starred = find_route(Method::kPut, "/api/spico/patients/42/favourite");
  REQUIRE(starred.route != nullptr);
  CHECK(starred.parameter == "42");
  const Match opened = find_route(Method::kGet, "/api/spico/patients/42");
  REQUIRE(opened.route != nullptr);
  CHECK(opened.parameter == "42");
  // What one route spells out is no id of another.
  CHECK(find_route(Method::kPost, "/api/spico/patients/exported").route != nullptr);
  CHECK(find_route(Method::kGet, "/api/spico/patients/exported").route == nullptr);
  const Match wrong = find_route(Method::kPost, "/api/session");
  CHECK(wrong.route == nullptr);
  REQUIRE(wrong.allowed.size() == 1);
  CHECK(wrong.allowed[0] == Method::kGet);
  for (const char* path :
       {"/api", "/api/session/x", "/api/spico/patients/1/x.css", "/api/spico/patients//favourite",
        "/API/session", "/api/spico/patients/1/2/favourite", "/a", "/a/b/c"}) {
    CAPTURE(path);
    CHECK(find_route(Method::kGet, path).allowed.empty());
  }
  CHECK(find_route(Method::kHead, "/index.html").route != nullptr);
  CHECK(find_route(Method::kHead, "/api/session").route == nullptr);
}

}  // namespace spico::emserve::test
