// The server's log: one JSON object a line, made of named codes and numbers, so that no personal data can
// slip in.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include <cstdio>

namespace spico::emserve {

class Log {
 public:
  using Value = std::variant<std::string_view, std::int64_t>;
  struct Field {
    std::string_view name;
    Value value;
  };

  // "-": standard error. Empty: nowhere. Throws std::runtime_error with a sentence.
  explicit Log(const std::string& file);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // Texts are codes and patterns of the program's own: never a value that came from a person.
  void write(std::int64_t now_ms, std::string_view event, std::initializer_list<Field> fields = {});

 private:
  std::mutex mutex_;
  std::FILE* file_ = nullptr;
  bool owned_ = false;
};

// "2026-11-22T15:34:18.042Z"
std::string iso_time(std::int64_t unix_ms);

}  // namespace spico::emserve
