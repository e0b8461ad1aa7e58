// What comes by itself: the stream of changes after the list was loaded. Part of Model; app/ asks when to
// wake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/env.hpp"
#include "core/patients/patient.hpp"
#include "core/patients/patient_query.hpp"
#include "core/ticket.hpp"

namespace spico {

/// One event of the stream, by its number; a patient is as it is now.
struct PatientGone {
  PatientId patient;
};
struct StarTurned {
  PatientId patient;
  YesNoAll favourite = YesNoAll::kNo;
};
struct PreferencesTurned {};
using LiveChange = std::variant<Patient, PatientGone, StarTurned, PreferencesTurned>;

/// Somebody who has waited so long for the first byte of an answer is told that it takes its time.
inline constexpr std::int64_t kLateAnswerMs = 4'000;

struct Live {
  Ticket stream = Ticket::kNone;
  bool is_heard = false;                    ///< this stream has said something
  std::int64_t since = 0;                   ///< open_live(): what came before this event is not told
  std::int64_t reached = 0;                 ///< number of the last event that is known
  int failures = 0;                         ///< in a row
  bool is_cut = false;                      ///< the network has ended the last stream, or kept it away
  std::optional<std::int64_t> retry_at_ms;  ///< monotonic clock
  std::int64_t heard_at_ms = 0;             ///< Unix time: so old is what is on screen
  std::int64_t counted_from_ms = 0;         ///< monotonic clock: `counted` begins here
  std::size_t counted = 0;                  ///< changes of the list
};

/// Before the next try, in ms: doubled from one second to a minute, and spread over half of it, so that a
/// server that comes back is not asked by everybody at once. By chance and not by a clock: everybody was cut
/// at the same moment.
[[nodiscard]] std::int64_t retry_delay_ms(int failures, const Env& env);

}  // namespace spico
