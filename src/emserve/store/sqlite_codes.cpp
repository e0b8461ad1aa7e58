#include <algorithm>

#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

struct PendingSession {
  AccountId account;
  PendingStep pending = PendingStep::kNone;
  int account_failures = 0;
};

// The sign-in under way, or nothing. Inside the caller's transaction.
std::optional<PendingSession> pending_session(SqliteConnection& connection, SessionKey session) {
  Query query = connection.query(
      "SELECT s.account_id, s.pending, a.code_failures FROM sessions s JOIN accounts a ON a.id = "
      "s.account_id "
      "WHERE s.id = ? AND s.ended = 0 AND s.pending <> 0");
  query.bind(session.value);
  if (!query.step()) return std::nullopt;
  return PendingSession{
      {query.integer(0)}, static_cast<PendingStep>(query.integer(1)), static_cast<int>(query.integer(2))};
}

std::optional<CodeRecord> read_code(SqliteConnection& connection, SessionKey session) {
  Query query = connection.query(
      "SELECT channel, code_hash, sent_at_ms, tries, resends FROM codes WHERE session_id = ?");
  query.bind(session.value);
  if (!query.step()) return std::nullopt;
  CodeRecord code;
  code.channel = static_cast<Channel>(query.integer(0));
  code.code_hash = query.digest(1);
  code.sent_at_ms = query.integer(2);
  code.tries = static_cast<int>(query.integer(3));
  code.resends = static_cast<int>(query.integer(4));
  return code;
}

// Zero while fewer than `most` happened in the hour, else how long until the oldest of the last `most` leaves
// it.
std::int64_t wait_for_room(Query query, int most, std::int64_t now_ms, std::int64_t hour_ms) {
  if (!query.step()) return 0;
  return most <= 0 ? hour_ms : std::max<std::int64_t>(0, query.integer(0) + hour_ms - now_ms);
}

// The longest wait that the hourly caps ask for.
std::int64_t hourly_wait(SqliteConnection& connection, AccountId account, bool is_resend,
                         const Digest& destination, const Digest& source, std::int64_t now_ms,
                         const CodeLimits& limits) {
  const std::int64_t since_ms = now_ms - limits.hour_ms;
  const auto wait = [&](const char* sql, const auto& key, int most) {
    Query query = connection.query(sql);
    query.bind(key).bind(since_ms).bind(most - 1);
    return wait_for_room(std::move(query), most, now_ms, limits.hour_ms);
  };
  std::int64_t longest = wait(
      "SELECT at_ms FROM code_sends WHERE account_id = ? AND at_ms > ? ORDER BY at_ms DESC LIMIT 1 OFFSET ?",
      account.value, limits.codes_of_account_in_hour);
  if (is_resend) {
    longest = std::max(longest,
                       wait("SELECT at_ms FROM code_sends WHERE account_id = ? AND at_ms > ? AND resend = 1 "
                            "ORDER BY at_ms DESC LIMIT 1 OFFSET ?",
                            account.value, limits.resends_of_account_in_hour));
  }
  longest = std::max(longest, wait("SELECT at_ms FROM code_sends WHERE destination_hash = ? AND at_ms > ? "
                                   "ORDER BY at_ms DESC LIMIT 1 OFFSET ?",
                                   destination, limits.codes_of_destination_in_hour));
  return std::max(longest, wait("SELECT at_ms FROM code_sends WHERE source_hash = ? AND at_ms > ? "
                                "ORDER BY at_ms DESC LIMIT 1 OFFSET ?",
                                source, limits.codes_of_source_in_hour));
}

}  // namespace

std::optional<CodeRecord> SqliteStore::code_of(SessionKey session) { return read_code(connection_, session); }

