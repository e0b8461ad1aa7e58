// Which dates a text that is being typed can still become: filters a list at each keystroke. Anyone may use
// it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/time/civil_date.hpp"

namespace spico {

/// Every way to read the text counts: "04" is the beginning of 04/07/1956, of 04/1956, and of no year; "1956"
/// is a year. Parts of a date that are unknown match anything, so that nobody is missed for an incomplete
/// identity.
class TypedDatePattern {
 public:
  /// The forms of parse_typed_date(), cut anywhere. A text that no date begins with matches nothing.
  explicit TypedDatePattern(std::string_view text);

  /// Nothing was typed: everything matches.
  [[nodiscard]] bool is_empty() const { return is_empty_; }
  [[nodiscard]] bool matches(CivilDate date) const;
  /// False while it may be read in several ways, as "2011" (a year, the 20th of November) and "07/0".
  [[nodiscard]] bool has_one_reading() const { return count_ == 1; }

 private:
  /// Bit n = value n is possible; bit 0 stands for unknown.
  struct Reading {
    std::uint32_t days = ~std::uint32_t{0};
    std::uint32_t months = ~std::uint32_t{0};
    int first_year = 0;
    int last_year = 9999;
  };

  void add(const Reading& reading);
  void read_packed(std::string_view digits);

  std::array<Reading, 3> readings_;
  std::size_t count_ = 0;
  bool is_empty_ = false;
};

}  // namespace spico
