// Random patients with difficult names, and what a search must give of them by reading one row after the
// other. For the tests of the patient list.
#pragma once

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/patients/patient_list.hpp"
#include "core/patients/traits.hpp"
#include "core/text/fold.hpp"
#include "core/time/typed_date.hpp"

namespace spico::test {

inline const char* const kFamilyNames[] = {"BÉNAZET",
                                           "Bénazet",
                                           "L’HÔTE",
                                           "D'ESTAING-TEST",
                                           "DE LA FONTAINE",
                                           "LE GUEN",
                                           "Martin",
                                           "MARTIN",
                                           "MARTIN DUPONT",
                                           "Martin-Dupont",
                                           "ŒUVRARD",
                                           "N'DIAYE",
                                           "ŁUKASZEWSKI",
                                           "O’BRIEN",
                                           "أحمد",
                                           "ΓΙΏΡΓΟΣ",
                                           "X",
                                           "",
                                           "VAN DEN BERG",
                                           "NUÑEZ"};
inline const char* const kGivenNames[] = {"Zoé",    "Jean-Noël", "Jean Noël", "Marie-Louise Anne",
                                          "Anaïs",  "Paul",      "paul",      "Zoé Martin",
                                          "Éloïse", "",          "Noël",      "Lætitia"};
inline const char* const kTyped[] = {
    "",          "benazet zoe",  "zoe BENAZET", "ben zo",        "l'hote",   "lhote",   "hote",
    "jean noel", "jeannoel",     "noel",        "martin",        "m",        "dup mar", "oeuv",
    "œuvrard",   "delafontaine", "la de",       "leguen",        "zzz",      "x",       "’ - ",
    "احمد",      "γιωργος",      "z m",         "martin martin", "  paul  ", "nunez",   "ndiaye",
    "van berg",  "vandenberg"};
inline const char* const kBirths[] = {"",    "0",      "07", "07/04", "07/04/1956", "7/4/56",    "1956",
                                      "195", "041956", "99", "abc",   "29/02",      "1956-04-07"};

inline Patient random_patient(std::mt19937& random, std::uint64_t id) {
  const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  Patient out;
  out.id = {id};
  out.traits.birth_name = kFamilyNames[below(std::size(kFamilyNames))];
  if (below(4) == 0) out.traits.used_name = kFamilyNames[below(std::size(kFamilyNames))];
  out.traits.given_names = kGivenNames[below(std::size(kGivenNames))];
  out.traits.first_given_name = first_of(out.traits.given_names);
  if (below(5) == 0) out.traits.used_given_name = kGivenNames[below(std::size(kGivenNames))];
  out.traits.sex = static_cast<Sex>(below(3));
  out.traits.birth_date = {static_cast<std::int16_t>(1950 + below(10)), static_cast<std::uint8_t>(below(13)),
                           0};
  if (out.traits.birth_date.month != 0) out.traits.birth_date.day = static_cast<std::uint8_t>(below(29));
  if (below(20) == 0) out.traits.birth_date = {};
  if (below(8) == 0) out.traits.birth_date = {1956, 4, 7};
  for (std::uint32_t i = 0; i < 8; ++i) {
    if (below(4) == 0) out.thematiques.add(static_cast<ThematiqueId>(i));
  }
  for (std::uint32_t i = below(4); i > 0; --i) {
    const ProfessionalId professional{1 + below(6)};
    if (std::find(out.professionals.begin(), out.professionals.end(), professional) ==
        out.professionals.end())
      out.professionals.push_back(professional);
  }
  if (below(2) == 0) out.structures.push_back({1 + below(3)});
  out.updated_at_ms = 1'795'000'000'000 + below(20) * 60'000;  // many equal ones
  out.next_appointment_ms = below(3) == 0 ? 0 : 1'796'000'000'000 + below(10) * 60'000;
  out.tasks_open = static_cast<std::uint16_t>(below(4));
  out.tasks_late = static_cast<std::uint16_t>(below(out.tasks_open + 1U));
  out.statut = static_cast<Statut>(below(4));
  out.favourite = below(4) == 0;
  out.archived = below(4) == 0;
  return out;
}

inline std::vector<Professional> people() {
  std::vector<Professional> out;
  for (std::uint32_t id = 6; id >= 1; --id)
    out.push_back({{id}, "TEST " + std::to_string(id), ProfessionId{0}});
  return out;
}

inline std::vector<std::string> split(const std::string& words) {
  std::vector<std::string> out;
  std::istringstream in(words);
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

// Runs first…last of the words of a name that people write as one: whatever no space parts, and the whole of
// a name that begins with a particle.
struct Tied {
  std::size_t first, last;
  std::string letters;
};
inline std::vector<Tied> tied_words(const std::string& name) {
  static const std::vector<std::string> particles{
      "al", "bel", "ben", "bou", "d",  "da", "de",  "del", "des", "di", "do",    "dos", "du",
      "el", "l",   "la",  "las", "le", "lo", "los", "mac", "mc",  "o",  "saint", "van", "von"};
  std::vector<Tied> tied;
  std::string parted = name;
  for (const std::string_view space : {"\u00A0", "\u202F"}) {
    for (std::size_t at = 0; (at = parted.find(space, at)) != std::string::npos;)
      parted.replace(at, space.size(), " ");
  }
  std::size_t words = 0;
  std::string whole;
  for (const std::string& part : split(parted)) {
    const std::size_t first = words;
    std::string letters;
    for (const std::string& word : split(fold(part))) {
      tied.push_back({words, words, word});
      letters += word;
      ++words;
    }
    if (words > first + 1) tied.push_back({first, words - 1, letters});
    whole += letters;
  }
  if (words > 1 && std::find(particles.begin(), particles.end(), tied[0].letters) != particles.end())
    tied.push_back({0, words - 1, whole});
  return tied;
}

// Every typed word begins a word of some name.
inline bool has_words(const std::vector<std::string>& names, const std::string& typed) {
  const std::vector<std::string> wanted = split(fold(typed));
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      const std::vector<Tied> there = tied_words(name);
      return std::any_of(there.begin(), there.end(),
                         [&](const Tied& each) { return each.letters.starts_with(word); });
    });
  });
}

