#include "core/discussions/discussions_update.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/directory_update.hpp"
#include "core/discussions/files_update.hpp"
#include "core/discussions/outbox_update.hpp"
#include "core/discussions/thread_update.hpp"
#include "core/dossier/entries_update.hpp"
#include "core/failure_text.hpp"
#include "core/live/live_update.hpp"
#include "core/navigation.hpp"
#include "core/notifications/notifications_update.hpp"
#include "core/text/fill.hpp"
#include "core/text/fold.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

constexpr std::size_t kLongestSearch = 200;    // bytes
constexpr std::size_t kMostPatientsNamed = 3;  // beside the discussions that a search finds

void load(Model& model, Cause cause, const Env& env, Effects& effects) {
  const Ticket ticket = env.new_ticket();
  model.discussions.list.wait_for(ticket);
  model.discussions.told.clear();
  effects.push_back(
      Request{LoadDiscussions{ticket, cause == Cause::kMachine && model.discussions.list.value.has_value()}});
}

bool is_newer(const Discussion& a, const Discussion& b) {
  return a.last.at_ms != b.last.at_ms ? a.last.at_ms > b.last.at_ms : a.id > b.id;
}

void erase(DiscussionList& list, DiscussionId id) {
  std::erase_if(list.discussions, [&](const Discussion& each) { return each.id == id; });
}

void put(DiscussionList& list, Discussion discussion) {
  erase(list, discussion.id);
  const auto place = std::lower_bound(list.discussions.begin(), list.discussions.end(), discussion, is_newer);
  list.discussions.insert(place, std::move(discussion));
}

void show_filters(Model& model, Effects& effects) {
  select_discussions(model.discussions);
  model.route.discussion_filters = model.discussions.filters;
  effects.push_back(PageEffect{SetLocation{format_route(model.route), Entry::kReplaced}});
}

std::string count_text(Language language, std::size_t count, Text none, Text one, Text other) {
  return fill(text(language, count == 0   ? none
                             : count == 1 ? one
                                          : other),
              {{"count", std::to_string(count)}});
}

struct OnDiscussions {
  Model& model;
  const Env& env;
  Effects& effects;

  Discussions& discussions() const { return model.discussions; }
  void announce(Urgency urgency, std::string sentence) const {
    effects.push_back(PageEffect{Announce{urgency, std::move(sentence)}});
  }

