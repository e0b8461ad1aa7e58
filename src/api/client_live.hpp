// Reads the stream of GET /api/spico/live as it arrives. For app/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "api/json.hpp"
#include "api/line_buffer.hpp"
#include "core/event.hpp"

namespace spico::api {

/// News of discussions are passed over as long as the part of the module that reads them is not here.
enum class LiveNews : std::uint8_t { kOfPatients, kAll };

class LiveStreamReader {
 public:
  explicit LiveStreamReader(Ticket ticket, LiveNews news = LiveNews::kAll) : ticket_(ticket), news_(news) {}
  void read_all() { news_ = LiveNews::kAll; }

  /// The events that follow from the lines that are complete: at most one LiveHeard, then perhaps a
  /// LiveGapFound. A line that is none of openapi.yaml ends the reading: is_broken().
  [[nodiscard]] std::vector<Event> read(std::span<const unsigned char> bytes);
  [[nodiscard]] bool is_broken() const { return broken_; }

 private:
  void read_line(std::string_view line, LiveHeard& heard, bool& gap);
  void read_event(JsonValue event, LiveHeard& heard);

  Ticket ticket_;
  LiveNews news_;
  LineBuffer lines_;
  JsonDocument document_;
  bool broken_ = false;
};

/// Nothing but a sign of life.
[[nodiscard]] bool is_beat(const Event& event);

}  // namespace spico::api
