// The open discussion on paper: what is loaded for it, and what of it is printed. Called by the updates of
// the discussions.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/model.hpp"

namespace spico {

/// «Imprimer la discussion»: its messages are loaded, as many as a print holds, the youngest ones.
void want_thread_print(Model& model, const Env& env, Effects& effects);
/// The browser prints once all of that is here.
void print_thread_when_here(Model& model, Effects& effects);
/// The browser prints, whoever has asked for it: what goes to paper, which the server's audit log is told.
void put_thread_on_paper(Model& model, const Env& env, Effects& effects);

}  // namespace spico