  void operator()(DiscussionsAnswered& e) const {
    auto& list = discussions().list;
    if (!list.take(std::move(e.answer))) return;
    if (list.failure.is_some()) {
      // Elsewhere it is only the number of unread messages that is missing.
      if (is_discussions(model.screen))
        tell_failure(model, {}, list.failure, env, effects);
      else
        (void)handle_refusal(model, list.failure, env, effects);
      return;
    }
    if (const auto& user = model.session.view.value->user) {
      if (const auto me = id_from_decimal(user->professional_id))
        discussions().me = {static_cast<std::uint32_t>(*me)};
    }
    // What the stream has told meanwhile may be newer than this answer, or older.
    if (model.live.reached > list.value->revision) {
      for (DiscussionNews& news : discussions().told) {
        if (auto* const discussion = std::get_if<Discussion>(&news))
          put(*list.value, std::move(*discussion));
        else if (const auto* const gone = std::get_if<DiscussionGone>(&news))
          erase(*list.value, gone->discussion);
      }
    }
    discussions().told.clear();
    discussions().told_to.clear();
    for (const Discussion& each : list.value->discussions)
      discussions().told_to.emplace_back(each.id, each.count);
    select_discussions(discussions());
    // The stream was opened for a list of patients that is younger: what happened in between is missing.
    const bool is_told = model.live.stream != Ticket::kNone || model.live.retry_at_ms;
    if (is_told && list.value->revision < model.live.since)
      open_live(model, list.value->revision, env, effects);
  }
  void operator()(MessagesFound& e) const {
    auto& hits = discussions().hits;
    if (!hits.take(std::move(e.answer))) return;
    if (hits.failure.is_some()) {
      tell_failure(model, {}, hits.failure, env, effects);
      return;
    }
    announce(Urgency::kPolite, hits_text(model.settings.language, hits.value->size()));
  }
  void operator()(const DiscussionsPressed&) const {
    model.spico_wanted = true;
    if (!is_discussions(model.screen)) discussions().about = {};
    Route list;
    list.screen = Screen::kDiscussions;
    list.discussion_filters = discussions().filters;
    go(model, std::move(list), Entry::kNew, env, effects);
  }
  void operator()(const DiscussionPressed& e) const {
    discussions().about = {};
    Route thread;
    thread.screen = Screen::kDiscussion;
    thread.discussion = e.discussion;
    thread.discussion_filters = discussions().filters;
    go(model, std::move(thread), Entry::kNew, env, effects);
  }
  void operator()(const DiscussionFilterToggled& e) const {
    discussions().filters.toggle(e.filter);
    show_filters(model, effects);
    announce(Urgency::kPolite,
             count_text(model.settings.language, discussions().shown.size(), Text::kDiscussionsCountNone,
                        Text::kDiscussionsCountOne, Text::kDiscussionsCountOther));
  }
  void operator()(const PatientDiscussionsPressed& e) const {
    const PatientList& patients = model.patients.list;
    RowNumber row = 0;
    const std::string name(patients.find(e.patient, row) ? patients.display_name(row) : std::string_view{});
    std::vector<DiscussionId> about;
    if (discussions().list.value) {
      for (const Discussion& each : discussions().list.value->discussions) {
        if (each.patient && each.patient->id == e.patient) about.push_back(each.id);
      }
      if (about.empty()) return update_directory(model, NewDiscussionPressed{e.patient}, env, effects);
      if (about.size() == 1) {
        (*this)(DiscussionPressed{about.front()});
        discussions().about = e.patient;
        return;
      }
    }
    DiscussionSearchTyped search{name};
    (*this)(search);
    (*this)(DiscussionsPressed{});
    discussions().about = e.patient;
  }
  void operator()(DiscussionSearchTyped& e) const {
    if (e.text.size() > kLongestSearch) return;
    discussions().patients = find_patients(model.patients, e.text, kMostPatientsNamed);
    if (e.text == discussions().search) return;  // only patients have come
    discussions().about = {};
    discussions().search = std::move(e.text);
    if (discussions().hits_for != discussions().search) {
      discussions().hits = {};
      discussions().hits_for.clear();
    }
    select_discussions(discussions());
  }
  void operator()(const MessageSearchPressed&) const {
    if (is_blank(discussions().search) || discussions().hits.is_pending()) return;
    const Ticket ticket = env.new_ticket();
    discussions().hits.wait_for(ticket);
    discussions().hits_for = discussions().search;
    effects.push_back(Request{SearchMessages{ticket, discussions().search}});
  }
  void operator()(const MessageHitPressed& e) const {
    (*this)(DiscussionPressed{e.discussion});
    aim_at(model, e.number, env, effects);
  }
  void operator()(const RetryDiscussionsPressed&) const { load(model, Cause::kPerson, env, effects); }
};

// What the stream has told.
struct OnNews {
  Model& model;
  const Env& env;
  Effects& effects;

  Discussions& discussions() const { return model.discussions; }
  bool is_open(DiscussionId id) const { return discussions().thread.id == id && !id.is_none(); }

  void operator()(Discussion& discussion) const {
    const DiscussionId id = discussion.id;
    const Discussion* const known = find_discussion(discussions(), id);
    const bool other_members = known != nullptr && known->members != discussion.members;
    // Added again while the page still says that it is gone.
    const bool is_back = is_open(id) && discussions().thread.is_lost;
    put_discussion(model, std::move(discussion));
    if (!is_open(id)) return;
    if (is_back)
      reload_thread(model, env, effects);
    else if (other_members)
      reload_members(model, env, effects);
  }
  void operator()(MessageTold& told) const {
    Message& message = told.message;
    const DiscussionId id = told.discussion.id;
    const bool is_new = is_told_first(id, message.number);
    const bool muted = told.discussion.muted;
    // An older server names only who wrote last.
    const std::string author = told.author_name.empty() && told.discussion.last.number == message.number
                                   ? told.discussion.last.author_name
                                   : std::move(told.author_name);
    settle_outgoing(model, message, env, effects);
    put_discussion(model, std::move(told.discussion));
    if (is_new) tell(id, message, author, is_open(id) ? Place::kHere : Place::kElsewhere, muted);
    if (!is_open(id)) return;
    const bool other_members =
        is_new && (message.kind == MessageKind::kJoined || message.kind == MessageKind::kLeft ||
                   find_member(discussions(), message.author) == nullptr);
    if (discussions().thread.is_counted) discussions().thread.messages.hear(std::move(message));
    if (other_members) reload_members(model, env, effects);
  }
  void operator()(const DiscussionGone& gone) const { lose_discussion(model, gone.discussion, effects); }
  void operator()(NotificationTold& told) const { hear_notification(model, std::move(told), env, effects); }
  void operator()(const NotificationsTold& told) const { hear_notifications(model, told, env, effects); }
  void operator()(const EntriesTold& told) const { hear_entries(model, told.patient, env, effects); }
  void operator()(const MemberRead& read) const {
    auto& page = discussions().thread.page.value;
    if (!is_open(read.discussion) || !page) return;
    for (Member& member : page->members) {
      if (member.id == read.member) member.read = std::max(member.read, read.number);
    }
  }

