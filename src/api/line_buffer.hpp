// The bytes of a stream of lines until each line is whole. For the readers of streams in api/.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace spico::api {

class LineBuffer {
 public:
  void append(std::span<const unsigned char> bytes) {
    // Only once what was read is more than half, so that a long stream does not copy itself again and again.
    if (start_ > buffer_.size() / 2) {
      buffer_.erase(0, start_);
      start_ = 0;
    }
    buffer_.append(bytes.begin(), bytes.end());
  }
  /// The next whole line, without its end; may be read until append().
  [[nodiscard]] std::optional<std::string_view> next() {
    const std::size_t end = buffer_.find('\n', start_);
    if (end == std::string::npos) return std::nullopt;
    const auto line = std::string_view(buffer_).substr(start_, end - start_);
    start_ = end + 1;
    return line;
  }
  [[nodiscard]] bool has_lines() const { return buffer_.find('\n', start_) != std::string::npos; }
  [[nodiscard]] std::size_t unread_bytes() const { return buffer_.size() - start_; }
  /// A line that never ends would fill the memory.
  [[nodiscard]] bool is_too_long() const { return unread_bytes() > kLongestLine && !has_lines(); }
  void clear() {
    buffer_.clear();
    start_ = 0;
  }

 private:
  static constexpr std::size_t kLongestLine = 1U << 20;

  std::string buffer_;
  std::size_t start_ = 0;  // of the first line that was not read yet
};

}  // namespace spico::api
