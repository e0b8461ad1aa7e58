#include "core/discussions/thread_reading.hpp"

#include <algorithm>

namespace spico {

void mark_read(Model& model, const Env& env, Effects& effects) {
  Thread& thread = model.discussions.thread;
  const Discussion* const discussion = open_discussion(model.discussions);
  if (discussion == nullptr || !thread.is_counted || model.leaving) return;
  // Nobody sees a page that is hidden or covered.
  if (!model.hidden && !model.covered) {
    // What is in sight but has not come yet has not been read.
    MessageNumber number = std::min(thread.shown.to, thread.messages.count());
    while (number > thread.read_wanted && number >= thread.shown.from &&
           thread.messages.find(number) == nullptr)
      --number;
    if (number >= thread.shown.from && number > discussion->read)
      thread.read_wanted = std::max(thread.read_wanted, number);
  }
  if (thread.reading != Ticket::kNone || thread.read_wanted <= std::max(thread.read_sent, discussion->read))
    return;
  thread.reading = env.new_ticket();
  thread.read_sent = thread.read_wanted;
  effects.push_back(Request{MarkRead{thread.reading, thread.id, thread.read_sent}});
}

}  // namespace spico
