#include "core/patients/traits.hpp"

#include "core/patients/ins.hpp"
#include "core/text/fold.hpp"
#include "core/text/letter_case.hpp"

namespace spico {
namespace {

/// Names that differ only by case, accents or hyphens are one name written twice.
bool is_other_name(std::string_view name, std::string_view than) {
  return !name.empty() && name != than && fold(name) != fold(than);
}

bool is_in_future(CivilDate birth, CivilDate today) {
  if (birth.year != today.year) return birth.year > today.year;
  if (birth.month == 0 || birth.month != today.month) return birth.month > today.month;
  return birth.day > today.day;
}

}  // namespace

std::string display_family_name(const IdentityTraits& traits) {
  return upper_case(traits.birth_name.empty() ? traits.used_name : traits.birth_name);
}

std::string_view display_given_name(const IdentityTraits& traits) {
  if (!traits.used_given_name.empty()) return traits.used_given_name;
  return traits.first_given_name.empty() ? first_of(traits.given_names) : traits.first_given_name;
}

std::string display_name(const IdentityTraits& traits) {
  std::string name = display_family_name(traits);
  if (!traits.birth_name.empty() && is_other_name(traits.used_name, traits.birth_name)) {
    name += " (";
    append_upper_case(name, traits.used_name);
    name += ')';
  }
  const std::string_view given = display_given_name(traits);
  if (!name.empty() && !given.empty()) name += ' ';
  name += given;
  return name;
}

std::string family_search_words(const IdentityTraits& traits) {
  constexpr WordMarks kMarks{kNameMark, ' ', kTiedMark};
  std::string words;
  append_search_words(words, traits.birth_name, kMarks);
  if (is_other_name(traits.used_name, traits.birth_name))
    append_search_words(words, traits.used_name, kMarks);
  return words;
}

std::string given_search_words(const IdentityTraits& traits) {
  constexpr WordMarks kMarks{kNameMark, ' ', kTiedMark};
  constexpr WordMarks kOtherMarks{kOtherNameMark, kOtherNameMark, kTiedMark};
  const std::string_view shown = display_given_name(traits);
  const std::string_view first =
      traits.first_given_name.empty() ? first_of(traits.given_names) : traits.first_given_name;
  const std::string folded_shown = fold(shown);
  const std::string folded_first = first == shown ? folded_shown : fold(first);
  std::string words;
  append_search_words(words, shown, kMarks);
  if (folded_first != folded_shown) append_search_words(words, first, kMarks);
  for (std::string_view rest = traits.given_names; !rest.empty();) {
    const std::string_view name = first_of(rest);
    rest.remove_prefix(name.empty() ? rest.size()
                                    : static_cast<std::size_t>(name.data() + name.size() - rest.data()));
    if (name == shown || name == first) continue;
    const std::string folded = fold(name);
    if (folded != folded_shown && folded != folded_first) append_search_words(words, name, kOtherMarks);
  }
  return words;
}

std::string_view first_of(std::string_view given_names) {
  const std::size_t start = given_names.find_first_not_of(' ');
  if (start == std::string_view::npos) return {};
  given_names.remove_prefix(start);
  return given_names.substr(0, given_names.find(' '));
}

PatientFlags flags_of(const IdentityTraits& traits, CivilDate today) {
  PatientFlags flags;
  if (traits.matricule.is_known()) {
    if (!has_right_key(traits.matricule)) flags.add(PatientFlag::kInsKeyWrong);
    if (contradicts(traits.matricule, traits.sex, traits.birth_date))
      flags.add(PatientFlag::kInsTraitsDiffer);
  }
  if (!traits.birth_date.is_known()) {
    flags.add(PatientFlag::kBirthDateMissing);
    return flags;
  }
  if (!traits.birth_date.is_complete()) flags.add(PatientFlag::kBirthDateIncomplete);
  if (is_in_future(traits.birth_date, today)) flags.add(PatientFlag::kBirthInFuture);
  if (age_in_years(traits.birth_date, today) > kOldestAgeYears) flags.add(PatientFlag::kBirthTooLongAgo);
  return flags;
}

}  // namespace spico
