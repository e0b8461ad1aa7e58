#include "ui/grid.hpp"

#include <algorithm>
#include <cmath>

#include "core/text/fill.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

constexpr std::size_t kOverscan = 3;
constexpr std::size_t kHtmlPage = 100;  // rows the HTML version shows at once: it has no window to scroll
constexpr std::uint32_t kGridKeys =
    mirror::kKeyArrowsHorizontal | mirror::kKeyArrowsVertical | mirror::kKeyHomeEnd | mirror::kKeyPages;

std::vector<float> column_widths(const Ui& ui, const GridSpec& spec, float room) {
  std::vector<float> widths;
  float fixed = 0, weights = 0;
  for (const GridColumn& column : spec.columns) {
    widths.push_back(ui.scaled(column.min_width));
    fixed += widths.back();
    weights += column.weight;
  }
  const float rest = std::max(0.0F, room - fixed);
  for (std::size_t i = 0; i < widths.size(); ++i)
    widths[i] = std::floor(widths[i] + rest * spec.columns[i].weight / weights);
  return widths;
}

class Grid {
 public:
  Grid(Ui& ui, const GridSpec& spec, const Rect& room)
      : ui_(ui),
        spec_(spec),
        room_(room),
        widths_(column_widths(ui, spec, room.width - ui.scrollbar_width())) {
    for (const float width : widths_) total_width_ += width;
    row_height_ = std::round(ui.scaled(spec.row_height));
    header_height_ = spec.header ? std::round(ui.scaled(measure::kGridRow + 12)) : 0;
    body_ = {room.x, room.y + header_height_, room.width,
             std::max(row_height_, room.height - header_height_)};
  }

  GridResult run(const std::function<std::uint64_t(std::size_t)>& row_key,
                 const std::function<std::string(const GridCell&)>& cell) {
    Node node;
    node.id = ui_.id(spec_.key);
    node.role = Role::kGrid;
    node.name = spec_.label;
    node.row_count = static_cast<std::int32_t>(spec_.row_count) + (spec_.header ? 1 : 0);
    node.column_count = static_cast<std::int32_t>(spec_.columns.size());
    node.rect = room_;
    const Scope scope(ui_, std::move(node));
    ui_.fill(room_, ui_.theme().surface, measure::kRadius);
    GridResult result;
    body_id_ = ui_.id("body");
    find_active(row_key);
    move_active(row_key);
    if (spec_.header) header(result);
    rows(row_key, cell, result);
    ui_.outline(room_, with_opacity(ui_.theme().border, 0.5F), measure::kRadius);
    return result;
  }

 private:
  // The focused cell tells where the roving focus stands; its row may have moved since.
  void find_active(const std::function<std::uint64_t(std::size_t)>& row_key) {
    Ui::Roving& memory = ui_.roving(body_id_);
    if (memory.row >= spec_.row_count) memory.row = spec_.row_count == 0 ? 0 : spec_.row_count - 1;
    if (spec_.row_count > 0 && row_key(memory.row) != memory.key) {
      // Rows came, went or were sorted: a bounded look around finds the row again without costing a frame.
      constexpr std::size_t kReach = 256;
      const std::size_t from = memory.row > kReach ? memory.row - kReach : 0;
      const std::size_t to = std::min(spec_.row_count, memory.row + kReach);
      for (std::size_t row = from; row < to; ++row) {
        if (row_key(row) == memory.key) memory.row = row;
      }
      memory.key = row_key(memory.row);
    }
    memory.column = std::clamp(memory.column, 0, static_cast<int>(spec_.columns.size()) - 1);
    active_ = memory;
  }

  void set_active(std::size_t row, int column, const std::function<std::uint64_t(std::size_t)>& row_key) {
    active_.row = row;
    active_.column = column;
    active_.key = row_key(row);
    ui_.roving(body_id_) = active_;
  }

  void move_active(const std::function<std::uint64_t(std::size_t)>& row_key) {
    if (spec_.row_count == 0) return;
    // The body asks for the keys, not the cells: the focus follows a frame later than a held key repeats.
    for (const mirror::KeyPressed& pressed : ui_.keys_pressed(body_id_)) take_key(pressed, row_key);
  }

  void take_key(const mirror::KeyPressed& pressed, const std::function<std::uint64_t(std::size_t)>& row_key) {
    const auto last_row = spec_.row_count - 1;
    const int last_column = static_cast<int>(spec_.columns.size()) - 1;
    const auto page = static_cast<std::size_t>(std::max(1.0F, std::floor(body_.height / row_height_) - 1));
    const bool control = (pressed.modifiers & mirror::kControl) != 0;
    std::size_t row = active_.row;
    int column = active_.column;
    switch (pressed.key) {
      case mirror::Key::kUp:
        row = row == 0 ? 0 : row - 1;
        break;
      case mirror::Key::kDown:
        row = std::min(last_row, row + 1);
        break;
      case mirror::Key::kLeft:
        column = std::max(0, column - 1);
        break;
      case mirror::Key::kRight:
        column = std::min(last_column, column + 1);
        break;
      case mirror::Key::kPageUp:
        row = row < page ? 0 : row - page;
        break;
      case mirror::Key::kPageDown:
        row = std::min(last_row, row + page);
        break;
      case mirror::Key::kHome:
        column = 0;
        if (control) row = 0;
        break;
      case mirror::Key::kEnd:
        column = last_column;
        if (control) row = last_row;
        break;
      default:
        return;
    }
    set_active(row, column, row_key);
    show_row(row);
    ui_.focus(cell_id(active_.key, column));
  }