  // Of each message once, whatever else the stream says of its discussion.
  [[nodiscard]] bool is_told_first(DiscussionId id, MessageNumber number) const {
    for (auto& [discussion, last] : discussions().told_to) {
      if (discussion != id) continue;
      const bool is_first = number > last;
      last = std::max(last, number);
      return is_first;
    }
    discussions().told_to.emplace_back(id, number);
    return true;
  }

  enum class Place : std::uint8_t { kHere, kElsewhere };
  // Once each, wherever the reader is; a discussion that was muted speaks only to who has it open.
  void tell(DiscussionId id, const Message& message, const std::string& author, Place place,
            bool muted) const {
    if (message.kind != MessageKind::kText || is_mine(discussions(), message) || author.empty()) return;
    if (place == Place::kElsewhere && muted) return;
    if (!is_said_first(discussions(), id, message.number)) return;
    const Text sentence = message.urgent ? Text::kDiscussionsNewUrgent : Text::kDiscussionsNewMessage;
    effects.push_back(PageEffect{
        Announce{Urgency::kPolite, fill(text(model.settings.language, sentence), {{"name", author}})}});
  }
};

// A session that is over or a discussion that is lost says more than the failure.
bool is_dealt_with(Model& model, DiscussionId id, const Failure& failure, const Env& env, Effects& effects) {
  if (handle_refusal(model, failure, env, effects)) return true;
  if (id.is_none() || failure.code != "unknown_discussion") return false;
  lose_discussion(model, id, effects);
  return true;
}

}  // namespace

void update_discussions(Model& model, DiscussionsEvent event, const Env& env, Effects& effects) {
  std::visit(OnDiscussions{model, env, effects}, event);
}

void load_discussions_once(Model& model, const Env& env, Effects& effects) {
  const auto& list = model.discussions.list;
  if (!list.value && !list.is_pending() && !list.failure.is_some())
    load(model, Cause::kMachine, env, effects);
}

void reload_discussions(Model& model, const Env& env, Effects& effects) {
  load(model, Cause::kMachine, env, effects);
  load_entries(model, env, effects);
  if (!model.discussions.thread.is_lost) reload_thread(model, env, effects);
}

void change_discussions(Model& model, std::vector<DiscussionNews> news, const Env& env, Effects& effects) {
  Discussions& discussions = model.discussions;
  for (DiscussionNews& each : news) {
    if (discussions.list.is_pending()) {
      if (const auto* const told = std::get_if<MessageTold>(&each))
        discussions.told.emplace_back(told->discussion);
      else if (std::holds_alternative<Discussion>(each) || std::holds_alternative<DiscussionGone>(each))
        discussions.told.push_back(each);
    }
    std::visit(OnNews{model, env, effects}, each);
  }
}

void hurry_discussions(Model& model, const Env& env, Effects& effects) {
  const auto& list = model.discussions.list;
  if (list.failure.is_some() && list.failure.kind != Failure::Kind::kRefused && !list.is_pending())
    load(model, Cause::kMachine, env, effects);
  retry_thread(model, env, effects);
  hurry_entries(model, env, effects);
  hurry_outbox(model, env, effects);
}

bool is_said_first(Discussions& discussions, DiscussionId id, MessageNumber number) {
  constexpr std::size_t kMostRemembered = 100;
  auto& said = discussions.said;
  const std::pair<DiscussionId, MessageNumber> one(id, number);
  if (std::find(said.begin(), said.end(), one) != said.end()) return false;
  if (said.size() >= kMostRemembered) said.erase(said.begin());
  said.push_back(one);
  return true;
}

