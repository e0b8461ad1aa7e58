// What the server says of what was put into dossiers, as openapi.yaml describes it. For emserve.
#pragma once

#include <string>

#include "core/dossier/entry.hpp"

namespace spico::api {

[[nodiscard]] std::string to_json(const DossierEntries& entries);
[[nodiscard]] std::string to_json(const EntryAudience& audience);

}  // namespace spico::api
