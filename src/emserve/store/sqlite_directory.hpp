// Keeping the directory of professionals findable, for whoever changes a professional or an account in
// store/: within the transaction of the change.
#pragma once

#include "emserve/store/sqlite_connection.hpp"

namespace spico::emserve {

// Writes anew what this professional is found by: `folded`, the words of the name, then \x01, then those of
// structure, commune and profession, each after a space; and each word in directory_words.
void index_professional(SqliteConnection& connection, ProfessionalId professional);

// The one professional of an account that has none yet.
void add_professional_of(SqliteConnection& connection, const Account& account);

// For a database from before there was a directory: all of the above.
void fill_directory(SqliteConnection& connection);

}  // namespace spico::emserve
