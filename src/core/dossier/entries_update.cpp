#include "core/dossier/entries_update.hpp"

#include <utility>

#include "core/navigation.hpp"

namespace spico {

void open_entries(Model& model, PatientId patient, const Env& env, Effects& effects) {
  OpenEntries& entries = model.discussions.entries;
  if (entries.patient == patient) return;
  entries = {};
  entries.patient = patient;
  load_entries(model, env, effects);
}

void load_entries(Model& model, const Env& env, Effects& effects) {
  OpenEntries& entries = model.discussions.entries;
  if (entries.patient.is_none()) return;
  const Ticket ticket = env.new_ticket();
  entries.list.wait_for(ticket);
  effects.push_back(Request{LoadEntries{ticket, entries.patient}});
}

void take_entries(Model& model, Answer<DossierEntries> answer, const Env& env, Effects& effects) {
  auto& list = model.discussions.entries.list;
  // Said where they would stand; the page of the patient says aloud what is wrong with the network.
  if (list.take(std::move(answer)) && list.failure.is_some())
    (void)handle_refusal(model, list.failure, env, effects);
}

void hear_entries(Model& model, PatientId patient, const Env& env, Effects& effects) {
  if (model.discussions.entries.patient == patient) load_entries(model, env, effects);
}

void hurry_entries(Model& model, const Env& env, Effects& effects) {
  const auto& list = model.discussions.entries.list;
  const bool is_worth_it = list.failure.is_some() && list.failure.kind != Failure::Kind::kRefused;
  if (is_worth_it && !list.is_pending()) load_entries(model, env, effects);
}

}  // namespace spico
