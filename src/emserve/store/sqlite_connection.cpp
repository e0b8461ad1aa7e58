#include "emserve/store/sqlite_connection.hpp"

#include <algorithm>

namespace spico::emserve {
namespace {

constexpr int kBusyWaitMs = 1500;

[[noreturn]] void fail(sqlite3* database, int code) {
  StoreError::Kind kind = StoreError::Kind::kBroken;
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      kind = StoreError::Kind::kBusy;
      break;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
      kind = StoreError::Kind::kFull;
      break;
    default:
      break;
  }
  // sqlite3_errmsg may quote a value; the short form never does.
  throw StoreError(kind, std::string("database: ") + sqlite3_errstr(code) + " (" +
                             std::to_string(database == nullptr ? code : sqlite3_extended_errcode(database)) +
                             ")");
}

void check(sqlite3* database, int code) {
  if (code != SQLITE_OK) fail(database, code);
}

}  // namespace

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::bind(std::int64_t value) {
  check(database_, sqlite3_bind_int64(statement_, ++bound_, value));
  return *this;
}

Query& Query::bind(std::string_view value) {
  // An empty view may have no address, which SQLite would read as NULL.
  const char* const text = value.empty() ? "" : value.data();
  check(database_, sqlite3_bind_text64(statement_, ++bound_, text, value.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

Query& Query::bind(const Digest& value) {
  check(database_, sqlite3_bind_blob64(statement_, ++bound_, value.data(), value.size(), SQLITE_TRANSIENT));
  return *this;
}

Query& Query::bind(std::optional<std::int64_t> value) { return value ? bind(*value) : bind_null(); }

Query& Query::bind_bytes(std::string_view value) {
  check(database_, sqlite3_bind_blob64(statement_, ++bound_, value.data(), value.size(), SQLITE_STATIC));
  return *this;
}

Query& Query::bind_null() {
  check(database_, sqlite3_bind_null(statement_, ++bound_));
  return *this;
}

bool Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail(database_, code);
}

void Query::run() {
  while (step()) {
  }
}

void Query::rewind() {
  sqlite3_reset(statement_);
  bound_ = 0;
}

std::string_view Query::text(int column) const {
  const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Query::bytes(int column) const {
  const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Digest Query::digest(int column) const {
  Digest digest{};
  const auto* const bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  if (bytes != nullptr && size == digest.size()) std::copy(bytes, bytes + size, digest.begin());
  return digest;
}

SqliteConnection::SqliteConnection(const std::filesystem::path& file) {
  const int code = sqlite3_open_v2(
      file.c_str(), &database_,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) {
    sqlite3_close_v2(database_);
    throw StoreError(StoreError::Kind::kBroken,
                     "cannot open the database " + file.string() + ": " + sqlite3_errstr(code));
  }
  sqlite3_busy_timeout(database_, kBusyWaitMs);
  execute("PRAGMA journal_mode = WAL");
  execute("PRAGMA synchronous = FULL");
  execute("PRAGMA foreign_keys = ON");
  execute("PRAGMA secure_delete = ON");
  execute("PRAGMA trusted_schema = OFF");
  execute("PRAGMA cache_size = -16000");
  execute("PRAGMA mmap_size = 268435456");
  execute("PRAGMA temp_store = MEMORY");
  execute("PRAGMA journal_size_limit = 8388608");
}

SqliteConnection::~SqliteConnection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(database_);
}

Query SqliteConnection::query(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement == nullptr) {
    check(database_, sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
  }
  return {database_, statement};
}

void SqliteConnection::execute(const char* sql) {
  check(database_, sqlite3_exec(database_, sql, nullptr, nullptr, nullptr));
}

WriteTransaction::WriteTransaction(SqliteConnection& connection)
    : connection_(connection), is_inner_(connection.is_in_transaction()) {
  connection_.execute(is_inner_ ? "SAVEPOINT part" : "BEGIN IMMEDIATE");
}

WriteTransaction::~WriteTransaction() {
  if (open_)
    sqlite3_exec(connection_.handle(), is_inner_ ? "ROLLBACK TO part; RELEASE part" : "ROLLBACK", nullptr,
                 nullptr, nullptr);
}

void WriteTransaction::commit() {
  connection_.execute(is_inner_ ? "RELEASE part" : "COMMIT");
  open_ = false;
}

ReadTransaction::ReadTransaction(SqliteConnection& connection)
    : connection_(connection), is_inner_(connection.is_in_transaction()) {
  if (!is_inner_) connection_.execute("BEGIN DEFERRED");
}

ReadTransaction::~ReadTransaction() {
  if (!is_inner_) sqlite3_exec(connection_.handle(), "COMMIT", nullptr, nullptr, nullptr);
}

}  // namespace spico::emserve
