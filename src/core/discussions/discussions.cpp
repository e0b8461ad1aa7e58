#include "core/discussions/discussions.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/text/fill.hpp"
#include "core/text/fold.hpp"
#include "core/text/strings.hpp"
#include "core/text/utf8.hpp"

namespace spico {

std::vector<const Discussion*> shown_discussions(const Discussions& discussions) {
  std::vector<const Discussion*> shown;
  if (!discussions.list.value) return shown;
  for (const std::size_t position : discussions.shown)
    shown.push_back(&discussions.list.value->discussions[position]);
  return shown;
}

const Discussion* find_discussion(const Discussions& discussions, DiscussionId id) {
  if (discussions.list.value) {
    for (const Discussion& each : discussions.list.value->discussions) {
      if (each.id == id) return &each;
    }
  }
  const auto& page = discussions.thread.page.value;
  return page && page->discussion.id == id ? &page->discussion : nullptr;
}

const Discussion* open_discussion(const Discussions& discussions) {
  const Thread& thread = discussions.thread;
  return thread.id.is_none() ? nullptr : find_discussion(discussions, thread.id);
}

std::int64_t unread_total(const Discussions& discussions) {
  std::int64_t total = 0;
  if (!discussions.list.value) return total;
  for (const Discussion& each : discussions.list.value->discussions) total += each.muted ? 0 : each.unread;
  return total;
}

std::string hits_text(Language language, std::size_t count) {
  return fill(text(language, count == 0           ? Text::kDiscussionsHitsNone
                             : count == 1         ? Text::kDiscussionsHitsCountOne
                             : count >= kMostHits ? Text::kDiscussionsHitsCountMore
                                                  : Text::kDiscussionsHitsCountOther),
              {{"count", std::to_string(count)}});
}

const Message* message_at(const Discussions& discussions, MessageNumber number) {
  return discussions.thread.messages.find(number);
}

bool wants_to_know(const Discussions& discussions, MessageSpan shown, MessageSpan listed) {
  const Thread& thread = discussions.thread;
  if (thread.id.is_none() || !thread.is_counted) return false;
  if (shown != thread.shown || listed != thread.listed) return true;
  return !thread.paging.is_pending() && !thread.paging.failure.is_some() &&
         !thread.messages.missing(listed.is_empty() ? shown : listed).is_empty();
}

std::optional<PrintProgress> print_progress(const Discussions& discussions) {
  const ThreadPrint& print = discussions.thread.print;
  if (print.wanted.is_empty() || print.is_asked) return std::nullopt;
  PrintProgress progress{0, print.wanted.to - print.wanted.from + 1};
  for (MessageNumber number = print.wanted.from; number <= print.wanted.to; ++number) {
    if (message_at(discussions, number) != nullptr) ++progress.here;
  }
  return progress;
}

MessageNumber unseen_count(const Discussions& discussions) {
  const Thread& thread = discussions.thread;
  const Discussion* const discussion = open_discussion(discussions);
  if (discussion == nullptr || !thread.is_counted) return 0;
  return std::max<MessageNumber>(0, thread.messages.count() - std::max(discussion->read, thread.read_wanted));
}

std::vector<const OutgoingMessage*> outgoing_messages(const Discussions& discussions) {
  std::vector<const OutgoingMessage*> outgoing;
  for (const OutgoingMessage& message : discussions.outbox.unsent.messages) {
    if (message.discussion == discussions.thread.id) outgoing.push_back(&message);
  }
  return outgoing;
}

bool may_take_back(const Discussions& discussions, const OutgoingMessage& message) {
  if (message.state != OutgoingState::kWaiting) return message.state == OutgoingState::kRefused;
  return std::none_of(discussions.outbox.attempts.begin(), discussions.outbox.attempts.end(),
                      [&](const SendAttempt& each) { return each.client_id == message.client_id; });
}

bool has_unsent(const Discussions& discussions) {
  const Unsent& unsent = discussions.outbox.unsent;
  const auto is_held = [&](const Draft& draft) {
    return !discussions.sealing.is_open() ||
           std::any_of(draft.files.begin(), draft.files.end(),
                       [](const OutgoingFile& file) { return !file.kept && file.refusal.empty(); });
  };
  return !unsent.messages.empty() || std::any_of(unsent.drafts.begin(), unsent.drafts.end(), is_held);
}

bool waits_unkept(const Discussions& discussions, bool is_kiosk) {
  if (discussions.sealing.is_open()) return false;
  const auto& messages = discussions.outbox.unsent.messages;
  if (!is_kiosk && !discussions.sealing.is_refused) return !messages.empty();
  return std::any_of(messages.begin(), messages.end(),
                     [](const OutgoingMessage& message) { return message.state == OutgoingState::kWaiting; });
}

const Draft& open_draft(const Discussions& discussions) {
  static const Draft kNone{};
  for (const Draft& draft : discussions.outbox.unsent.drafts) {
    if (draft.discussion == discussions.thread.id) return draft;
  }
  return kNone;
}

const Member* find_member(const Discussions& discussions, ProfessionalId id) {
  const auto& page = discussions.thread.page.value;
  if (!page) return nullptr;
  for (const Member& member : page->members) {
    if (member.id == id) return &member;
  }
  return nullptr;
}

bool is_mine(const Discussions& discussions, const Message& message) {
  return !message.client_id.empty() || (!discussions.me.is_none() && message.author == discussions.me);
}

bool may_change(const Discussions& discussions, const Message& message, std::int64_t now_ms) {
  return message.kind == MessageKind::kText && !message.withdrawn && is_mine(discussions, message) &&
         now_ms - message.at_ms < kMessageEditTimeMs;
}

bool may_put_into_dossier(const Discussions& discussions, const Message& message) {
  const Discussion* const discussion = open_discussion(discussions);
  return discussion != nullptr && discussion->patient && message.kind == MessageKind::kText &&
         !message.withdrawn && !message.filed;
}

bool may_take_out_of_dossier(const Discussions& discussions, const Message& message) {
  return message.filed && message.filed->by == discussions.me && !message.withdrawn;
}

bool has_seen(const Discussions& discussions, const Message& message) {
  return std::find(message.seen_by.begin(), message.seen_by.end(), discussions.me) != message.seen_by.end();
}

namespace {

// Whoever came later and may not see it has not read it, and will not.
bool is_for(const Message& message, const Member& member) {
  return !member.left_at_ms && member.id != message.author && member.first <= message.number;
}

// Tells of each whom the message is for, and whether they have read it.
template <typename Tell>
void each_reader(const Discussions& discussions, const Message& message, Tell&& tell) {
  const auto& page = discussions.thread.page.value;
  if (!page) return;
  for (const Member& member : page->members) {
    if (is_for(message, member)) tell(member, member.read >= message.number);
  }
}

}  // namespace

// Asked of each message in each frame: it counts, and sorts nobody.
ReadBy read_by(const Discussions& discussions, const Message& message) {
  ReadBy read_by;
  each_reader(discussions, message, [&](const Member&, bool has_read) {
    ++read_by.of;
    if (has_read) ++read_by.read;
  });
  return read_by;
}

Readers readers_of(const Discussions& discussions, const Message& message) {
  Readers readers;
  each_reader(discussions, message, [&](const Member& member, bool has_read) {
    (has_read ? readers.read : readers.unread).push_back(&member);
  });
  const auto by_name = [](const Member* a, const Member* b) { return a->name < b->name; };
  std::sort(readers.read.begin(), readers.read.end(), by_name);
  std::sort(readers.unread.begin(), readers.unread.end(), by_name);
  return readers;
}

namespace {

// «a@b» is an address.
bool begins_mention(std::string_view text, std::size_t at) {
  std::size_t before = at;
  while (before > 0 && (static_cast<unsigned char>(text[--before]) & 0xC0) == 0x80) {
  }
  const std::string_view character = text.substr(before, at - before);
  return character.find_first_of(".-_+") == std::string_view::npos && fold(character).empty();
}

// What may be a name: a line further down is none.
std::string_view line_after(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at + 1);
  return rest.substr(0, rest.find('\n'));
}

// Both folded: «jean test» stands in «jean test demain», not in «jean testard».
bool begins_with_name(std::string_view words, std::string_view name) {
  return !name.empty() && words.starts_with(name) &&
         (words.size() == name.size() || words[name.size()] == ' ');
}

bool may_be_mentioned(const Discussions& discussions, const Member& member) {
  return !member.left_at_ms && member.id != discussions.me;
}

// A name that is being typed: the text that is being written, its «@», the caret.
struct Mention {
  std::string_view text;
  std::size_t at = std::string_view::npos, caret = 0;  // npos: there is none

