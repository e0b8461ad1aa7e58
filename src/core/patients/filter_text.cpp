#include "core/patients/filter_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/patients/reference.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

void join(std::string& values, std::string_view value) {
  if (!values.empty()) values += ", ";
  values += value;
}

template <typename Entry, typename Id>
std::string names_of(const std::vector<Entry>& entries, const std::vector<Id>& wanted) {
  std::string names;
  for (const Id id : wanted) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.id == id; });
    // Somebody who is in no patient's circle any more has no name here.
    join(names, found == entries.end() ? to_decimal(id.value) : found->name);
  }
  return names;
}

}  // namespace

std::vector<std::string> filter_texts(Language language, const TypedFilters& typed, const CodedFilters& coded,
                                      const PatientList& list) {
  std::vector<std::string> texts;
  const auto add = [&](Text label, std::string_view value) {
    if (value.empty()) return;
    texts.push_back(fill(text(language, Text::kPatientsFilterIs),
                         {{"label", std::string(text(language, label))}, {"value", std::string(value)}}));
  };
  const auto add_choice = [&](Text label, YesNoAll value, YesNoAll usual) {
    if (value == usual) return;
    add(label, text(language, value == YesNoAll::kAll   ? Text::kPatientsAll
                              : value == YesNoAll::kYes ? Text::kPatientsYes
                                                        : Text::kPatientsNo));
  };
  add(Text::kPatientsName, typed.name);
  add(Text::kPatientsGivenName, typed.given_name);
  add(Text::kPatientsBirthDate, typed.birth_date);
  std::string values;
  for (const auto& [sex, letter] :
       {std::pair{Sex::kMale, Text::kPatientsSexM}, std::pair{Sex::kFemale, Text::kPatientsSexF},
        std::pair{Sex::kUnknown, Text::kPatientsSexUnknown}}) {
    if ((coded.sexes & bit_of(sex)) != 0) join(values, text(language, letter));
  }
  add(Text::kPatientsSex, std::exchange(values, {}));
  std::uint8_t bit = 1;
  for (const StatutEntry& statut : statut_entries()) {
    if ((coded.statuts & bit) != 0) join(values, statut.label.in(language));
    bit = static_cast<std::uint8_t>(bit << 1);
  }
  add(Text::kPatientsStatuts, std::exchange(values, {}));
  coded.thematiques.for_each([&](ThematiqueId id) { join(values, entry(id).label.in(language)); });
  add(Text::kPatientsColumnThematiques, std::exchange(values, {}));
  add(Text::kPatientsColumnProfessionals, names_of(list.professionals(), coded.professionals));
  add(Text::kPatientsStructures, names_of(list.structures(), coded.structures));
  add_choice(Text::kPatientsTasksFilter, coded.tasks, YesNoAll::kAll);
  add_choice(Text::kPatientsFavourites, coded.favourites, YesNoAll::kAll);
  add_choice(Text::kPatientsArchived, coded.archived, YesNoAll::kNo);
  return texts;
}

}  // namespace spico
