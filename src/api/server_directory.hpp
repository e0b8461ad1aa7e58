// What is asked of the directory of professionals and what it says, as openapi.yaml describes it. For
// emserve.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "api/server_requests.hpp"
#include "core/discussions/directory.hpp"

namespace spico::api {

struct DirectorySearchBody {
  std::string text;  ///< at most kLongestDirectoryText characters
  std::size_t limit = 1;
};
[[nodiscard]] ReadBody<DirectorySearchBody> read_directory_search(std::string_view body);

[[nodiscard]] std::string to_json(const DirectoryPage& page);

}  // namespace spico::api
