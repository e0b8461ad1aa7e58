#include "emserve/demo/book.hpp"

#include <cmath>

#include "api/json.hpp"
#include "core/patients/reference.hpp"

namespace spico::emserve::demo {
namespace {

using api::JsonDocument;
using api::JsonProblem;
using api::JsonValue;

std::vector<std::string> read_texts(const JsonValue& list) {
  std::vector<std::string> texts;
  for (const JsonValue item : list.required_items()) texts.emplace_back(item.required_string());
  if (texts.empty()) list.reject(JsonProblem::kMissing);
  return texts;
}

std::vector<Generation> read_generations(const JsonValue& list) {
  std::vector<Generation> generations;
  for (const JsonValue item : list.required_items()) {
    Generation generation;
    generation.first_year = static_cast<int>(item["from"].required_integer(kFirstYear, kLastYear));
    generation.last_year = static_cast<int>(item["to"].required_integer(kFirstYear, kLastYear));
    generation.names = read_texts(item["names"]);
    if (!generations.empty() && generation.first_year != generations.back().last_year + 1) {
      item["from"].reject(JsonProblem::kOutOfRange);
    }
    generations.push_back(std::move(generation));
  }
  if (generations.empty()) list.reject(JsonProblem::kMissing);
  return generations;
}

/// ["31555", "Toulouse", 511684]; without a number of inhabitants every place is as likely. Small places
/// count for more than their share, or half the patients would be born in two towns.
std::vector<Place> read_places(const JsonValue& list) {
  std::vector<Place> places;
  std::uint64_t weight = 0;
  for (const JsonValue item : list.required_items()) {
    Place place;
    double inhabitants = 1;
    std::size_t column = 0;
    for (const JsonValue cell : item.required_items()) {
      if (column == 0) place.code = cell.required_string();
      if (column == 1) place.name = cell.required_string();
      if (column == 2) inhabitants = static_cast<double>(cell.required_integer(1, 100'000'000));
      ++column;
    }
    if (place.code.size() != 5) item.reject(JsonProblem::kOutOfRange);
    weight += static_cast<std::uint64_t>(std::lround(std::sqrt(inhabitants)));
    place.weight_below = weight;
    places.push_back(std::move(place));
  }
  if (places.empty()) list.reject(JsonProblem::kMissing);
  return places;
}

std::vector<ProfessionShare> read_professions(const JsonValue& list) {
  std::vector<ProfessionShare> professions;
  std::uint32_t share = 0;
  for (const JsonValue item : list.required_items()) {
    std::optional<ProfessionId> profession;
    std::size_t column = 0;
    for (const JsonValue cell : item.required_items()) {
      if (column == 0) profession = profession_from_code(cell.required_string());
      if (column == 1) share += static_cast<std::uint32_t>(cell.required_integer(1, 1000));
      ++column;
    }
    if (!profession) item.reject(JsonProblem::kOutOfRange);
    professions.push_back({profession.value_or(ProfessionId{}), share});
  }
  if (professions.empty()) list.reject(JsonProblem::kMissing);
  return professions;
}

template <typename Read>
bool read_file(std::string_view name, std::string_view text, std::string& problem, Read&& read) {
  JsonDocument document;
  if (document.parse(text)) read(document.root());
  if (document.error().is_none()) return true;
  problem = std::string{name} + ": " + document.error().path + ": " +
            std::string{describe(document.error().problem)};
  return false;
}

}  // namespace

std::optional<Book> read_book(const BookTexts& texts, std::string& problem) {
  Book book;
  const bool is_read = read_file("people.json", texts.people, problem,
                                 [&](const JsonValue& root) {
                                   book.family_names = read_texts(root["family_names"]);
                                   book.difficult_family_names = read_texts(root["difficult_family_names"]);
                                   book.women = read_generations(root["women"]);
                                   book.men = read_generations(root["men"]);
                                 }) &&
                       read_file("places.json", texts.places, problem,
                                 [&](const JsonValue& root) {
                                   book.occitanie = read_places(root["occitanie"]);
                                   book.elsewhere = read_places(root["elsewhere"]);
                                   book.abroad = read_places(root["abroad"]);
                                 }) &&
                       read_file("circle.json", texts.circle, problem, [&](const JsonValue& root) {
                         book.professions = read_professions(root["professions"]);
                         book.structures = read_texts(root["structures"]);
                       });
  if (!is_read) return std::nullopt;
  return book;
}

}  // namespace spico::emserve::demo
