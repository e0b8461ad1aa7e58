// What happens in the gallery of widgets. For update() only.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_gallery(Model& model, GalleryActed event, const Env& env, Effects& effects);

}  // namespace spico
