// Typed words against the keys of names (traits.hpp). For the patient list only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/patients/patient.hpp"
#include "core/patients/typed_search.hpp"

namespace spico {

/// Which letters the words of a key begin with: a bit for each of a–z, one for all digits, four for the
/// others by chance.
[[nodiscard]] std::uint32_t initials_of(std::string_view key);

/// The same of the words that begin a name.
[[nodiscard]] std::uint32_t name_initials_of(std::string_view key);
/// In them: one of the names is a single letter.
inline constexpr std::uint32_t kSingleLetterName = 1U << 31U;

/// `word`, not empty, begins a word of the key.
[[nodiscard]] bool has_word_start(std::string_view key, std::string_view word);

/// Best first.
enum class NameRank : std::uint8_t {
  kExact,      ///< every typed word is part of a name that was typed in whole
  kBeginning,  ///< every other one begins a name
  kInside,     ///< a word begins a later word of a name
  kNotFound    ///< a word begins none
};
/// Typed words that a key must hold, all of them.
class WantedWords {
 public:
  explicit WantedWords(const std::vector<std::string>& words);

  [[nodiscard]] bool may_be_in(std::uint32_t initials) const { return (initials & initials_) == initials_; }
  /// Of a key whose initials allow it.
  [[nodiscard]] bool are_in(std::string_view key) const;
  [[nodiscard]] const std::vector<std::string>& all() const { return all_; }
  /// Of a key that may hold them, by the initials of its names alone; kNotFound: the key has to be looked at.
  [[nodiscard]] NameRank rank_by_initials(std::uint32_t name_initials) const {
    if (all_.empty()) return NameRank::kExact;
    if (!is_one_letter_ || (name_initials & kSingleLetterName) != 0) return NameRank::kNotFound;
    return (name_initials & initials_) != 0 ? NameRank::kBeginning : NameRank::kInside;
  }

 private:
  std::uint32_t initials_ = 0;
  std::vector<std::string> all_;
  std::vector<std::string> unsettled_;  // those whose initials do not say all
  bool is_one_letter_ = false;          // a single word, and its initial says all
};

/// The number is the beginning of this matricule.
[[nodiscard]] bool begins(const TypedNumber& number, const Matricule& matricule);

/// kNotFound unless all words are found in the key, whose initials allow it; a name is the birth name, the
/// used name, or any given name. `name_initials` are those of the key.
[[nodiscard]] NameRank rank_of(std::string_view key, std::uint32_t name_initials, const WantedWords& words);

}  // namespace spico
