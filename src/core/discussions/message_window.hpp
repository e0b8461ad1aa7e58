// The messages of one discussion by number: all numbers are known, the messages themselves come by pages as
// they are wanted and may go again. Part of Thread; views only find().
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/discussions/discussion.hpp"

namespace spico {

/// Numbers from…to, both included; none when from > to.
struct MessageSpan {
  MessageNumber from = 1, to = 0;

  [[nodiscard]] constexpr bool is_empty() const { return from > to; }
  [[nodiscard]] constexpr bool has(MessageNumber number) const { return number >= from && number <= to; }
  friend constexpr bool operator==(const MessageSpan&, const MessageSpan&) = default;
};

/// What was heard of comes before what was asked for: each message keeps the moment at which the stream last
/// told it, counted in a number that only grows, and an answer that was asked for earlier does not replace
/// it.
class MessageWindow {
 public:
  static constexpr MessageNumber kPageSize = 100;

  /// Forgets everything.
  void restart(MessageNumber first, MessageNumber count);
  /// A greater count; messages stay.
  void grow(MessageNumber count);

  /// Of the first message that the reader may see, and of the last one; first > count: none at all.
  [[nodiscard]] MessageNumber first() const { return first_; }
  [[nodiscard]] MessageNumber count() const { return count_; }

  /// nullptr: no such number, or not here yet. Valid until something is put.
  [[nodiscard]] const Message* find(MessageNumber number) const;
  [[nodiscard]] Message* find(MessageNumber number);
  /// kNone when it is not here.
  [[nodiscard]] const Message* find(MessageId id) const;
  /// One's own message of that client_id is here.
  [[nodiscard]] bool has_sent(std::string_view client_id) const;

  /// From the stream or the sender's own answer; grows when it is beyond the end.
  void hear(Message message);
  /// From a page that was asked for at `asked_at` (now() of that moment).
  void put(Message message, std::uint32_t asked_at);
  [[nodiscard]] std::uint32_t now() const { return now_; }

  /// The next page to ask for so that all of `wanted` is here: at most kPageSize numbers, none that is here
  /// at either end. Empty when nothing is missing.
  [[nodiscard]] MessageSpan missing(MessageSpan wanted) const;
  /// Forgets pages far from `number` when there are many, but none of `spared`.
  void keep_near(MessageNumber number, MessageSpan spared = {});
  [[nodiscard]] std::size_t pages_here() const;

 private:
  struct Page {
    std::vector<Message> messages;     ///< kPageSize of them, number 0 where none is here; or none at all
    std::vector<std::uint32_t> heard;  ///< as many; 0 = from a page
  };
  [[nodiscard]] static std::size_t page_of(MessageNumber number);
  [[nodiscard]] static std::size_t place_of(MessageNumber number);
  Page& room_for(MessageNumber number);
  // Quotations say what their message says now, or no longer.
  void requote(const Message& changed);

  MessageNumber first_ = 1, count_ = 0;
  std::uint32_t now_ = 1;
  std::vector<Page> pages_;
};

}  // namespace spico
