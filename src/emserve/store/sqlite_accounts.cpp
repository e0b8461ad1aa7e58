#include <algorithm>

#include "emserve/store/sqlite_directory.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

Account read_account(const Query& query) {
  Account account;
  account.id.value = query.integer(0);
  account.identifiant = query.text(1);
  account.family_name = query.text(2);
  account.given_name = query.text(3);
  account.profession = query.text(4);
  account.email = query.text(5);
  account.phone = query.text(6);
  account.password_hash = query.text(7);
  account.code_failures = static_cast<int>(query.integer(8));
  account.test = query.boolean(9);
  account.structure = query.text(10);
  account.commune = query.text(11);
  return account;
}

#define ACCOUNT_COLUMNS                                                                                      \
  "id, identifiant, family_name, given_name, profession, email, phone, password_hash, code_failures, test, " \
  "structure, commune"

// How long the next try waits: nothing up to the allowance, then doubling from the last failure on.
std::int64_t wait_after(int failures, int allowed, std::int64_t last_at_ms, std::int64_t now_ms,
                        const SignInLimits& limits) {
  if (failures < allowed) return 0;
  std::int64_t delay_ms = limits.first_delay_ms;
  for (int i = allowed; i < failures && delay_ms < limits.longest_delay_ms; ++i) delay_ms *= 2;
  delay_ms = std::min(delay_ms, limits.longest_delay_ms);
  return std::max<std::int64_t>(0, last_at_ms + delay_ms - now_ms);
}

}  // namespace

std::optional<Account> SqliteStore::account_by_identifiant(std::string_view identifiant) {
  Query query = connection_.query("SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE identifiant = ?");
  query.bind(identifiant);
  if (!query.step()) return std::nullopt;
  return read_account(query);
}

std::optional<Account> SqliteStore::account_by_id(AccountId account) {
  Query query = connection_.query("SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE id = ?");
  query.bind(account.value);
  if (!query.step()) return std::nullopt;
  return read_account(query);
}

std::vector<Account> SqliteStore::accounts() {
  Query query = connection_.query("SELECT " ACCOUNT_COLUMNS " FROM accounts ORDER BY identifiant");
  std::vector<Account> accounts;
  while (query.step()) accounts.push_back(read_account(query));
  return accounts;
}

AccountId SqliteStore::add_account(const Account& account, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  connection_
      .query(
          "INSERT INTO accounts (identifiant, family_name, given_name, profession, email, phone, "
          "password_hash, test, created_at_ms, structure, commune) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(std::string_view(account.identifiant))
      .bind(std::string_view(account.family_name))
      .bind(std::string_view(account.given_name))
      .bind(std::string_view(account.profession))
      .bind(std::string_view(account.email))
      .bind(std::string_view(account.phone))
      .bind(std::string_view(account.password_hash))
      .bind(account.test)
      .bind(now_ms)
      .bind(std::string_view(account.structure))
      .bind(std::string_view(account.commune))
      .run();
  Account added = account;
  added.id = {connection_.last_id()};
  add_professional_of(connection_, added);
  transaction.commit();
  return added.id;
}

void SqliteStore::set_password_hash(AccountId account, std::string_view password_hash) {
  connection_.query("UPDATE accounts SET password_hash = ? WHERE id = ?")
      .bind(password_hash)
      .bind(account.value)
      .run();
}

void SqliteStore::clear_code_failures(AccountId account) {
  connection_.query("UPDATE accounts SET code_failures = 0 WHERE id = ?").bind(account.value).run();
}

SignInVerdict SqliteStore::count_sign_in(const Digest& account, const Digest& source, std::int64_t now_ms,
                                         const SignInLimits& limits) {
  WriteTransaction transaction(connection_);
  const auto wait = [&](const char* sql, const Digest& hash, int allowed) {
    Query query = connection_.query(sql);
    query.bind(hash).bind(now_ms - limits.window_ms);
    query.step();
    return wait_after(static_cast<int>(query.integer(0)), allowed, query.integer(1), now_ms, limits);
  };
  SignInVerdict verdict;
  verdict.wait_ms = std::max(wait("SELECT count(*), coalesce(max(at_ms), 0) FROM sign_in_failures WHERE "
                                  "account_hash = ? AND at_ms > ?",
                                  account, limits.failures_of_account),
                             wait("SELECT count(*), coalesce(max(at_ms), 0) FROM sign_in_failures WHERE "
                                  "source_hash = ? AND at_ms > ?",
                                  source, limits.failures_of_source));
  if (verdict.wait_ms > 0) return verdict;
  connection_.query("INSERT INTO sign_in_failures (account_hash, source_hash, at_ms) VALUES (?, ?, ?)")
      .bind(account)
      .bind(source)
      .bind(now_ms)
      .run();
  verdict.attempt = connection_.last_id();
  transaction.commit();
  return verdict;
}

void SqliteStore::forgive_sign_in(const Digest& account, std::int64_t attempt) {
  connection_.query("DELETE FROM sign_in_failures WHERE account_hash = ? OR id = ?")
      .bind(account)
      .bind(attempt)
      .run();
}

}  // namespace spico::emserve
