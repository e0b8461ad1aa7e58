#include "core/patients/filter_sentence.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/patients/reference.hpp"
#include "core/patients/typed_search.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"

namespace spico {
namespace {

constexpr std::uint8_t kWomen = bit_of(Sex::kFemale);
constexpr std::uint8_t kMen = bit_of(Sex::kMale);
constexpr std::uint8_t kUndetermined = bit_of(Sex::kUnknown);
constexpr std::uint8_t kEverySex = kWomen | kMen | kUndetermined;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

class Writer {
 public:
  Writer(Language language, const CodedFilters& coded)
      : language_(language), sexes_(coded.sexes == kEverySex ? std::uint8_t{0} : coded.sexes) {}

  void add_who() {
    const Text who = sexes_ == kWomen                     ? Text::kFiltersWomen
                     : sexes_ == kMen                     ? Text::kFiltersMen
                     : sexes_ == (kMen | kWomen)          ? Text::kFiltersMenAndWomen
                     : sexes_ == kUndetermined            ? Text::kFiltersUndetermined
                     : sexes_ == (kWomen | kUndetermined) ? Text::kFiltersWomenAndUndetermined
                     : sexes_ == (kMen | kUndetermined)   ? Text::kFiltersMenAndUndetermined
                                                          : Text::kFiltersPatients;
    parts_.push_back({in_words(who), std::nullopt, false});
    if (sexes_ != 0) parts_.back().removes = FilterKind::kSexes;
  }
  /// Something that says more of who: no comma behind «Femmes», one behind anything else.
  void add(FilterKind kind, std::string text) {
    parts_.push_back({std::move(text), kind, parts_.size() > 1});
  }
  /// Something that stands apart.
  void add_apart(FilterKind kind, std::string text) { parts_.push_back({std::move(text), kind, true}); }

  [[nodiscard]] std::string in_words(Text key) const { return std::string(text(language_, key)); }
  [[nodiscard]] std::string in_words(Text key, std::string_view name, std::string_view value) const {
    return fill(text(language_, key), {{name, value}});
  }
  /// Of two forms of a participle.
  [[nodiscard]] Text agreeing(Text of_all, Text of_women) const {
    return sexes_ == kWomen ? of_women : of_all;
  }
  /// «A, B ou C».
  [[nodiscard]] std::string any_of(const std::vector<std::string>& values) const {
    if (values.empty()) return {};
    std::string all;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) all += (i == 0 ? "" : ", ") + values[i];
    if (all.empty()) return values.back();
    return fill(text(language_, Text::kFiltersOr), {{"first", all}, {"last", values.back()}});
  }
  [[nodiscard]] Language language() const { return language_; }
  [[nodiscard]] std::vector<FilterPart> take() {
    return parts_.size() == 1 && !parts_[0].removes ? std::vector<FilterPart>{} : std::move(parts_);
  }

 private:
  Language language_;
  std::uint8_t sexes_;
  std::vector<FilterPart> parts_;
};

void add_names(Writer& writer, const TypedFilters& typed, const TypedSearch& search) {
  if (!search.numbers.empty()) {
    writer.add(FilterKind::kName, writer.in_words(Text::kFiltersNameOrNumber, "value", trimmed(typed.name)));
  } else if (!search.name_words.empty()) {
    writer.add(FilterKind::kName, writer.in_words(Text::kFiltersName, "value", trimmed(typed.name)));
  }
  if (!search.given_words.empty()) {
    writer.add(FilterKind::kGivenName,
               writer.in_words(Text::kFiltersGivenName, "value", trimmed(typed.given_name)));
  }
}

// A text that can still become several dates, «2011» or «07/04», is told as it was typed.
void add_birth_date(Writer& writer, const TypedFilters& typed, const TypedSearch& search) {
  if (search.birth_date.is_empty()) return;
  const DateReading reading = parse_typed_date(typed.birth_date);
  const CivilDate date = reading.date;
  std::string said;
  if (!reading.ok() || !search.birth_date.has_one_reading()) {
    said = writer.in_words(Text::kFiltersBirthTyped, "value", trimmed(typed.birth_date));
  } else if (date.is_complete()) {
    said = writer.in_words(writer.agreeing(Text::kFiltersBornOn, Text::kFiltersWomenBornOn), "date",
                           format_date(date));
  } else {
    std::string in = std::to_string(date.year);
    if (date.month != 0) {
      const auto month = static_cast<Text>(static_cast<int>(Text::kDateMonth01) + date.month - 1);
      in = writer.in_words(month) + ' ' + in;
    }
    said = writer.in_words(writer.agreeing(Text::kFiltersBornIn, Text::kFiltersWomenBornIn), "date", in);
  }
  writer.add(FilterKind::kBirthDate, std::move(said));
}

void add_codes(Writer& writer, const CodedFilters& coded) {
  std::vector<std::string> values;
  coded.thematiques.for_each(
      [&](ThematiqueId id) { values.emplace_back(entry(id).label.in(writer.language())); });
  if (!values.empty()) {
    writer.add_apart(FilterKind::kThematiques,
                     writer.in_words(Text::kFiltersThematique, "values", writer.any_of(values)));
  }
  values.clear();
  std::uint8_t bit = 1;
  for (const StatutEntry& statut : statut_entries()) {
    if ((coded.statuts & bit) != 0) values.emplace_back(statut.label.in(writer.language()));
    bit = static_cast<std::uint8_t>(bit << 1U);
  }
  if (!values.empty() && values.size() < statut_entries().size()) {
    writer.add_apart(FilterKind::kStatuts,
                     writer.in_words(Text::kFiltersStatut, "values", writer.any_of(values)));
  }
}

// Somebody who is in no patient's circle any more has no name here.
template <typename Entry, typename Id>
std::vector<std::string> names_of(const Writer& writer, const std::vector<Entry>& entries,
                                  const std::vector<Id>& wanted, Text without_name) {
  std::vector<std::string> names;
  for (const Id id : wanted) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.id == id; });
    names.push_back(found == entries.end() ? writer.in_words(without_name, "number", to_decimal(id.value))
                                           : found->name);
  }
  return names;
}

