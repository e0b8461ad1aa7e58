// How far numbers of the wire may reach. For what reads answers in api/.
#pragma once

#include <cstdint>

namespace spico::api {

inline constexpr std::int64_t kLastMomentMs = 253'402'300'799'999;  // the end of the year 9999
inline constexpr std::int64_t kMostEvents = 1LL << 53;              // what JSON keeps exactly

}  // namespace spico::api
