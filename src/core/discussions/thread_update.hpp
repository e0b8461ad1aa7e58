// The open discussion as facts change it. Called by update, navigation and the updates of the discussions.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_thread(Model& model, ThreadEvent event, const Env& env, Effects& effects);

/// Shows this discussion, unless it is shown.
void open_thread(Model& model, DiscussionId id, const Env& env, Effects& effects);
void close_thread(Model& model);
/// Asks for its members again, and for the messages that are in sight.
void reload_thread(Model& model, const Env& env, Effects& effects);
/// Members have changed.
void reload_members(Model& model, const Env& env, Effects& effects);
/// Brings a message into sight, and asks for what is around it.
void aim_at(Model& model, MessageNumber number, const Env& env, Effects& effects);
/// What failed for want of a network is asked for again.
void retry_thread(Model& model, const Env& env, Effects& effects);

}  // namespace spico
