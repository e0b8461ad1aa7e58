#include "ui/grid.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/text/fill.hpp"
#include "ui/grid_header.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

constexpr std::size_t kOverscan = 3;
constexpr std::size_t kHtmlPage = 100;  // rows the HTML version shows at once: it has no window to scroll
constexpr std::uint32_t kGridKeys = mirror::kKeyArrowsHorizontal | mirror::kKeyArrowsVertical |
                                    mirror::kKeyHomeEnd | mirror::kKeyPages | mirror::kKeyCopy;

class Grid {
 public:
  Grid(Ui& ui, const GridSpec& spec, const Rect& room)
      : ui_(ui),
        spec_(spec),
        room_(room),
        id_(ui.id(spec.key)),
        body_id_(Ui::id_within(id_, "body", 0)),
        header_(ui, spec, room.width - ui.scrollbar_width(), id_, body_id_),
        widths_(header_.widths()) {
    for (const float width : widths_) total_width_ += width;
    row_height_ = std::round(ui.scaled(spec.row_height));
    header_height_ = spec.header ? std::round(ui.scaled(measure::kGridRow + 12)) : 0;
    body_ = {room.x, room.y + header_height_, room.width,
             std::max(row_height_, room.height - header_height_)};
  }

  GridResult run(const std::function<std::uint64_t(std::size_t)>& row_key,
                 const std::function<std::string(const GridCell&)>& cell) {
    Node node;
    node.id = id_;
    node.role = Role::kGrid;
    node.name = spec_.label;
    node.row_count = static_cast<std::int32_t>(spec_.row_count) + (spec_.header ? 1 : 0);
    node.column_count = static_cast<std::int32_t>(spec_.columns.size());
    node.rect = room_;
    const Scope scope(ui_, std::move(node));
    ui_.fill(room_, ui_.theme().surface, measure::kRadius);
    GridResult result;
    keep_place(row_key);
    find_active(row_key);
    move_active(row_key, result);
    if (spec_.header) header(row_key, result);
    rows(row_key, cell, result);
    result.widths = header_.settled_widths();
    ui_.outline(room_, edge_colour(ui_.theme(), 0.5F), measure::kRadius);
    return result;
  }

 private:
  // What somebody reads must not move because somebody else has changed something: the row with the focus
  // when it is in sight, else the first one in sight, keeps its place on the screen.
  void keep_place(const std::function<std::uint64_t(std::size_t)>& row_key) {
    Ui::Roving& memory = ui_.roving(body_id_);
    if (std::exchange(memory.changes, spec_.changes) == spec_.changes || memory.top_key == 0) return;
    const auto row_of = [&](std::uint64_t key) -> std::optional<std::size_t> {
      for (std::size_t row = 0; row < spec_.row_count; ++row) {
        if (row_key(row) == key) return row;
      }
      return std::nullopt;
    };
    const auto rows_in_sight = static_cast<std::size_t>(body_.height / row_height_) + 1;
    const bool reads_active = memory.row >= memory.top_row && memory.row < memory.top_row + rows_in_sight;
    const auto active = row_of(memory.key);
    const auto top = row_of(memory.top_key);
    float moved = 0;
    if (reads_active && active)
      moved = static_cast<float>(*active) - static_cast<float>(memory.row);
    else if (top)
      moved = static_cast<float>(*top) - static_cast<float>(memory.top_row);
    if (active) memory.row = *active;
    if (moved == 0) return;
    Ui::Offset offset = ui_.scroll_offset(body_id_);
    offset.y = std::max(0.0F, offset.y + moved * row_height_);
    ui_.scroll_to(body_id_, offset);
  }

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
      memory.anchor.reset();  // those that were chosen may stand anywhere now
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

