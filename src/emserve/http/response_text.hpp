// How a response is written on the wire: head, and body in chunks. For connection.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "emserve/http/message.hpp"

namespace spico::emserve {

// How the end of a body is told to the client.
enum class Framing : std::uint8_t { kLength, kChunked, kUntilClose };
enum class AfterResponse : std::uint8_t { kKeepAlive, kClose };

// `http_version`: 10 or 11.
Framing framing_of(const Response& response, unsigned http_version);
bool has_body(const Response& response, Method method);
// Status line and headers, up to the empty line.
std::string head_of(const Response& response, Framing framing, AfterResponse after);

inline constexpr std::string_view kLastChunk = "0\r\n\r\n";
// `data` is not empty: an empty chunk would be the last one.
std::string chunk_of(std::string_view data);

}  // namespace spico::emserve
