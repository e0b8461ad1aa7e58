// A thin owner of SQLite's handles: every return code becomes a StoreError. Only store/ may use it.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "emserve/store/store.hpp"

namespace spico::emserve {

// A prepared statement while it is used: bind in order, then step(); it is reset when the object goes.
class Query {
 public:
  Query(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  Query(Query&& other) noexcept
      : database_(other.database_),
        statement_(std::exchange(other.statement_, nullptr)),
        bound_(other.bound_) {}
  Query& operator=(Query&&) = delete;
  ~Query();

  Query& bind(std::int64_t value);
  Query& bind(int value) { return bind(std::int64_t{value}); }
  Query& bind(bool value) { return bind(std::int64_t{value ? 1 : 0}); }
  Query& bind(std::string_view value);  // must live until the query goes
  Query& bind(const char* value) { return bind(std::string_view(value)); }
  Query& bind(const Digest& value);
  Query& bind(std::optional<std::int64_t> value);
  Query& bind_bytes(std::string_view value);  // must live until the query goes
  Query& bind_null();

  bool step();    // true: there is a row
  void run();     // for statements without rows
  void rewind();  // to run again with other values

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  bool boolean(int column) const { return integer(column) != 0; }
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::optional<std::int64_t> optional_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  std::string_view text(int column) const;   // until the next step
  std::string_view bytes(int column) const;  // likewise
  Digest digest(int column) const;           // zeros when the column holds something else

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

class SqliteConnection {
 public:
  explicit SqliteConnection(const std::filesystem::path& file);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // Statements are prepared once and kept under the address of their text: pass string literals only.
  Query query(const char* sql);
  void execute(const char* sql);
  std::int64_t last_id() const { return sqlite3_last_insert_rowid(database_); }
  int changes() const { return sqlite3_changes(database_); }
  bool is_in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }
  sqlite3* handle() { return database_; }

 private:
  sqlite3* database_ = nullptr;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

// BEGIN IMMEDIATE: no other writer between its first statement and commit(). Rolled back unless committed.
// Within another one it is a part of that: kept on disk when the outer one is, undone alone.
class WriteTransaction {
 public:
  explicit WriteTransaction(SqliteConnection& connection);
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;
  ~WriteTransaction();
  void commit();

 private:
  SqliteConnection& connection_;
  bool is_inner_;
  bool open_ = true;
};

// One unchanging view of the database for several reads; within a transaction, that one's.
class ReadTransaction {
 public:
  explicit ReadTransaction(SqliteConnection& connection);
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;
  ~ReadTransaction();

 private:
  SqliteConnection& connection_;
  bool is_inner_;
};

}  // namespace spico::emserve
