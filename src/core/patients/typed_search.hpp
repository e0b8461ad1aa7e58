// What the typed filters ask for, read once for all rows. For the patient list and what explains its rows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/patients/patient_query.hpp"
#include "core/time/typed_date.hpp"

namespace spico {

/// Of a matricule so many characters must be typed before it is looked for: fewer say too little.
inline constexpr std::size_t kFewestMatriculeCharacters = 5;

/// Digits in «Nom», which may mean a birth date, the beginning of a matricule, or a name («TEST 3»): a row
/// that is found by any of the three passes.
struct TypedNumber {
  std::string text;  ///< the digits as groups, "07/04/1956", "2 56 04"
  TypedDatePattern date;
  std::string matricule;           ///< without spaces; empty when it cannot be the beginning of one
  std::vector<std::string> words;  ///< folded
};

/// «Nom» takes what people type into one bar: words of all names in any order, and between them digits.
/// Neighbouring groups of digits belong together when nothing but spaces, / . or hyphens parts them:
/// «benazet 07 04 1956», «2 56 04 2A…». Digits that touch a letter are part of a word. «Prénom» holds words
/// only. Every word, every number and the birth date must be found.
struct TypedSearch {
  explicit TypedSearch(const TypedFilters& typed);

  std::vector<std::string> name_words;  ///< folded, each the beginning of a word of any name
  std::vector<TypedNumber> numbers;
  std::vector<std::string> given_words;
  TypedDatePattern birth_date;
};

/// The words of a folded text.
[[nodiscard]] std::vector<std::string> words_of(std::string_view folded);

}  // namespace spico
