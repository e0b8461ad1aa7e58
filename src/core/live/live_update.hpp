// The stream of changes as facts move it. Called by update and by the patient list only.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_live(Model& model, LiveEvent event, const Env& env, Effects& effects);

/// From the list with this revision on. An older stream is stopped.
void open_live(Model& model, std::int64_t revision, const Env& env, Effects& effects);
/// Nothing is listened to until open_live().
void stop_live(Model& model, Effects& effects);
/// Tries again when it is time, or at once when the network has just come back.
enum class Hurry : std::uint8_t { kInTime, kNow };
void reopen_live(Model& model, Hurry hurry, const Env& env, Effects& effects);

/// «Réponse lente», «Serveur lent» or «Réseau lent», said once, as long as an answer is late.
void watch_pace(Model& model, const Woke& woke, const Env& env, Effects& effects);
/// What it is called; of none that is good.
[[nodiscard]] Text pace_name(Pace pace);

/// Whole minutes since the list was last known to be right; 0 while it is heard of, or for less than one.
[[nodiscard]] int stale_minutes(const Model& model, std::int64_t now_ms);

}  // namespace spico
