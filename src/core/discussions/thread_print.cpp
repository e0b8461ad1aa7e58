#include "core/discussions/thread_print.hpp"

#include <algorithm>

#include "core/discussions/thread_update.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

// What is here around what is in sight, without a gap, as much as a print holds.
MessageSpan here_in_sight(const Thread& thread) {
  const MessageWindow& messages = thread.messages;
  // In the HTML version nothing of what is on the page may be in sight.
  const MessageSpan seen = thread.shown.is_empty() ? thread.listed : thread.shown;
  MessageNumber at = std::min(seen.to, messages.count());
  while (at >= seen.from && messages.find(at) == nullptr) --at;
  if (messages.find(at) == nullptr) return {};
  MessageSpan here{at, at};
  const auto reach_down = [&] {
    while (here.to - here.from + 1 < kMostPrintedMessages && messages.find(here.from - 1) != nullptr)
      --here.from;
  };
  const auto reach_up = [&](MessageNumber most) {
    while (here.to - here.from + 1 < most && messages.find(here.to + 1) != nullptr) ++here.to;
  };
  reach_up(kMostPrintedMessages / 2);
  reach_down();
  reach_up(kMostPrintedMessages);
  return here;
}

}  // namespace

void want_thread_print(Model& model, const Env& env, Effects& effects) {
  Thread& thread = model.discussions.thread;
  if (!thread.is_counted) return;
  const MessageNumber last = thread.messages.count();
  thread.print.wanted = {std::max(thread.messages.first(), last - kMostPrintedMessages + 1), last};
  thread.print.is_asked = false;
  if (thread.print.wanted.is_empty()) {  // who was just added sees none yet
    effects.push_back(PageEffect{Perform{PageAct::kPrint}});
    return;
  }
  retry_thread(model, env, effects);
  print_thread_when_here(model, effects);
  if (thread.print.is_asked) return;
  effects.push_back(PageEffect{Announce{
      Urgency::kPolite, std::string(text(model.settings.language, Text::kDiscussionsPrintPreparing))}});
}

// Once; what is younger than the press is not part of it.
void print_thread_when_here(Model& model, Effects& effects) {
  const Thread& thread = model.discussions.thread;
  ThreadPrint& print = model.discussions.thread.print;
  if (print.wanted.is_empty() || print.is_asked || !thread.page.value) return;
  if (!thread.messages.missing(print.wanted).is_empty()) return;
  print.is_asked = true;
  effects.push_back(PageEffect{Perform{PageAct::kPrint}});
}

void put_thread_on_paper(Model& model, const Env& env, Effects& effects) {
  Thread& thread = model.discussions.thread;
  ThreadPrint& print = thread.print;
  print.on_paper = {};
  if (!thread.is_counted || !thread.page.value || open_discussion(model.discussions) == nullptr) return;
  const bool is_whole = print.is_asked && thread.messages.missing(print.wanted).is_empty();
  print.on_paper = is_whole ? print.wanted : here_in_sight(thread);
  if (print.is_asked) print.wanted = {};
  print.is_asked = false;
  if (print.on_paper.is_empty()) return;
  effects.push_back(
      Request{TellThreadPrint{env.new_ticket(), thread.id, print.on_paper.from, print.on_paper.to}});
}

}  // namespace spico
