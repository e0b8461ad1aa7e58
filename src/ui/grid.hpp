// The data grid: 100,000 rows of which a window is drawn and mirrored, roving focus by cell, sorting by
// header. For views.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "ui/ui.hpp"

namespace spico::ui {

struct GridColumn {
  std::string_view key, label;
  float min_width = 80;  ///< before Ui::scaled
  float weight = 1;      ///< share of the room that is left
  bool sortable = true;
};

enum class SortMark : std::uint8_t { kNone, kAscending, kDescending };

struct GridSpec {
  std::string_view key, label;
  const std::vector<GridColumn>& columns;
  std::size_t row_count = 0;
  float row_height = measure::kGridRow;
  int sorted_column = -1;
  SortMark mark = SortMark::kNone;
  bool header = true;  ///< false: cards, one column
};

/// Where a cell is drawn and what it is.
struct GridCell {
  std::size_t row;
  int column;
  Rect box;
  bool active;  ///< the roving focus is in this row: its controls are in the tab order
};

struct GridResult {
  std::optional<int> sort_pressed;
  std::optional<std::size_t> row_pressed;
};

/// `row_key` names a row for good (its id must not change when rows before it come or go). `cell` draws and
/// records what is in one cell and returns its text, which becomes the cell's name; empty when it recorded
/// nodes of its own.
/// Rows that a printed list holds at most (decision 10).
inline constexpr std::size_t kMostPrintedRows = 2000;

GridResult grid(Ui& ui, const GridSpec& spec, const Rect& room,
                const std::function<std::uint64_t(std::size_t row)>& row_key,
                const std::function<std::string(const GridCell&)>& cell);

}  // namespace spico::ui
