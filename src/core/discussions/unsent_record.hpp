// A message that waits, or a draft, as bytes: what is sealed into one record of the device. For
// sealing_update.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/discussions/outbox.hpp"

namespace spico {

using UnsentRecord = std::variant<OutgoingMessage, Draft>;

/// Without what is only true of this page: whether it is on its way, and how often it was tried.
[[nodiscard]] std::string to_bytes(const OutgoingMessage& message);
[[nodiscard]] std::string to_bytes(const Draft& draft);
/// Nothing when it is not whole, or of a form that is not known.
[[nodiscard]] std::optional<UnsentRecord> unsent_record(std::string_view bytes);

}  // namespace spico
