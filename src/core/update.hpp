// The only function that changes the model: a fact in, wishes out. Called by app/ and by tests.
#pragma once

#include <optional>

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

[[nodiscard]] Effects update(Model& model, Event event, const Env& env);

/// When the model wants to be woken even if nothing happens: delay in ms from `now`, or below 0 for never.
/// Countdowns ask for the next full second, the watchdog for its next check.
/// A request that somebody waits for, when there is one, is to be looked at when its answer is late.
[[nodiscard]] std::int64_t next_deadline_ms(const Model& model, const Env& env,
                                            std::optional<std::int64_t> awaited_since_ms = {});

/// A number on screen changes each second.
[[nodiscard]] bool counts_down(const Model& model);

/// Nothing is in flight and nothing is about to happen by itself (decisions 14).
[[nodiscard]] bool is_waiting_for_answers(const Model& model);

}  // namespace spico
