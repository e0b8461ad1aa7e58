// The conditions of use as facts change them. Called by update only.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_terms(Model& model, TermsEvent event, const Env& env, Effects& effects);

}  // namespace spico
