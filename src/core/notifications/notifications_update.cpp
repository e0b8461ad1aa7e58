#include "core/notifications/notifications_update.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/discussions_update.hpp"
#include "core/failure_text.hpp"
#include "core/navigation.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"
#include "core/time/paris.hpp"

namespace spico {
namespace {

void ask_device(NoticeAct act, const Env& env, Effects& effects) {
  effects.push_back(Request{AskNotices{env.new_ticket(), act, {}, {}, {}, 0}});
}

void send_settings(Model& model, const Env& env, Effects& effects) {
  Notifications& notifications = model.notifications;
  notifications.settings_changed = false;
  notifications.settings_sent = env.new_ticket();
  effects.push_back(
      Request{KeepNotificationSettings{notifications.settings_sent, notifications.page.value->settings}});
}

void show_typed(Notifications& notifications) {
  const QuietHours& quiet = notifications.page.value->settings.quiet;
  notifications.quiet_from = format_clock(quiet.from);
  notifications.quiet_to = format_clock(quiet.to);
}

// False: it was known already.
bool put(NotificationsPage& page, Notification notification) {
  auto& list = page.notifications;
  const auto place = std::find_if(list.begin(), list.end(),
                                  [&](const Notification& each) { return each.id <= notification.id; });
  if (place != list.end() && place->id == notification.id) {
    *place = std::move(notification);
    return false;
  }
  const auto most = static_cast<std::size_t>(kMostNotificationsAsked);
  if (place == list.end() && list.size() >= most) return false;  // older than all that are kept
  list.insert(place, std::move(notification));
  if (list.size() > most) list.pop_back();
  return true;
}

struct OnNotifications {
  Model& model;
  const Env& env;
  Effects& effects;

  [[nodiscard]] Notifications& notifications() const { return model.notifications; }
  void announce(Urgency urgency, std::string sentence) const {
    effects.push_back(PageEffect{Announce{urgency, std::move(sentence)}});
  }
  void tell(const Failure& failure) const {
    if (!handle_refusal(model, failure, env, effects))
      announce(Urgency::kAssertive, failure_text(model.settings.language, failure));
  }

