// The data grid: 100,000 rows of which a window is drawn and mirrored, roving focus by cell, sorting by one
// header or several, columns that are moved, widened and hidden, rows that are copied. For views.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "ui/ui.hpp"

namespace spico::ui {

enum class SortMark : std::uint8_t { kNone, kAscending, kDescending };

struct GridColumn {
  std::string_view key, label;
  float min_width = 80;  ///< before Ui::scaled
  float weight = 1;      ///< share of the room that is left
  bool sortable = true;
  std::uint64_t number = 0;  ///< names it for good, wherever it stands; below 64
  float width = 0;           ///< before Ui::scaled; 0 = min_width and its share
  bool names_row = false;    ///< its cells say whose row it is
  SortMark mark = SortMark::kNone;
  int rank = 0;                  ///< of its mark, 1 = sorts first; 0 = the only one, or none
  std::string focus_key = {};    ///< its header answers this key of MoveFocus
  std::string description = {};  ///< of its header
};

struct GridSpec {
  std::string_view key, label;
  const std::vector<GridColumn>& columns;
  std::size_t row_count = 0;
  float row_height = measure::kGridRow;
  bool header = true;             ///< false: cards, one column
  std::uint32_t changes = 0;      ///< grows when rows came, went or moved by no act of the reader
  std::uint64_t current_row = 0;  ///< key of the row whose page is open; 0 = none
  int open_menu = -1;             ///< the header whose menu is shown
  /// Draws that menu under its header; true when the column shall fit its content. `widths` of all columns.
  std::function<bool(int column, const Rect& anchor, const std::vector<float>& widths)> menu = {};
  /// Width that a cell needs to show everything.
  std::function<float(std::size_t row, int column)> content_width = {};
  /// Rows as they go to the clipboard.
  std::function<std::string(std::size_t first, std::size_t count)> tsv = {};
};

/// Where a cell is drawn and what it is.
struct GridCell {
  std::size_t row;
  int column;
  Rect box;
  bool active;  ///< the roving focus is in this row: its controls are in the tab order
};

struct GridResult {
  struct SortPress {
    int column;
    bool added;  ///< with Shift: behind what sorts already
  };
  struct Move {
    int column;
    std::size_t position;
  };
  struct Resize {
    int column;
    float width;
  };
  struct Copy {
    std::size_t copied, chosen;
  };
  std::optional<SortPress> sort_pressed;
  std::optional<std::size_t> row_pressed;
  std::optional<int> menu_wanted;
  std::optional<Move> moved;
  std::optional<Resize> resized;
  std::optional<Copy> copied;
  std::vector<float> widths;  ///< as shown, before Ui::scaled
};

/// `row_key` names a row for good (its id must not change when rows before it come or go). `cell` draws and
/// records what is in one cell and returns its text, which becomes the cell's name; empty when it recorded
/// nodes of its own.
GridResult grid(Ui& ui, const GridSpec& spec, const Rect& room,
                const std::function<std::uint64_t(std::size_t row)>& row_key,
                const std::function<std::string(const GridCell&)>& cell);

}  // namespace spico::ui
