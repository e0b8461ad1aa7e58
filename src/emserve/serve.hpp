// `emserve serve`: puts the parts together and runs until it is asked to stop.
#pragma once

#include "emserve/options.hpp"

namespace spico::emserve {

// Returns the exit code. Throws std::runtime_error (StoreError among them) with a sentence for the person at
// the terminal.
int serve(const Options& options);

}  // namespace spico::emserve
