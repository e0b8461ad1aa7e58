// How an account wants its list: columns, order, saved searches.
#include "emserve/store/sqlite_events.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

void tell_other_pages(SqliteConnection& connection, AccountId account, std::int64_t now_ms) {
  append_event(connection, {.kind = EventKind::kPreferences,
                            .at_ms = now_ms,
                            .patient = {},
                            .account = account,
                            .author = account});
}

}  // namespace

ListPreferences SqliteStore::preferences(AccountId account) {
  const ReadTransaction view(connection_);
  ListPreferences preferences;
  {
    Query query = connection_.query("SELECT columns, sort FROM list_preferences WHERE account_id = ?");
    query.bind(account.value);
    if (query.step()) {
      preferences.columns = query.text(0);
      preferences.sort = query.text(1);
    }
  }
  Query query =
      connection_.query("SELECT id, name, filters FROM saved_searches WHERE account_id = ? ORDER BY id");
  query.bind(account.value);
  while (query.step()) {
    preferences.searches.push_back(
        {.id = query.integer(0), .name = std::string(query.text(1)), .filters = std::string(query.text(2))});
  }
  return preferences;
}

void SqliteStore::set_columns(AccountId account, std::string_view columns, std::string_view sort,
                              std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  connection_
      .query(
          "INSERT INTO list_preferences (account_id, columns, sort) VALUES (?, ?, ?) "
          "ON CONFLICT (account_id) DO UPDATE SET columns = excluded.columns, sort = excluded.sort "
          "WHERE columns <> excluded.columns OR sort <> excluded.sort")
      .bind(account.value)
      .bind(columns)
      .bind(sort)
      .run();
  if (connection_.changes() == 1) tell_other_pages(connection_, account, now_ms);
  transaction.commit();
}

std::optional<std::int64_t> SqliteStore::add_search(AccountId account, std::string_view name,
                                                    std::string_view filters, std::size_t most,
                                                    std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  {
    Query query = connection_.query("SELECT count(*) FROM saved_searches WHERE account_id = ?");
    query.bind(account.value);
    if (!query.step() || query.integer(0) >= static_cast<std::int64_t>(most)) return std::nullopt;
  }
  connection_.query("INSERT INTO saved_searches (account_id, name, filters) VALUES (?, ?, ?)")
      .bind(account.value)
      .bind(name)
      .bind(filters)
      .run();
  const std::int64_t id = connection_.last_id();
  tell_other_pages(connection_, account, now_ms);
  transaction.commit();
  return id;
}

bool SqliteStore::remove_search(AccountId account, std::int64_t search, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  connection_.query("DELETE FROM saved_searches WHERE id = ? AND account_id = ?")
      .bind(search)
      .bind(account.value)
      .run();
  if (connection_.changes() == 0) return false;
  tell_other_pages(connection_, account, now_ms);
  transaction.commit();
  return true;
}

}  // namespace spico::emserve
