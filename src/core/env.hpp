// Time and new tickets, as update sees them: the only things it may know besides the model and the event.
#pragma once

#include <cstdint>

#include "core/ticket.hpp"

namespace spico {

struct Env {
  std::int64_t wall_ms = 0;       ///< Unix time; a person may move it
  std::int64_t monotonic_ms = 0;  ///< may stand still while the machine sleeps
  std::uint32_t* last_ticket = nullptr;

  [[nodiscard]] Ticket new_ticket() const { return static_cast<Ticket>(++*last_ticket); }
};

}  // namespace spico
