#include "emserve/log.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <stdexcept>

#include "api/json.hpp"

namespace spico::emserve {

std::string iso_time(std::int64_t unix_ms) {
  const std::time_t seconds = static_cast<std::time_t>(unix_ms / 1000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::array<char, 8> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(unix_ms % 1000));
  return std::string(text.data(), length) + fraction.data();
}

Log::Log(const std::string& file) {
  if (file.empty()) return;
  if (file == "-") {
    file_ = stderr;
    return;
  }
  file_ = std::fopen(file.c_str(), "ae");
  if (file_ == nullptr)
    throw std::runtime_error("cannot write the log " + file + ": " + std::strerror(errno));
  owned_ = true;
}

Log::~Log() {
  if (owned_) std::fclose(file_);
}

void Log::write(std::int64_t now_ms, std::string_view event, std::initializer_list<Field> fields) {
  if (file_ == nullptr) return;
  std::string line;
  api::JsonWriter json(line);
  json.begin_object().member("time", iso_time(now_ms)).member("event", event);
  for (const Field& field : fields) {
    if (const auto* const number = std::get_if<std::int64_t>(&field.value)) {
      json.member(field.name, *number);
    } else {
      json.member(field.name, std::get<std::string_view>(field.value));
    }
  }
  json.end_object();
  line.push_back('\n');
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), file_);
  std::fflush(file_);
}

}  // namespace spico::emserve
