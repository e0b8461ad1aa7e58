// Writes the fictional discussions of assets/demo/discussions.json, with their files, into the store. Called
// by demo_data.cpp.
#pragma once

#include <cstdint>

#include "emserve/files/file_examiner.hpp"
#include "emserve/store/store.hpp"

namespace spico::emserve::demo {

// The accounts that they name must be there; one of a patient who is not is left out. Throws StoreError, or
// std::runtime_error when the program's own assets are broken.
void write_demo_discussions(Store& store, const FileExaminer& examiner, std::int64_t now_ms);

}  // namespace spico::emserve::demo
