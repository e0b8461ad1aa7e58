#include "ui/date_field.hpp"

#include <algorithm>
#include <cmath>

#include "core/text/fill.hpp"
#include "ui/popups.hpp"

namespace spico::ui {

namespace {

constexpr int kDaysOfWeek = 7;
constexpr float kDayHeight = 40;  // before Ui::scaled

Text month_name(int month) { return static_cast<Text>(static_cast<int>(Text::kDateMonth01) + month - 1); }
Text weekday_name(int weekday) {  // 0 = Monday
  return static_cast<Text>(static_cast<int>(Text::kDateWeekday1) + weekday);
}

// 1970-01-01 was a Thursday.
int weekday_of(CivilDate date) {
  return static_cast<int>(((days_since_epoch(date) + 3) % kDaysOfWeek + kDaysOfWeek) % kDaysOfWeek);
}

CivilDate made(int year, int month, int day) {
  return {static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

CivilDate months_later(CivilDate from, int months) {
  const int all = from.year * 12 + from.month - 1 + months;
  const int year = all / 12, month = all % 12 + 1;
  return made(year, month, std::min<int>(from.day, days_in_month(year, month)));
}

std::string month_text(const Ui& ui, CivilDate day) {
  return fill(ui.text(Text::kDateMonthOf),
              {{"month", ui.text(month_name(day.month))}, {"year", std::to_string(day.year)}});
}

// The calendar of one date field.
class Picker {
 public:
  Picker(Ui& ui, const DateFieldSpec& spec, NodeId owner)
      : ui_(ui), spec_(spec), owner_(owner), first_(made(spec.first_year, 1, 1)) {}

  void open() {
    opened_ = true;
    const DateReading typed = parse_typed_date(spec_.field.value);
    CivilDate day = typed.ok() ? typed.date : spec_.today;
    day.month = std::max<std::uint8_t>(day.month, 1);
    day.day = std::max<std::uint8_t>(day.day, 1);
    Ui::Popup& popup = ui_.claim_popup(owner_);
    popup.open = true;
    popup.day = std::clamp(day, first_, spec_.last);
    ui_.request_focus("picker_day");
  }

  // The chosen day; closes itself. Whoever answers `opener` has the focus again in the next frame, when
  // nothing is inert any more.
  std::optional<CivilDate> show(const std::string& opener) {
    Ui::Popup* const popup = ui_.popup(owner_);
    if (popup == nullptr) return std::nullopt;
    const CivilDate before = popup->day;
    bool left = false;
    {
      const ModalDialog dialog(ui_, {.key = "picker",
                                     .name = ui_.text(Text::kDatePicker),
                                     .width = 356,
                                     .height = 484,
                                     .just_opened = opened_});
      left = dialog.is_left();
      month_row(*popup);
      ui_.gap(8);
      day_grid(*popup);
      ui_.gap(8);
      if (button(ui_, {.key = "close", .label = ui_.text(Text::kCommonClose)})) left = true;
    }
    popup->day = std::clamp(popup->day, first_, spec_.last);
    if (popup->day.month != before.month || popup->day.year != before.year) {
      ui_.announce({mirror::Channel::kPolite, month_text(ui_, popup->day)});
      ui_.redraw();
    }
    if (left || chosen_) {
      ui_.close_popup();
      ui_.request_focus(opener);
    }
    return chosen_;
  }

 private:
  void month_row(Ui::Popup& popup) {
    Node row;
    row.id = ui_.id("month_row");
    row.look = Look::kRowOfItems;
    const Scope scope(ui_, std::move(row));
    const float gap = ui_.scaled(8), side = ui_.scaled(measure::kControl);
    const float x = ui_.flow_x(), y = ui_.flow_y(), width = ui_.flow_width();
    // On a small screen the two lists do what the arrows do.
    const bool arrows = width >= ui_.scaled(320);
    const float inner = arrows ? width - 2 * (side + gap) : width;
    const float left = arrows ? x + side + gap : x;
    const float year_width = std::round((inner - gap) * 0.45F);
    ui_.push_column({left, y, inner - gap - year_width, 0});
    std::vector<std::string> numbers;
    for (int month = 1; month <= 12; ++month) numbers.push_back(std::to_string(month));
    std::vector<Choice> months;
    for (int month = 1; month <= 12; ++month)
      months.push_back({numbers[static_cast<std::size_t>(month - 1)], ui_.text(month_name(month))});
    const CivilDate day = popup.day;
    if (const auto picked =
            select(ui_, "month", ui_.text(Text::kDateMonth), std::to_string(day.month), months))
      popup.day = months_later(day, std::stoi(*picked) - day.month);
    const float height = ui_.pop_column();
    ui_.push_column({left + inner - year_width, y, year_width, 0});
    std::vector<std::string> all;
    for (int year = spec_.last.year; year >= spec_.first_year; --year) all.push_back(std::to_string(year));
    std::vector<Choice> years;
    for (const std::string& year : all) years.push_back({year, year});
    if (const auto picked = select(ui_, "year", ui_.text(Text::kDateYear), std::to_string(day.year), years))
      popup.day = months_later(day, (std::stoi(*picked) - day.year) * 12);
    (void)ui_.pop_column();
    ui_.move_to(height);
    if (!arrows) return;
    const auto arrow = [&](std::string_view key, Text label, Pictogram pictogram, float at, int months_on) {
      const CivilDate there = months_later(made(day.year, day.month, 1), months_on);
      const bool outside = there > spec_.last || months_later(there, 1) <= first_;
      const ButtonSpec arrow_spec{.key = key,
                                  .label = ui_.text(label),
                                  .look = Look::kQuiet,
                                  .pictogram = pictogram,
                                  .only_pictogram = true,
                                  .state = outside ? std::uint32_t{mirror::kDisabled} : 0U};
      if (button(ui_, arrow_spec, {at, height - side, side, side})) popup.day = months_later(day, months_on);
    };
    arrow("before", Text::kDateMonthBefore, Pictogram::kChevronLeft, x, -1);
    arrow("after", Text::kDateMonthAfter, Pictogram::kChevronRight, x + width - side, 1);
  }

  void day_grid(Ui::Popup& popup) {
    const CivilDate shown = popup.day;  // keys move on from it, what is drawn stays this month's
    const float cell = std::floor(ui_.flow_width() / kDaysOfWeek);
    const float head = ui_.scaled(28),
                row = ui_.scaled(ui_.model().settings.kiosk ? measure::kControl : kDayHeight);
    const int blank = weekday_of(made(shown.year, shown.month, 1));
    const int days = days_in_month(shown.year, shown.month);
    const int weeks = (blank + days + kDaysOfWeek - 1) / kDaysOfWeek;
    const Rect all = ui_.take(head + row * 6);  // always six: what is below must not jump
    Node grid;
    grid.id = ui_.id("days");
    grid.role = Role::kGrid;
    grid.name = month_text(ui_, shown);
    grid.row_count = weeks + 1;
    grid.column_count = kDaysOfWeek;
    grid.rect = {all.x, all.y, cell * kDaysOfWeek, all.height};
    const Scope scope(ui_, std::move(grid));
    weekday_row({all.x, all.y, cell * kDaysOfWeek, head}, cell);
    for (int week = 0; week < weeks; ++week) {
      Node line;
      line.id = ui_.id("week", static_cast<std::uint64_t>(week));
      line.role = Role::kRow;
      line.row_index = week + 2;
      line.rect = {all.x, all.y + head + row * static_cast<float>(week), cell * kDaysOfWeek, row};
      const Rect box = line.rect;
      ui_.begin_node(std::move(line));
      for (int column = 0; column < kDaysOfWeek; ++column) {
        const int day = week * kDaysOfWeek + column - blank + 1;
        const Rect place{box.x + cell * static_cast<float>(column), box.y, cell, row};
        day_cell(popup, scope.id(), made(shown.year, shown.month, std::clamp(day, 1, days)),
                 day >= 1 && day <= days, place, column);
      }
      ui_.end_node();
    }
  }

  void weekday_row(const Rect& box, float cell) {
    Node line;
    line.id = ui_.id("weekdays");
    line.role = Role::kRow;
    line.row_index = 1;
    line.rect = box;
    const Scope scope(ui_, std::move(line));
    for (int column = 0; column < kDaysOfWeek; ++column) {
      const std::string_view name = ui_.text(weekday_name(column));
      Node node;
      node.id = ui_.id("weekday", static_cast<std::uint64_t>(column));
      node.role = Role::kColumnHeader;
      node.name = name.substr(0, 2);
      node.description = name;
      node.column_index = column + 1;
      node.rect = {box.x + cell * static_cast<float>(column), box.y, cell, box.height};
      ui_.draw_text_in(node.rect, node.name, {measure::kSmall, Weight::kBold, ui_.theme().muted}, 0.5F);
      ui_.record(std::move(node));
    }
  }

  void day_cell(Ui::Popup& popup, NodeId grid, CivilDate day, bool in_month, const Rect& place, int column) {
    Node node;
    node.role = Role::kGridCell;
    node.column_index = column + 1;
    node.rect = place;
    if (!in_month) {
      node.id = ui_.id("blank", static_cast<std::uint64_t>(column));
      ui_.record(std::move(node));
      return;
    }
    const Theme& theme = ui_.theme();
    const NodeId id = ui_.id_in(grid, "day", day.day);
    const DateReading typed = parse_typed_date(spec_.field.value);
    const bool selected = typed.ok() && typed.date == day;
    const bool outside = day < first_ || day > spec_.last;
    const bool today = day == spec_.today;
    const Interaction state = ui_.interact(id, place);
    const Rect box = inset(place, 3, 3);
    if (selected)
      ui_.fill(box, theme.accent, measure::kRadius);
    else if ((state.hovered && !outside) || day == popup.day)
      ui_.fill(box, with_opacity(theme.accent, 0.12F), measure::kRadius);
    if (today) ui_.outline(box, selected ? theme.on_accent : theme.accent, measure::kRadius, 1.5F);
    if (state.ring) ui_.focus_ring(inset(box, 1, 1), measure::kRadius);
    const Colour ink = selected ? theme.on_accent : outside ? theme.muted : theme.text;
    node.id = id;
    node.name = std::to_string(day.day);
    ui_.draw_text_in(place, node.name,
                     {measure::kBody, selected || today ? Weight::kBold : Weight::kRegular, ink}, 0.5F);
    if (outside)
      ui_.line(place.x + place.width / 2 - ui_.scaled(9), place.y + place.height / 2,
               place.x + place.width / 2 + ui_.scaled(9), place.y + place.height / 2, theme.muted);
    node.description =
        std::string(ui_.text(weekday_name(column))) + " " + node.name + " " + month_text(ui_, day);
    node.keys = mirror::kKeyArrowsHorizontal | mirror::kKeyArrowsVertical | mirror::kKeyHomeEnd |
                mirror::kKeyPages | mirror::kKeyEnter | mirror::kKeySpace;
    const bool current = day == popup.day;
    node.state = (current ? mirror::kFocusable : mirror::kFocusableByCode) |
                 (selected ? mirror::kSelected : 0U) | (today ? mirror::kCurrent : 0U) |
                 (outside ? mirror::kDisabled : 0U);
    ui_.record(std::move(node));
    if (current) ui_.answers_focus("picker_day", id);
    bool taken = state.clicked;
    for (const mirror::KeyPressed& pressed : ui_.keys_pressed(id)) taken = hear(popup, pressed) || taken;
    if (taken && !outside) chosen_ = day;
  }

  // True when the key takes the day it was pressed on.
  bool hear(Ui::Popup& popup, const mirror::KeyPressed& pressed) {
    const bool by_year = (pressed.modifiers & mirror::kShift) != 0;
    const auto by_days = [&](int days) { return date_from_days(days_since_epoch(popup.day) + days); };
    const int weekday = weekday_of(popup.day);
    switch (pressed.key) {
      case mirror::Key::kLeft:
        popup.day = by_days(-1);
        break;
      case mirror::Key::kRight:
        popup.day = by_days(1);
        break;
      case mirror::Key::kUp:
        popup.day = by_days(-kDaysOfWeek);
        break;
      case mirror::Key::kDown:
        popup.day = by_days(kDaysOfWeek);
        break;
      case mirror::Key::kHome:
        popup.day = by_days(-weekday);
        break;
      case mirror::Key::kEnd:
        popup.day = by_days(kDaysOfWeek - 1 - weekday);
        break;
      case mirror::Key::kPageUp:
        popup.day = months_later(popup.day, by_year ? -12 : -1);
        break;
      case mirror::Key::kPageDown:
        popup.day = months_later(popup.day, by_year ? 12 : 1);
        break;
      case mirror::Key::kEnter:
      case mirror::Key::kSpace:
        return true;
      case mirror::Key::kEscape:
      case mirror::Key::kMenu:
      case mirror::Key::kCopy:
        break;
    }
    popup.day = std::clamp(popup.day, first_, spec_.last);
    ui_.request_focus("picker_day");
    return false;
  }

  Ui& ui_;
  const DateFieldSpec& spec_;
  NodeId owner_;
  CivilDate first_;
  bool opened_ = false;  // in this frame
  std::optional<CivilDate> chosen_;
};

}  // namespace

std::optional<std::string> date_field(Ui& ui, const DateFieldSpec& spec) {
  const NodeId row = ui.id(spec.field.key);
  const std::string opener = "picker" + std::to_string(row);
  const std::string_view name = ui.text(Text::kDateChoose);
  const ButtonSpec choose{.key = "choose",
                          .label = name,
                          .look = Look::kQuiet,
                          .pictogram = Pictogram::kCalendar,
                          .only_pictogram = true,
                          .state = mirror::kHasDialog | (spec.field.state & mirror::kDisabled),
                          .description = spec.field.label,
                          .focus_key = opener,
                          .tooltip = name};
  FieldSpec with_button = spec.field;
  with_button.kind = mirror::FieldKind::kDate;
  with_button.trailing = {&choose, 1};
  const FieldResult result = field(ui, with_button);
  std::optional<std::string> text;
  if (result.typed != nullptr) text = *result.typed;
  Picker picker(ui, spec, row);
  if (result.trailing_pressed) picker.open();
  if (const auto day = picker.show(opener)) text = format_date(*day);
  return text;
}

}  // namespace spico::ui
