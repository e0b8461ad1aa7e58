#include "emserve/store/sqlite_store.hpp"

#include "emserve/store/migrations.hpp"

namespace spico::emserve {

namespace {

class SqliteUnit final : public StoreUnit {
 public:
  explicit SqliteUnit(SqliteConnection& connection) : transaction_(connection) {}
  void commit() override { transaction_.commit(); }

 private:
  WriteTransaction transaction_;
};

}  // namespace

SqliteStore::SqliteStore(const std::filesystem::path& file) : connection_(file) { migrate(connection_); }

std::unique_ptr<Store> open_sqlite_store(const std::filesystem::path& file) {
  return std::make_unique<SqliteStore>(file);
}

std::unique_ptr<StoreUnit> SqliteStore::begin_unit() { return std::make_unique<SqliteUnit>(connection_); }

std::string SqliteStore::setting(std::string_view name) {
  Query query = connection_.query("SELECT value FROM settings WHERE name = ?");
  query.bind(name);
  return query.step() ? std::string(query.text(0)) : std::string();
}

void SqliteStore::set_setting(std::string_view name, std::string_view value) {
  connection_
      .query(
          "INSERT INTO settings (name, value) VALUES (?, ?) "
          "ON CONFLICT (name) DO UPDATE SET value = excluded.value")
      .bind(name)
      .bind(value)
      .run();
}

bool SqliteStore::has_accepted(AccountId account, TermsDocument document, std::string_view version) {
  Query query =
      connection_.query("SELECT 1 FROM terms_accepted WHERE account_id = ? AND document = ? AND version = ?");
  query.bind(account.value).bind(static_cast<int>(document)).bind(version);
  return query.step();
}

void SqliteStore::accept(AccountId account, TermsDocument document, std::string_view version,
                         std::int64_t now_ms) {
  connection_
      .query(
          "INSERT INTO terms_accepted (account_id, document, version, at_ms) VALUES (?, ?, ?, ?) "
          "ON CONFLICT (account_id, document, version) DO NOTHING")
      .bind(account.value)
      .bind(static_cast<int>(document))
      .bind(version)
      .bind(now_ms)
      .run();
}

std::vector<std::string> SqliteStore::favourite_tiles(AccountId account) {
  Query query =
      connection_.query("SELECT tile_id FROM favourite_tiles WHERE account_id = ? ORDER BY tile_id");
  query.bind(account.value);
  std::vector<std::string> tiles;
  while (query.step()) tiles.emplace_back(query.text(0));
  return tiles;
}

void SqliteStore::set_favourite_tile(AccountId account, std::string_view tile, bool favourite) {
  connection_
      .query(favourite ? "INSERT INTO favourite_tiles (account_id, tile_id) VALUES (?, ?) "
                         "ON CONFLICT (account_id, tile_id) DO NOTHING"
                       : "DELETE FROM favourite_tiles WHERE account_id = ? AND tile_id = ?")
      .bind(account.value)
      .bind(tile)
      .run();
}

void SqliteStore::append_audit(const AuditLine& line) {
  Query query = connection_.query(
      "INSERT INTO audit (at_ms, event, account_id, session_id, source_hash, patient_id, detail) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)");
  const auto id_or_null = [](std::int64_t id) { return id == 0 ? std::nullopt : std::optional(id); };
  query.bind(line.at_ms).bind(std::string_view(line.event));
  query.bind(id_or_null(line.account.value)).bind(id_or_null(line.session.value));
  if (line.source) {
    query.bind(*line.source);
  } else {
    query.bind_null();
  }
  query.bind(id_or_null(static_cast<std::int64_t>(line.patient.value)))
      .bind(std::string_view(line.detail))
      .run();
}

void SqliteStore::read_audit(std::int64_t since_ms, const std::function<void(const AuditLine&)>& visit) {
  Query query = connection_.query(
      "SELECT id, at_ms, event, account_id, session_id, source_hash, patient_id, detail "
      "FROM audit WHERE at_ms >= ? ORDER BY id");
  query.bind(since_ms);
  while (query.step()) {
    AuditLine line;
    line.id = query.integer(0);
    line.at_ms = query.integer(1);
    line.event = query.text(2);
    line.account.value = query.integer(3);
    line.session.value = query.integer(4);
    if (!query.is_null(5)) line.source = query.digest(5);
    line.patient.value = static_cast<std::uint64_t>(query.integer(6));
    line.detail = query.text(7);
    visit(line);
  }
}

}  // namespace spico::emserve
