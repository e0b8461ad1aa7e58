// The page of one patient as facts change it. Called by update and navigation only.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_dossier(Model& model, DossierEvent event, const Env& env, Effects& effects);

/// Asks for the page unless it is there or on its way. Every opening is told to the server: it counts as a
/// visit, and is audited.
void open_dossier(Model& model, PatientId patient, const Env& env, Effects& effects);

/// Tells the server's audit log that the page goes to paper, when there is one.
void tell_dossier_print(const Model& model, const Env& env, Effects& effects);

}  // namespace spico
