// What the reader looks for in the patient list: typed words (memory only) and coded filters (in the URL).
// Part of Model and Route.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/patients/patient.hpp"

namespace spico {

enum class PatientColumn : std::uint8_t {
  kIdentity,
  kBirthDate,
  kSex,
  kThematiques,
  kProfessionals,
  kUpdatedAt,
  kTasks,
  kStatut,
  kNextAppointment,
  kActions
};
inline constexpr int kPatientColumnCount = 10;

enum class Direction : std::uint8_t { kAscending, kDescending };
enum class YesNoAll : std::uint8_t { kAll, kYes, kNo };
/// Of a plain fact; kAll stays.
constexpr YesNoAll opposite(YesNoAll choice) {
  return choice == YesNoAll::kYes ? YesNoAll::kNo : choice == YesNoAll::kNo ? YesNoAll::kYes : YesNoAll::kAll;
}

/// Of a patient's open tasks. The codes are those of the address.
enum class TasksChoice : std::uint8_t { kAll, kSome, kNone, kLate };
inline constexpr std::array<std::string_view, 4> kTasksCodes{"tous", "oui", "non", "retard"};
[[nodiscard]] constexpr std::string_view code(TasksChoice choice) {
  return kTasksCodes[static_cast<std::size_t>(choice)];
}
[[nodiscard]] constexpr std::optional<TasksChoice> tasks_choice_from_code(std::string_view code) {
  for (std::size_t i = 0; i < kTasksCodes.size(); ++i) {
    if (kTasksCodes[i] == code) return static_cast<TasksChoice>(i);
  }
  return std::nullopt;
}

struct PatientSort {
  PatientColumn column = PatientColumn::kUpdatedAt;
  Direction direction = Direction::kDescending;
  friend bool operator==(const PatientSort&, const PatientSort&) = default;
};

/// By one column or by several, the first one first; never by none and by no column twice.
class PatientOrder {
 public:
  PatientOrder() = default;  ///< the newest update first
  PatientOrder(PatientSort only) { keys_[0] = only; }
  PatientOrder(PatientColumn column, Direction direction) : PatientOrder(PatientSort{column, direction}) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const PatientSort& operator[](std::size_t rank) const { return keys_[rank]; }
  [[nodiscard]] const PatientSort* begin() const { return keys_.data(); }
  [[nodiscard]] const PatientSort* end() const { return keys_.data() + size_; }
  /// nullopt when this column does not sort.
  [[nodiscard]] std::optional<std::size_t> rank(PatientColumn column) const {
    for (std::size_t i = 0; i < size_; ++i) {
      if (keys_[i].column == column) return i;
    }
    return std::nullopt;
  }
  /// Behind the others; a column that sorts already keeps its rank and gets this direction.
  void add(PatientSort key) {
    const auto known = rank(key.column);
    keys_[known.value_or(size_)] = key;
    if (!known) ++size_;
  }
  /// The last one that is left stays.
  void remove(PatientColumn column) {
    const auto known = rank(column);
    if (!known || size_ == 1) return;
    for (std::size_t i = *known; i + 1 < size_; ++i) keys_[i] = keys_[i + 1];
    keys_[--size_] = {};
  }
  friend bool operator==(const PatientOrder&, const PatientOrder&) = default;

 private:
  std::array<PatientSort, kPatientColumnCount>
      keys_{};  // default values behind the last: == compares them all
  std::size_t size_ = 1;
};

/// The coded part: no name, no birth date, no matricule may ever stand here (decisions 1).
struct CodedFilters {
  std::uint8_t sexes = 0;     ///< bit per Sex; 0 = all
  std::uint8_t statuts = 0;   ///< bit per Statut; 0 = all
  ThematiqueSet thematiques;  ///< empty = all, else any of them
  std::vector<ProfessionalId> professionals;
  std::vector<StructureId> structures;
  TasksChoice tasks = TasksChoice::kAll;
  YesNoAll favourites = YesNoAll::kAll;
  YesNoAll archived = YesNoAll::kNo;
  PatientOrder sort;
  friend bool operator==(const CodedFilters&, const CodedFilters&) = default;
};

/// The typed part: kept over Back and Forward, lost on reload.
struct TypedFilters {
  std::string name, given_name, birth_date;
  [[nodiscard]] bool is_empty() const { return name.empty() && given_name.empty() && birth_date.empty(); }
  friend bool operator==(const TypedFilters&, const TypedFilters&) = default;
};

template <typename Code>
[[nodiscard]] constexpr std::uint8_t bit_of(Code code) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(code));
}

}  // namespace spico
