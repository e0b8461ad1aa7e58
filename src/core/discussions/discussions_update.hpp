// The list of discussions as facts change it. Called by update, navigation and the stream of changes.
#pragma once

#include <vector>

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_discussions(Model& model, DiscussionsEvent event, const Env& env, Effects& effects);

/// Asks for the list unless it is here, on its way, or failed (then a person decides).
void load_discussions_once(Model& model, const Env& env, Effects& effects);
/// Beside the list that is shown, which stays when this fails; what is open is asked for again too.
void reload_discussions(Model& model, const Env& env, Effects& effects);
/// Events of the stream.
void change_discussions(Model& model, std::vector<DiscussionNews> news, const Env& env, Effects& effects);
/// The network is back, or the stream is heard again: what waits is sent, what failed is asked for again.
void hurry_discussions(Model& model, const Env& env, Effects& effects);

/// Nobody is told twice of one message, as what was written and as what calls them: true, and remembered,
/// when nothing was said of it yet.
[[nodiscard]] bool is_said_first(Discussions& discussions, DiscussionId id, MessageNumber number);

/// As it is now; into the list and the open discussion.
void put_discussion(Model& model, Discussion discussion);
/// It is not, or no longer, ours.
void lose_discussion(Model& model, DiscussionId id, Effects& effects);
/// SPICO is left: nothing of them stays in the page.
void forget_discussions(Model& model, const Env& env, Effects& effects);
/// Filters and searches the list again.
void select_discussions(Discussions& discussions);

/// A request about a discussion failed. Sessions that are over and discussions that are lost are dealt with;
/// anything else is told to the person.
void tell_failure(Model& model, DiscussionId id, const Failure& failure, const Env& env, Effects& effects);
/// The same where no view shows the failure: a toast does.
void show_failure(Model& model, DiscussionId id, const Failure& failure, const Env& env, Effects& effects);

/// A request for a discussion is on its way.
[[nodiscard]] bool is_waiting(const Discussions& discussions);

}  // namespace spico
