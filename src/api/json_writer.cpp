#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "api/json.hpp"
#include "core/text/utf8.hpp"

namespace spico::api {
namespace {

void append_control(std::string& out, unsigned char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHex[c >> 4U];
      out += kHex[c & 0xFU];
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t kept = 0;  // everything before is already in `out`
  std::size_t at = 0;
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    const bool is_plain = c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
    const std::size_t length = is_plain ? 1 : (c >= 0x80 ? utf8_length(text, at) : 0);
    if (length > 0) {
      at += length;
      continue;
    }
    out.append(text.substr(kept, at - kept));
    if (c < 0x80) {
      append_control(out, c);
    } else {
      out += "\xEF\xBF\xBD";
    }
    kept = ++at;
  }
  out.append(text.substr(kept));
  out += '"';
}

}  // namespace

void JsonWriter::begin_value() {
  if (wants_comma_) out_ += ',';
  wants_comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
  begin_value();
  out_ += '{';
  wants_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  out_ += '}';
  wants_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  begin_value();
  out_ += '[';
  wants_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  out_ += ']';
  wants_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  begin_value();
  append_quoted(out_, name);
  out_ += ':';
  wants_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view value) {
  begin_value();
  append_quoted(out_, value);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  begin_value();
  std::array<char, 24> buffer{};
  const std::to_chars_result result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  out_.append(buffer.data(), result.ptr);
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  begin_value();
  if (!std::isfinite(value)) {
    out_ += "null";
    return *this;
  }
  // libc++ 14 has no to_chars for double. 15 digits are what people wrote; 17 always read back to the same
  // value.
  std::array<char, 32> buffer{};
  int length = std::snprintf(buffer.data(), buffer.size(), "%.15g", value);
  if (std::strtod(buffer.data(), nullptr) != value) {
    length = std::snprintf(buffer.data(), buffer.size(), "%.17g", value);
  }
  out_.append(buffer.data(), static_cast<std::size_t>(length));
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  begin_value();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  begin_value();
  out_ += "null";
  return *this;
}

}  // namespace spico::api