  [[nodiscard]] bool is_some() const { return at != std::string_view::npos; }
  [[nodiscard]] std::string_view typed(std::size_t end) const { return text.substr(at + 1, end - at - 1); }
};

Mention mention_at_caret(const Discussions& discussions) {
  constexpr std::size_t kLongestName = 80;
  const Thread& thread = discussions.thread;
  const bool is_edit = thread.editing.number != 0;
  const std::string_view text = is_edit ? thread.editing.text : open_draft(discussions).text;
  const std::size_t caret = is_edit ? thread.editing.caret : thread.caret;
  Mention mention{text, std::string_view::npos, std::min(caret, text.size())};
  const auto at = text.substr(0, mention.caret).rfind('@');
  if (at == std::string_view::npos || !begins_mention(text, at)) return mention;
  const std::string_view typed = text.substr(at + 1, mention.caret - at - 1);
  if (typed.size() <= kLongestName && typed.find('\n') == std::string_view::npos) mention.at = at;
  return mention;
}

// `typed`, folded, begins a word of the name, and goes on as the name does.
bool is_of_name(const Member& member, std::string_view typed) {
  std::string words;
  append_search_words(words, member.name);
  return typed.empty() || words.find(" " + std::string(typed)) != std::string::npos;
}

}  // namespace

