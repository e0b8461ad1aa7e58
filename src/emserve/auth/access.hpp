// The one decision on who may do what with which patient.
#pragma once

#include "emserve/store/store.hpp"

namespace spico::emserve {

enum class Action : std::uint8_t { kRead, kStar, kArchive, kFile };

// Every access to a patient asks here first; a patient one may not see is answered as one that does not
// exist. The list (Store::patients_of), the events (Store::events_for), a dossier (Store::visit_patient) and
// what was put into it (Store::entries_of) give exactly the patients for which kRead is allowed. Today
// whoever sees a patient may do everything.
bool may(Store& store, AccountId account, Action action, PatientId patient);

}  // namespace spico::emserve
