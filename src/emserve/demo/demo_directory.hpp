// Writes fictional professionals into the directory, in one transaction; their structures are marked TEST.
// Called by demo_data.cpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "emserve/store/store.hpp"

namespace spico::emserve::demo {

// Throws as write_demo_patients does.
void write_demo_directory(Store& store, std::size_t count, std::int64_t now_ms);

}  // namespace spico::emserve::demo