std::vector<const Member*> mention_candidates(const Discussions& discussions) {
  std::vector<const Member*> candidates;
  const auto& page = discussions.thread.page.value;
  const Mention mention = mention_at_caret(discussions);
  if (!page || !mention.is_some()) return candidates;
  const std::string wanted = fold(mention.typed(mention.caret));
  const std::string_view line = line_after(mention.text, mention.at);
  const std::string standing = line.starts_with(' ') ? std::string() : fold(line);
  for (const Member& member : page->members) {
    if (!may_be_mentioned(discussions, member)) continue;
    // A name that stands there whole needs no choosing any more; a longer one may be meant.
    if (begins_with_name(standing, fold(member.name))) continue;
    if (is_of_name(member, wanted)) candidates.push_back(&member);
  }
  return candidates;
}

TextSpan replaced_by_mention(const Discussions& discussions, const Member& member) {
  const Mention mention = mention_at_caret(discussions);
  if (!mention.is_some() || !is_of_name(member, fold(mention.typed(mention.caret))))
    return {mention.caret, mention.caret};
  std::size_t word = mention.caret;
  for (std::size_t next = word; next < mention.text.size(); word = next) {
    (void)next_character(mention.text, next);
    if (fold(mention.text.substr(word, next - word)).empty()) break;
  }
  return {mention.at, is_of_name(member, fold(mention.typed(word))) ? word : mention.caret};
}

std::vector<ProfessionalId> mentioned_in(const Discussions& discussions, std::string_view text,
                                         const std::vector<ProfessionalId>& chosen) {
  std::vector<ProfessionalId> mentioned;
  const auto& page = discussions.thread.page.value;
  if (text.find('@') == std::string_view::npos) return mentioned;
  if (!page) return chosen;  // nobody knows yet who is there
  std::vector<std::pair<std::string, ProfessionalId>> names;
  for (const Member& member : page->members) {
    if (may_be_mentioned(discussions, member)) names.emplace_back(fold(member.name), member.id);
  }
  const auto is_in = [](const std::vector<ProfessionalId>& list, ProfessionalId id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (!begins_mention(text, at) || text.substr(at + 1).starts_with(' ')) continue;
    constexpr std::size_t kLongestName = 400;  // bytes of it that are looked at
    const std::string words = fold(line_after(text, at).substr(0, kLongestName));
    std::string_view longest;
    for (const auto& [name, id] : names) {
      if (name.size() > longest.size() && begins_with_name(words, name)) longest = name;
    }
    if (longest.empty()) continue;
    const bool any_chosen = std::any_of(names.begin(), names.end(), [&](const auto& each) {
      return each.first == longest && is_in(chosen, each.second);
    });
    for (const auto& [name, id] : names) {
      if (name == longest && (!any_chosen || is_in(chosen, id)) && !is_in(mentioned, id))
        mentioned.push_back(id);
    }
  }
  return mentioned;
}

}  // namespace spico
