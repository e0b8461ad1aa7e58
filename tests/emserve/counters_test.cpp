// Threats 11 to 16: the counters of codes and of failed sign-ins, also under many tries at once.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "emserve/store/sqlite_store.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

constexpr int kThreads = 200;

// The store tells a writer that waited too long to come back; so do the clients of these tests.
template <typename Act>
auto patiently(const Act& act) {
  for (;;) {
    try {
      return act();
    } catch (const StoreError& error) {
      if (error.kind != StoreError::Kind::kBusy) throw;
    }
  }
}

SessionKey begin_sign_in(Store& store, AccountId account) {
  SessionRecord session;
  session.account = account;
  session.pending = PendingStep::kChannel;
  session.started_at_ms = session.activity_at_ms = kStartMs;
  return store.add_session(make_cookie().hash, session);
}

AccountId essai_account(Store& store, const std::string& identifiant = "essai") {
  Account account;
  account.identifiant = identifiant;
  account.password_hash = "none";
  return store.add_account(account, kStartMs);
}

const Digest kSource = crypto::hash(crypto::bytes_of("source"));
const Digest kDestination = crypto::hash(crypto::bytes_of("destination"));
Digest digest_of(const std::string& text) { return crypto::hash(crypto::bytes_of(text)); }

}  // namespace

