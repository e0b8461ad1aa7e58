// What this user has arranged, as facts change it. Called by update, navigation and the columns.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_preferences(Model& model, PreferencesEvent event, const Env& env, Effects& effects);

/// Asks for them unless they are here, on their way, or failed.
void load_preferences_once(Model& model, const Env& env, Effects& effects);
/// They have been changed elsewhere, or here: what the server says counts.
void reload_preferences(Model& model, const Env& env, Effects& effects);
/// Columns or order have just been changed by the person: sent, one request at a time.
void keep_layout(Model& model, const Env& env, Effects& effects);

}  // namespace spico
