#include "emserve/http/response_text.hpp"

#include <array>
#include <chrono>

#include "emserve/http/date.hpp"

namespace spico::emserve {

Framing framing_of(const Response& response, unsigned http_version) {
  if (!response.stream) return Framing::kLength;
  return http_version >= 11 ? Framing::kChunked : Framing::kUntilClose;
}

bool has_body(const Response& response, Method method) {
  return method != Method::kHead && response.status != 204 && response.status != 304;
}

std::string head_of(const Response& response, Framing framing, AfterResponse after) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  head.append(reason_phrase(response.status)).append("\r\n");
  for (const Header& header : response.headers) {
    head.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  head.append("Date: ").append(date_text(now_ms, "GMT")).append("\r\n");
  const std::size_t length = response.file ? response.file->size() : response.body.size();
  if (framing == Framing::kLength && response.status != 204 && response.status != 304) {
    head.append("Content-Length: ").append(std::to_string(length)).append("\r\n");
  }
  if (framing == Framing::kChunked) head.append("Transfer-Encoding: chunked\r\n");
  head.append(after == AfterResponse::kClose ? "Connection: close\r\n\r\n"
                                             : "Connection: keep-alive\r\n\r\n");
  return head;
}

std::string chunk_of(std::string_view data) {
  std::array<char, 20> size{};
  std::size_t digits = 0;
  for (std::size_t rest = data.size(); rest != 0; rest /= 16) size[digits++] = "0123456789abcdef"[rest % 16];
  std::string chunk;
  chunk.reserve(data.size() + digits + 4);
  while (digits > 0) chunk.push_back(size[--digits]);
  chunk.append("\r\n").append(data).append("\r\n");
  return chunk;
}

}  // namespace spico::emserve
