#include "ui/patient_text.hpp"

#include <array>
#include <utility>

#include "core/text/fill.hpp"

namespace spico::ui {

std::string_view sex_letter(const Ui& ui, Sex sex) {
  return ui.text(sex == Sex::kMale     ? Text::kPatientsSexM
                 : sex == Sex::kFemale ? Text::kPatientsSexF
                                       : Text::kPatientsSexUnknown);
}

std::string_view sex_word(const Ui& ui, Sex sex) {
  return ui.text(sex == Sex::kMale     ? Text::kPatientsSexMLong
                 : sex == Sex::kFemale ? Text::kPatientsSexFLong
                                       : Text::kPatientsSexUnknownLong);
}

std::string flag_text(const Ui& ui, PatientFlags flags) {
  constexpr std::array kTold{
      std::pair{PatientFlag::kInsKeyWrong, Text::kPatientsFlagInsKey},
      std::pair{PatientFlag::kInsTraitsDiffer, Text::kPatientsFlagInsTraits},
      std::pair{PatientFlag::kBirthInFuture, Text::kPatientsFlagFutureBirth},
      std::pair{PatientFlag::kBirthTooLongAgo, Text::kPatientsFlagOldBirth},
  };
  std::string sentence;
  for (const auto& [flag, key] : kTold) {
    if (!flags.has(flag)) continue;
    if (!sentence.empty()) sentence += ", ";
    sentence += ui.text(key);
  }
  return sentence;
}

std::string tasks_text(const Ui& ui, int open, int late) {
  if (open == 0) return {};
  if (late == 0) return std::to_string(open);
  return fill(ui.text(Text::kPatientsTasksWithLate),
              {{"open", std::to_string(open)}, {"late", std::to_string(late)}});
}

ChipColours test_chip(const Ui& ui) {
  return {ui.theme().surface, ui.theme().warning, ui.theme().warning, kTestTone};
}

}  // namespace spico::ui
