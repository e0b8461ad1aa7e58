// Which columns the patient list shows, in which order and how wide. Says nothing of any patient, so the
// device may keep it. Part of Model.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/patients/patient_query.hpp"
#include "core/text/strings.hpp"

namespace spico {

/// CSS pixels at the reader's default text size.
inline constexpr int kNarrowestColumn = 48, kWidestColumn = 800;
inline constexpr int kColumnStep = 24;  ///< what «Élargir» and «Rétrécir» change

struct ColumnWidth {
  PatientColumn column;
  int css_px;
};

class ColumnLayout {
 public:
  /// Left to right, without the hidden ones; «Identité» is always among them.
  [[nodiscard]] std::vector<PatientColumn> visible() const;
  /// All of them, in the order they have or would have.
  [[nodiscard]] const std::array<PatientColumn, kPatientColumnCount>& order() const { return order_; }
  [[nodiscard]] bool is_visible(PatientColumn column) const { return (hidden_ & bit(column)) == 0; }
  /// 0 = it has a share of the room that is left.
  [[nodiscard]] int width(PatientColumn column) const { return widths_[index(column)]; }
  /// Its place among the visible ones; nullopt when hidden.
  [[nodiscard]] std::optional<std::size_t> position(PatientColumn column) const;

  /// To this place among the visible ones; beyond the last = last. A hidden column stays where it is.
  void move(PatientColumn column, std::size_t position);
  /// «Identité» stays: a row without the person's name could be anybody's.
  void hide(PatientColumn column);
  void show(PatientColumn column);
  /// Held between kNarrowestColumn and kWidestColumn.
  void resize(ColumnWidth width);

  friend bool operator==(const ColumnLayout&, const ColumnLayout&) = default;

 private:
  static constexpr std::size_t index(PatientColumn column) { return static_cast<std::size_t>(column); }
  static constexpr std::uint16_t bit(PatientColumn column) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(column));
  }
  static constexpr std::array<PatientColumn, kPatientColumnCount> in_given_order() {
    std::array<PatientColumn, kPatientColumnCount> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<PatientColumn>(i);
    return all;
  }

  std::array<PatientColumn, kPatientColumnCount> order_ = in_given_order();
  std::uint16_t hidden_ = 0;
  std::array<std::uint16_t, kPatientColumnCount> widths_{};
};

/// "identite:240,-sexe,naissance,…": hidden ones with a minus, chosen widths behind a colon; empty for the
/// layout nobody has touched.
[[nodiscard]] std::string format_layout(const ColumnLayout& layout);
/// Accepts anything: unknown and repeated columns are left out, missing ones stand at the end.
[[nodiscard]] ColumnLayout parse_layout(std::string_view text);

/// As in addresses and in format_layout: "identite", "naissance" …
[[nodiscard]] std::string_view code(PatientColumn column);
[[nodiscard]] std::optional<PatientColumn> patient_column_from_code(std::string_view code);
/// Its header.
[[nodiscard]] Text column_label(PatientColumn column);

}  // namespace spico
