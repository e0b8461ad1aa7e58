// What stands above the messages of a discussion: title, patient, members, and what can be done. For
// thread_view; the composer repeats the patient.
#pragma once

#include "core/discussions/discussion.hpp"
#include "ui/thread_view.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

void discussion_head(Ui& ui, const Discussion& discussion, ThreadPlace place);
/// «Retour aux discussions», where the list is not beside it.
void discussion_back(Ui& ui);
/// Whom it is about, in words that are never cut: who writes must see it.
void patient_reminder(Ui& ui, const DiscussionPatient& patient);

}  // namespace spico::ui
