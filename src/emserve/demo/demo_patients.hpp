// Writes the demo patients and their care circle into the store, in one transaction. Called by demo_data.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "emserve/store/store.hpp"

namespace spico::emserve::demo {

struct DemoPatients {
  std::size_t count = 500;
  std::span<const AccountId> visible_to;
  std::int64_t now_ms = 0;
  std::function<void(std::size_t written)> progress;  // may be empty
};

// Throws StoreError, or std::runtime_error when the program's own assets are broken.
void write_demo_patients(Store& store, const DemoPatients& wanted);

}  // namespace spico::emserve::demo
