#include "ui/notifications_view.hpp"

#include <algorithm>

#include "core/notifications/notifications.hpp"
#include "core/route.hpp"
#include "core/text/fill.hpp"
#include "core/time/paris.hpp"
#include "ui/clock_text.hpp"
#include "ui/patient_text.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {
namespace {

constexpr float kWidestColumn = 760;  // of the column, before Ui::scaled
constexpr float kItem = 84;           // height of one notification
constexpr float kClock = 170;         // width of one time

const Notifications& notifications_of(const Ui& ui) { return ui.model().notifications; }

// «il y a 5 min»; the date once it is another day.
std::string age_text(const Ui& ui, std::int64_t then_ms) {
  const Age age = age_of(then_ms, ui.model().now_ms);
  switch (age.unit) {
    case Age::Unit::kNow:
      return std::string(ui.text(Text::kNotificationsNow));
    case Age::Unit::kMinutes:
      return fill(ui.text(Text::kNotificationsMinutes), {{"count", std::to_string(age.count)}});
    case Age::Unit::kToday:
      return fill(ui.text(Text::kNotificationsToday), {{"time", format_time(then_ms)}});
    case Age::Unit::kDate:
      break;
  }
  return moment_text(then_ms, ui.model().now_ms);
}

std::string whole_date(std::int64_t then_ms) { return format_day(then_ms) + " " + format_time(then_ms); }

Pictogram pictogram_of(NotificationKind kind) {
  switch (kind) {
    case NotificationKind::kMention:
      return Pictogram::kPerson;
    case NotificationKind::kInvitation:
      return Pictogram::kBubble;
    case NotificationKind::kUrgent:
      break;
  }
  return Pictogram::kWarning;
}

std::string description_of(const Ui& ui, const Notification& notification) {
  std::string description;
  if (!notification.read) description.append(ui.text(Text::kNotificationsUnread)).append(", ");
  description += notification.title;
  if (notification.patient) description.append(", ").append(notification.patient->name);
  return description.append(", ").append(whole_date(notification.at_ms));
}

// Time and «Non lue», at the right of the two upper lines. Returns how wide they are.
float margin(Ui& ui, const Notification& notification, const Rect& inner, float line, std::string_view time) {
  const TextStyle small{measure::kSmall, Weight::kRegular, ui.theme().muted};
  const float time_width = ui.measure_text(time, small).x + 1;
  label_in(ui, "time", {right(inner) - time_width, inner.y, time_width, line}, time, small);
  if (notification.read) return time_width;
  const TextStyle mark{measure::kSmall, Weight::kBold, ui.theme().accent};
  const std::string_view word = ui.text(Text::kNotificationsUnread);
  const float word_width = ui.measure_text(word, mark).x + 1;
  label_in(ui, "unread", {right(inner) - word_width, inner.y + line, word_width, line}, word, mark);
  return std::max(time_width, word_width);
}

void one_notification(Ui& ui, const Notification& notification, const Rect& box, std::size_t position,
                      std::size_t count) {
  const Theme& theme = ui.theme();
  Node item;
  item.id = ui.id("notification", notification.id.value);
  item.role = Role::kListItem;
  item.look = Look::kTile;
  item.position = static_cast<std::int32_t>(position) + 1;
  item.set_size = static_cast<std::int32_t>(count);
  item.rect = box;
  const Scope scope(ui, std::move(item));
  const NodeId id = ui.id("open");
  const Interaction state = ui.interact(id, box);
  if (!notification.read || state.hovered)
    ui.fill(inset(box, 2, 2), with_opacity(theme.accent, notification.read ? 0.06F : 0.1F), measure::kRadius);
  if (!notification.read)
    ui.fill({box.x + 2, box.y + ui.scaled(10), ui.scaled(4), box.height - ui.scaled(20)}, theme.accent, 2);
  ui.line(box.x, bottom(box) - 0.5F, right(box), bottom(box) - 0.5F, edge_colour(theme, 0.25F));
  const float icon = ui.scaled(24);
  Rect inner = inset(box, ui.scaled(12), ui.scaled(8));
  const float line = inner.height / 3;
  draw_pictogram(ui, pictogram_of(notification.kind), {inner.x, inner.y, icon, std::max(icon, line)},
                 notification.kind == NotificationKind::kUrgent ? theme.danger : theme.muted);
  inner.x += icon + ui.scaled(10);
  inner.width -= icon + ui.scaled(10);
  const std::string sentence = notification_text(ui.language(), notification);
  // Whoever points at it or reaches it by keys is told when exactly.
  const std::string time =
      state.hovered || state.ring ? whole_date(notification.at_ms) : age_text(ui, notification.at_ms);
  Node link;
  link.id = id;
  link.role = Role::kLink;
  link.look = Look::kQuiet;
  link.name = sentence;
  link.description = description_of(ui, notification);
  link.href = discussion_address(notification.discussion);
  link.state = mirror::kFocusable;
  link.rect = box;
  ui.record(std::move(link));
  const float aside = margin(ui, notification, inner, line, time) + ui.scaled(8);
  const Rect first{inner.x, inner.y, inner.width - aside, line};
  ui.draw_text_in(first, sentence,
                  {measure::kBody, notification.read ? Weight::kRegular : Weight::kBold, theme.text});
  label_in(ui, "discussion", {inner.x, inner.y + line, inner.width - aside, line}, notification.title,
           {measure::kSmall, Weight::kRegular, theme.text});
  const TextStyle small{measure::kSmall, Weight::kRegular, theme.muted};
  const Rect third{inner.x, inner.y + line * 2, inner.width, line};
  if (!notification.patient) {
    label_in(ui, "patient", third, ui.text(Text::kDiscussionsNoPatient), small);
  } else {
    const float test = notification.patient->test ? chip_width(ui, ui.text(Text::kPatientsTest)) : 0;
    const float width =
        std::min(third.width - test - ui.scaled(8), ui.measure_text(notification.patient->name, small).x + 1);
    label_in(ui, "patient", {third.x, third.y, width, line}, notification.patient->name, small);
    if (test > 0)
      chip(ui, "test", ui.text(Text::kPatientsTest), test_chip(ui), third.x + width + ui.scaled(8),
           third.y + line / 2);
  }
  if (state.ring) ui.focus_ring(inset(box, 4, 4), measure::kRadius);
  if (state.clicked) ui.emit<NotificationsEvent>(NotificationPressed{notification.id});
}

// Unread ones first, newest first among them and among the others.
std::vector<const Notification*> in_order(const std::vector<Notification>& notifications) {
  std::vector<const Notification*> order;
  order.reserve(notifications.size());
  for (const Notification& each : notifications) order.push_back(&each);
  std::stable_sort(order.begin(), order.end(), [](const Notification* a, const Notification* b) {
    return a->read != b->read ? b->read : a->at_ms > b->at_ms;
  });
  return order;
}

bool button_of_its_width(Ui& ui, const ButtonSpec& spec) {
  const float width = std::min(ui.flow_width(), button_width(ui, spec));
  const float height = button_height(ui, spec, width);
  Rect box = ui.take(height);
  box.width = width;
  return button(ui, spec, box);
}

void small_print(Ui& ui, std::string_view key, std::string_view text) {
  paragraph(ui, key, text, {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
}

void items(Ui& ui, const NotificationsPage& page) {
  paragraph(ui, "count",
            fill(ui.text(page.unread == 0   ? Text::kNotificationsCountNone
                         : page.unread == 1 ? Text::kNotificationsCountOne
                                            : Text::kNotificationsCountOther),
                 {{"count", std::to_string(page.unread)}}),
            {measure::kBody, Weight::kBold, ui.theme().text});
  if (page.notifications.empty()) {
    ui.gap(8);
    (void)empty_state(ui, "none", Pictogram::kBell, ui.text(Text::kNotificationsNone));
    return;
  }
  ui.gap(8);
  const bool nothing_new = page.unread == 0;
  if (button_of_its_width(ui, {.key = "mark_all",
                               .label = ui.text(Text::kNotificationsMarkAll),
                               .pictogram = Pictogram::kCheck,
                               .state = nothing_new ? std::uint32_t{mirror::kDisabled} : 0U}) &&
      !nothing_new)
    ui.emit<NotificationsEvent>(MarkAllReadPressed{});
  ui.gap(8);
  const auto order = in_order(page.notifications);
  {
    Node list;
    list.id = ui.id("list");
    list.role = Role::kList;
    list.look = Look::kStack;
    list.name = ui.text(Text::kNotificationsList);
    const Scope scope(ui, std::move(list));
    for (std::size_t i = 0; i < order.size(); ++i)
      one_notification(ui, *order[i], ui.take(ui.scaled(kItem)), i, order.size());
  }
  ui.gap(4);
  small_print(ui, "kept", ui.text(Text::kNotificationsKept));
}

bool setting(Ui& ui, std::string_view key, Text label, bool checked, std::string_view hint) {
  const float text_width = ui.flow_width() - ui.scaled(25);
  const float height = ui.control_height(ui.text(label), {}, text_width);
  const bool pressed = checkbox(ui, key, ui.text(label), checked, ui.take(height), hint);
  ui.push_column({ui.flow_x() + ui.scaled(25), ui.flow_y(), text_width, 0});
  small_print(ui, std::string(key) + ".hint", hint);
  ui.move_to(ui.pop_column());
  return pressed;
}

// Returns how far down it goes.
float clock(Ui& ui, QuietBound bound, const Rect& place) {
  const Notifications& notifications = notifications_of(ui);
  const bool is_from = bound == QuietBound::kFrom;
  const ClockProblem problem = clock_problem(notifications, bound);
  ui.push_column(place);
  const FieldResult result =
      field(ui, {.key = is_from ? "quiet_from" : "quiet_to",
                 .label = ui.text(is_from ? Text::kNotificationsFrom : Text::kNotificationsTo),
                 .value = is_from ? notifications.quiet_from : notifications.quiet_to,
                 .kind = mirror::FieldKind::kTime,
                 .error = problem == ClockProblem::kNone   ? std::string_view{}
                          : problem == ClockProblem::kSame ? ui.text(Text::kNotificationsSameTime)
                                                           : ui.text(Text::kNotificationsNoTime)});
  if (result.typed != nullptr) ui.emit<NotificationsEvent>(QuietTyped{bound, *result.typed});
  return ui.pop_column();
}

void quiet_hours(Ui& ui, const QuietHours& quiet) {
  heading(ui, "quiet", 2, ui.text(Text::kNotificationsQuiet));
  if (setting(ui, "quiet_on", Text::kNotificationsQuietOn, quiet.on, ui.text(Text::kNotificationsQuietHint)))
    ui.emit<NotificationsEvent>(QuietHoursToggled{});
  ui.gap(8);
  const float width = std::min(ui.scaled(kClock), (ui.flow_width() - ui.scaled(16)) / 2);
  const float x = ui.flow_x(), y = ui.flow_y();
  const float first_end = clock(ui, QuietBound::kFrom, {x, y, width, 0});
  const float second_end = clock(ui, QuietBound::kTo, {x + width + ui.scaled(16), y, width, 0});
  ui.move_to(std::max(first_end, second_end));
}

void system_notices(Ui& ui, bool on) {
  heading(ui, "system", 2, ui.text(Text::kNotificationsSystem));
  if (setting(ui, "system_on", Text::kNotificationsSystemOn, on, ui.text(Text::kNotificationsSystemHint)))
    ui.emit<NotificationsEvent>(SystemNoticesToggled{});
  if (!on) return;
  ui.gap(8);
  switch (notifications_of(ui).permission) {
    case NoticePermission::kGranted:
      banner(ui, "granted", ui.text(Text::kNotificationsGranted), Tone::kSuccess);
      break;
    case NoticePermission::kDenied:
      banner(ui, "denied", ui.text(Text::kNotificationsDenied), Tone::kWarning);
      break;
    case NoticePermission::kMissing:
      banner(ui, "missing", ui.text(Text::kNotificationsMissing), Tone::kWarning);
      break;
    case NoticePermission::kNotAsked:
      banner(ui, "not_asked", ui.text(Text::kNotificationsNotAsked), Tone::kInformation);
      ui.gap(8);
      if (button_of_its_width(
              ui, {.key = "allow", .label = ui.text(Text::kNotificationsAllow), .look = Look::kPrimary}))
        ui.emit<NotificationsEvent>(AllowNoticesPressed{});
      break;
    case NoticePermission::kUnknown:
      break;
  }
}

}  // namespace

void notifications_view(Ui& ui, const Rect& room) {
  const Notifications& notifications = notifications_of(ui);
  const float pad = ui.scaled(ui.narrow() ? 12 : 20);
  ui.push_column(
      {room.x + pad, room.y + ui.scaled(12), std::min(room.width - pad * 2, ui.scaled(kWidestColumn)), 0});
  heading(ui, "title", 1, ui.text(Text::kNotificationsTitle));
  ui.gap(8);
  const auto& session = ui.model().session.view;
  if (session.failure.is_some() && failed(ui, "session_failed", session.failure))
    ui.emit<SessionEvent>(RetrySessionPressed{});
  if (notifications.page.failure.is_some()) {
    if (failed(ui, "failed", notifications.page.failure))
      ui.emit<NotificationsEvent>(RetryNotificationsPressed{});
    ui.gap(12);
  }
  (void)age_banner(ui);
  if (notifications.page.value) {
    items(ui, *notifications.page.value);
    ui.gap(24);
    quiet_hours(ui, notifications.page.value->settings.quiet);
    // A kiosk is nobody's own: nothing of it is shown outside the page.
    if (!ui.model().settings.kiosk) {
      ui.gap(24);
      system_notices(ui, notifications.page.value->settings.system);
    }
  } else if (!notifications.page.failure.is_some()) {
    waiting(ui, "waiting", ui.text(Text::kNotificationsLoading));
  }
  ui.gap(24);
  ui.move_to(ui.pop_column());
}

}  // namespace spico::ui
