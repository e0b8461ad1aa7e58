// The commands of emserve beside `serve`: they work on a database, also while a server runs on it.
#pragma once

#include "emserve/command_line.hpp"

namespace spico::emserve {

extern const char kAccountHelp[];
extern const char kImportHelp[];
extern const char kExportHelp[];
extern const char kAuditHelp[];

// Each returns the exit code, or throws with a sentence.
int run_account(Arguments& arguments);
int run_import(Arguments& arguments);
int run_export(Arguments& arguments);
int run_audit(Arguments& arguments);

}  // namespace spico::emserve