  void move_active(const std::function<std::uint64_t(std::size_t)>& row_key, GridResult& result) {
    if (spec_.row_count == 0) return;
    // The body asks for the keys, not the cells: the focus follows a frame later than a held key repeats.
    for (const mirror::KeyPressed& pressed : ui_.keys_pressed(body_id_)) {
      if (pressed.key == mirror::Key::kCopy)
        copy(result);
      else
        take_key(pressed, row_key);
    }
  }

  struct Chosen {
    std::size_t first, count;
  };
  // The row with the focus, or all from there to where Shift was first held.
  [[nodiscard]] Chosen chosen() const {
    const std::size_t other = std::min(active_.anchor.value_or(active_.row), spec_.row_count - 1);
    return {std::min(active_.row, other), std::max(active_.row, other) - std::min(active_.row, other) + 1};
  }

  void copy(GridResult& result) {
    if (!spec_.tsv) return;
    const Chosen rows = chosen();
    const std::size_t count = std::min(rows.count, kMostPrintedRows);
    ui_.announce({mirror::Channel::kClipboard, spec_.tsv(rows.first, count)});
    result.copied = {count, rows.count};
  }

  void take_key(const mirror::KeyPressed& pressed, const std::function<std::uint64_t(std::size_t)>& row_key) {
    const auto last_row = spec_.row_count - 1;
    const int last_column = static_cast<int>(spec_.columns.size()) - 1;
    const auto page = static_cast<std::size_t>(std::max(1.0F, std::floor(body_.height / row_height_) - 1));
    const bool control = (pressed.modifiers & mirror::kControl) != 0;
    const std::size_t from = active_.row;
    std::size_t row = from;
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
    if ((pressed.modifiers & mirror::kShift) == 0)
      active_.anchor.reset();
    else if (!active_.anchor && row != from)
      active_.anchor = from;
    set_active(row, column, row_key);
    show(row, column);
    ui_.focus(cell_id(active_.key, column));
  }

  void show(std::size_t row, int column) {
    Ui::Offset offset = ui_.scroll_offset(body_id_);
    const float top = static_cast<float>(row) * row_height_;
    if (top < offset.y) offset.y = top;
    if (top + row_height_ > offset.y + body_.height) offset.y = top + row_height_ - body_.height;
    show_column(column, offset);
  }

  void show_column(int column, Ui::Offset offset) {
    float left = 0;
    for (int i = 0; i < column; ++i) left += widths_[static_cast<std::size_t>(i)];
    const float end = left + widths_[static_cast<std::size_t>(column)];
    const float room = body_.width - ui_.scrollbar_width();
    if (end > offset.x + room) offset.x = end - room;
    if (left < offset.x) offset.x = left;
    ui_.scroll_to(body_id_, offset);
  }

  [[nodiscard]] NodeId cell_id(std::uint64_t key, int column) const {
    // The focus is moved before the body is opened, cells are recorded inside it: one scope for both.
    return ui_.id_in(body_id_, "cell", key * 64 + spec_.columns[static_cast<std::size_t>(column)].number);
  }

  void header(const std::function<std::uint64_t(std::size_t)>& row_key, GridResult& result) {
    header_.draw(
        {room_.x, room_.y, room_.width, header_height_}, [&](int column) { return fitting(column); }, result);
    if (const auto column = header_.newly_focused()) show_column(*column, ui_.scroll_offset(body_id_));
    const auto entered = header_.left_downwards();
    if (!entered || spec_.row_count == 0) return;
    active_.anchor.reset();
    set_active(active_.row, *entered, row_key);
    show(active_.row, *entered);
    ui_.focus(cell_id(active_.key, *entered));
  }