  void show_row(std::size_t row) {
    Ui::Offset offset = ui_.scroll_offset(body_id_);
    const float top = static_cast<float>(row) * row_height_;
    if (top < offset.y) offset.y = top;
    if (top + row_height_ > offset.y + body_.height) offset.y = top + row_height_ - body_.height;
    ui_.scroll_to(body_id_, offset);
  }

  [[nodiscard]] NodeId cell_id(std::uint64_t key, int column) const {
    // The focus is moved before the body is opened, cells are recorded inside it: one scope for both.
    return ui_.id_in(body_id_, "cell", key * 64 + static_cast<std::uint64_t>(column));
  }

  void header(GridResult& result) {
    const Rect box{room_.x, room_.y, room_.width, header_height_};
    ui_.fill(box, ui_.theme().raised, measure::kRadius);
    Node row;
    row.id = ui_.id("header");
    row.role = Role::kRow;
    row.row_index = 1;
    row.rect = box;
    const Scope scope(ui_, std::move(row));
    ui_.push_clip(box);
    float x = box.x - ui_.scroll_offset(body_id_).x;
    for (std::size_t i = 0; i < spec_.columns.size(); ++i) {
      header_cell(static_cast<int>(i), {x, box.y, widths_[i], box.height}, result);
      x += widths_[i];
    }
    ui_.pop_clip();
    ui_.line(box.x, bottom(box), right(box), bottom(box), with_opacity(ui_.theme().border, 0.6F));
  }

  void header_cell(int index, const Rect& box, GridResult& result) {
    const GridColumn& column = spec_.columns[static_cast<std::size_t>(index)];
    const bool sorted = index == spec_.sorted_column && spec_.mark != SortMark::kNone;
    Node node;
    node.id = ui_.id(column.key);
    node.role = Role::kColumnHeader;
    node.column_index = index + 1;
    node.rect = box;
    if (sorted)
      node.state = spec_.mark == SortMark::kAscending ? mirror::kSortAscending : mirror::kSortDescending;
    if (!column.sortable) node.name = column.label;
    const bool sortable = column.sortable;
    const Scope scope(ui_, std::move(node));
    const float icon = sorted ? ui_.scaled(16) : 0;
    const TextStyle style{measure::kSmall, Weight::kBold, ui_.theme().text};
    // A long header takes two lines rather than lose its end.
    const float room = box.width - ui_.scaled(12) - icon;
    const ImVec2 extent = ui_.measure_text(column.label, style, room);
    if (extent.y > box.height || extent.x > room + 1) {
      ui_.draw_text_in({box.x + ui_.scaled(8), box.y, room, box.height}, column.label, style);
    } else {
      ui_.draw_text({box.x + ui_.scaled(8), std::round(box.y + (box.height - extent.y) / 2)}, column.label,
                    style, room);
    }
    if (!sortable) return;
    const NodeId id = ui_.id("sort");
    const Interaction state = ui_.interact(id, box);
    if (state.hovered) ui_.fill(box, with_opacity(ui_.theme().accent, 0.08F));
    if (sorted) {
      const float text = std::min(extent.x, room);
      draw_pictogram(ui_, spec_.mark == SortMark::kAscending ? Pictogram::kSortUp : Pictogram::kSortDown,
                     {box.x + ui_.scaled(10) + text, box.y + (box.height - icon) / 2, icon, icon},
                     ui_.theme().accent);
    }
    if (state.ring) ui_.focus_ring(inset(box, 6, 6), measure::kRadius);
    Node button;
    button.id = id;
    button.role = Role::kButton;
    button.look = Look::kQuiet;
    button.name = column.label;
    button.state = mirror::kFocusable;
    button.rect = box;
    ui_.record(std::move(button));
    if (state.clicked) result.sort_pressed = index;
  }

