#include "core/discussions/thread_update.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/discussions_update.hpp"
#include "core/discussions/on_open_thread.hpp"
#include "core/discussions/outbox_update.hpp"
#include "core/discussions/thread_print.hpp"
#include "core/discussions/thread_reading.hpp"
#include "core/navigation.hpp"
#include "core/text/strings.hpp"
#include "core/time/paris.hpp"

namespace spico {

namespace {

constexpr MessageNumber kAround = 30;  // messages asked for on either side of what is in sight

void load_page(Model& model, Cause cause, const Env& env, Effects& effects) {
  Thread& thread = model.discussions.thread;
  const Ticket ticket = env.new_ticket();
  thread.page.wait_for(ticket);
  effects.push_back(Request{LoadDiscussion{ticket, thread.id, cause}});
}

// One page at a time; the rest of what is wanted is asked for when it is there.
void load_messages(Model& model, const Env& env, Effects& effects) {
  Thread& thread = model.discussions.thread;
  if (!thread.is_counted || thread.paging.is_pending() || thread.paging.failure.is_some()) return;
  MessageSpan missing = thread.messages.missing(thread.wanted);
  // Who reads comes before who waits for paper.
  if (missing.is_empty()) missing = thread.messages.missing(thread.print.wanted);
  if (missing.is_empty()) return;
  const Ticket ticket = env.new_ticket();
  thread.paging.wait_for(ticket);
  thread.asked = missing;
  thread.asked_at = thread.messages.now();
  effects.push_back(Request{LoadMessages{ticket, thread.id, missing.from, missing.to - missing.from + 1}});
}

void want(Thread& thread, MessageSpan numbers) {
  thread.wanted = {numbers.from - kAround, numbers.to + kAround};
}

// Where the reader begins: at the first unread message, or at the end.
void count_messages(Model& model, const Discussion& discussion) {
  Thread& thread = model.discussions.thread;
  thread.messages.restart(discussion.first, discussion.count);
  thread.is_counted = true;
  const bool has_news = discussion.unread > 0 && discussion.read < discussion.count;
  thread.new_from = has_news ? std::max(discussion.first, discussion.read + 1) : 0;
  if (thread.start != 0) return;  // somebody has chosen a message
  thread.start = has_news ? thread.new_from : discussion.count;
  thread.start_is_end = !has_news;
  ++thread.start_count;
}

struct OnThread : OnOpenThread {
  void operator()(DiscussionAnswered& e) const {
    auto& page = thread().page;
    std::vector<Member> known;
    if (page.value) known = page.value->members;
    if (!page.take(std::move(e.answer))) return;
    if (page.failure.is_some()) {
      tell(page.failure);
      return;
    }
    print_thread_when_here(model, effects);
    discussions().me = page.value->me;
    if (open_discussion(discussions()) == nullptr) focus("discussion");
    for (Member& member : page.value->members) {
      const auto same =
          std::find_if(known.begin(), known.end(), [&](const Member& each) { return each.id == member.id; });
      if (same != known.end()) member.read = std::max(member.read, same->read);
    }
    // The stream may have told of younger messages since this was asked for.
    const Discussion* const heard = find_discussion(discussions(), thread().id);
    const bool is_older = heard != nullptr && heard->count > page.value->discussion.count;
    put_discussion(model, is_older ? *heard : page.value->discussion);
    if (!thread().is_counted) begin();
  }
  void begin() const {
    if (const Discussion* const discussion = open_discussion(discussions()))
      count_messages(model, *discussion);
    if (!thread().is_counted) return;
    want(thread(), {thread().start, thread().start});
    load_messages(model, env, effects);
  }
  void operator()(MessagesAnswered& e) const {
    Remote<Nothing>& paging = thread().paging;
    if (e.answer.ticket != paging.pending || !paging.is_pending()) return;
    paging.pending = Ticket::kNone;
    paging.failure = std::move(e.answer.failure);
    if (paging.failure.is_some() || !e.answer.value) {
      tell(paging.failure);
      return;
    }
    MessageWindow& messages = thread().messages;
    messages.grow(e.answer.value->count);
    for (Message& message : e.answer.value->messages) {
      settle_outgoing(model, message, env, effects);
      messages.put(std::move(message), thread().asked_at);
    }
    // An answer with a hole would be asked for again without end.
    if (!messages.missing(thread().asked).is_empty()) {
      paging.failure.kind = Failure::Kind::kMalformed;
      tell(paging.failure);
      return;
    }
    messages.keep_near((thread().wanted.from + thread().wanted.to) / 2, thread().print.wanted);
    load_messages(model, env, effects);
    print_thread_when_here(model, effects);
    skip_happenings();
    // What was in sight before it came is read now.
    mark_read(model, env, effects);
    if (thread().is_aimed && messages.find(thread().start) != nullptr) {
      thread().is_aimed = false;
      focus("aimed");
    }
  }
  // «Nouveaux messages» stands above what somebody wrote.
  void skip_happenings() const {
    MessageNumber& from = thread().new_from;
    while (from > 0 && from < thread().messages.count()) {
      const Message* const message = thread().messages.find(from);
      if (message == nullptr || message->kind == MessageKind::kText) return;
      ++from;
    }
  }
  void operator()(const MessagesShown& e) const {
    if (!thread().is_counted) return;
    thread().shown = e.numbers;
    thread().listed = e.listed;
    want(thread(), e.listed.is_empty() ? e.numbers : e.listed);
    load_messages(model, env, effects);
    mark_read(model, env, effects);
  }
  void operator()(ReadMarked& e) const {
    if (e.answer.ticket != thread().reading || thread().reading == Ticket::kNone) return;
    thread().reading = Ticket::kNone;
    if (e.answer.failure.is_some()) {
      // Nobody waits for it: it is tried again with the next message or the next sign of the network.
      thread().read_wanted = thread().read_sent = 0;
      if (e.answer.failure.code == "unknown_discussion")
        lose_discussion(model, thread().id, effects);
      else
        (void)handle_refusal(model, e.answer.failure, env, effects);
      return;
    }
    // A copy: it is put where it stands.
    if (const Discussion* const discussion = open_discussion(discussions()))
      put_discussion(model, Discussion(*discussion));
    mark_read(model, env, effects);
  }
  void operator()(const GoToDateToggled&) const {
    thread().date_open = !thread().date_open;
    thread().date.clear();
    thread().day = {};
    focus(thread().date_open ? "date" : "go_to_date");
  }
  void operator()(GoToDateTyped& e) const {
    thread().date = std::move(e.text);
    thread().day = {};
  }
  void operator()(const GoToDateConfirmed&) const {
    const DateReading reading = parse_typed_date(thread().date);
    if (!thread().date_open || thread().day.is_pending()) return;
    if (!reading.ok() || reading.date.day == 0) {
      announce(Urgency::kAssertive, Text::kDiscussionsDateWrong);
      focus("date");
      return;
    }
    LocalTime midnight;
    midnight.date = reading.date;
    const Ticket ticket = env.new_ticket();
    thread().day.wait_for(ticket);
    effects.push_back(Request{
        FindFirstMessage{ticket, thread().id, std::max<std::int64_t>(0, unix_ms_from_paris(midnight))}});
  }
  void operator()(FirstMessageFound& e) const {
    auto& day = thread().day;
    if (!day.take(std::move(e.answer))) return;
    if (day.failure.is_some()) return tell(day.failure);
    if (*day.value == 0) {
      announce(Urgency::kPolite, Text::kDiscussionsDateNone);
      return;
    }
    thread().date_open = false;
    aim_at(model, *day.value, env, effects);
  }
  void operator()(const QuotePressed& e) const { aim_at(model, e.number, env, effects); }
  void operator()(const EndPressed&) const {
    aim_at(model, thread().messages.count(), env, effects);
    thread().start_is_end = true;
  }
  void operator()(const RetryThreadPressed&) const { retry_thread(model, env, effects); }
  void operator()(const PrintThreadPressed&) const { want_thread_print(model, env, effects); }
  void operator()(const PrintThreadGivenUp&) const {
    thread().print = {};
    focus("add_member");
  }
  void operator()(const ThreadPrintTold& e) const {
    (void)handle_refusal(model, e.answer.failure, env, effects);
  }
  void operator()(const MembersToggled&) const {
    thread().members_open = !thread().members_open;
    thread().leave_asked = false;
    focus(thread().members_open ? "members_first" : "members");
  }
  void operator()(const MutePressed&) const {
    const Discussion* const discussion = open_discussion(discussions());
    if (discussion == nullptr || thread().muting.is_pending()) return;
    const Ticket ticket = env.new_ticket();
    thread().muting.wait_for(ticket);
    thread().mute_wanted = !discussion->muted;
    effects.push_back(Request{MuteDiscussion{ticket, discussion->id, thread().mute_wanted}});
  }
  void operator()(DiscussionMuted& e) const {
    if (!thread().muting.take(std::move(e.answer))) return;
    if (thread().muting.failure.is_some()) {
      show(thread().muting.failure);
      return;
    }
    if (const Discussion* const known = open_discussion(discussions())) {
      Discussion discussion = *known;
      discussion.muted = thread().mute_wanted;
      put_discussion(model, std::move(discussion));
    }
    announce(Urgency::kPolite,
             thread().mute_wanted ? Text::kDiscussionsMuteDone : Text::kDiscussionsUnmuteDone);
  }
  void operator()(const LeavePressed&) const {
    thread().leave_asked = true;
    thread().leaving.failure = {};
    focus("leave_cancel");
  }
  void operator()(const LeaveCancelled&) const {
    thread().leave_asked = false;
    focus("leave");
  }
  void operator()(const LeaveConfirmed&) const {
    if (open_discussion(discussions()) == nullptr || thread().leaving.is_pending()) return;
    const Ticket ticket = env.new_ticket();
    thread().leaving.wait_for(ticket);
    effects.push_back(Request{LeaveDiscussion{ticket, thread().id}});
  }
  void operator()(DiscussionLeft& e) const {
    if (!thread().leaving.take(std::move(e.answer))) return;
    const DiscussionId id = thread().id;
    // The question stays open under the reason.
    if (thread().leaving.failure.is_some()) return tell(thread().leaving.failure);
    thread().leave_asked = false;
    Unsent& unsent = discussions().outbox.unsent;
    std::erase_if(unsent.drafts, [&](const Draft& draft) { return draft.discussion == id; });
    thread().editing = {};
    close_thread(model);
    lose_discussion(model, id, effects);
    announce(Urgency::kPolite, Text::kDiscussionsLeaveDone);
    Route list;
    list.screen = Screen::kDiscussions;
    list.discussion_filters = discussions().filters;
    go(model, std::move(list), Entry::kReplaced, env, effects);
  }
};

}  // namespace

void update_thread(Model& model, ThreadEvent event, const Env& env, Effects& effects) {
  std::visit(OnThread{{model, env, effects}}, event);
}

void open_thread(Model& model, DiscussionId id, const Env& env, Effects& effects) {
  Thread& thread = model.discussions.thread;
  if (thread.id == id) return;
  close_thread(model);
  thread.id = id;
  auto& editings = model.discussions.editings;
  const auto kept =
      std::find_if(editings.begin(), editings.end(), [&](const auto& each) { return each.first == id; });
  if (kept != editings.end()) {
    thread.editing = std::move(kept->second);
    editings.erase(kept);
  }
  effects.push_back(PageEffect{MoveFocus{"discussion"}});
  load_page(model, Cause::kPerson, env, effects);
  OnThread{{model, env, effects}}.begin();
  select_discussions(model.discussions);
}

void close_thread(Model& model) {
  Thread& thread = model.discussions.thread;
  if (thread.id.is_none()) return;
  if (thread.editing.number != 0)
    model.discussions.editings.emplace_back(thread.id, std::move(thread.editing));
  thread = {};
  select_discussions(model.discussions);
}

void reload_thread(Model& model, const Env& env, Effects& effects) {
  Thread& thread = model.discussions.thread;
  if (thread.id.is_none()) return;
  load_page(model, Cause::kMachine, env, effects);
  thread.is_lost = false;
  thread.paging = {};
  if (!thread.is_counted) {
    OnThread{{model, env, effects}}.begin();
    return;
  }
  thread.messages.restart(thread.messages.first(), thread.messages.count());
  load_messages(model, env, effects);
}

void reload_members(Model& model, const Env& env, Effects& effects) {
  if (!model.discussions.thread.id.is_none()) load_page(model, Cause::kMachine, env, effects);
}

void aim_at(Model& model, MessageNumber number, const Env& env, Effects& effects) {
  Thread& thread = model.discussions.thread;
  if (thread.id.is_none()) return;
  thread.start = number;
  thread.start_is_end = false;
  ++thread.start_count;
  thread.is_aimed = true;
  if (!thread.is_counted) return;
  thread.start =
      std::clamp(number, thread.messages.first(), std::max(thread.messages.first(), thread.messages.count()));
  // Who has chosen a message is brought to it, not only the view.
  thread.is_aimed = thread.messages.find(thread.start) == nullptr;
  if (!thread.is_aimed) effects.push_back(PageEffect{MoveFocus{"aimed"}});
  want(thread, {thread.start, thread.start});
  load_messages(model, env, effects);
}

void retry_thread(Model& model, const Env& env, Effects& effects) {
  Thread& thread = model.discussions.thread;
  if (thread.id.is_none() || thread.is_lost) return;
  if (thread.page.failure.is_some() && !thread.page.is_pending())
    load_page(model, Cause::kMachine, env, effects);
  if (!thread.paging.is_pending()) thread.paging.failure = {};
  load_messages(model, env, effects);
  mark_read(model, env, effects);
}

}  // namespace spico