  // What a column needs for what is seen of it, and for its header's longest word.
  [[nodiscard]] float fitting(int column) const {
    const GridColumn& spec = spec_.columns[static_cast<std::size_t>(column)];
    const TextStyle style{measure::kSmall, Weight::kBold, 0};
    float width = 0;
    for (std::string_view rest = spec.label; !rest.empty();) {
      const auto end = std::min(rest.find(' '), rest.size());
      width = std::max(width, ui_.measure_text(rest.substr(0, end), style).x);
      rest.remove_prefix(std::min(rest.size(), end + 1));
    }
    width += ui_.scaled(spec.mark == SortMark::kNone ? 14 : 40);
    const Window window = in_sight();
    for (std::size_t row = window.first; row < window.last && spec_.content_width; ++row)
      width = std::max(width, spec_.content_width(row, column));
    return std::ceil(width / ui_.scaled(1));
  }

  struct Window {
    std::size_t first, last;
  };
  [[nodiscard]] float content_height() const { return static_cast<float>(spec_.row_count) * row_height_; }
  [[nodiscard]] float top() const {
    return std::round(
        std::min(ui_.scroll_offset(body_id_).y, std::max(0.0F, content_height() - body_.height)));
  }
  [[nodiscard]] Window in_sight() const {
    if (ui_.html_face()) {
      const std::size_t first = active_.row / kHtmlPage * kHtmlPage;
      return {first, std::min(spec_.row_count, first + kHtmlPage)};
    }
    const auto first = static_cast<std::size_t>(std::max(0.0F, std::floor(top() / row_height_)));
    const auto count = static_cast<std::size_t>(std::ceil(body_.height / row_height_)) + 1;
    return {first, std::min(spec_.row_count, first + count)};
  }

  void rows(const std::function<std::uint64_t(std::size_t)>& row_key,
            const std::function<std::string(const GridCell&)>& cell, GridResult& result) {
    Node body;
    body.id = body_id_;
    body.role = Role::kGridBody;
    body.keys = kGridKeys;
    body.rect = body_;
    ui_.begin_scroll(std::move(body), total_width_);
    // begin_scroll has brought the offset back where the list has become shorter.
    const float top = this->top();
    auto [first, last] = in_sight();
    if (!ui_.html_face()) {
      first -= std::min(first, kOverscan);
      last = std::min(spec_.row_count, last + kOverscan);
    }
    const std::size_t first_seen = first, last_seen = last;
    if (spec_.row_count > 0) {
      Ui::Roving& memory = ui_.roving(body_id_);
      memory.top_row = std::min(in_sight().first, spec_.row_count - 1);
      memory.top_key = row_key(memory.top_row);
    }
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
    ui_.end_scroll(content_height());
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
    const Chosen chosen = this->chosen();
    const bool is_chosen = active_.anchor && row >= chosen.first && row < chosen.first + chosen.count;
    const bool is_current = spec_.current_row != 0 && key == spec_.current_row;
    if (is_chosen) node.state = mirror::kSelected;
    if (is_current) node.state |= mirror::kCurrent;
    if (ui_.interact(node.id, box).hovered || is_chosen || is_current)
      ui_.fill(box, with_opacity(ui_.theme().accent, is_chosen || is_current ? 0.16F : 0.07F));
    ui_.line(box.x, bottom(box) - 1, right(box), bottom(box) - 1, edge_colour(ui_.theme(), 0.25F));
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
    if (state.focused && !active) {
      active_.anchor.reset();
      set_active(where.row, where.column, row_key);
    }
    if (state.clicked) result.row_pressed = where.row;
    Node node;
    node.id = id;
    const bool names_row = spec_.columns[static_cast<std::size_t>(where.column)].names_row;
    node.role = names_row ? Role::kRowHeader : Role::kGridCell;
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
  NodeId id_, body_id_;
  GridHeader header_;
  std::vector<float> widths_;
  float total_width_ = 0, row_height_ = 0, header_height_ = 0;
  Ui::Roving active_;
};

}  // namespace

GridResult grid(Ui& ui, const GridSpec& spec, const Rect& room,
                const std::function<std::uint64_t(std::size_t)>& row_key,
                const std::function<std::string(const GridCell&)>& cell) {
  return Grid(ui, spec, room).run(row_key, cell);
}

}  // namespace spico::ui
