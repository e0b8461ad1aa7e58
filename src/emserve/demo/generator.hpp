// Fictional patients for training and trials: plausible, difficult where real ones are, the same every time,
// all marked TEST. Knows no store: whoever wants patients asks for them by their position.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/discussions/directory.hpp"
#include "core/patients/patient.hpp"
#include "emserve/demo/book.hpp"
#include "emserve/demo/random.hpp"

namespace spico::emserve::demo {

struct GeneratorOptions {
  std::uint64_t seed = 20'201'101;
  std::int64_t now_ms = 0;        // Unix time; updates lie before it, appointments after it
  std::size_t patient_count = 0;  // decides how large the care circle is, not who the patients are
};

// Position 0 is «BÉNAZET Zoé», position 1 «TEST Formation» (decisions 30). The newest updates are theirs, so
// they open the list. Ids: professionals and structures 1, 2, 3…; patients have none, the store gives it.
class Generator {
 public:
  // The book must outlive the generator.
  Generator(const Book& book, const GeneratorOptions& options);

  [[nodiscard]] const std::vector<Professional>& professionals() const { return professionals_; }
  [[nodiscard]] const std::vector<Structure>& structures() const { return structures_; }
  // The same for the same position, whatever was asked before.
  [[nodiscard]] Patient patient(std::size_t position) const;
  // One of the directory only: without an account, and its id is the store's. The same for the same position.
  [[nodiscard]] DirectoryEntry professional(std::size_t position) const;

 private:
  void make_circle();
  [[nodiscard]] Professional make_professional(Random& random) const;  // without an id
  [[nodiscard]] IdentityTraits traits(std::size_t position) const;
  [[nodiscard]] IdentityTraits own_traits(std::size_t position) const;
  void fill_names(Random& random, IdentityTraits& traits) const;
  void fill_birth_place(Random& random, IdentityTraits& traits) const;
  void fill_care(Random& random, Patient& patient) const;
  void fill_dates(Random& random, Patient& patient) const;
  [[nodiscard]] const std::string& given_name(Random& random, Sex sex, int year) const;
  [[nodiscard]] std::string family_name(Random& random) const;

  const Book& book_;
  GeneratorOptions options_;
  CivilDate today_;
  std::vector<Professional> professionals_;
  std::vector<Structure> structures_;
};

}  // namespace spico::emserve::demo