void add_people(Writer& writer, const CodedFilters& coded, const PatientList& list) {
  if (!coded.professionals.empty()) {
    const Text followed = writer.agreeing(Text::kFiltersFollowedBy, Text::kFiltersWomenFollowedBy);
    const auto names =
        names_of(writer, list.professionals(), coded.professionals, Text::kFiltersProfessionalNumber);
    writer.add(FilterKind::kProfessionals, writer.in_words(followed, "values", writer.any_of(names)));
  }
  if (!coded.structures.empty()) {
    const Text attached = writer.agreeing(Text::kFiltersAttachedTo, Text::kFiltersWomenAttachedTo);
    const auto names = names_of(writer, list.structures(), coded.structures, Text::kFiltersStructureNumber);
    writer.add(FilterKind::kStructures, writer.in_words(attached, "values", writer.any_of(names)));
  }
}

void add_facts(Writer& writer, const CodedFilters& coded) {
  const auto add = [&](FilterKind kind, YesNoAll choice, Text yes, Text no) {
    if (choice != YesNoAll::kAll) writer.add(kind, writer.in_words(choice == YesNoAll::kYes ? yes : no));
  };
  if (coded.tasks != TasksChoice::kAll) {
    writer.add(FilterKind::kTasks,
               writer.in_words(coded.tasks == TasksChoice::kSome   ? Text::kFiltersWithTasks
                               : coded.tasks == TasksChoice::kNone ? Text::kFiltersWithoutTasks
                                                                   : Text::kFiltersLateTasks));
  }
  add(FilterKind::kFavourites, coded.favourites, Text::kFiltersFavourites, Text::kFiltersNoFavourites);
  if (coded.archived == YesNoAll::kYes) {
    writer.add(FilterKind::kArchived,
               writer.in_words(writer.agreeing(Text::kFiltersArchived, Text::kFiltersWomenArchived)));
  } else if (coded.archived == YesNoAll::kAll) {
    writer.add_apart(FilterKind::kArchived, writer.in_words(writer.agreeing(Text::kFiltersArchivedToo,
                                                                            Text::kFiltersWomenArchivedToo)));
  }
}

}  // namespace

std::vector<FilterPart> filter_parts(Language language, const TypedFilters& typed, const CodedFilters& coded,
                                     const PatientList& list) {
  const TypedSearch search(typed);
  Writer writer(language, coded);
  writer.add_who();
  add_names(writer, typed, search);
  add_birth_date(writer, typed, search);
  add_codes(writer, coded);
  add_people(writer, coded, list);
  add_facts(writer, coded);
  return writer.take();
}

std::string filter_sentence(Language language, const TypedFilters& typed, const CodedFilters& coded,
                            const PatientList& list) {
  const std::vector<FilterPart> parts = filter_parts(language, typed, coded, list);
  if (parts.empty()) return std::string(text(language, Text::kFiltersNobodyLeftOut));
  std::string sentence;
  for (const FilterPart& part : parts) {
    if (!sentence.empty()) sentence += part.after_comma ? ", " : " ";
    sentence += part.text;
  }
  return sentence;
}

void remove_filter(FilterKind kind, TypedFilters& typed, CodedFilters& coded) {
  const CodedFilters start;
  switch (kind) {
    case FilterKind::kSexes:
      coded.sexes = start.sexes;
      break;
    case FilterKind::kName:
      typed.name.clear();
      break;
    case FilterKind::kGivenName:
      typed.given_name.clear();
      break;
    case FilterKind::kBirthDate:
      typed.birth_date.clear();
      break;
    case FilterKind::kThematiques:
      coded.thematiques = start.thematiques;
      break;
    case FilterKind::kStatuts:
      coded.statuts = start.statuts;
      break;
    case FilterKind::kProfessionals:
      coded.professionals.clear();
      break;
    case FilterKind::kStructures:
      coded.structures.clear();
      break;
    case FilterKind::kTasks:
      coded.tasks = start.tasks;
      break;
    case FilterKind::kFavourites:
      coded.favourites = start.favourites;
      break;
    case FilterKind::kArchived:
      coded.archived = start.archived;
      break;
  }
}

}  // namespace spico
