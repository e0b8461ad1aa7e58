#include "ui/dossier_text.hpp"

namespace spico::ui {

Text identity_status_text(IdentityStatus status) {
  switch (status) {
    case IdentityStatus::kRetrieved:
      return Text::kDossierRetrieved;
    case IdentityStatus::kValidated:
      return Text::kDossierValidated;
    case IdentityStatus::kQualified:
      return Text::kDossierQualified;
    case IdentityStatus::kProvisional:
      break;
  }
  return Text::kDossierProvisional;
}

}  // namespace spico::ui
