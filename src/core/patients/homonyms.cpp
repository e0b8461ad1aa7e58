#include "core/patients/homonyms.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/patients/traits.hpp"

namespace spico {
namespace {

constexpr std::size_t kFewestLetters = 5;
constexpr std::size_t kFewEnoughForPairs = 24;

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::size_t letter_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

/// Parts of a key that begin with kNameMark, each with its words: two at most, one of them empty when there
/// is none.
struct KeyNames {
  std::array<std::string_view, 2> names;
  std::size_t count = 0;

  explicit KeyNames(std::string_view key) {
    for (std::size_t at = 0; at < key.size() && count < names.size();) {
      std::size_t end = at + 1;
      while (end < key.size() && key[end] != kNameMark && key[end] != kOtherNameMark) ++end;
      if (key[at] == kNameMark) names[count++] = key.substr(at, end - at);
      at = end;
    }
    count = std::max<std::size_t>(count, 1);
  }
};

template <typename OnWord>
void for_each_word(std::string_view name, OnWord&& on_word) {
  for (std::size_t at = 0; at < name.size();) {
    std::size_t end = at + 1;
    while (end < name.size() && !is_mark(name[end])) ++end;
    if (name[at] != kTiedMark) on_word(name.substr(at + 1, end - at - 1));
    at = end;
  }
}

// FNV-1a. A sum of 64 bits that two lists of words have by chance costs a warning too many.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

bool are_same_words(const HomonymName& a, const HomonymName& b) {
  return a.words == b.words && a.letters.size() == b.letters.size();
}

bool are_alike(const HomonymName& a, const HomonymName& b, Likeness likeness) {
  if (a.letters == b.letters) return true;
  return likeness == Likeness::kNear && (are_same_words(a, b) || are_near(a.letters, b.letters));
}

struct PersonName {
  std::size_t person;
  const HomonymName* name;
};

/// A name without the letter that begins at `position`; kWhole: with all of them.
struct Variant {
  std::uint64_t hash;
  std::uint32_t entry;
  std::uint32_t position;
};
constexpr std::uint32_t kWhole = ~std::uint32_t{0};

void append_variants(std::vector<Variant>& variants, std::string_view letters, std::uint32_t entry) {
  constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15U;
  std::vector<std::uint64_t> begun(letters.size() + 1, 0);
  std::vector<std::uint64_t> powers(letters.size() + 1, 1);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    begun[i + 1] = begun[i] * kBase + static_cast<unsigned char>(letters[i]) + 1;
    powers[i + 1] = powers[i] * kBase;
  }
  variants.push_back({begun.back(), entry, kWhole});
  std::uint32_t position = 0;
  for (std::size_t at = 0; at < letters.size(); ++position) {
    std::size_t end = at + 1;
    while (end < letters.size() && !begins_character(letters[end])) ++end;
    const std::size_t left = letters.size() - end;
    variants.push_back(
        {begun[at] * powers[left] + begun.back() - begun[end] * powers[left], entry, position});
    at = end;
  }
}

// Names that are near become the same when each loses the right letter. What shares a variant is compared: if
// many do, those that lost it at the same place are near without looking at pairs, and few are left.
class NearFinder {
 public:
  /// Entries in the order of their letters, those of equal letters marked already.
  NearFinder(const std::vector<PersonName>& entries, std::vector<std::uint8_t>& marks)
      : entries_(entries), marks_(marks) {}

  void find() {
    std::vector<Variant> variants;
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      const bool is_known = i > 0 && entries_[i].name->letters == entries_[i - 1].name->letters;
      if (!is_known && letter_count(entries_[i].name->letters) >= kFewestLetters)
        append_variants(variants, entries_[i].name->letters, i);
    }
    std::sort(variants.begin(), variants.end(), [](const Variant& a, const Variant& b) {
      return a.hash != b.hash ? a.hash < b.hash : a.position < b.position;
    });
    for (auto run = variants.begin(); run != variants.end();) {
      const auto end =
          std::find_if(run, variants.end(), [&](const Variant& one) { return one.hash != run->hash; });
      compare_neighbours(run, end);
      for (auto one = run; one != end; ++one) {
        if (!is_marked(*one)) compare_with_all(*one, run, end);
      }
      run = end;
    }
  }

 private:
  using Place = std::vector<Variant>::const_iterator;

  [[nodiscard]] bool is_marked(const Variant& one) const { return marks_[entries_[one.entry].person] != 0; }

  bool mark_if_near(const Variant& a, const Variant& b) {
    const PersonName& left = entries_[a.entry];
    const PersonName& right = entries_[b.entry];
    if (left.person == right.person || !are_near(left.name->letters, right.name->letters)) return false;
    marks_[left.person] = 1;
    marks_[right.person] = 1;
    return true;
  }
  void compare_neighbours(Place run, Place end) {
    for (auto one = run; one != end && one + 1 != end; ++one) {
      if (one->position == (one + 1)->position && (!is_marked(*one) || !is_marked(*(one + 1))))
        mark_if_near(*one, *(one + 1));
    }
  }
  void compare_with_all(const Variant& one, Place run, Place end) {
    for (auto other = run; other != end; ++other) {
      if (mark_if_near(one, *other)) return;
    }
  }

