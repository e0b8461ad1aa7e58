// «Nouvelle discussion» and «Ajouter un membre» as facts change them. Called by update and navigation only.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_directory(Model& model, DirectoryEvent event, const Env& env, Effects& effects);

/// Whoever leaves the screen finds no dialog open on the way back; what was typed for a new discussion is
/// there when it is opened again.
void close_member_choice(Model& model);
/// Whose discussions were asked for in a list or a dossier, once the reader is elsewhere. What was written
/// for a new one keeps its patient.
void forget_patient_asked_for(Model& model);

}  // namespace spico
