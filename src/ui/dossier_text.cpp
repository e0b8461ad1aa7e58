#include "ui/dossier_text.hpp"

#include "core/text/fill.hpp"

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

std::string labelled_fact(const Ui& ui, Text label, std::string_view value) {
  return fill(ui.text(Text::kDossierBannerFact),
              {{"label", ui.text(label)}, {"value", value.empty() ? ui.text(Text::kDossierUnknown) : value}});
}

std::string birth_place_text(const Ui& ui, const IdentityTraits& traits) {
  if (traits.birth_place_code.empty()) return traits.birth_place_name;
  if (traits.birth_place_name.empty()) return traits.birth_place_code;
  return fill(ui.text(Text::kDossierBirthPlaceOf),
              {{"name", traits.birth_place_name}, {"code", traits.birth_place_code}});
}

std::string name_and_birth(const Ui& ui, std::string_view name, CivilDate birth_date) {
  std::string text(name);
  if (birth_date.is_known())
    text += ", " + fill(ui.text(Text::kDiscussionsBorn), {{"date", format_date(birth_date)}});
  return text;
}

}  // namespace spico::ui