  const std::vector<PersonName>& entries_;
  std::vector<std::uint8_t>& marks_;
};

/// Of entries that `before` orders: those of a run of equal ones that holds more than one person.
template <typename Before>
void mark_equal(std::vector<PersonName>& entries, std::vector<std::uint8_t>& marks, Before&& before) {
  std::sort(entries.begin(), entries.end(),
            [&](const PersonName& a, const PersonName& b) { return before(*a.name, *b.name); });
  for (auto run = entries.begin(); run != entries.end();) {
    const auto end = std::find_if(run, entries.end(),
                                  [&](const PersonName& one) { return before(*run->name, *one.name); });
    if (std::any_of(run, end, [&](const PersonName& one) { return one.person != run->person; }))
      std::for_each(run, end, [&](const PersonName& one) { marks[one.person] = 1; });
    run = end;
  }
}

}  // namespace

void read_homonym_names(std::string_view family_key, std::string_view given_key,
                        std::vector<HomonymName>& names) {
  const KeyNames families(family_key);
  const KeyNames given_names(given_key);
  names.resize(families.count * given_names.count);
  std::size_t used = 0;
  for (std::size_t family = 0; family < families.count; ++family) {
    for (std::size_t given = 0; given < given_names.count; ++given) {
      HomonymName& name = names[used];
      name.letters.clear();
      name.words = 0;
      for (const std::string_view part : {families.names[family], given_names.names[given]}) {
        for_each_word(part, [&](std::string_view word) {
          name.letters += word;
          name.words += hash_of(word);
        });
      }
      if (!name.letters.empty()) ++used;
    }
  }
  names.resize(used);
}

bool are_near(std::string_view a, std::string_view b) {
  constexpr std::size_t kLongestLetter = 4;
  if (a.size() > b.size() + kLongestLetter || b.size() > a.size() + kLongestLetter) return false;
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  auto begun = static_cast<std::size_t>(differ.first - a.begin());
  if (begun == a.size() && begun == b.size()) return letter_count(a) >= kFewestLetters;
  // Bytes may be shared by two letters: what differs begins and ends with whole ones.
  const auto at_letter = [](std::string_view text, std::size_t at) {
    return at == text.size() || begins_character(text[at]);
  };
  while (begun > 0 && (!at_letter(a, begun) || !at_letter(b, begun))) --begun;
  const std::string_view beginning = a.substr(0, begun);
  a.remove_prefix(begun);
  b.remove_prefix(begun);
  std::size_t ended = 0;
  while (ended < a.size() && ended < b.size() && a[a.size() - 1 - ended] == b[b.size() - 1 - ended]) ++ended;
  while (ended > 0 && (!at_letter(a, a.size() - ended) || !at_letter(b, b.size() - ended))) --ended;
  const std::string_view left = a.substr(0, a.size() - ended);
  const std::string_view right = b.substr(0, b.size() - ended);
  if (std::max(left.size(), right.size()) > 2 * kLongestLetter) return false;
  const std::size_t left_letters = letter_count(left);
  const std::size_t right_letters = letter_count(right);
  bool is_one_step = left_letters <= 1 && right_letters <= 1;
  if (left_letters == 2 && right_letters == 2 && left.size() == right.size()) {
    std::size_t second = 1;
    while (!begins_character(left[second])) ++second;
    is_one_step = left.substr(second) == right.substr(0, left.size() - second) &&
                  left.substr(0, second) == right.substr(left.size() - second);
  }
  if (!is_one_step) return false;
  const std::size_t same = letter_count(beginning) + letter_count(a.substr(a.size() - ended));
  return same + std::min(left_letters, right_letters) >= kFewestLetters;
}

bool are_homonyms(const std::vector<HomonymName>& a, const std::vector<HomonymName>& b, Likeness likeness) {
  return std::any_of(a.begin(), a.end(), [&](const HomonymName& left) {
    return std::any_of(b.begin(), b.end(),
                       [&](const HomonymName& right) { return are_alike(left, right, likeness); });
  });
}

std::vector<std::uint8_t> find_homonyms(std::span<const std::vector<HomonymName>> people, Likeness likeness) {
  std::vector<std::uint8_t> marks(people.size(), 0);
  if (people.size() <= kFewEnoughForPairs) {
    for (std::size_t a = 0; a < people.size(); ++a) {
      for (std::size_t b = a + 1; b < people.size(); ++b) {
        if ((marks[a] != 0 && marks[b] != 0) || !are_homonyms(people[a], people[b], likeness)) continue;
        marks[a] = 1;
        marks[b] = 1;
      }
    }
    return marks;
  }
  std::vector<PersonName> entries;
  for (std::size_t person = 0; person < people.size(); ++person) {
    for (const HomonymName& name : people[person]) entries.push_back({person, &name});
  }
  mark_equal(entries, marks,
             [](const HomonymName& a, const HomonymName& b) { return a.letters < b.letters; });
  if (likeness == Likeness::kNear) {
    NearFinder(entries, marks).find();
    mark_equal(entries, marks, [](const HomonymName& a, const HomonymName& b) {
      return a.words != b.words ? a.words < b.words : a.letters.size() < b.letters.size();
    });
  }
  return marks;
}

}  // namespace spico