  void operator()(NotificationsAnswered& e) const {
    auto& page = notifications().page;
    std::optional<NotificationSettings> known;
    if (page.value) known = page.value->settings;
    if (!page.take(std::move(e.answer))) return;
    if (page.failure.is_some()) {
      notifications().is_old = false;
      // Elsewhere it is only the number on the bell that is missing.
      if (model.screen == Screen::kNotifications)
        tell(page.failure);
      else
        (void)handle_refusal(model, page.failure, env, effects);
      return;
    }
    // What the person has just chosen here is on its way, and newer.
    if (known && notifications().settings_sent != Ticket::kNone) page.value->settings = *known;
    // What is being typed stays as long as nobody chose otherwise elsewhere.
    if (!known || known->quiet != page.value->settings.quiet) show_typed(notifications());
    // The stream began later than this answer: what came in between is told to nobody.
    if (notifications().is_old || page.value->revision < model.live.since)
      reload_notifications(model, env, effects);
  }
  void operator()(NotificationsMarked& e) const {
    if (!notifications().marking.take(std::move(e.answer))) return;
    if (notifications().marking.failure.is_some())
      tell(notifications().marking.failure);
    else
      announce(Urgency::kPolite, std::string(text(model.settings.language, Text::kNotificationsAllRead)));
    reload_notifications(model, env, effects);
  }
  void operator()(const NotificationSettingsKept& e) const {
    if (e.answer.ticket != notifications().settings_sent || e.answer.ticket == Ticket::kNone) return;
    notifications().settings_sent = Ticket::kNone;
    if (e.answer.failure.is_some()) {
      tell(e.answer.failure);
      reload_notifications(model, env, effects);
    } else if (notifications().settings_changed) {
      send_settings(model, env, effects);
    }
  }
  void operator()(const NoticesAnswered& e) const {
    if (e.answer.value) notifications().permission = *e.answer.value;
  }
  void operator()(const NotificationsPressed&) const {
    model.spico_wanted = true;
    Route screen;
    screen.screen = Screen::kNotifications;
    go(model, std::move(screen), Entry::kNew, env, effects);
  }
  void operator()(const NotificationPressed& e) const {
    if (!notifications().page.value) return;
    const auto& list = notifications().page.value->notifications;
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const Notification& each) { return each.id == e.notification; });
    if (found == list.end()) return;
    // An invitation says of no message that it is to be read: the reader begins where there is something new.
    if (found->kind == NotificationKind::kInvitation) {
      update_discussions(model, DiscussionPressed{found->discussion}, env, effects);
      return;
    }
    // By an edit of what was read before: nothing else would tell that it has been looked at again.
    const Discussion* const discussion = find_discussion(model.discussions, found->discussion);
    if (!found->read && discussion != nullptr && discussion->read >= found->number)
      effects.push_back(Request{MarkRead{env.new_ticket(), found->discussion, found->number}});
    update_discussions(model, MessageHitPressed{found->discussion, found->number}, env, effects);
  }
  void operator()(const MarkAllReadPressed&) const {
    auto& page = notifications().page;
    if (!page.value || page.value->notifications.empty() || notifications().marking.is_pending()) return;
    const Ticket ticket = env.new_ticket();
    notifications().marking.wait_for(ticket);
    effects.push_back(Request{MarkNotifications{ticket, page.value->notifications.front().id}});
    for (Notification& each : page.value->notifications) each.read = true;
    page.value->unread = 0;
  }
  void operator()(const QuietHoursToggled&) const {
    change([](NotificationSettings& settings) { settings.quiet.on = !settings.quiet.on; });
  }
  void operator()(QuietTyped& e) const {
    const bool is_from = e.bound == QuietBound::kFrom;
    (is_from ? notifications().quiet_from : notifications().quiet_to) = std::move(e.text);
    // The other one may have waited for this one.
    const auto from = parse_clock(notifications().quiet_from), to = parse_clock(notifications().quiet_to);
    if (!from || !to || *from == *to) return;
    change([&](NotificationSettings& settings) {
      settings.quiet.from = *from;
      settings.quiet.to = *to;
    });
  }
  void operator()(const SystemNoticesToggled&) const {
    change([](NotificationSettings& settings) { settings.system = !settings.system; });
    if (!notifications().page.value) return;
    // Within the press, or the browser would not ask.
    ask_device(notifications().page.value->settings.system ? NoticeAct::kAsk : NoticeAct::kClose, env,
               effects);
  }
  void operator()(const AllowNoticesPressed&) const { ask_device(NoticeAct::kAsk, env, effects); }
  void operator()(const RetryNotificationsPressed&) const { reload_notifications(model, env, effects); }

  template <typename Change>
  void change(Change set) const {
    auto& page = notifications().page;
    if (!page.value) return;
    const NotificationSettings before = page.value->settings;
    set(page.value->settings);
    if (page.value->settings == before) return;
    if (notifications().settings_sent != Ticket::kNone)
      notifications().settings_changed = true;
    else
      send_settings(model, env, effects);
  }
};

// Of a message that the stream tells of as well, the discussions have mostly spoken already.
bool is_said_already(Discussions& discussions, const Notification& notification) {
  return notification.kind != NotificationKind::kInvitation &&
         !is_said_first(discussions, notification.discussion, notification.number);
}

Text system_text(NotificationKind kind) {
  switch (kind) {
    case NotificationKind::kMention:
      return Text::kNotificationsSystemMention;
    case NotificationKind::kInvitation:
      return Text::kNotificationsSystemInvitation;
    case NotificationKind::kUrgent:
      break;
  }
  return Text::kNotificationsSystemUrgent;
}

}  // namespace

std::string notification_text(Language language, const Notification& notification) {
  const Text key = notification.kind == NotificationKind::kUrgent    ? Text::kNotificationsUrgent
                   : notification.kind == NotificationKind::kMention ? Text::kNotificationsMention
                                                                     : Text::kNotificationsInvitation;
  return fill(text(language, key), {{"name", notification.author_name}});
}

ClockProblem clock_problem(const Notifications& notifications, QuietBound bound) {
  const auto from = parse_clock(notifications.quiet_from), to = parse_clock(notifications.quiet_to);
  if (!(bound == QuietBound::kFrom ? from : to)) return ClockProblem::kNoTime;
  return bound == QuietBound::kTo && from == to ? ClockProblem::kSame : ClockProblem::kNone;
}

