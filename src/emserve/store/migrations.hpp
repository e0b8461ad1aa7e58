// The schema as a list of numbered steps. A step that was released is never edited: changes are new steps at
// the end.
#pragma once

#include <span>

#include "emserve/store/sqlite_connection.hpp"

namespace spico::emserve {

// Applies the steps that this database does not have yet, each in its own transaction. Throws StoreError when
// the database was made by a newer emserve.
void migrate(SqliteConnection& connection);

// Number of the last step.
int schema_version();

}  // namespace spico::emserve
