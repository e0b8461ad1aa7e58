// The number that ties an answer to the request that waits for it. Anyone may compare tickets; only update's
// Env makes them.
#pragma once

#include <cstdint>

namespace spico {

enum class Ticket : std::uint32_t { kNone = 0 };

}  // namespace spico
