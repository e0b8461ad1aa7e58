// Time, new tickets and chance, as update sees them: the only things it may know besides the model and the
// event.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/ticket.hpp"

namespace spico {

/// Random numbers that nobody can guess; the browser's own.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<unsigned char> bytes) = 0;
};

struct Env {
  std::int64_t wall_ms = 0;       ///< Unix time; a person may move it
  std::int64_t monotonic_ms = 0;  ///< may stand still while the machine sleeps
  std::uint32_t* last_ticket = nullptr;
  Random* random = nullptr;

  [[nodiscard]] Ticket new_ticket() const { return static_cast<Ticket>(++*last_ticket); }
  /// 128 random bits as 32 hexadecimal digits: what a message is known by before the server has it.
  [[nodiscard]] std::string new_client_id() const;
  /// 32 random bits: for what must not happen in all browsers at once.
  [[nodiscard]] std::uint32_t chance() const;
};

}  // namespace spico
