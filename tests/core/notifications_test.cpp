// What calls a reader: how it is heard, said once, counted and marked; what leaves the page, and when nothing
// does.
#include "core/discussions/doors.hpp"
#include "tests/core/discussions_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

constexpr std::int64_t kOneHourMs = 3'600'000;

Notification some_call(std::uint64_t id, NotificationKind kind = NotificationKind::kUrgent,
                       DiscussionId discussion = kFirst) {
  Notification notification;
  notification.id = {id};
  notification.kind = kind;
  notification.discussion = discussion;
  notification.number = static_cast<MessageNumber>(id) + 1;
  notification.title = "Essai TEST";
  notification.author_name = "Inès TEST";
  notification.patient = DiscussionPatient{{4}, "BÉNAZET Zoé", {1956, 4, 7}, true};
  notification.at_ms = kMorning;
  return notification;
}

NotificationSettings on_the_system() {
  NotificationSettings settings;
  settings.system = true;
  return settings;
}

Client in_notifications(std::vector<Notification> calls = {}, NotificationSettings settings = {}) {
  Client client;
  client.start("#/notifications", in_spico_view());
  client.answer_discussions({some_discussion(kFirst, 3), some_discussion(kSecond, 1)});
  client.answer_notifications(std::move(calls), settings);
  client.answer_patients(1);
  REQUIRE(client.model.live.stream != Ticket::kNone);
  client.tell<LiveEvent>(LiveHeard{client.model.live.stream, 1, {}, {}});
  return client;
}

const AskNotices* asked(const Client& client, NoticeAct act) {
  const AskNotices* const wish = client.wish<AskNotices>();
  return wish != nullptr && wish->act == act ? wish : nullptr;
}

std::vector<std::string> said(const Client& client) {
  std::vector<std::string> said;
  for (const Effect& effect : client.effects) {
    const auto* const of_page = std::get_if<PageEffect>(&effect);
    const auto* const announce = of_page == nullptr ? nullptr : std::get_if<Announce>(of_page);
    if (announce != nullptr) said.push_back(announce->text);
  }
  return said;
}
using Said = std::vector<std::string>;

// 22 November 2026, 23:30 in Paris (winter), and summer time on the night it begins.
constexpr std::int64_t kWinterNight = 1'795'386'600'000;