void update_notifications(Model& model, NotificationsEvent event, const Env& env, Effects& effects) {
  std::visit(OnNotifications{model, env, effects}, event);
}

void load_notifications_once(Model& model, const Env& env, Effects& effects) {
  const auto& page = model.notifications.page;
  const auto& session = model.session.view.value;
  if (page.value || page.is_pending() || page.failure.is_some() || !session || !session->spico_open) return;
  reload_notifications(model, env, effects);
}

void reload_notifications(Model& model, const Env& env, Effects& effects) {
  Notifications& notifications = model.notifications;
  notifications.is_old = notifications.page.is_pending();
  if (notifications.is_old) return;
  const Ticket ticket = env.new_ticket();
  notifications.page.wait_for(ticket);
  effects.push_back(Request{LoadNotifications{ticket}});
}

void hurry_notifications(Model& model, const Env& env, Effects& effects) {
  const Failure& failure = model.notifications.page.failure;
  if (failure.is_some() && failure.kind != Failure::Kind::kRefused) reload_notifications(model, env, effects);
}

void look_at_permission(Model& model, const Env& env, Effects& effects) {
  if (model.screen == Screen::kNotifications && !model.settings.kiosk)
    ask_device(NoticeAct::kLook, env, effects);
}

void hear_notification(Model& model, NotificationTold told, const Env&, Effects& effects) {
  Notifications& notifications = model.notifications;
  auto& page = notifications.page;
  notifications.is_old = notifications.is_old || page.is_pending();
  if (!page.value) return;
  page.value->unread = told.unread;
  const Notification& notification = told.notification;
  if (!put(*page.value, notification) || notification.read) return;
  notifications.called.push_back(notification);
  if (is_said_already(model.discussions, notification)) return;
  std::string sentence = notification_text(model.settings.language, notification);
  sentence.append(" – ").append(notification.title);
  effects.push_back(PageEffect{Announce{Urgency::kPolite, std::move(sentence)}});
}

void hear_notifications(Model& model, NotificationsTold told, const Env& env, Effects& effects) {
  auto& page = model.notifications.page;
  if (page.value) page.value->unread = told.unread;
  if (page.value || page.is_pending()) reload_notifications(model, env, effects);
}

void tell_device(Model& model, const Env& env, Effects& effects) {
  Notifications& notifications = model.notifications;
  const std::vector<Notification> called = std::exchange(notifications.called, {});
  if (called.empty() || !notifications.page.value || model.settings.kiosk) return;
  if (model.leaving || model.past_end || !model.session.is_signed_in()) return;
  const NotificationSettings& settings = notifications.page.value->settings;
  if (!settings.system || is_quiet_at(settings.quiet, env.wall_ms)) return;
  const Notification& last = called.back();
  effects.push_back(
      Request{AskNotices{env.new_ticket(), NoticeAct::kShow, to_decimal(last.id.value),
                         std::string(text(model.settings.language, system_text(last.kind))),
                         called.size() == 1 ? discussion_address(last.discussion) : "#/notifications", 0}});
}

void keep_badge(Model& model, const Env& env, Effects& effects) {
  const std::int64_t count = unread_total(model.discussions);
  if (model.settings.kiosk || model.notifications.badge == count) return;
  model.notifications.badge = count;
  effects.push_back(Request{AskNotices{env.new_ticket(), NoticeAct::kBadge, {}, {}, {}, count}});
}

void forget_notifications(Model& model, const Env& env, Effects& effects) {
  model.notifications = {};
  if (model.settings.kiosk) return;
  ask_device(NoticeAct::kClose, env, effects);
  ask_device(NoticeAct::kBadge, env, effects);  // none
}

bool is_waiting(const Notifications& notifications) {
  return notifications.page.is_pending() || notifications.marking.is_pending() ||
         notifications.settings_sent != Ticket::kNone;
}

std::optional<std::int64_t> next_age_change_ms(const Model& model) {
  const auto& page = model.notifications.page.value;
  if (model.screen != Screen::kNotifications || !page) return std::nullopt;
  std::optional<std::int64_t> next;
  for (const Notification& each : page->notifications) {
    const std::int64_t at_ms = age_of(each.at_ms, model.now_ms).changes_at_ms;
    if (at_ms != 0) next = std::min(next.value_or(at_ms), at_ms);
  }
  return next;
}

}  // namespace spico
