// Who is called by which message, when that counts as read, and who never learns of it.
#include <doctest/doctest.h>

#include "tests/emserve/discussion_support.hpp"

namespace spico::emserve::test {
namespace {

struct Called : Talk {
  // "invitation 1, urgent 3 read": newest last.
  std::string calls(const Person& who) {
    std::string all;
    const NotificationList list = store.notifications_of(who.account, kMostNotificationsAsked);
    std::int64_t unread = 0;
    for (auto one = list.notifications.rbegin(); one != list.notifications.rend(); ++one) {
      all.append(all.empty() ? "" : ", ").append(code(one->kind)).append(" " + std::to_string(one->number));
      if (one->read) all += " read";
      unread += one->read ? 0 : 1;
    }
    CHECK(list.unread == unread);
    return all;
  }

  MessageId call(const Person& who, DiscussionId discussion, bool urgent,
                 const std::vector<Person>& mentioned = {}) {
    NewMessage wanted{
        .discussion = discussion, .client_id = client_id(++last_client_id), .text = "un", .urgent = urgent};
    for (const Person& person : mentioned) wanted.mentions.push_back(person.id);
    const PostedMessage posted = store.post_message(who.account, wanted, kStartMs);
    REQUIRE(posted.is_new);
    return posted.message.id;
  }

