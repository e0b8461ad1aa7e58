// What a user has arranged and the server keeps: how the list is laid out and ordered, and searches kept
// under a name. Part of Model.
#pragma once

#include <string>
#include <vector>

#include "core/patients/patient_query.hpp"
#include "core/remote.hpp"

namespace spico {

struct SavedSearch {
  std::string id, name;
  std::string filters;  ///< coded, see format_filters(): what is typed names people and is kept nowhere
};

struct KeptPreferences {
  std::string columns, sort;  ///< format_layout(), format_order(); empty: as for everybody
  std::vector<SavedSearch> searches;
};

struct Preferences {
  Remote<KeptPreferences> kept;
  Ticket layout_sent = Ticket::kNone;
  bool layout_changed = false;  ///< again, since it was sent
  PatientOrder order;           ///< of a list whose address says nothing of it
  bool searches_open = false;   ///< the dialog «Recherches enregistrées»
  std::string search_name;      ///< of the one that is about to be kept
  Remote<Nothing> keeping, forgetting;
  SavedSearch forgotten;  ///< the last one, for «Annuler»; without a name: none
};

}  // namespace spico
