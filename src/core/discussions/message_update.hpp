// What is done with one message of the open discussion: «Vu», an edit, a withdrawal, the dossier. Called by
// doors only.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_message(Model& model, MessageEvent event, const Env& env, Effects& effects);

}  // namespace spico
