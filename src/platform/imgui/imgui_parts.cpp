// What Dear ImGui asks for and this application does not use, so that neither its tables and columns nor the
// C library's formatting come into the module. Linked with it; nothing else calls this.
#include <charconv>
#include <cstdarg>
#include <cstddef>
#include <string_view>
#include <system_error>

#include <imgui.h>
#include <imgui_internal.h>

namespace {

// Writes as much as fits, counts all.
class Text {
 public:
  Text(char* buffer, std::size_t size) : buffer_(buffer), size_(size) {}
  void add(char c) {
    if (buffer_ != nullptr && length_ + 1 < size_) buffer_[length_] = c;
    ++length_;
  }
  void add(std::string_view text) {
    for (const char c : text) add(c);
  }
  void pad_from(std::size_t digits, std::size_t width, char with) {
    for (; digits < width; ++digits) add(with);
  }
  int end() {
    if (buffer_ != nullptr && size_ > 0) buffer_[length_ < size_ ? length_ : size_ - 1] = '\0';
    return static_cast<int>(length_);
  }

 private:
  char* buffer_;
  std::size_t size_;
  std::size_t length_ = 0;
};

template <typename Number>
void add_number(Text& text, Number number, int base, std::size_t width, char pad) {
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number, base);
  const std::string_view written(digits, static_cast<std::size_t>(end - digits));
  text.pad_from(written.size(), width, pad);
  for (const char c : written) text.add(c >= 'a' && base == 16 ? static_cast<char>(c - 'a' + 'A') : c);
}

}  // namespace

// Names of windows, and what is logged: %s, %*s, %.*s, %d, %u and %X, with a width or a number of digits.
// Anything else stands there as it is written.
int ImFormatStringV(char* buffer, std::size_t size, const char* format, va_list arguments) {
  Text text(buffer, size);
  for (const char* at = format; *at != '\0'; ++at) {
    if (*at != '%') {
      text.add(*at);
      continue;
    }
    const char* const start = at++;
    char pad = *at == '0' ? '0' : ' ';
    std::size_t width = 0;
    if (*at == '*') {
      width = static_cast<std::size_t>(va_arg(arguments, int));
      ++at;
    }
    for (; *at >= '0' && *at <= '9'; ++at) width = width * 10 + static_cast<std::size_t>(*at - '0');
    int most = -1;
    if (at[0] == '.' && at[1] == '*') {
      most = va_arg(arguments, int);
      at += 2;
    } else if (at[0] == '.') {
      pad = '0';
      for (width = 0, ++at; *at >= '0' && *at <= '9'; ++at)
        width = width * 10 + static_cast<std::size_t>(*at - '0');
    }
    if (*at == 's') {
      const char* const words = va_arg(arguments, const char*);
      const std::string_view all =
          most < 0 ? std::string_view(words) : std::string_view(words, static_cast<std::size_t>(most));
      text.pad_from(all.size(), width, ' ');
      text.add(all);
    } else if (*at == 'd') {
      add_number(text, va_arg(arguments, int), 10, width, pad);
    } else if (*at == 'u') {
      add_number(text, va_arg(arguments, unsigned), 10, width, pad);
    } else if (*at == 'X' || *at == 'x') {
      add_number(text, va_arg(arguments, unsigned), 16, width, pad);
    } else {
      text.add(std::string_view(start, static_cast<std::size_t>(at - start)));
      if (*at == '\0') break;
      text.add(*at);
    }
  }
  return text.end();
}

int ImFormatString(char* buffer, std::size_t size, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = ImFormatStringV(buffer, size, format, arguments);
  va_end(arguments);
  return length;
}

// Stands for sscanf in Dear ImGui (imgui.cmake): what is written in the format, and %d or %i.
extern "C" int spico_scan(const char* text, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int found = 0;
  const char* const end = text + std::string_view(text).size();
  for (; *format != '\0'; ++format) {
    if (*format != '%') {
      if (*text++ != *format) break;
      continue;
    }
    ++format;
    const auto [rest, error] = std::from_chars(text, end, *va_arg(arguments, int*));
    if (error != std::errc{}) break;
    text = rest;
    ++found;
  }
  va_end(arguments);
  return found;
}

namespace ImGui {

void EndTable() {}
void EndColumns() {}
void TableEndRow(ImGuiTable*) {}
void TableEndCell(ImGuiTable*) {}
void PushColumnsBackground() {}
void PopColumnsBackground() {}
void TablePushColumnChannel(int) {}
void TablePopColumnChannel() {}
void TablePushBackgroundChannel() {}
void TablePopBackgroundChannel() {}
void TableGcCompactSettings() {}
void TableGcCompactTransientBuffers(ImGuiTable*) {}
void TableGcCompactTransientBuffers(ImGuiTableTempData*) {}
void TableSettingsAddSettingsHandler() {}

}  // namespace ImGui