  // "notification 3, notifications 0": what this one is told of them, with what is unread then.
  std::string told(const Person& who, std::int64_t after) {
    std::string all;
    for (const EventRecord& event : store.events_for(who.account, after, store.event_bounds().last).events) {
      const bool is_new = event.kind == EventKind::kNotification;
      if (!is_new && event.kind != EventKind::kNotifications) continue;
      all += all.empty() ? "" : ", ";
      all += is_new ? "new " + std::to_string(event.notification.number) + " of "
                    : std::string("changed, left ");
      all += std::to_string(event.unread);
    }
    return all;
  }
};

}  // namespace

TEST_CASE("an edit calls whom it names anew, once, and no longer whom it does not name any more") {
  Called talk;
  const DiscussionId discussion = talk.begin({talk.mathieu, talk.camille});
  const MessageId message = talk.call(talk.ines, discussion, false, {talk.mathieu});
  const std::string before = talk.calls(talk.mathieu);
  const auto edit = [&](std::string_view text, std::optional<std::vector<ProfessionalId>> mentions) {
    return talk.store.edit_message(talk.ines.account, message, text, mentions, kStartMs + 1);
  };
  const std::int64_t start = talk.store.event_bounds().last;
  CHECK(edit("deux", std::vector{talk.mathieu.id, talk.camille.id, talk.camille.id}).message.mentions ==
        std::vector{talk.mathieu.id, talk.camille.id});
  CHECK(talk.calls(talk.mathieu) == before);
  CHECK(talk.calls(talk.camille) == "invitation 1, mention 2");
  CHECK(talk.told(talk.camille, start) == "new 2 of 2");
  CHECK(edit("trois", std::nullopt).message.mentions.size() == 2);
  CHECK_FALSE(edit("trois", std::vector{talk.camille.id, talk.mathieu.id}).is_changed);
  const std::int64_t later = talk.store.event_bounds().last;
  CHECK(edit("quatre", std::vector{talk.camille.id}).message.mentions == std::vector{talk.camille.id});
  CHECK(talk.calls(talk.mathieu) == "invitation 1");
  CHECK(talk.told(talk.mathieu, later) == "changed, left 1");
  CHECK(talk.calls(talk.camille) == "invitation 1, mention 2");
  CHECK(edit("cinq", std::vector{talk.noe.id}).problem == ChangedMessage::Problem::kMentions);
  CHECK(talk.texts(talk.ines, discussion).find("cinq") == std::string::npos);
}

TEST_CASE("an urgent message calls everyone else, a mention whom it names, an invitation whom it brings") {
  Called talk;
  const DiscussionId discussion = talk.begin({talk.mathieu, talk.camille});
  CHECK(talk.calls(talk.ines).empty());
  CHECK(talk.calls(talk.mathieu) == "invitation 1");
  talk.say(talk.ines, discussion, "rien de pressé");
  talk.call(talk.ines, discussion, true);
  talk.call(talk.mathieu, discussion, false, {talk.camille, talk.mathieu});
  talk.call(talk.ines, discussion, true, {talk.camille});
  CHECK(talk.calls(talk.ines).empty());
  CHECK(talk.calls(talk.mathieu) == "invitation 1, urgent 3, urgent 5");
  CHECK(talk.calls(talk.camille) == "invitation 1, urgent 3, mention 4, urgent 5");
  talk.store.add_member(talk.mathieu.account, discussion, talk.noe.id, MemberHistory::kFromNow, kStartMs);
  CHECK(talk.calls(talk.noe) == "invitation 6");
  CHECK(talk.calls(talk.camille) == "invitation 1, urgent 3, mention 4, urgent 5");
  const NotificationList list = talk.store.notifications_of(talk.noe.account, 1);
  CHECK(list.notifications.at(0).title == "Sortie");
  CHECK(list.notifications.at(0).author_name == "Mathieu TEST");
  CHECK(list.notifications.at(0).discussion == discussion);
  CHECK_FALSE(list.notifications.at(0).patient);
  CHECK(list.revision == talk.store.event_bounds().last);
}

TEST_CASE("a muted discussion calls too, when a message is urgent or names the reader") {
  Called talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  talk.store.set_muted(talk.mathieu.account, discussion, true, kStartMs);
  talk.say(talk.ines, discussion, "bavardage");
  talk.call(talk.ines, discussion, true);
  talk.call(talk.ines, discussion, false, {talk.mathieu});
  CHECK(talk.calls(talk.mathieu) == "invitation 1, urgent 3, mention 4");
}

TEST_CASE("the same message sent twice calls once, one that is withdrawn calls nobody any more") {
  Called talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  const NewMessage wanted{.discussion = discussion, .client_id = client_id(7), .text = "un", .urgent = true};
  const MessageId message = talk.store.post_message(talk.ines.account, wanted, kStartMs).message.id;
  talk.store.post_message(talk.ines.account, wanted, kStartMs);
  CHECK(talk.calls(talk.mathieu) == "invitation 1, urgent 2");
  const std::int64_t before = talk.store.event_bounds().last;
  talk.store.withdraw_message(talk.ines.account, message, kStartMs);
  CHECK(talk.calls(talk.mathieu) == "invitation 1");
  CHECK(talk.told(talk.mathieu, before) == "changed, left 1");
  CHECK(talk.told(talk.ines, before).empty());
}

TEST_CASE("read with its message, or marked; what is marked leaves the message unread") {
  Called talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  talk.call(talk.ines, discussion, true);
  talk.call(talk.ines, discussion, true);
  std::int64_t before = talk.store.event_bounds().last;
  talk.store.set_read(talk.mathieu.account, discussion, 2, kStartMs);
  CHECK(talk.calls(talk.mathieu) == "invitation 1 read, urgent 2 read, urgent 3");
  CHECK(talk.told(talk.mathieu, before) == "changed, left 1");
  CHECK(talk.told(talk.ines, before).empty());
  before = talk.store.event_bounds().last;
  const NotificationId last = talk.store.notifications_of(talk.mathieu.account, 1).notifications.at(0).id;
  talk.store.mark_notifications(talk.ines.account, last, kStartMs);
  CHECK(talk.calls(talk.mathieu) == "invitation 1 read, urgent 2 read, urgent 3");
  talk.store.mark_notifications(talk.mathieu.account, last, kStartMs);
  CHECK(talk.calls(talk.mathieu) == "invitation 1 read, urgent 2 read, urgent 3 read");
  CHECK(talk.told(talk.mathieu, before) == "changed, left 0");
  CHECK(talk.summary(talk.mathieu, discussion).unread == 1);
  // Nothing changes, nothing is told.
  before = talk.store.event_bounds().last;
  talk.store.mark_notifications(talk.mathieu.account, last, kStartMs);
  CHECK(talk.store.event_bounds().last == before);
  talk.say(talk.ines, discussion, "plus tard");
  before = talk.store.event_bounds().last;
  talk.store.set_read(talk.mathieu.account, discussion, 4, kStartMs);
  CHECK(talk.told(talk.mathieu, before).empty());
}

TEST_CASE("who leaves sees their notifications no more, also those on their way") {
  Called talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  const std::int64_t before = talk.store.event_bounds().last;
  talk.call(talk.ines, discussion, true);
  CHECK(talk.told(talk.mathieu, before) == "new 2 of 2");
  CHECK(talk.told(talk.ines, before).empty());
  CHECK(talk.told(talk.camille, before).empty());
  talk.store.leave_discussion(talk.mathieu.account, discussion, kStartMs);
  CHECK(talk.calls(talk.mathieu).empty());
  CHECK(talk.told(talk.mathieu, before) == "changed, left 0");
  // Whoever comes back from now on is called by that, and by nothing that was before.
  talk.store.add_member(talk.ines.account, discussion, talk.mathieu.id, MemberHistory::kFromNow, kStartMs);
  CHECK(talk.calls(talk.mathieu) == "invitation 4");
}

TEST_CASE("notifications are told beside their message, and go after their time") {
  Called talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  const std::int64_t before = talk.store.event_bounds().last;
  talk.call(talk.ines, discussion, true);
  const EventBatch batch =
      talk.store.events_for(talk.mathieu.account, before, talk.store.event_bounds().last);
  REQUIRE(batch.events.size() == 2);
  CHECK(batch.events[0].kind == EventKind::kMessage);
  CHECK(batch.events[1].kind == EventKind::kNotification);
  CHECK(batch.events[1].notification.kind == NotificationKind::kUrgent);
  const NotificationLimits limits{.oldest_ms = 1000};
  talk.store.prune_notifications(kStartMs + 999, limits);
  CHECK(talk.calls(talk.mathieu) == "invitation 1, urgent 2");
  talk.store.prune_notifications(kStartMs + 1000, limits);
  CHECK(talk.calls(talk.mathieu).empty());
}

TEST_CASE("messages that are told together each name their own author") {
  Called talk;
  const DiscussionId discussion = talk.begin({talk.mathieu, talk.camille});
  const std::int64_t before = talk.store.event_bounds().last;
  talk.say(talk.ines, discussion, "un");
  talk.say(talk.camille, discussion, "deux");
  const EventBatch batch =
      talk.store.events_for(talk.mathieu.account, before, talk.store.event_bounds().last);
  REQUIRE(batch.events.size() == 2);
  CHECK(batch.events[0].author_name == "Inès TEST");
  CHECK(batch.events[1].author_name == "Camille TEST");
  CHECK(batch.events[0].discussion.last.author_name == "Camille TEST");
}

TEST_CASE("how an account wants to be told is its own, and told to its pages when it changes") {
  Called talk;
  CHECK(talk.store.notifications_of(talk.ines.account, 1).settings == NotificationSettings{});
  const NotificationSettings wanted{.quiet = {.on = true, .from = 20 * 60 + 30, .to = 6 * 60},
                                    .system = true};
  talk.store.set_notification_settings(talk.ines.account, wanted, kStartMs);
  CHECK(talk.store.notifications_of(talk.ines.account, 1).settings == wanted);
  CHECK(talk.store.notifications_of(talk.mathieu.account, 1).settings == NotificationSettings{});
  CHECK(talk.told(talk.ines, 0) == "changed, left 0");
  const std::int64_t last = talk.store.event_bounds().last;
  talk.store.set_notification_settings(talk.ines.account, wanted, kStartMs);
  CHECK(talk.store.event_bounds().last == last);
}

}  // namespace spico::emserve::test
