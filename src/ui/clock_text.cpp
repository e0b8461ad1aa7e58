#include "ui/clock_text.hpp"

#include "core/time/paris.hpp"

namespace spico::ui {

std::string minutes_and_seconds(std::int64_t milliseconds) {
  const std::int64_t seconds = (milliseconds + 999) / 1000;
  const std::string rest = std::to_string(seconds % 60);
  return std::to_string(seconds / 60) + (rest.size() == 1 ? ":0" : ":") + rest;
}

std::string moment_text(std::int64_t then_ms, std::int64_t now_ms) {
  if (paris_time(then_ms).date.year != paris_time(now_ms).date.year) return format_day(then_ms);
  return format_short_day(then_ms) + " " + format_time(then_ms);
}

}  // namespace spico::ui
