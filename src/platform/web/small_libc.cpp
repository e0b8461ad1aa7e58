// Replaces strtod and snprintf of the C library for the whole module: those bring arithmetic of 128 bits for
// numbers with a fraction, which no answer of the server has (openapi.yaml) and nobody formats. Only parsers
// of JSON call them: strtod for such numbers all the same, snprintf for the texts of nlohmann's errors. What
// would be written to a console that nobody reads is not formatted at all, and no angle is a million turns.
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

#include <imgui.h>
#include <imgui_internal.h>

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

double power_of_ten(int exponent) {
  double power = 1, step = 10;
  for (; exponent > 0; exponent >>= 1, step *= step) {
    if ((exponent & 1) != 0) power *= step;
  }
  return power;
}

}  // namespace

// Exact up to 15 digits and powers of ten up to 22, near beyond.
extern "C" double strtod(const char* text, char** end) {
  constexpr int kFarthest = 400;  // beyond it everything is 0 or infinite
  const char* at = text;
  const bool is_negative = *at == '-';
  if (is_negative) ++at;
  double number = 0;
  int exponent = 0;
  for (; is_digit(*at); ++at) number = number * 10 + (*at - '0');
  if (*at == '.') {
    for (++at; is_digit(*at); ++at, --exponent) number = number * 10 + (*at - '0');
  }
  if (*at == 'e' || *at == 'E') {
    ++at;
    const bool is_small = *at == '-';
    if (*at == '-' || *at == '+') ++at;
    int written = 0;
    for (; is_digit(*at); ++at) {
      if (written < kFarthest) written = written * 10 + (*at - '0');
    }
    exponent += is_small ? -written : written;
  }
  if (exponent < 0)
    number /= power_of_ten(exponent < -kFarthest ? kFarthest : -exponent);
  else
    number *= power_of_ten(exponent > kFarthest ? kFarthest : exponent);
  if (end != nullptr) *end = const_cast<char*>(at);
  return is_negative ? -number : number;
}

// In the same part of the C library.
extern "C" float strtof(const char* text, char** end) { return static_cast<float>(strtod(text, end)); }
extern "C" long double strtold(const char* text, char** end) { return strtod(text, end); }

extern "C" int snprintf(char* buffer, size_t size, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = ImFormatStringV(buffer, size, format, arguments);
  va_end(arguments);
  return length;
}

// Shaders that do not compile, numbers that std::stoi cannot read: the first shows by itself, the second does
// not happen. fiprintf is fprintf where no argument has a fraction.
extern "C" int fprintf(FILE*, const char*, ...) { return 0; }
extern "C" int fiprintf(FILE*, const char*, ...) { return 0; }

// Of sinf and cosf, beyond 2^28 times half a turn: 2 KB for what ImGui never draws.
extern "C" int __rem_pio2_large(double*, double* rest, int, int, int) {
  rest[0] = 0;
  return 0;
}