// 0 = every word belongs to a name that was typed in whole, 1 = begins a name, 2 = stands inside one.
inline int plain_rank(const std::vector<std::string>& names, const std::vector<std::string>& typed) {
  std::vector<int> best(typed.size(), 2);
  for (const std::string& name : names) {
    std::vector<bool> covered(split(fold(name)).size(), false);
    std::vector<bool> is_whole(typed.size(), false);
    for (const Tied& there : tied_words(name)) {
      for (std::size_t i = 0; i < typed.size(); ++i) {
        if (!there.letters.starts_with(typed[i])) continue;
        if (there.first == 0) best[i] = std::min(best[i], 1);
        if (there.letters != typed[i]) continue;
        is_whole[i] = true;
        for (std::size_t at = there.first; at <= there.last; ++at) covered[at] = true;
      }
    }
    const bool in_whole = std::find(covered.begin(), covered.end(), false) == covered.end();
    for (std::size_t i = 0; i < typed.size() && in_whole; ++i) {
      if (is_whole[i]) best[i] = 0;
    }
  }
  return best.empty() ? 0 : *std::max_element(best.begin(), best.end());
}

inline std::vector<std::string> given_names_of(const IdentityTraits& traits) {
  std::vector<std::string> given{std::string(display_given_name(traits)), traits.first_given_name};
  for (const std::string& name : split(traits.given_names)) given.push_back(name);
  return given;
}

inline std::vector<std::string> names_of(const IdentityTraits& traits) {
  std::vector<std::string> names = given_names_of(traits);
  names.push_back(traits.birth_name);
  names.push_back(traits.used_name);
  return names;
}

// Numbers in «Nom» are left to the tests that put them there.
inline std::string without_numbers(const std::string& typed) {
  std::string words;
  for (const std::string& word : split(fold(typed))) {
    if (word.find_first_not_of("0123456789") != std::string::npos) words += word + " ";
  }
  return words;
}

inline int plain_rank(const Patient& patient, const TypedFilters& typed) {
  return std::max(plain_rank(names_of(patient.traits), split(without_numbers(typed.name))),
                  plain_rank(given_names_of(patient.traits), split(fold(typed.given_name))));
}

inline bool agrees(YesNoAll wanted, bool actual) {
  return wanted == YesNoAll::kAll || (wanted == YesNoAll::kYes) == actual;
}

inline bool tasks_agree(TasksChoice wanted, const Patient& patient) {
  if (wanted == TasksChoice::kLate) return patient.tasks_late > 0;
  return wanted == TasksChoice::kAll || (wanted == TasksChoice::kSome) == (patient.tasks_open > 0);
}

