// What was put into dossiers, for the sqlite_*.cpp that change a message: within the transaction of the
// change.
#pragma once

#include "emserve/store/sqlite_connection.hpp"

namespace spico::emserve {

// Whoever has the dossier open in which this message stands reads it anew; of any other message nothing is
// told.
void tell_entry_of(SqliteConnection& connection, MessageId message, AccountId author, std::int64_t now_ms);

}  // namespace spico::emserve
