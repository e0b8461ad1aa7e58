// The headers of a grid: sorting, the edges that are dragged to widen, headers dragged to another place. For
// grid.cpp.
#pragma once

#include <vector>

#include "ui/grid.hpp"

namespace spico::ui {

class GridHeader {
 public:
  /// `room`: what the columns share, in pixels. `grid` names the grid, `body` what scrolls below.
  GridHeader(Ui& ui, const GridSpec& spec, float room, NodeId grid, NodeId body);

  /// In pixels, with the edge where it is being dragged to.
  [[nodiscard]] const std::vector<float>& widths() const { return widths_; }
  /// As they will be when nothing is dragged any more; before Ui::scaled.
  [[nodiscard]] std::vector<float> settled_widths() const;
  /// `fitting`: the width at which a column shows all that is seen of it.
  void draw(const Rect& box, const std::function<float(int column)>& fitting, GridResult& result);
  /// A header that did not have the focus in the last frame: it may be out of sight.
  [[nodiscard]] std::optional<int> newly_focused() const { return newly_focused_; }
  /// The arrow down goes from a header into its column.
  [[nodiscard]] std::optional<int> left_downwards() const { return left_downwards_; }

 private:
  void cell(int index, const Rect& box, const std::function<float(int)>& fitting, GridResult& result);
  void label(const GridColumn& column, const Rect& box);
  void sort_button(int index, const Rect& box, GridResult& result);
  /// `target`: where a press is the edge's.
  void edge(int index, const Rect& box, const Rect& target, const std::function<float(int)>& fitting,
            GridResult& result);
  [[nodiscard]] Rect edge_target(int index, const Rect& box) const;
  void show_drop(int index, const Rect& box, const Ui::Drag& drag);
  [[nodiscard]] std::size_t position_at(int moved, float x) const;
  [[nodiscard]] float dragged_width(std::size_t index, float dx) const;
  [[nodiscard]] NodeId edge_id(std::size_t index) const;
  [[nodiscard]] const GridColumn& column(int index) const {
    return spec_.columns[static_cast<std::size_t>(index)];
  }

  Ui& ui_;
  const GridSpec& spec_;
  NodeId grid_, body_;
  Rect box_;
  std::vector<float> settled_, widths_;
  std::optional<int> newly_focused_, left_downwards_;
};

}  // namespace spico::ui
