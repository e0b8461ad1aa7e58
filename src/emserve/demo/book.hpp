// The names, places and structures that fictional patients are made of, read from assets/demo. For the
// generator.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/patients/patient.hpp"

namespace spico::emserve::demo {

struct Generation {
  int first_year = 0;
  int last_year = 0;
  std::vector<std::string> names;
};

struct Place {
  std::string code;  // INSEE
  std::string name;
  std::uint64_t weight_below = 0;  // sum of the weights up to and with this one
};

struct ProfessionShare {
  ProfessionId profession{};
  std::uint32_t share_below = 0;  // sum of the shares up to and with this one
};

struct Book {
  std::vector<std::string> family_names;
  std::vector<std::string> difficult_family_names;  // particles, apostrophes, other alphabets' accents
  std::vector<Generation> women;                    // oldest first, without a gap
  std::vector<Generation> men;
  std::vector<Place> occitanie;
  std::vector<Place> elsewhere;
  std::vector<Place> abroad;
  std::vector<ProfessionShare> professions;
  std::vector<std::string> structures;
};

struct BookTexts {
  std::string_view people;  // assets/demo/people.json
  std::string_view places;  // assets/demo/places.json
  std::string_view circle;  // assets/demo/circle.json
};

// nullopt: one of the texts is not as expected; `problem` then says which one and where.
std::optional<Book> read_book(const BookTexts& texts, std::string& problem);

}  // namespace spico::emserve::demo
