// Choices that show on the screen before the server has answered: stars, archived patients. Part of Model;
// patients and portal use it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/patients/patient_query.hpp"
#include "core/ticket.hpp"

namespace spico {

/// At most one request a thing is under way: two could arrive in the other order and leave the older wish.
/// What never reached the server waits here too, in memory only, until it is tried again.
template <typename Id>
class ChoicesUnderWay {
 public:
  struct Sent {
    Ticket ticket;  ///< none: it waits
    Id id;
    YesNoAll choice;
    YesNoAll wanted;       ///< the last one, which may have been made since
    YesNoAll was;          ///< what the server has as long as it takes none of them
    bool is_told = false;  ///< that it waits
  };

  /// Nothing of it waits for an answer.
  [[nodiscard]] bool is_quiet() const {
    return std::all_of(sent_.begin(), sent_.end(),
                       [](const Sent& one) { return one.ticket == Ticket::kNone; });
  }
  void sent(Ticket ticket, const Id& id, YesNoAll choice) {
    for (Sent& one : sent_) {
      if (one.id != id) continue;
      one.ticket = ticket;
      one.choice = one.wanted = choice;
      return;
    }
    sent_.push_back({ticket, id, choice, choice, opposite(choice)});
  }
  /// Another choice while one is under way. False when none is: it has to be sent.
  bool want(const Id& id, YesNoAll choice) {
    for (Sent& one : sent_) {
      if (one.id != id) continue;
      one.wanted = choice;
      return one.ticket != Ticket::kNone;
    }
    return false;
  }
  /// It was answered, by nobody who counts: it waits.
  void wait(Sent one) {
    one.ticket = Ticket::kNone;
    sent_.push_back(std::move(one));
  }
  /// nullopt when none is under way or waits.
  [[nodiscard]] std::optional<YesNoAll> wanted(const Id& id) const {
    for (const Sent& one : sent_) {
      if (one.id == id) return one.wanted;
    }
    return std::nullopt;
  }
  [[nodiscard]] const std::vector<Sent>& under_way() const { return sent_; }
  /// What `ticket` asked for, which is no longer under way; nullopt when nobody waits for it.
  [[nodiscard]] std::optional<Sent> answered(Ticket ticket) {
    const auto found =
        std::find_if(sent_.begin(), sent_.end(), [&](const Sent& one) { return one.ticket == ticket; });
    if (ticket == Ticket::kNone || found == sent_.end()) return std::nullopt;
    Sent one = std::move(*found);
    sent_.erase(found);
    return one;
  }

 private:
  std::vector<Sent> sent_;
};

/// Choices that did not reach the server are tried again together.
struct ChoicesRetry {
  int failures = 0;                   ///< in a row
  std::optional<std::int64_t> at_ms;  ///< monotonic clock; none: nothing waits for time
  bool is_told_to_wait = false;       ///< by the server: nothing hurries it
};

}  // namespace spico