SendVerdict SqliteStore::replace_code(SessionKey session, Channel channel, const Digest& code_hash,
                                      const Digest& destination, const Digest& source, std::int64_t now_ms,
                                      const CodeLimits& limits) {
  WriteTransaction transaction(connection_);
  const std::optional<PendingSession> pending = pending_session(connection_, session);
  if (!pending) return {SendProblem::kNoPendingSignIn, 0};
  if (pending->account_failures >= limits.failures_before_lock) return {SendProblem::kLocked, 0};
  const std::optional<CodeRecord> former = read_code(connection_, session);
  if (former) {
    if (former->resends >= limits.resends_of_sign_in) return {SendProblem::kTooMany, 0};
    const std::int64_t wait_ms = former->sent_at_ms + limits.resend_after_ms - now_ms;
    if (wait_ms > 0) return {SendProblem::kTooSoon, wait_ms};
  }
  const std::int64_t wait_ms =
      hourly_wait(connection_, pending->account, former.has_value(), destination, source, now_ms, limits);
  if (wait_ms > 0) return {SendProblem::kTooMany, wait_ms};

  connection_
      .query(
          "INSERT INTO codes (session_id, channel, code_hash, sent_at_ms, tries, resends) VALUES (?, ?, ?, "
          "?, ?, ?) "
          "ON CONFLICT (session_id) DO UPDATE SET channel = excluded.channel, code_hash = "
          "excluded.code_hash, "
          "sent_at_ms = excluded.sent_at_ms, resends = excluded.resends")
      .bind(session.value)
      .bind(static_cast<int>(channel))
      .bind(code_hash)
      .bind(now_ms)
      .bind(0)
      .bind(former ? former->resends + 1 : 0)
      .run();
  connection_
      .query(
          "INSERT INTO code_sends (account_id, destination_hash, source_hash, resend, at_ms) VALUES (?, ?, "
          "?, ?, ?)")
      .bind(pending->account.value)
      .bind(destination)
      .bind(source)
      .bind(former.has_value())
      .bind(now_ms)
      .run();
  connection_.query("UPDATE sessions SET pending = ? WHERE id = ?")
      .bind(static_cast<int>(PendingStep::kCode))
      .bind(session.value)
      .run();
  transaction.commit();
  return {};
}

TryVerdict SqliteStore::count_code_try(SessionKey session, std::int64_t now_ms, const CodeLimits& limits) {
  WriteTransaction transaction(connection_);
  const std::optional<PendingSession> pending = pending_session(connection_, session);
  if (!pending) return {TryProblem::kNoPendingSignIn, {}, 0};
  if (pending->account_failures >= limits.failures_before_lock) return {TryProblem::kLocked, {}, 0};
  const std::optional<CodeRecord> code = read_code(connection_, session);
  if (!code || pending->pending != PendingStep::kCode) return {TryProblem::kNoPendingSignIn, {}, 0};
  if (code->tries >= limits.tries) return {TryProblem::kExhausted, {}, 0};
  // A code of the future comes from a clock that went back: too old as well.
  const std::int64_t age_ms = now_ms - code->sent_at_ms;
  if (age_ms >= limits.life_ms || age_ms < -limits.resend_after_ms) {
    return {TryProblem::kExpired, {}, limits.tries - code->tries};
  }
  connection_.query("UPDATE codes SET tries = tries + 1 WHERE session_id = ?").bind(session.value).run();
  connection_.query("UPDATE accounts SET code_failures = code_failures + 1 WHERE id = ?")
      .bind(pending->account.value)
      .run();
  transaction.commit();
  return {TryProblem::kNone, code->code_hash, limits.tries - code->tries - 1};
}

bool SqliteStore::complete_sign_in(SessionKey session, const Digest& code_hash, const Digest& new_cookie_hash,
                                   std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  const std::optional<PendingSession> pending = pending_session(connection_, session);
  if (!pending) return false;
  connection_.query("DELETE FROM codes WHERE session_id = ? AND code_hash = ?")
      .bind(session.value)
      .bind(code_hash)
      .run();
  if (connection_.changes() != 1) return false;
  connection_
      .query(
          "UPDATE sessions SET cookie_hash = ?, strength = ?, pending = 0, started_at_ms = ?, activity_at_ms "
          "= ? "
          "WHERE id = ?")
      .bind(new_cookie_hash)
      .bind(static_cast<int>(Strength::kStrong))
      .bind(now_ms)
      .bind(now_ms)
      .bind(session.value)
      .run();
  connection_.query("UPDATE accounts SET code_failures = 0 WHERE id = ?").bind(pending->account.value).run();
  transaction.commit();
  return true;
}

}  // namespace spico::emserve
