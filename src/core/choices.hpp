// Choices that show on the screen before the server has answered: stars, archived patients. Part of Model;
// patients and portal use it.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "core/patients/patient_query.hpp"
#include "core/ticket.hpp"

namespace spico {

/// At most one request a thing is under way: two could arrive in the other order and leave the older wish.
template <typename Id>
class ChoicesUnderWay {
 public:
  struct Sent {
    Ticket ticket;
    Id id;
    YesNoAll choice;
    YesNoAll wanted;  ///< the last one, which may have been made since
  };

  [[nodiscard]] bool is_under_way(const Id& id) const {
    return std::any_of(sent_.begin(), sent_.end(), [&](const Sent& one) { return one.id == id; });
  }
  [[nodiscard]] bool is_empty() const { return sent_.empty(); }
  void sent(Ticket ticket, Id id, YesNoAll choice) {
    sent_.push_back({ticket, std::move(id), choice, choice});
  }
  /// Another choice while one is under way. False when none is: it has to be sent.
  bool want(const Id& id, YesNoAll choice) {
    for (Sent& one : sent_) {
      if (one.id != id) continue;
      one.wanted = choice;
      return true;
    }
    return false;
  }
  /// nullopt when none is under way.
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
    if (found == sent_.end()) return std::nullopt;
    Sent one = std::move(*found);
    sent_.erase(found);
    return one;
  }

 private:
  std::vector<Sent> sent_;
};

}  // namespace spico
