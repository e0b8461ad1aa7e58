// The composer and what waits to be sent, as facts change them. Called by update, navigation and the updates
// of the discussions.
#pragma once

#include <cstdint>
#include <optional>

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_outbox(Model& model, OutboxEvent event, const Env& env, Effects& effects);

/// The draft of a discussion, made when there is none; drop_empty_drafts() takes it away again.
[[nodiscard]] Draft& draft_of(Discussions& discussions, DiscussionId id);
void drop_empty_drafts(Discussions& discussions);
/// Somebody is in SPICO, and stays.
[[nodiscard]] bool may_send(const Model& model);

/// Sends what may be sent.
void send_waiting(Model& model, const Env& env, Effects& effects);
/// Does not wait for the next try, unless the server has told us to.
void hurry_outbox(Model& model, const Env& env, Effects& effects);
/// Monotonic clock; nullopt: nothing waits for time alone.
[[nodiscard]] std::optional<std::int64_t> next_send_ms(const Model& model, const Env& env);
/// A message that the server has: whatever waits under its client_id is sent, however that was learnt.
void settle_outgoing(Model& model, const Message& message, const Env& env, Effects& effects);

}  // namespace spico
