#include "core/discussions/message_window.hpp"

#include <algorithm>
#include <utility>

#include "core/text/utf8.hpp"

namespace spico {

namespace {

constexpr std::size_t kMostPages = 50;

}  // namespace

std::size_t MessageWindow::page_of(MessageNumber number) {
  return static_cast<std::size_t>((number - 1) / kPageSize);
}

std::size_t MessageWindow::place_of(MessageNumber number) {
  return static_cast<std::size_t>((number - 1) % kPageSize);
}

void MessageWindow::restart(MessageNumber first, MessageNumber count) {
  pages_.clear();
  first_ = std::max<MessageNumber>(first, 1);
  count_ = 0;
  grow(count);
}

void MessageWindow::grow(MessageNumber count) {
  if (count <= count_) return;
  count_ = count;
  pages_.resize(page_of(count) + 1);
}

const Message* MessageWindow::find(MessageNumber number) const {
  if (number < first_ || number > count_) return nullptr;
  const Page& page = pages_[page_of(number)];
  if (page.messages.empty()) return nullptr;
  const Message& message = page.messages[place_of(number)];
  return message.number == number ? &message : nullptr;
}

Message* MessageWindow::find(MessageNumber number) {
  return const_cast<Message*>(std::as_const(*this).find(number));
}

const Message* MessageWindow::find(MessageId id) const {
  for (const Page& page : pages_) {
    for (const Message& message : page.messages) {
      if (message.number != 0 && message.id == id) return &message;
    }
  }
  return nullptr;
}

bool MessageWindow::has_sent(std::string_view client_id) const {
  return std::any_of(pages_.begin(), pages_.end(), [&](const Page& page) {
    return std::any_of(page.messages.begin(), page.messages.end(), [&](const Message& message) {
      return message.number != 0 && message.client_id == client_id;
    });
  });
}

MessageWindow::Page& MessageWindow::room_for(MessageNumber number) {
  grow(number);
  Page& page = pages_[page_of(number)];
  if (page.messages.empty()) {
    page.messages.resize(kPageSize);
    page.heard.resize(kPageSize);
  }
  return page;
}

void MessageWindow::hear(Message message) {
  const MessageNumber number = message.number;
  if (number < first_) return;
  if (message.withdrawn || message.edited_at_ms) requote(message);
  Page& page = room_for(number);
  page.heard[place_of(number)] = ++now_;
  page.messages[place_of(number)] = std::move(message);
}

void MessageWindow::requote(const Message& changed) {
  for (Page& page : pages_) {
    for (Message& message : page.messages) {
      if (message.reply_to && message.reply_to->number == changed.number)
        message.reply_to->text = first_characters(changed.text, kQuoteLength);
    }
  }
}

void MessageWindow::put(Message message, std::uint32_t asked_at) {
  const MessageNumber number = message.number;
  if (number < first_) return;
  Page& page = room_for(number);
  if (page.heard[place_of(number)] > asked_at) return;
  page.messages[place_of(number)] = std::move(message);
}

MessageSpan MessageWindow::missing(MessageSpan wanted) const {
  MessageNumber from = std::max(wanted.from, first_);
  const MessageNumber last = std::min(wanted.to, count_);
  while (from <= last && find(from) != nullptr) ++from;
  if (from > last) return {};
  // The whole of its page, not only what is wanted: what is next in sight comes with it.
  const MessageNumber page_begin = std::max((from - 1) / kPageSize * kPageSize + 1, first_);
  while (from > page_begin && find(from - 1) == nullptr) --from;
  MessageNumber to = std::min((from - 1) / kPageSize * kPageSize + kPageSize, count_);
  while (find(to) != nullptr) --to;
  return {from, to};
}

void MessageWindow::keep_near(MessageNumber number, MessageSpan spared) {
  const auto distance = [&](std::size_t page) {
    const std::size_t here = page_of(std::max<MessageNumber>(number, 1));
    return page > here ? page - here : here - page;
  };
  const auto is_spared = [&](std::size_t page) {
    const auto first = static_cast<MessageNumber>(page) * kPageSize + 1;
    return first <= spared.to && first + kPageSize > spared.from && !spared.is_empty();
  };
  while (pages_here() > kMostPages) {
    std::size_t farthest = pages_.size();
    for (std::size_t page = 0; page < pages_.size(); ++page) {
      if (pages_[page].messages.empty() || is_spared(page)) continue;
      if (farthest == pages_.size() || distance(page) > distance(farthest)) farthest = page;
    }
    if (farthest == pages_.size()) return;
    pages_[farthest] = {};
  }
}

std::size_t MessageWindow::pages_here() const {
  return static_cast<std::size_t>(
      std::count_if(pages_.begin(), pages_.end(), [](const Page& page) { return !page.messages.empty(); }));
}

}  // namespace spico
