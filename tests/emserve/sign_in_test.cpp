// The way in, step by step, against a clock that tests move: threats 2, 5, 11 to 13, 15 and 42.
#include <doctest/doctest.h>

#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {

TEST_CASE("password, code, terms, SPICO: the session tells each step") {
  TestServer server;
  TestBrowser browser(server);
  CHECK(member_of(browser.get("/api/session"), "pending") == "null");

  Response step = browser.begin_sign_in("demo-nouveau");
  CHECK(step.status == 200);
  CHECK(member_of(step, "pending") == "channel");
  CHECK(member_of(step, "user") == "null");
  CHECK(step.body.find("d•••u@ccas-example.fr") != std::string::npos);
  CHECK(step.body.find("•• •• •• •• 78") != std::string::npos);

  step = browser.send_code("sms");
  CHECK(member_of(step, "pending") == "code");
  CHECK(
      step.body.find(
          R"("channel":"sms","expires_in_ms":300000,"resend_in_ms":30000,"tries_left":5,"resends_left":3)") !=
      std::string::npos);
  const Notice message = server.outbox.newest_first().front();
  CHECK(message.to == "+33639981078");
  CHECK(message.text.find(message.code) != std::string::npos);

  step = browser.try_code(message.code);
  CHECK(member_of(step, "strength") == "strong");
  CHECK(member_of(step, "user") == "object");
  CHECK(member_of(step, "cgu_pass") == "false");
  browser.accept_terms("pass");
  CHECK(member_of(browser.post("/api/spico/open"), "spico_open") == "true");
  browser.accept_terms("spico");
  CHECK(member_of(browser.get("/api/session"), "cgu_spico") == "true");
  CHECK(server.audit_events() == std::vector<std::string>{"password_ok", "code_sent sms", "signed_in strong",
                                                          "cgu_accepted pass 2026-09", "spico_opened",
                                                          "cgu_accepted spico 2026-09"});
}