  void rows(const std::function<std::uint64_t(std::size_t)>& row_key,
            const std::function<std::string(const GridCell&)>& cell, GridResult& result) {
    std::size_t first = 0, last = 0;
    if (ui_.html_face()) {
      first = active_.row / kHtmlPage * kHtmlPage;
      last = std::min(spec_.row_count, first + kHtmlPage);
    }
    Node body;
    body.id = body_id_;
    body.role = Role::kGridBody;
    body.keys = kGridKeys;
    body.rect = body_;
    ui_.begin_scroll(std::move(body), total_width_);
    const float content = static_cast<float>(spec_.row_count) * row_height_;
    const float top =
        std::round(std::min(ui_.scroll_offset(body_id_).y, std::max(0.0F, content - body_.height)));
    if (!ui_.html_face()) {
      const auto seen = static_cast<std::size_t>(std::max(0.0F, std::floor(top / row_height_)));
      const auto count = static_cast<std::size_t>(std::ceil(body_.height / row_height_)) + 1;
      first = seen > kOverscan ? seen - kOverscan : 0;
      last = std::min(spec_.row_count, seen + count + kOverscan);
    }
    const std::size_t first_seen = first, last_seen = last;
    if (ui_.model().printing) {
      first = 0;
      last = std::min(spec_.row_count, kMostPrintedRows);
    }
    // The row with the roving focus stays in the tree wherever the window is, so that the focus survives
    // scrolling.
    const bool pinned = spec_.row_count > 0 && (active_.row < first || active_.row >= last);
    if (pinned && active_.row < first) one_row(active_.row, top, row_key, cell, result);
    for (std::size_t row = first; row < last; ++row) {
      const Ui::Unseen unseen(ui_, row < first_seen || row >= last_seen);
      one_row(row, top, row_key, cell, result);
    }
    if (pinned && active_.row >= last) one_row(active_.row, top, row_key, cell, result);
    ui_.end_scroll(content);
    if (ui_.html_face() && !ui_.model().printing) pages(row_key);
  }

  void one_row(std::size_t row, float top, const std::function<std::uint64_t(std::size_t)>& row_key,
               const std::function<std::string(const GridCell&)>& cell, GridResult& result) {
    const std::uint64_t key = row_key(row);
    const float x = body_.x - std::round(ui_.scroll_offset(body_id_).x);
    const Rect box{x, body_.y + static_cast<float>(row) * row_height_ - top, total_width_, row_height_};
    Node node;
    node.id = ui_.id("row", key);
    node.role = Role::kRow;
    node.row_index = static_cast<std::int32_t>(row) + (spec_.header ? 2 : 1);
    node.rect = box;
    if (ui_.interact(node.id, box).hovered) ui_.fill(box, with_opacity(ui_.theme().accent, 0.07F));
    ui_.line(box.x, bottom(box) - 1, right(box), bottom(box) - 1, with_opacity(ui_.theme().border, 0.25F));
    const Scope scope(ui_, std::move(node));
    float cell_x = box.x;
    for (int column = 0; column < static_cast<int>(widths_.size()); ++column) {
      const float width = widths_[static_cast<std::size_t>(column)];
      one_cell(cell_id(key, column), {row, column, {cell_x, box.y, width, box.height}, false}, cell, row_key,
               result);
      cell_x += width;
    }
  }

  void one_cell(NodeId id, GridCell where, const std::function<std::string(const GridCell&)>& cell,
                const std::function<std::uint64_t(std::size_t)>& row_key, GridResult& result) {
    const bool active = where.row == active_.row && where.column == active_.column;
    where.active = where.row == active_.row;
    const Interaction state = ui_.interact(id, where.box);
    if (state.focused && !active) set_active(where.row, where.column, row_key);
    if (state.clicked) result.row_pressed = where.row;
    Node node;
    node.id = id;
    node.role = where.column == 0 ? Role::kRowHeader : Role::kGridCell;
    node.column_index = where.column + 1;
    node.rect = where.box;
    node.state = active ? mirror::kFocusable : mirror::kFocusableByCode;
    const Scope scope(ui_, std::move(node));
    const std::string text = cell(where);
    if (!text.empty()) ui_.open_node().name = text;
    if (state.ring) ui_.focus_ring(inset(where.box, 6, 6), 2);
    if (where.row == 0 && where.column == 0) ui_.answers_focus("first_row", id);
  }

  // The HTML version turns pages instead of scrolling a window.
  void pages(const std::function<std::uint64_t(std::size_t)>& row_key) {
    const std::size_t count = (spec_.row_count + kHtmlPage - 1) / kHtmlPage;
    if (count < 2) return;
    const std::size_t page = active_.row / kHtmlPage;
    const auto turn = [&](std::string_view key, Text label, bool possible, std::size_t target) {
      const ButtonSpec spec{
          .key = key, .label = ui_.text(label), .state = possible ? 0U : std::uint32_t{mirror::kDisabled}};
      if (button(ui_, spec)) {
        set_active(target * kHtmlPage, 0, row_key);
        ui_.unsettle();
      }
    };
    turn("previous", Text::kPatientsPreviousPage, page > 0, page - 1);
    paragraph(ui_, "page",
              fill(ui_.text(Text::kPatientsPageOf),
                   {{"page", std::to_string(page + 1)}, {"pages", std::to_string(count)}}));
    turn("next", Text::kPatientsNextPage, page + 1 < count, page + 1);
  }

  Ui& ui_;
  const GridSpec& spec_;
  Rect room_, body_;
  std::vector<float> widths_;
  float total_width_ = 0, row_height_ = 0, header_height_ = 0;
  NodeId body_id_ = 0;
  Ui::Roving active_;
};

}  // namespace

GridResult grid(Ui& ui, const GridSpec& spec, const Rect& room,
                const std::function<std::uint64_t(std::size_t)>& row_key,
                const std::function<std::string(const GridCell&)>& cell) {
  return Grid(ui, spec, room).run(row_key, cell);
}

}  // namespace spico::ui
