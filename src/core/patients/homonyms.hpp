// Who may be taken for somebody else, or be in the list twice. Works on names of people born on one day; for
// PatientList, which knows who these are.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spico {

/// A family name with a given name, as the person may be registered: letters only, "benazetzoe".
struct HomonymName {
  std::string letters;
  std::uint64_t words = 0;  ///< equal for the same words in any order
};

/// The birth name and the used name, each with the given name in use and with the first one. None without a
/// letter. Both keys: traits.hpp.
/// `names` keeps its memory, since a list has 100,000 of them.
void read_homonym_names(std::string_view family_key, std::string_view given_key,
                        std::vector<HomonymName>& names);

/// One letter more, less or other, or two neighbours exchanged (a Damerau-Levenshtein distance of one), in
/// names of at least five letters; or none of it.
[[nodiscard]] bool are_near(std::string_view a, std::string_view b);

enum class Likeness : std::uint8_t {
  kSame,  ///< of people without a birth date: the same letters
  kNear,  ///< of people born on one day: also near ones, and the same words in another order
};

/// True when any name of one is like any name of the other, so that a birth name and a used name that changed
/// places, or a person who is known by only one of the two, are found as well.
[[nodiscard]] bool are_homonyms(const std::vector<HomonymName>& a, const std::vector<HomonymName>& b,
                                Likeness likeness);

/// For each of them 1 when another one is like it. Less than the square of their number, whatever the names.
[[nodiscard]] std::vector<std::uint8_t> find_homonyms(std::span<const std::vector<HomonymName>> people,
                                                      Likeness likeness);

}  // namespace spico