TEST_CASE("a code lives five minutes, and another one can be sent afterwards") {
  TestServer server;
  TestBrowser browser(server);
  browser.begin_sign_in();
  browser.send_code();
  const std::string code = server.last_code();
  server.clock.advance(5 * 60'000);
  CHECK(outcome_of(browser.try_code(code)) == "401 code_expired");
  CHECK(browser.get("/api/session").body.find(R"("tries_left":5)") != std::string::npos);
  browser.send_code();
  server.clock.advance(5 * 60'000 - 1);
  CHECK(outcome_of(browser.try_code(server.last_code())) == "200");
}

TEST_CASE("threat 13: a code works once, and a new one kills the one before") {
  TestServer server;
  TestBrowser browser(server);
  browser.begin_sign_in();
  browser.send_code();
  const std::string old_code = server.last_code();
  server.clock.advance(30'000);
  browser.send_code();
  const std::string code = server.last_code();
  if (old_code != code) CHECK(outcome_of(browser.try_code(old_code)) == "401 code_wrong");
  CHECK(outcome_of(browser.try_code(code)) == "200");
  CHECK(outcome_of(browser.try_code(code)) == "409 no_pending_login");
}

TEST_CASE("threat 11: the fifth wrong code ends the sign-in, resends give no more tries") {
  TestServer server;
  TestBrowser browser(server);
  browser.begin_sign_in();
  browser.send_code();
  for (int i = 1; i <= 3; ++i)
    CHECK(outcome_of(browser.try_code(other_code(server.last_code(), i))) == "401 code_wrong");
  server.clock.advance(30'000);
  browser.send_code();
  CHECK(browser.get("/api/session").body.find(R"("tries_left":2)") != std::string::npos);
  CHECK(outcome_of(browser.try_code(other_code(server.last_code()))) == "401 code_wrong");
  CHECK(outcome_of(browser.try_code(other_code(server.last_code()))) == "401 code_exhausted");
  CHECK(outcome_of(browser.try_code(server.last_code())) == "409 no_pending_login");
  CHECK(outcome_of(browser.send_code()) == "409 no_pending_login");
}

TEST_CASE("threat 5: a code is worth nothing in another sign-in of the same account") {
  TestServer server;
  TestBrowser first(server);
  TestBrowser second(server);
  first.begin_sign_in();
  second.begin_sign_in();
  first.send_code();
  const std::string code = server.last_code();
  second.send_code();
  if (server.last_code() != code) CHECK(outcome_of(second.try_code(code)) == "401 code_wrong");
  CHECK(outcome_of(first.try_code(code)) == "200");
}

TEST_CASE("threat 2: every step has a new cookie and the one before is dead") {
  TestServer server;
  TestBrowser browser(server);
  browser.set_cookie("spico=" + std::string(43, 'A'));
  browser.begin_sign_in();
  const std::string pending = browser.cookie();
  CHECK(pending != "spico=" + std::string(43, 'A'));
  browser.send_code();
  browser.try_code(server.last_code());
  CHECK(browser.cookie() != pending);
  TestBrowser thief(server);
  thief.set_cookie(pending);
  CHECK(outcome_of(thief.get("/api/pass/portal")) == "401 signed_out");
  CHECK(outcome_of(thief.send_code()) == "409 no_pending_login");
}

TEST_CASE(
    "threat 15: unknown, wrong and slowed-down accounts are answered alike, and the dummy hash is compared") {
  TestServer server;
  TestBrowser browser(server);
  const Response wrong = browser.try_password("demo-medecin", "code", "not the password");
  CHECK(server.passwords.dummy_comparisons() == 0);
  const Response unknown = browser.try_password("nobody", "code", "not the password");
  CHECK(server.passwords.dummy_comparisons() == 1);
  CHECK(server.passwords.comparisons() == 2);
  CHECK(outcome_of(wrong) == "401 bad_credentials");
  CHECK(wrong.status == unknown.status);
  CHECK(wrong.body == unknown.body);
  CHECK(wrong.headers.size() == unknown.headers.size());
  for (int i = 1; i < 10; ++i) {
    browser.try_password("demo-medecin", "code", "not the password");
    browser.try_password("nobody", "code", "not the password");
  }
  const int compared = server.passwords.comparisons();
  const Response slowed = browser.begin_sign_in("demo-medecin");
  const Response slowed_unknown = browser.begin_sign_in("nobody");
  CHECK(outcome_of(slowed) == "429 too_many_attempts");
  CHECK(header_of(slowed, "Retry-After") == "30");
  CHECK(slowed.body == slowed_unknown.body);
  CHECK(server.passwords.comparisons() == compared);
  server.clock.advance(30'000);
  CHECK(outcome_of(browser.begin_sign_in("demo-medecin")) == "200");
}

TEST_CASE(
    "the identifiant ignores case and spaces, the password does not, and accents typed two ways are one") {
  TestServer server;
  TestBrowser browser(server);
  CHECK(browser.begin_sign_in("  Demo-INFIRMIERE ").status == 200);
  CHECK(browser.try_password("demo-infirmiere", "code", "garonne&tarn2026!").status == 401);
  Account account;
  account.identifiant = "accents";
  account.email = "a@example.fr";
  account.password_hash = server.passwords.hash(normalised_password("Éte\u0301 à la mer 26").view());
  server.stores.lend()->add_account(account, kStartMs);
  CHECK(browser.try_password("accents", "weak", "E\u0301té à la mer 26").status == 200);
}

TEST_CASE("a password hashed at another cost is hashed again at the next sign-in") {
  TestServer server;
  const Passwords stronger({.memory_bytes = 128 * 1024, .passes = 1});
  const StoreLease store = server.stores.lend();
  const AccountId id = store->account_by_identifiant("demo-medecin")->id;
  store->set_password_hash(id, stronger.hash(kDemoPassword));
  TestBrowser browser(server);
  CHECK(browser.sign_in_weakly("demo-medecin").status == 200);
  CHECK_FALSE(server.passwords.is_outdated(store->account_by_id(id)->password_hash));
  CHECK(browser.sign_in_weakly("demo-medecin").status == 200);
}

TEST_CASE("a sign-in that waits for its code is forgotten after a quarter of an hour") {
  TestServer server;
  TestBrowser browser(server);
  browser.begin_sign_in();
  server.clock.advance(15 * 60'000);
  CHECK(outcome_of(browser.send_code()) == "409 no_pending_login");
}

TEST_CASE("a destination that the account does not have is refused") {
  TestServer server;
  Account account;
  account.identifiant = "sans-telephone";
  account.email = "x@example.fr";
  account.password_hash = server.passwords.hash(kDemoPassword);
  server.stores.lend()->add_account(account, kStartMs);
  TestBrowser browser(server);
  const Response step = browser.begin_sign_in("sans-telephone");
  CHECK(step.body.find("sms") == std::string::npos);
  CHECK(step.body.find("•••@example.fr") != std::string::npos);
  CHECK(step.body.find("x•••x") == std::string::npos);
  CHECK(outcome_of(browser.send_code("sms")) == "422 invalid_field");
}

TEST_CASE("without a gateway a real server offers no SMS, which would go nowhere") {
  TestServer server(Mode::kProduction);
  TestBrowser browser(server);
  CHECK(browser.begin_sign_in().body.find("sms") == std::string::npos);
  CHECK(outcome_of(browser.send_code("sms")) == "422 invalid_field");
}

}  // namespace spico::emserve::test
