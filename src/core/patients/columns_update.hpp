// The columns of the patient list as a person arranges them. Called by update and navigation only.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_columns(Model& model, ColumnsEvent event, const Env& env, Effects& effects);

/// The menu of a header and the dialog «Colonnes».
void close_column_controls(Model& model);

}  // namespace spico
