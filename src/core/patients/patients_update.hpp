// The patient list screen as facts change it. Called by update and navigation only.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"
#include "core/patients/csv.hpp"

namespace spico {

void update_patients(Model& model, PatientsEvent event, const Env& env, Effects& effects);

/// Brings back what «Effacer» has emptied.
void undo_clear(Model& model, Effects& effects);

/// Takes back the last star or archiving.
void undo_patient_mark(Model& model, const Env& env, Effects& effects);

/// A choice was answered: true when the answer says nothing of it, which waits then and is tried again.
[[nodiscard]] bool choice_waits(Model& model, const Failure& failure, bool& is_told, const Env& env,
                                Effects& effects);
/// Stars and archivings that wait are sent again.
void retry_choices(Model& model, const Env& env, Effects& effects);

/// Asks for the rows unless they are here, on their way, or failed (then a person decides).
void load_patients_once(Model& model, const Env& env, Effects& effects);
/// Beside the list that is shown, which stays when this fails.
void reload_patients(Model& model, const Env& env, Effects& effects);
/// Tells the server's audit log that the rows which are shown leave the page. The ticket of that.
Ticket tell_export(Model& model, ExportFormat format, const Env& env, Effects& effects);
/// «Exporter (CSV)»: as soon as what writes it is here, which is a part of the rest of the module.
void export_patients(Model& model, const Env& env, Effects& effects);
/// The rows that are shown as a file, in the visible columns. Only once the rest is here.
[[nodiscard]] CsvWriter csv_of(const Model& model);
/// What others have changed, or this person elsewhere.
void change_patients(Model& model, std::vector<LiveChange> changes, const Env& env, Effects& effects);
/// «3 patients trouvés».
void announce_patient_count(const Model& model, Effects& effects);

/// Filters and sorts again.
void select_patients(Model& model);

}  // namespace spico
