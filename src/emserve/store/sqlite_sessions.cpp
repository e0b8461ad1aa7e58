#include "emserve/store/sqlite_attachment_rows.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {

SessionKey SqliteStore::add_session(const Digest& cookie_hash, const SessionRecord& session) {
  connection_
      .query(
          "INSERT INTO sessions (cookie_hash, account_id, strength, pending, started_at_ms, activity_at_ms) "
          "VALUES (?, ?, ?, ?, ?, ?)")
      .bind(cookie_hash)
      .bind(session.account.value)
      .bind(static_cast<int>(session.strength))
      .bind(static_cast<int>(session.pending))
      .bind(session.started_at_ms)
      .bind(session.activity_at_ms)
      .run();
  return {connection_.last_id()};
}

std::optional<SessionRecord> SqliteStore::find_session(const Digest& cookie_hash) {
  Query query = connection_.query(
      "SELECT id, account_id, strength, pending, spico_open, locked, started_at_ms, activity_at_ms, "
      "leaving_at_ms, ended "
      "FROM sessions WHERE cookie_hash = ?");
  query.bind(cookie_hash);
  if (!query.step()) return std::nullopt;
  SessionRecord session;
  session.key.value = query.integer(0);
  session.account.value = query.integer(1);
  session.strength = static_cast<Strength>(query.integer(2));
  session.pending = static_cast<PendingStep>(query.integer(3));
  session.spico_open = query.boolean(4);
  session.locked = query.boolean(5);
  session.started_at_ms = query.integer(6);
  session.activity_at_ms = query.integer(7);
  session.leaving_at_ms = query.optional_integer(8);
  session.ended = static_cast<SessionEnd>(query.integer(9));
  return session;
}

bool SqliteStore::touch_session(SessionKey session, std::int64_t now_ms) {
  connection_.query("UPDATE sessions SET activity_at_ms = ? WHERE id = ? AND ended = 0")
      .bind(now_ms)
      .bind(session.value)
      .run();
  return connection_.changes() == 1;
}

void SqliteStore::set_leaving(SessionKey session, std::optional<std::int64_t> leaving_at_ms) {
  connection_.query("UPDATE sessions SET leaving_at_ms = ? WHERE id = ? AND ended = 0")
      .bind(leaving_at_ms)
      .bind(session.value)
      .run();
}

void SqliteStore::set_spico_open(SessionKey session, bool spico_open) {
  connection_.query("UPDATE sessions SET spico_open = ? WHERE id = ? AND ended = 0")
      .bind(spico_open)
      .bind(session.value)
      .run();
}

bool SqliteStore::end_session(SessionKey session, SessionEnd reason, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  connection_.query("DELETE FROM codes WHERE session_id = ?").bind(session.value).run();
  connection_
      .query("UPDATE sessions SET ended = ?, ended_at_ms = ?, spico_open = 0 WHERE id = ? AND ended = 0")
      .bind(static_cast<int>(reason))
      .bind(now_ms)
      .bind(session.value)
      .run();
  const bool lived = connection_.changes() == 1;
  transaction.commit();
  return lived;
}

int SqliteStore::end_sessions_of(AccountId account, SessionEnd reason, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  connection_.query("DELETE FROM codes WHERE session_id IN (SELECT id FROM sessions WHERE account_id = ?)")
      .bind(account.value)
      .run();
  connection_
      .query(
          "UPDATE sessions SET ended = ?, ended_at_ms = ?, spico_open = 0 WHERE account_id = ? AND ended = 0")
      .bind(static_cast<int>(reason))
      .bind(now_ms)
      .bind(account.value)
      .run();
  const int count = connection_.changes();
  transaction.commit();
  return count;
}

std::vector<SessionKey> SqliteStore::sessions_in_spico(std::int64_t now_ms, const SessionLimits& limits) {
  Query query = connection_.query(
      "SELECT id FROM sessions WHERE ended = 0 AND spico_open = 1 AND locked = 0 AND pending = 0 "
      "AND started_at_ms > ? AND activity_at_ms > ? AND (leaving_at_ms IS NULL OR leaving_at_ms > ?) "
      "ORDER BY id");
  query.bind(now_ms - limits.absolute_ms).bind(now_ms - limits.idle_ms).bind(now_ms - limits.leaving_ms);
  std::vector<SessionKey> sessions;
  while (query.step()) sessions.push_back({query.integer(0)});
  return sessions;
}

std::vector<EndedSession> SqliteStore::sweep(std::int64_t now_ms, const SessionLimits& limits) {
  constexpr std::int64_t kDayMs = 24 * 3'600'000;
  WriteTransaction transaction(connection_);
  std::vector<EndedSession> ended;
  const auto end = [&](const char* sql, std::int64_t before_ms, SessionEnd reason) {
    Query query = connection_.query(sql);
    query.bind(static_cast<int>(reason)).bind(now_ms).bind(before_ms);
    while (query.step()) {
      EndedSession one{.session = {}, .reason = reason};
      one.session.key.value = query.integer(0);
      one.session.account.value = query.integer(1);
      one.session.pending = static_cast<PendingStep>(query.integer(2));
      ended.push_back(one);
    }
  };
#define END_WHERE(condition)                                                        \
  "UPDATE sessions SET ended = ?, ended_at_ms = ?, spico_open = 0 WHERE ended = 0 " \
  "AND " condition " RETURNING id, account_id, pending"
  end(END_WHERE("started_at_ms <= ?"), now_ms - limits.absolute_ms, SessionEnd::kAbsolute);
  end(END_WHERE("activity_at_ms <= ?"), now_ms - limits.idle_ms, SessionEnd::kIdle);
  end(END_WHERE("leaving_at_ms <= ?"), now_ms - limits.leaving_ms, SessionEnd::kSignedOut);
  end(END_WHERE("pending <> 0 AND started_at_ms <= ?"), now_ms - limits.pending_ms, SessionEnd::kSignedOut);
#undef END_WHERE
  connection_.query("DELETE FROM codes WHERE session_id IN (SELECT id FROM sessions WHERE ended <> 0)").run();
  connection_.query("DELETE FROM sessions WHERE ended <> 0 AND ended_at_ms <= ?").bind(now_ms - kDayMs).run();
  connection_.query("DELETE FROM sign_in_failures WHERE at_ms <= ?").bind(now_ms - kDayMs).run();
  connection_.query("DELETE FROM code_sends WHERE at_ms <= ?").bind(now_ms - kDayMs).run();
  forget_uploads(connection_, now_ms);
  transaction.commit();
  return ended;
}

}  // namespace spico::emserve