TEST_CASE(
    "threat 11: of two hundred tries at once exactly five are compared, and the right code fails "
    "afterwards") {
  const TemporaryFolder folder;
  const CodeLimits limits;
  SessionKey session;
  {
    SqliteStore store(folder.database());
    session = begin_sign_in(store, essai_account(store));
    REQUIRE(store
                .replace_code(session, Channel::kEmail, digest_of("code"), kDestination, kSource, kStartMs,
                              limits)
                .problem == SendProblem::kNone);
  }
  std::atomic<int> compared{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      const TryVerdict verdict = patiently([&] {
        SqliteStore store(folder.database());
        return store.count_code_try(session, kStartMs + 1000, limits);
      });
      ++(verdict.problem == TryProblem::kNone ? compared : refused);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(compared == limits.tries);
  CHECK(refused == kThreads - limits.tries);
  SqliteStore store(folder.database());
  CHECK(store.count_code_try(session, kStartMs + 2000, limits).problem == TryProblem::kExhausted);
}

TEST_CASE("threat 11: of a crowd with the right code only one signs in") {
  const TemporaryFolder folder;
  const CodeLimits limits;
  SqliteStore store(folder.database());
  const SessionKey session = begin_sign_in(store, essai_account(store));
  store.replace_code(session, Channel::kEmail, digest_of("code"), kDestination, kSource, kStartMs, limits);
  std::atomic<int> completed{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&] {
      const bool is_done = patiently([&] {
        SqliteStore own(folder.database());
        return own.complete_sign_in(session, digest_of("code"), make_cookie().hash, kStartMs);
      });
      if (is_done) ++completed;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(completed == 1);
}

TEST_CASE("threat 16: of two hundred passwords at once ten are compared, for an account that exists or not") {
  const TemporaryFolder folder;
  const SignInLimits limits;
  { const SqliteStore store(folder.database()); }
  std::atomic<int> compared{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      const SignInVerdict verdict = patiently([&] {
        SqliteStore store(folder.database());
        return store.count_sign_in(digest_of("nobody"), digest_of(std::to_string(i)), kStartMs, limits);
      });
      if (verdict.wait_ms == 0) ++compared;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(compared == limits.failures_of_account);
}

TEST_CASE(
    "threat 16: each further failure doubles the wait, a success forgets them, fifteen minutes forget them "
    "too") {
  const TemporaryFolder folder;
  const SignInLimits limits;
  SqliteStore store(folder.database());
  const Digest account = digest_of("account");
  std::int64_t now_ms = kStartMs;
  const auto try_now = [&] { return store.count_sign_in(account, kSource, now_ms, limits); };
  for (int i = 0; i < limits.failures_of_account; ++i) REQUIRE(try_now().wait_ms == 0);
  CHECK(try_now().wait_ms == 30'000);
  now_ms += 29'999;
  CHECK(try_now().wait_ms == 1);
  now_ms += 1;
  CHECK(try_now().wait_ms == 0);
  CHECK(try_now().wait_ms == 60'000);
  now_ms += 60'000;
  const SignInVerdict right = try_now();
  CHECK(right.wait_ms == 0);
  store.forgive_sign_in(account, right.attempt);
  for (int i = 0; i < limits.failures_of_account; ++i) CHECK(try_now().wait_ms == 0);
  CHECK(try_now().wait_ms > 0);
  now_ms += limits.window_ms;
  CHECK(try_now().wait_ms == 0);
}

TEST_CASE("threat 16: a source that tries many accounts is slowed down, another source is not") {
  const TemporaryFolder folder;
  const SignInLimits limits;
  SqliteStore store(folder.database());
  for (int i = 0; i < limits.failures_of_source; ++i) {
    REQUIRE(
        store.count_sign_in(digest_of("account " + std::to_string(i)), kSource, kStartMs, limits).wait_ms ==
        0);
  }
  CHECK(store.count_sign_in(digest_of("one more"), kSource, kStartMs, limits).wait_ms > 0);
  CHECK(store.count_sign_in(digest_of("one more"), digest_of("elsewhere"), kStartMs, limits).wait_ms == 0);
}

TEST_CASE("threat 14: resends wait thirty seconds, three a sign-in") {
  const TemporaryFolder folder;
  const CodeLimits limits;
  SqliteStore store(folder.database());
  const SessionKey session = begin_sign_in(store, essai_account(store));
  const auto send = [&](std::int64_t at_ms) {
    return store.replace_code(session, Channel::kSms, digest_of(std::to_string(at_ms)), kDestination, kSource,
                              at_ms, limits);
  };
  CHECK(send(kStartMs).problem == SendProblem::kNone);
  const SendVerdict early = send(kStartMs + 29'000);
  CHECK(early.problem == SendProblem::kTooSoon);
  CHECK(early.wait_ms == 1000);
  for (int i = 1; i <= 3; ++i) CHECK(send(kStartMs + i * 30'000).problem == SendProblem::kNone);
  const SendVerdict fourth = send(kStartMs + 10 * 60'000);
  CHECK(fourth.problem == SendProblem::kTooMany);
  CHECK(fourth.wait_ms == 0);
}

TEST_CASE("threat 14: five resends and thirty codes an hour and account, over any number of sign-ins") {
  const TemporaryFolder folder;
  const CodeLimits limits;
  SqliteStore store(folder.database());
  const AccountId account = essai_account(store);
  std::int64_t now_ms = kStartMs;
  const auto send = [&](SessionKey session) {
    now_ms += limits.resend_after_ms;
    return store.replace_code(session, Channel::kEmail, digest_of(std::to_string(now_ms)), kDestination,
                              kSource, now_ms, limits);
  };
  for (int sign_in = 0; sign_in < 5; ++sign_in) {
    const SessionKey session = begin_sign_in(store, account);
    REQUIRE(send(session).problem == SendProblem::kNone);
    REQUIRE(send(session).problem == SendProblem::kNone);
  }
  const SessionKey sixth = begin_sign_in(store, account);
  REQUIRE(send(sixth).problem == SendProblem::kNone);
  const SendVerdict resend = send(sixth);
  CHECK(resend.problem == SendProblem::kTooMany);
  CHECK(resend.wait_ms > 0);
  CHECK(resend.wait_ms <= limits.hour_ms);

  for (int i = 11; i < limits.codes_of_account_in_hour; ++i) {
    REQUIRE(send(begin_sign_in(store, account)).problem == SendProblem::kNone);
  }
  const SendVerdict last = send(begin_sign_in(store, account));
  CHECK(last.problem == SendProblem::kTooMany);
  now_ms += last.wait_ms;
  CHECK(send(begin_sign_in(store, account)).problem == SendProblem::kNone);
}

TEST_CASE("threat 14: codes to one destination are limited whatever the account") {
  const TemporaryFolder folder;
  CodeLimits limits;
  limits.codes_of_destination_in_hour = 3;
  SqliteStore store(folder.database());
  const auto send = [&](int number, const Digest& destination) {
    const SessionKey session = begin_sign_in(store, essai_account(store, "account" + std::to_string(number)));
    return store
        .replace_code(session, Channel::kSms, digest_of("code"), destination, kSource, kStartMs, limits)
        .problem;
  };
  for (int i = 0; i < 3; ++i) REQUIRE(send(i, kDestination) == SendProblem::kNone);
  CHECK(send(3, kDestination) == SendProblem::kTooMany);
  CHECK(send(4, digest_of("another")) == SendProblem::kNone);
}

TEST_CASE(
    "threat 12: a hundred wrong codes in a row block the codes of the account; a good one starts again") {
  const TemporaryFolder folder;
  CodeLimits limits;
  limits.codes_of_account_in_hour = limits.codes_of_destination_in_hour = limits.codes_of_source_in_hour =
      1000;
  SqliteStore store(folder.database());
  const AccountId account = essai_account(store);
  const auto wrong_codes = [&](int count) {
    for (int i = 0; i < count; ++i) {
      const SessionKey session = begin_sign_in(store, account);
      REQUIRE(store
                  .replace_code(session, Channel::kEmail, digest_of("code"), kDestination, kSource, kStartMs,
                                limits)
                  .problem == SendProblem::kNone);
      REQUIRE(store.count_code_try(session, kStartMs, limits).problem == TryProblem::kNone);
    }
  };
  wrong_codes(99);
  const SessionKey good = begin_sign_in(store, account);
  store.replace_code(good, Channel::kEmail, digest_of("good"), kDestination, kSource, kStartMs, limits);
  REQUIRE(store.complete_sign_in(good, digest_of("good"), make_cookie().hash, kStartMs));
  CHECK(store.account_by_id(account)->code_failures == 0);

  wrong_codes(99);
  const SessionKey last = begin_sign_in(store, account);
  store.replace_code(last, Channel::kEmail, digest_of("code"), kDestination, kSource, kStartMs, limits);
  CHECK(store.count_code_try(last, kStartMs, limits).problem == TryProblem::kNone);
  CHECK(store.count_code_try(last, kStartMs, limits).problem == TryProblem::kLocked);
  const SessionKey later = begin_sign_in(store, account);
  CHECK(store.replace_code(later, Channel::kEmail, digest_of("code"), kDestination, kSource, kStartMs, limits)
            .problem == SendProblem::kLocked);
  store.clear_code_failures(account);
  CHECK(store.replace_code(later, Channel::kEmail, digest_of("code"), kDestination, kSource, kStartMs, limits)
            .problem == SendProblem::kNone);
}

}  // namespace spico::emserve::test
