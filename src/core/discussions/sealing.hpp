// What this device keeps of unsent messages and drafts, so that a reload, a crash or a time-out loses
// nothing: sealed, under names that tell nothing. Part of Discussions; only sealing_update changes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/remote.hpp"
#include "core/ticket.hpp"
#include "crypto/hash.hpp"
#include "crypto/seal.hpp"

namespace spico {

/// What the device's record of a message says of its sending, for the other tabs: who was there first, the
/// tab that sends it or the one that takes it back, has it.
enum class Tried : std::uint8_t {
  kUnknown,  ///< by this page: what others have told stays
  kYes,      ///< it may have arrived: nobody takes it back
  kRefused   ///< it has not, nor has what was sent before
};

/// As the device has it.
struct SealedRecord {
  std::string name, text;
};
struct DeviceRecords {
  std::string share;  ///< the device's half of the key, in hexadecimal: made once, the same for all accounts
  std::vector<SealedRecord> records;  ///< of whoever was signed in here
};

struct Sealing {
  Remote<std::string> share;
  int share_failures = 0;              ///< in a row
  int share_refusals = 0;              ///< of these, answers of a server that was reached
  std::int64_t share_retry_at_ms = 0;  ///< monotonic clock
  Remote<DeviceRecords> found;
  std::optional<crypto::SealKey> key;  ///< in memory only, as long as somebody is in SPICO
  struct Written {
    std::string name;
    crypto::Digest content;  ///< of what was sealed
    Tried tried = Tried::kUnknown;
    Ticket keeping = Ticket::kNone;  ///< of its last writing
    bool is_there = false;           ///< the device has had it: gone means erased by another tab
  };
  std::vector<Written> written;
  bool is_refused = false;  ///< the device does not keep: storage is full or forbidden

  /// What is written survives the page.
  [[nodiscard]] bool is_open() const { return key.has_value() && !is_refused; }
};

}  // namespace spico
