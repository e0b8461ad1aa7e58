// Which screen may be shown, and what it needs: the one place that compares the route with the session. Used
// by the updates.
#pragma once

#include <string>

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/model.hpp"

namespace spico {

/// Shows what the route asks for, as far as the session allows, and asks for the data that is missing.
void settle(Model& model, const Env& env, Effects& effects);

/// A person goes to another screen.
void go(Model& model, Route route, Entry entry, const Env& env, Effects& effects);

/// Ends everything in this page: cover, tell the server and the other tabs, then a new document.
enum class TellServer : std::uint8_t { kNo, kYes };
void sign_out(Model& model, Farewell reason, TellServer tell, const Env& env, Effects& effects);

/// A refused request that means "this session is over" or "a step is missing": acts and returns true.
[[nodiscard]] bool handle_refusal(Model& model, const Failure& failure, const Env& env, Effects& effects);

/// Shows a toast and announces it.
void show_toast(Model& model, Undo undo, Text text, const Env& env, Effects& effects);
/// The same of what failed and is shown nowhere else: at once, and longer.
void show_problem(Model& model, std::string sentence, const Env& env, Effects& effects);

void ask_session(Model& model, SessionRequest request, Request effect, Ticket ticket, Effects& effects);

}  // namespace spico