void put_discussion(Model& model, Discussion discussion) {
  Discussions& discussions = model.discussions;
  Thread& thread = discussions.thread;
  if (thread.id == discussion.id) {
    // What has been read here counts more than a summary from before.
    if (thread.reading == Ticket::kNone && thread.read_sent > discussion.read) {
      discussion.read = thread.read_sent;
      if (discussion.read >= discussion.count) {
        discussion.unread = 0;
        discussion.mentioned = discussion.urgent = false;
      }
    }
    if (thread.is_counted) {
      if (discussion.first == thread.messages.first())
        thread.messages.grow(discussion.count);
      else
        thread.messages.restart(discussion.first, discussion.count);
    }
    if (thread.page.value) {
      thread.page.value->discussion = discussion;
      if (!discussion.patient) thread.page.value->traits.reset();
    }
  }
  if (!discussions.list.value) return;
  put(*discussions.list.value, std::move(discussion));
  select_discussions(discussions);
}

void lose_discussion(Model& model, DiscussionId id, Effects& effects) {
  const Failure reason{Failure::Kind::kRefused, 404, 0, "unknown_discussion"};
  Discussions& discussions = model.discussions;
  if (discussions.list.value) erase(*discussions.list.value, id);
  std::erase_if(discussions.editings, [&](const auto& each) { return each.first == id; });
  for (OutgoingMessage& message : discussions.outbox.unsent.messages) {
    if (message.discussion != id || message.state != OutgoingState::kWaiting) continue;
    message.state = OutgoingState::kRefused;
    message.reason = reason;
  }
  Thread& thread = discussions.thread;
  if (thread.id == id && !id.is_none()) {
    const bool is_leaving = thread.leaving.is_pending();
    const bool is_news = !is_leaving && !thread.is_lost;
    Remote<Nothing> leaving = std::move(thread.leaving);
    thread = {};
    thread.id = id;
    thread.leaving = std::move(leaving);
    thread.page.failure = reason;
    thread.is_lost = true;
    discussions.choice.adding = {};
    if (is_news) {
      effects.push_back(PageEffect{
          Announce{Urgency::kAssertive, failure_text(model.settings.language, thread.page.failure)}});
    }
  }
  select_discussions(discussions);
}

void forget_discussions(Model& model, const Env& env, Effects& effects) {
  release_files(model, env, effects);
  model.discussions = {};
}

void select_discussions(Discussions& discussions) {
  discussions.shown.clear();
  if (!discussions.list.value) return;
  std::vector<std::string> words;
  for (const FoldedWord& word : folded_words(discussions.search)) words.push_back(" " + word.letters);
  const DiscussionFilters filters = discussions.filters;
  const auto& list = discussions.list.value->discussions;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Discussion& each = list[i];
    const bool is_open = each.id == discussions.thread.id;
    if (!is_open && ((filters.has(DiscussionFilter::kUnread) && each.unread == 0) ||
                     (filters.has(DiscussionFilter::kUrgent) && !each.urgent) ||
                     (filters.has(DiscussionFilter::kMine) && !each.mine)))
      continue;
    if (!words.empty()) {
      std::string key;
      append_search_words(key, each.title);
      if (each.patient) append_search_words(key, each.patient->name);
      append_search_words(key, each.last.author_name);
      const bool fits = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return key.find(word) != std::string::npos;
      });
      if (!fits) continue;
    }
    discussions.shown.push_back(i);
  }
}

void tell_failure(Model& model, DiscussionId id, const Failure& failure, const Env& env, Effects& effects) {
  if (is_dealt_with(model, id, failure, env, effects)) return;
  effects.push_back(
      PageEffect{Announce{Urgency::kAssertive, failure_text(model.settings.language, failure)}});
}

void show_failure(Model& model, DiscussionId id, const Failure& failure, const Env& env, Effects& effects) {
  if (!is_dealt_with(model, id, failure, env, effects))
    show_problem(model, failure_text(model.settings.language, failure), env, effects);
}

bool is_waiting(const Discussions& discussions) {
  const Thread& thread = discussions.thread;
  const MemberChoice& choice = discussions.choice;
  return discussions.list.is_pending() || discussions.hits.is_pending() || thread.page.is_pending() ||
         thread.paging.is_pending() || thread.changing.is_pending() || thread.muting.is_pending() ||
         thread.leaving.is_pending() || thread.day.is_pending() || thread.reading != Ticket::kNone ||
         discussions.entries.list.is_pending() || discussions.thread.dialog.audience.is_pending() ||
         choice.search.page.is_pending() || choice.making.creating.is_pending() ||
         choice.adding.adding.is_pending() || discussions.outbox.is_sending() ||
         discussions.outbox.keeping.ticket != Ticket::kNone ||
         discussions.outbox.uploading.ticket != Ticket::kNone;
}

}  // namespace spico
