// What has been read of the open discussion is told to the server. For the updates of the discussions.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/model.hpp"

namespace spico {

/// What is in sight has been read, if the page is.
void mark_read(Model& model, const Env& env, Effects& effects);

}  // namespace spico
