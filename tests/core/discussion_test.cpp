#include "core/discussions/discussion.hpp"

#include <doctest/doctest.h>

#include <string>

namespace spico {

TEST_CASE("a kind of message and how far back a member looks have one code each, and no other text is one") {
  for (const MessageKind kind : {MessageKind::kText, MessageKind::kCreated, MessageKind::kJoined,
                                 MessageKind::kLeft, MessageKind::kRenamed}) {
    CHECK(message_kind_from_code(code(kind)) == kind);
  }
  for (const MemberHistory history : {MemberHistory::kAll, MemberHistory::kFromNow}) {
    CHECK(member_history_from_code(code(history)) == history);
  }
  CHECK(message_kind_from_code("Text") == std::nullopt);
  CHECK(message_kind_from_code("") == std::nullopt);
  CHECK(member_history_from_code("text") == std::nullopt);
}

TEST_CASE("a client's name for what it sends is 32 lower-case hexadecimal digits") {
  CHECK(is_client_id("0123456789abcdef0123456789abcdef"));
  CHECK_FALSE(is_client_id("0123456789abcdef0123456789abcde"));
  CHECK_FALSE(is_client_id("0123456789abcdef0123456789abcdef0"));
  CHECK_FALSE(is_client_id("0123456789ABCDEF0123456789ABCDEF"));
  CHECK_FALSE(is_client_id("0123456789abcdef0123456789abcde "));
  CHECK_FALSE(is_client_id(""));
}

}  // namespace spico