inline bool passes(const Patient& patient, const TypedFilters& typed, const CodedFilters& coded) {
  const TypedDatePattern birth(typed.birth_date);
  const auto any = [](const auto& wanted, const auto& there) {
    return wanted.empty() || std::any_of(there.begin(), there.end(), [&](const auto& each) {
             return std::find(wanted.begin(), wanted.end(), each) != wanted.end();
           });
  };
  return has_words(names_of(patient.traits), without_numbers(typed.name)) &&
         has_words(given_names_of(patient.traits), typed.given_name) &&
         (birth.is_empty() || birth.matches(patient.traits.birth_date)) &&
         (coded.sexes == 0 || (coded.sexes & bit_of(patient.traits.sex)) != 0) &&
         (coded.statuts == 0 || (coded.statuts & bit_of(patient.statut)) != 0) &&
         (coded.thematiques.is_empty() || coded.thematiques.intersects(patient.thematiques)) &&
         any(coded.professionals, patient.professionals) && any(coded.structures, patient.structures) &&
         tasks_agree(coded.tasks, patient) && agrees(coded.favourites, patient.favourite) &&
         agrees(coded.archived, patient.archived);
}

// Below 0 when `a` stands before `b` in ascending order.
inline int compare(PatientColumn column, const Patient& a, const Patient& b) {
  const auto three_way = [](const auto& left, const auto& right) {
    return left < right ? -1 : right < left ? 1 : 0;
  };
  switch (column) {
    case PatientColumn::kIdentity:
      return three_way(std::pair{family_search_words(a.traits), given_search_words(a.traits)},
                       std::pair{family_search_words(b.traits), given_search_words(b.traits)});
    case PatientColumn::kBirthDate:
      return three_way(a.traits.birth_date, b.traits.birth_date);
    case PatientColumn::kSex:
      return three_way(a.traits.sex, b.traits.sex);
    case PatientColumn::kThematiques:
      return three_way(a.thematiques.bits, b.thematiques.bits);
    case PatientColumn::kProfessionals:
      return three_way(a.professionals.size(), b.professionals.size());
    case PatientColumn::kTasks:
      return three_way(std::pair{a.tasks_late, a.tasks_open}, std::pair{b.tasks_late, b.tasks_open});
    case PatientColumn::kStatut:
      return three_way(a.statut, b.statut);
    case PatientColumn::kNextAppointment:
      return three_way(a.next_appointment_ms, b.next_appointment_ms);
    case PatientColumn::kUpdatedAt:
    case PatientColumn::kActions:
      return three_way(a.updated_at_ms, b.updated_at_ms);
  }
  return 0;
}

inline std::vector<RowNumber> plain_select(const std::vector<Patient>& patients, const TypedFilters& typed,
                                           const CodedFilters& coded) {
  std::vector<RowNumber> rows;
  for (RowNumber row = 0; row < patients.size(); ++row) {
    if (passes(patients[row], typed, coded)) rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(), [&](RowNumber left, RowNumber right) {
    const Patient& a = patients[left];
    const Patient& b = patients[right];
    for (const PatientSort& key : coded.sort) {
      if (key.column == PatientColumn::kNextAppointment &&
          (a.next_appointment_ms == 0) != (b.next_appointment_ms == 0))
        return b.next_appointment_ms == 0;
      const int compared = compare(key.column, a, b);
      if (compared != 0) return key.direction == Direction::kAscending ? compared < 0 : compared > 0;
    }
    return a.updated_at_ms != b.updated_at_ms ? a.updated_at_ms > b.updated_at_ms : a.id < b.id;
  });
  if (coded.sort == PatientOrder{}) {
    std::stable_sort(rows.begin(), rows.end(), [&](RowNumber left, RowNumber right) {
      return plain_rank(patients[left], typed) < plain_rank(patients[right], typed);
    });
  }
  return rows;
}

struct Both {
  std::vector<Patient> plain;
  PatientList list;

  explicit Both(std::mt19937& random, std::size_t count) {
    list.set_people(people(), {{{1}, "MSP TEST"}, {{2}, "CPTS TEST"}, {{3}, "DAC TEST"}});
    for (std::size_t i = 0; i < count; ++i) {
      plain.push_back(random_patient(random, i + 1));
      list.append(plain.back());
    }
  }
};

inline std::vector<std::string> found(const PatientList& list, const TypedFilters& typed,
                                      const CodedFilters& coded = {}) {
  std::vector<RowNumber> rows;
  list.select(typed, coded, rows);
  std::vector<std::string> names;
  for (const RowNumber row : rows) names.emplace_back(list.display_name(row));
  return names;
}

inline PatientList list_of(const std::vector<std::pair<std::string, std::string>>& names) {
  PatientList list;
  std::uint64_t id = 0;
  for (const auto& [family, given] : names) {
    Patient patient;
    patient.id = {++id};
    patient.traits.birth_name = family;
    patient.traits.given_names = given;
    patient.traits.first_given_name = first_of(patient.traits.given_names);
    patient.traits.birth_date = {1956, 4, 7};
    patient.updated_at_ms = 1'795'000'000'000 - static_cast<std::int64_t>(id);
    list.append(patient);
  }
  return list;
}

}  // namespace spico::test