TEST_CASE("quiet hours: over midnight or within a day, the last minute left out, in Paris' own time") {
  const QuietHours night{true, 22 * 60, 7 * 60};
  CHECK(is_quiet_at(night, kWinterNight));
  CHECK_FALSE(is_quiet_at({false, 22 * 60, 7 * 60}, kWinterNight));
  const std::int64_t ten = kWinterNight - 90 * 60'000;  // 22:00
  CHECK(is_quiet_at(night, ten));
  CHECK_FALSE(is_quiet_at(night, ten - 1));
  CHECK(is_quiet_at(night, ten + 9 * kOneHourMs - 1));
  CHECK_FALSE(is_quiet_at(night, ten + 9 * kOneHourMs));
  const QuietHours lunch{true, 12 * 60, 13 * 60 + 30};
  const std::int64_t noon = ten + 14 * kOneHourMs;
  CHECK_FALSE(is_quiet_at(lunch, noon - 1));
  CHECK(is_quiet_at(lunch, noon));
  CHECK(is_quiet_at(lunch, noon + 90 * 60'000 - 1));
  CHECK_FALSE(is_quiet_at(lunch, noon + 90 * 60'000));
  // The night of 28 to 29 March 2026 has an hour less: 07:00 is 05:00 UTC.
  constexpr std::int64_t kMidnightUtc = 1'774'742'400'000;
  CHECK(is_quiet_at(night, kMidnightUtc + 5 * kOneHourMs - 1));
  CHECK_FALSE(is_quiet_at(night, kMidnightUtc + 5 * kOneHourMs));
}

TEST_CASE("times of day are written in one way only") {
  CHECK(parse_clock("22:00") == 22 * 60);
  CHECK(parse_clock("00:00") == 0);
  CHECK(parse_clock("23:59") == 23 * 60 + 59);
  for (const char* wrong : {"", "7:00", "24:00", "12:60", "12h00", "12:00:00", "ab:cd", "1２:00"})
    CHECK_FALSE(parse_clock(wrong));
  CHECK(format_clock(7 * 60 + 5) == "07:05");
}

TEST_CASE("their address, their screen; the bell leads there, also before the rest of the module is here") {
  Client client = in_list();
  client.tell<NotificationsEvent>(NotificationsPressed{});
  CHECK(client.model.screen == Screen::kNotifications);
  CHECK(client.wish<SetLocation>()->fragment == "#/notifications");
  CHECK(asked(client, NoticeAct::kLook) != nullptr);
  CHECK(format_route(parse_route("#/notifications")) == "#/notifications");

  Client early;
  early.page(Started{"#/patients", "", "fr-FR", "", false, false, true, "", false, false});
  early.answer(SessionRequest::kLoad, in_spico_view());
  CHECK(early.model.rest != Rest::kHere);
  early.tell<NotificationsEvent>(NotificationsPressed{});
  CHECK(early.model.screen == Screen::kNotifications);
  CHECK(count_notifications(early.model) == 0);
  early.page(RestArrived{true});
  CHECK(early.wish<LoadNotifications>() != nullptr);
}

TEST_CASE(
    "a call is counted, stands first, and is said once, in words of its own when nothing else says it") {
  Client client = in_discussions();
  hear(client, told(some_message(4)));
  CHECK(said(client) == Said{"Nouveau message de Inès TEST"});
  hear(client, NotificationTold{some_call(3), 1});
  CHECK(count_notifications(client.model) == 1);
  // The message itself has been said.
  CHECK(said(client).empty());
  hear(client, NotificationTold{some_call(3), 1});
  CHECK(client.model.notifications.page.value->notifications.size() == 1);
  hear(client, NotificationTold{some_call(5, NotificationKind::kInvitation, {30}), 2});
  CHECK(said(client) == Said{"Inès TEST vous a ajouté(e) à la discussion – Essai TEST"});
  hear(client, NotificationTold{some_call(5, NotificationKind::kInvitation, {30}), 2});
  CHECK(said(client).empty());
  CHECK(client.model.notifications.page.value->notifications.front().id.value == 5);
  Discussion muted = some_discussion(kSecond, 2);
  muted.muted = true;
  hear(client, muted);
  hear(client, NotificationTold{some_call(6, NotificationKind::kMention, kSecond), 3});
  CHECK(said(client) == Said{"Inès TEST vous a mentionné(e) – Essai TEST"});
}

TEST_CASE("a call speaks for itself when nothing was said of its message, which then is not said again") {
  Client client = in_discussions();
  // As one who joins later is told it: the list knows of the message already.
  hear(client, NotificationTold{some_call(2), 1});
  CHECK(said(client) == Said{"Message urgent de Inès TEST – Essai TEST"});
  hear(client, NotificationTold{some_call(3), 2});
  CHECK(said(client) == Said{"Message urgent de Inès TEST – Essai TEST"});
  hear(client, told(some_message(4)));
  CHECK(said(client).empty());
}

TEST_CASE("the system is told when it is wanted, outside quiet hours, and never of whom") {
  Client client = in_notifications({}, on_the_system());
  hear(client, NotificationTold{some_call(3), 1});
  const AskNotices* const shown = asked(client, NoticeAct::kShow);
  REQUIRE(shown != nullptr);
  CHECK(shown->tag == "3");
  CHECK(shown->text == "Nouveau message urgent");
  CHECK(shown->address == "#/discussions/7");
  // The same again, as a stream that begins anew tells it.
  hear(client, NotificationTold{some_call(3), 1});
  CHECK(client.wish<AskNotices>() == nullptr);
  hear(client, NotificationTold{some_call(4, NotificationKind::kMention), 2});
  CHECK(client.wish<AskNotices>()->text == "Vous êtes mentionné(e) dans une discussion");
  hear(client, NotificationTold{some_call(5, NotificationKind::kInvitation), 3});
  CHECK(client.wish<AskNotices>()->text == "Nouvelle discussion");
  Notification read = some_call(6);
  read.read = true;
  hear(client, NotificationTold{read, 3});
  CHECK(client.wish<AskNotices>() == nullptr);
  // Several at once say no more than one.
  client.tell<LiveEvent>(LiveHeard{client.model.live.stream,
                                   client.model.live.reached + 2,
                                   {},
                                   {NotificationTold{some_call(7), 4}, NotificationTold{some_call(8), 5}}});
  CHECK(client.count<AskNotices>() == 1);
  CHECK(client.wish<AskNotices>()->address == "#/notifications");
  client.page(LanguageChosen{Language::kEnglish});
  hear(client, NotificationTold{some_call(9), 6});
  CHECK(client.wish<AskNotices>()->text == "New urgent message");

  // It is 23:26 in Paris.
  NotificationSettings quiet = on_the_system();
  quiet.quiet = {true, 22 * 60, 7 * 60};
  Client silent = in_notifications({}, quiet);
  hear(silent, NotificationTold{some_call(3), 1});
  CHECK(silent.wish<AskNotices>() == nullptr);
  CHECK(count_notifications(silent.model) == 1);
  Client unwanted = in_notifications();
  hear(unwanted, NotificationTold{some_call(3), 1});
  CHECK(unwanted.wish<AskNotices>() == nullptr);
}

TEST_CASE("a kiosk shows nothing outside the page, and is asked nothing") {
  Client client;
  client.start("#/notifications", in_spico_view(), true);
  client.answer_discussions({some_discussion(kFirst, 3, 1)});
  client.answer_notifications({}, on_the_system());
  client.answer_patients(1);
  client.tell<LiveEvent>(LiveHeard{client.model.live.stream, 1, {}, {}});
  hear(client, NotificationTold{some_call(3), 1});
  CHECK(count_notifications(client.model) == 1);
  CHECK(client.ever<AskNotices>() == nullptr);
}

TEST_CASE("«Tout marquer comme lu»: at once here, one request; what fails is said and asked again") {
  Client client = in_notifications({some_call(4), some_call(2)});
  CHECK(count_notifications(client.model) == 2);
  client.tell<NotificationsEvent>(MarkAllReadPressed{});
  CHECK(client.wish<MarkNotifications>()->up_to.value == 4);
  CHECK(count_notifications(client.model) == 0);
  const Ticket ticket = client.wish<MarkNotifications>()->ticket;
  client.tell<NotificationsEvent>(MarkAllReadPressed{});
  CHECK(client.wish<MarkNotifications>() == nullptr);
  client.tell<NotificationsEvent>(NotificationsMarked{{ticket, {}, offline()}});
  CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  CHECK(client.wish<LoadNotifications>() != nullptr);
  client.answer_notifications({some_call(4), some_call(2)});
  CHECK(count_notifications(client.model) == 2);
  client.tell<NotificationsEvent>(MarkAllReadPressed{});
  client.tell<NotificationsEvent>(
      NotificationsMarked{{client.wish<MarkNotifications>()->ticket, Nothing{}, {}}});
  CHECK(said(client) == Said{"Toutes les notifications sont marquées comme lues."});
}

TEST_CASE("what is read or marked elsewhere: the number at once, the list asked for again") {
  Client client = in_notifications({some_call(4), some_call(2)});
  hear(client, NotificationsTold{1});
  CHECK(count_notifications(client.model) == 1);
  REQUIRE(client.wish<LoadNotifications>() != nullptr);
  // Something more while it is on its way: asked for once more, and not before.
  hear(client, NotificationsTold{0});
  CHECK(client.wish<LoadNotifications>() == nullptr);
  client.answer_notifications({some_call(4)});
  CHECK(client.wish<LoadNotifications>() != nullptr);
  client.answer_notifications({});
  CHECK(client.wish<LoadNotifications>() == nullptr);
}

TEST_CASE("an answer from before the stream began is asked for again") {
  Client client = in_notifications();
  client.model.live.since = 10;
  client.tell<NotificationsEvent>(RetryNotificationsPressed{});
  client.answer_notifications({}, {}, 9);
  CHECK(client.wish<LoadNotifications>() != nullptr);
  client.answer_notifications({}, {}, 10);
  CHECK(client.wish<LoadNotifications>() == nullptr);
}

TEST_CASE("one that is pressed opens the discussion at its message; an invitation where the reader begins") {
  Client client = in_notifications({some_call(4, NotificationKind::kInvitation), some_call(2)});
  client.tell<NotificationsEvent>(NotificationPressed{{2}});
  CHECK(client.model.screen == Screen::kDiscussion);
  CHECK(client.model.discussions.thread.id == kFirst);
  CHECK(client.model.discussions.thread.start == 3);
  CHECK(client.model.discussions.thread.is_aimed);
  // It was read before an edit called its reader: the server is told that they have come back to it.
  REQUIRE(client.wish<MarkRead>() != nullptr);
  CHECK(client.wish<MarkRead>()->number == 3);
  client.tell<NotificationsEvent>(NotificationsPressed{});
  client.tell<NotificationsEvent>(NotificationPressed{{4}});
  CHECK(client.model.discussions.thread.id == kFirst);
  CHECK_FALSE(client.model.discussions.thread.is_aimed);
}

TEST_CASE("settings are sent as they are chosen, one at a time; a time that is none is kept from nobody") {
  Client client = in_notifications();
  client.tell<NotificationsEvent>(QuietHoursToggled{});
  const KeepNotificationSettings* sent = client.wish<KeepNotificationSettings>();
  REQUIRE(sent != nullptr);
  CHECK(sent->settings.quiet == QuietHours{true, 22 * 60, 7 * 60});
  const Ticket ticket = sent->ticket;
  client.tell<NotificationsEvent>(QuietTyped{QuietBound::kFrom, "21:30"});
  CHECK(client.wish<KeepNotificationSettings>() == nullptr);
  client.tell<NotificationsEvent>(NotificationSettingsKept{{ticket, Nothing{}, {}}});
  sent = client.wish<KeepNotificationSettings>();
  REQUIRE(sent != nullptr);
  CHECK(sent->settings.quiet.from == 21 * 60 + 30);
  client.tell<NotificationsEvent>(NotificationSettingsKept{{sent->ticket, Nothing{}, {}}});
  client.tell<NotificationsEvent>(QuietTyped{QuietBound::kTo, ""});
  CHECK(client.wish<KeepNotificationSettings>() == nullptr);
  CHECK(clock_problem(client.model.notifications, QuietBound::kTo) == ClockProblem::kNoTime);
  CHECK(clock_problem(client.model.notifications, QuietBound::kFrom) == ClockProblem::kNone);
  client.tell<NotificationsEvent>(QuietTyped{QuietBound::kTo, "21:30"});
  CHECK(client.wish<KeepNotificationSettings>() == nullptr);
  CHECK(clock_problem(client.model.notifications, QuietBound::kTo) == ClockProblem::kSame);
  client.tell<NotificationsEvent>(QuietTyped{QuietBound::kTo, "06:00"});
  CHECK(client.wish<KeepNotificationSettings>()->settings.quiet.to == 6 * 60);
}

TEST_CASE("«Notifications du système»: the browser is asked within the press; turned off, all are closed") {
  Client client = in_notifications();
  client.tell<NotificationsEvent>(SystemNoticesToggled{});
  CHECK(asked(client, NoticeAct::kAsk) != nullptr);
  CHECK(client.wish<KeepNotificationSettings>()->settings.system);
  client.tell<NotificationsEvent>(
      NoticesAnswered{{client.wish<AskNotices>()->ticket, NoticePermission::kDenied, {}}});
  CHECK(client.model.notifications.permission == NoticePermission::kDenied);
  client.tell<NotificationsEvent>(SystemNoticesToggled{});
  CHECK(asked(client, NoticeAct::kClose) != nullptr);
}

TEST_CASE("the icon shows the number of the title; SPICO left, nothing stays inside or outside the page") {
  Client client = in_discussions("#/discussions", 5, 3);
  CHECK(client.ever<AskNotices>()->act == NoticeAct::kBadge);
  CHECK(client.ever<AskNotices>()->count == 2);
  CHECK(count_unread(client.model) == 2);
  hear(client, some_discussion(kFirst, 5, 5));
  CHECK(asked(client, NoticeAct::kBadge)->count == 0);
  hear(client, NotificationTold{some_call(3), 1});
  SessionView left = strong_view();
  client.session(LeaveSpicoPressed{});
  client.answer(SessionRequest::kLeaveSpico, left);
  CHECK(client.count<AskNotices>() >= 2);
  CHECK(asked(client, NoticeAct::kBadge)->count == 0);
  CHECK_FALSE(client.model.notifications.page.value);
  CHECK(count_notifications(client.model) == 0);
}

TEST_CASE("how long ago: the page wakes when the words change, on their screen only") {
  Notification young = some_call(2);
  Client client;
  young.at_ms = client.env().wall_ms - 30'000;
  client.start("#/notifications", in_spico_view());
  client.answer_discussions();
  client.answer_notifications({young, some_call(1)});
  client.answer_patients(1);
  CHECK(next_age_ms(client.model) == young.at_ms + 60'000);
  CHECK(next_deadline_ms(client.model, client.env()) <= 30'000);
  client.page(LocationChanged{"#/patients"});
  CHECK_FALSE(next_age_ms(client.model));
}

}  // namespace
}  // namespace spico
