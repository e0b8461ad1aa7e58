// What was put into the open dossier, as facts change it. Called by the updates of discussions, behind whose
// doors it lies: no code of it runs before the rest of the module is here.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

/// A dossier is opened: they are asked for unless they are here, on their way, or failed (then a person
/// decides).
void open_entries(Model& model, PatientId patient, const Env& env, Effects& effects);
/// Asks for them, again or for the first time; those that are shown stay until the answer is here.
void load_entries(Model& model, const Env& env, Effects& effects);
void take_entries(Model& model, Answer<DossierEntries> answer, const Env& env, Effects& effects);
/// The stream has told that some were put there or taken out.
void hear_entries(Model& model, PatientId patient, const Env& env, Effects& effects);
/// The network is back.
void hurry_entries(Model& model, const Env& env, Effects& effects);

}  // namespace spico
